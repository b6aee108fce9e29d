"""A member writes: what an experienced colleague would say of the draft, who knows the case and the customer.

Nothing here stands in the way of sending: `submit.py` asks about errors, once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from entendu.core.diagnosis import stated
from entendu.core.mail.language import detect
from entendu.core.promises.working import WorkingTime, WorkingTimeError, working_time
from entendu.core.wording import doubted, own_rules
from entendu.core.wording.findings import Context, Direction, Finding, Severity
from entendu.core.wording.glance import gravest_first, is_heated, seconds_to_read, words_in
from entendu.core.wording.prose import prose
from entendu.core.wording.read import NO_DICTIONARIES, Dictionaries, Reading, read
from entendu.core.wording.rules import LANGUAGES, RuleError
from entendu.flows.care import style
from entendu.flows.diagnosis.claims import checked
from entendu.flows.listening.guesses import correct_guess as correct_guess
from entendu.flows.listening.guesses import emotion_of
from entendu.flows.listening.guesses import guesses_of as guesses_of
from entendu.parts.diagnosis.queries import causes
from entendu.parts.knowledge.models.items import Stance
from entendu.parts.knowledge.queries import limits_for
from entendu.parts.knowledge.queries.decisions import reasons_for
from entendu.parts.promises import queries as promises
from entendu.parts.staff import queries as staff
from entendu.parts.staff.models import Member, Team
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Entry, Mailbox, Ticket
from entendu.parts.wording import actions, queries
from entendu.parts.wording.dictionaries import shelf

logger = logging.getLogger(__name__)

# What is looked at of the case: so many of its latest messages, so many characters of each.
LATEST = 20
LONGEST = 5_000
# From so many words on, a draft's own language is believed rather than its reader's.
SPEAKS_FOR_ITSELF = 8
# A team that keeps what one rule remarks so often is asked whether it wants to hear of it.
OFTEN = 3
SPELLING = "spelling"
# What a limit may say so that a draft cannot say "we can"; what is planned without a date cannot be done today either.
RULED_OUT = (Stance.CANNOT, Stance.PLANNED)


@dataclass(frozen=True, slots=True)
class DraftReading:
    """A draft as it was read: remarks with the gravest first, promises by themselves in the order of the text.

    `language` is en, fr, ro or "" where it is none of them; `heated` where the writer had better wait a moment.
    """

    language: str
    findings: tuple[Finding, ...]
    promises: tuple[Finding, ...]
    words: int
    seconds_to_read: int
    heated: bool

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What is asked about before it is sent."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class KeepOutcome:
    """What was kept, and what the team may want to do about it for good: silence the rule, or learn the word."""

    rule: str
    language: str
    ask_to_silence: bool = False
    ask_to_learn: bool = False


def reading_of(ticket: Ticket, member: Member, text: str, now: datetime, key: str = "") -> DraftReading:
    """The draft of this member on the ticket, read with all that is known of the case, in some milliseconds.

    `key` is the draft's where the caller knows it. What the member keeps in this message and what the team has
    silenced is left out.
    """
    reading = _doubted(ticket, text, _read(ticket, text, now, _dictionaries()), now)
    return _shown(ticket, member, key or _key(ticket, member), text, reading)


def reading_to_send(ticket: Ticket, member: Member, text: str, now: datetime, key: str) -> DraftReading:
    """As `reading_of`, when the button is pressed: without spelling, which nobody is asked about then."""
    return _shown(ticket, member, key, text, _doubted(ticket, text, _read(ticket, text, now, NO_DICTIONARIES), now))


def errors_of_system(ticket: Ticket, text: str, now: datetime) -> tuple[Finding, ...]:
    """What a member would be asked about, had they written what a system wants to say on the ticket."""
    return _shown(ticket, None, "", text, _read(ticket, text, now, NO_DICTIONARIES)).errors


def reader_in_case(ticket: Ticket, language: str, now: datetime) -> Callable[[str], list[Finding]]:
    """What the second reader finds in a sentence that could stand in a reply on the ticket; the case is read once.

    The sentence is read as a message by itself, in which the models speak loudest. What the team has silenced is left
    out.
    """
    team = ticket.mailbox.team_id
    context = replace(_context(ticket, _said_on(ticket), checked(ticket).known, now), a_draft=False)
    rows, silenced = queries.active_rows(team, language), queries.silenced_rules(team, language)

    def findings(sentence: str) -> list[Finding]:
        found = read(sentence, Direction.OUT, language, context, _dictionaries()).findings
        own = _by_rows(sentence, language, rows, team)
        return [one for one in (*found, *own) if one.rule not in silenced]

    return findings


def keep(ticket: Ticket, member: Member, finding_rule: str, words: str, key: str = "") -> KeepOutcome:
    """The member leaves these words as they are in this message, whatever the rule says of them.

    At each third message in which the team does so it is asked whether to silence the rule; of a word that is
    spelt so, whether to learn it.
    """
    draft = tickets.draft_of(member, ticket)
    language = _language(ticket, _said_on(ticket), draft.text if draft else "")
    actions.keep(ticket, member, key or _key(ticket, member), (finding_rule, words), language)
    is_word = finding_rule == SPELLING
    times = queries.times_kept(ticket.mailbox.team_id, finding_rule, language, words if is_word else "")
    often = times > 0 and times % OFTEN == 0
    return KeepOutcome(finding_rule, language, often and not is_word, often and is_word)


def silence(member: Member, rule: str, language: str, team: Team | None = None) -> None:
    """The team, or without one each team whose mailboxes the member sees, does not hear of the rule any more."""
    actions.silence(_teams(member, team), rule, language, member)


def unsilence(member: Member, rule: str, language: str, team: Team | None = None) -> None:
    """They hear of the rule again."""
    actions.unsilence(_teams(member, team), rule, language)


def learn(member: Member, word: str, team: Team | None = None) -> None:
    """From now on the word is right for these teams."""
    for one in _teams(member, team):
        actions.add_word(one, word, member)


def _read(ticket: Ticket, text: str, now: datetime, dictionaries: Dictionaries) -> Reading:
    """The draft as the product and the team's own rules read it, in its context."""
    said, so_far = _said_on(ticket), checked(ticket)
    language = _language(ticket, said, text)
    reading = read(text, Direction.OUT, language, _context(ticket, said, so_far.known, now), dictionaries)
    own = _by_own_rules(text, reading.language, ticket.mailbox.team_id)
    return replace(reading, findings=(*reading.findings, *_not_checked(text, reading, so_far.claimed), *own))


def _doubted(ticket: Ticket, text: str, reading: Reading, now: datetime) -> Reading:
    """With what a person is asked about before they promise it: what is due when nobody works, and a repair while no
    cause of the case is confirmed (T4)."""
    promises = [one for one in reading.findings if one.check == "promise"]
    if reading.language not in LANGUAGES:
        return reading
    work, theirs = work_of(ticket.mailbox, ""), work_of(ticket.mailbox, ticket.contact.time_zone)
    ours = doubted.Circumstances(now, work, theirs, causes.confirmed_on(ticket) is not None)
    return replace(reading, findings=(*reading.findings, *doubted.findings(text, reading.language, promises, ours)))


def _not_checked(text: str, reading: Reading, claimed: Iterable[str]) -> list[Finding]:
    """What the draft states that only the customer has said, where the rules have not remarked on it already."""
    places = [one.start for one in reading.findings if one.check == stated.CHECK]
    return [one for one in stated.findings(prose(text), reading.language, claimed)
            if not any(one.start <= place < one.end for place in places)]


def _shown(ticket: Ticket, member: Member | None, key: str, text: str, reading: Reading) -> DraftReading:
    """What is left of it for this member and message."""
    silenced = queries.silenced_rules(ticket.mailbox.team_id, reading.language)
    kept = queries.kept_in(member, key) if member and key else frozenset()
    stays = [one for one in reading.findings if one.rule not in silenced
             and (one.rule, text[one.start : one.end][:300]) not in kept]
    remarks = gravest_first(one for one in stays if one.check != "promise")
    words = len(words_in(text))
    return DraftReading(reading.language, remarks, tuple(one for one in stays if one.check == "promise"), words,
                        seconds_to_read(words), is_heated(remarks))


def _by_own_rules(text: str, language: str, team: int) -> list[Finding]:
    return _by_rows(text, language, queries.active_rows(team, language), team)


def _by_rows(text: str, language: str, rows: tuple[str, ...], team: int) -> list[Finding]:
    try:
        return own_rules.findings(text, language, Direction.OUT, rows)
    except RuleError as wrong:  # it was good when it was written, and an update has changed the form of rules
        logger.error("own rules not read: %s", wrong, extra={"team": team})
        return []


def _context(ticket: Ticket, said: list[Entry], known: tuple[str, ...], now: datetime) -> Context:
    theirs = next((entry for entry in said if entry.kind == Entry.Kind.THEIRS and not entry.automatic), None)
    return Context(
        now=now, work=work_of(ticket.mailbox, ticket.contact.time_zone), words=_words(ticket, said), a_draft=True,
        style=style.for_draft(ticket.contact, [one.visible for one in said if one.kind == Entry.Kind.THEIRS]),
        emotion=emotion_of(theirs) if theirs else "", asked=tuple(_questions(said)), known=known,
        promised=tuple(promise.words for promise in promises.open_promises(ticket)),
        decisions=reasons_for(ticket.mailbox.team_id),
        limits=tuple(limit.statement for limit in limits_for(ticket.mailbox.team_id, stances=RULED_OUT)))


def work_of(mailbox: Mailbox, zone: str) -> WorkingTime:
    """The mailbox's working hours and holidays by the clock of the one who reads; its own clock where none is known."""
    zone = zone or mailbox.time_zone
    holidays = [date.fromisoformat(day) for day in mailbox.holidays]
    try:
        return working_time(zone, mailbox.hours, holidays)
    except WorkingTimeError:
        return replace(working_time("UTC"), holidays=frozenset(holidays))


def _words(ticket: Ticket, said: Iterable[Entry]) -> frozenset[str]:
    """Names and words of this case, which no dictionary need know."""
    contact, mailbox = ticket.contact, ticket.mailbox
    texts = [contact.name, contact.about, ticket.subject, mailbox.name, mailbox.signature]
    texts += [contact.organisation.name] if contact.organisation else []
    texts += [member.name for member in staff.colleagues_on(mailbox.team_id)]
    texts += [(entry.visible or entry.text)[:LONGEST] for entry in said if entry.kind == Entry.Kind.THEIRS]
    own = queries.own_words(mailbox.team_id)
    return own.union(*(words_in(text) for text in [*texts, *own]))


def _questions(said: Iterable[Entry]) -> Iterable[str]:
    """What we have asked on this ticket before, the latest first."""
    for entry in said:
        if entry.kind == Entry.Kind.OURS:
            text = entry.text[:LONGEST]
            yield from (text[one.start : one.end] for one in prose(text).sentences if one.asks)


def _said_on(ticket: Ticket) -> list[Entry]:
    """The latest messages on the ticket, the newest first."""
    return list(tickets.said_on(ticket).order_by("-at", "-id")[:LATEST])


def _language(ticket: Ticket, said: Iterable[Entry], text: str) -> str:
    """The contact's language, else that of their last letter; a draft that is plainly in another speaks for itself."""
    theirs = (entry.language for entry in said if entry.kind == Entry.Kind.THEIRS)
    known = next((one for one in (ticket.contact.language, *theirs) if one in LANGUAGES), "")
    own = detect(text) if not known or len(words_in(text)) >= SPEAKS_FOR_ITSELF else ""
    return own or known


def _key(ticket: Ticket, member: Member) -> str:
    draft = tickets.draft_of(member, ticket)
    return draft.key if draft else ""


def _dictionaries() -> Dictionaries:
    return shelf(Path(settings.ENTENDU_DATA, "dictionaries"))


def _teams(member: Member, team: Team | None) -> list[Team]:
    if team is not None:
        return [team]
    return list({box.team_id: box.team for box in tickets.mailboxes_of(member).select_related("team")}.values())
