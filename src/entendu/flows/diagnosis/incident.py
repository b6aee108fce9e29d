"""A defect or an incident touches many: its tickets are found, and their people are told together, once.

One text by a person, in each language once, with places that the case fills in (`core/wording/saved.py`). Each person
gets one message, on the case that waits longest, through the governor like any other; a second case of theirs says
where they were told. Whoever heard of it a moment ago hears of it again when it is over, when it is much worse, or when
half an hour has gone by; a person may say that they shall hear it now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from entendu.core.diagnosis.many import AT_MOST_EVERY, Told, Touched, one_each, soon_enough
from entendu.core.diagnosis.signs import asked_of_an_index, found_in, shared_words
from entendu.core.governor.model import Decision, Intent
from entendu.core.promises.when import moments
from entendu.core.wording.findings import Finding
from entendu.core.wording.saved import places
from entendu.flows.knowledge.saved_replies import filled_for, language_of
from entendu.flows.submit import Proposal, preview, submit
from entendu.flows.writing.read_draft import reading_to_send, work_of
from entendu.parts.diagnosis.actions import defects as actions
from entendu.parts.diagnosis.models.defects import Defect, DefectNews
from entendu.parts.diagnosis.queries import defects as queries
from entendu.parts.diagnosis.queries import for_report
from entendu.parts.listening.models import Restatement
from entendu.parts.outbox.models import Submission
from entendu.parts.outbox.queries.said_together import messages_under
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Entry, Mailbox, Ticket

# Letters that are older tell of another trouble.
LOOKED_BACK = timedelta(days=30)
MOST_PROPOSED = 20
MOST_ASKED = 15
LETTERS = 20
# One press tells at most so many; a day on which more are touched wants a page of its own to point at.
MOST_TOLD = 500


class NothingToSay(ValueError):
    """There is no text, or nobody to read it; nothing was sent. The text says which in one sentence."""


class LeftOpen(ValueError):
    """A place of the text is filled in by nothing; nothing was sent. `places` are what stands in braces."""

    def __init__(self, left: Sequence[str]) -> None:
        super().__init__(f"{{{left[0]}}} is filled in by nothing; nothing was sent; write it out.")
        self.places = tuple(left)


@dataclass(frozen=True, slots=True)
class Lately:
    """So many of the people chosen heard of it at `at`; from `until` on they may well hear of it again."""

    people: int
    at: datetime
    until: datetime


class ToldLately(ValueError):
    """Some heard of it a moment ago, and it is not much worse; nothing was sent. `lately` says who and until when."""

    def __init__(self, lately: Lately) -> None:
        super().__init__("Some of these people heard of it a moment ago; nothing was sent; leave them out, wait, or "
                         "confirm that they shall hear it now.")
        self.lately = lately


@dataclass(frozen=True, slots=True)
class Proposed:
    """A ticket that may be touched, and the signs that it bears."""

    ticket: Ticket
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A defect or incident that a ticket is linked with, or whose signs it bears; `has_news` where something was said
    of it that can be said on the ticket too."""

    defect: Defect
    linked: bool
    signs: tuple[str, ...] = ()
    has_news: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """What is to be said: a text by language, whether it is over, and on which tickets (by number). `key` comes with
    the form; `confirmed` says that what is asked about was seen: remarks of error level, and who was told lately.
    """

    key: str
    texts: Mapping[str, str]
    tickets: frozenset[int]
    fixed: bool = False
    confirmed: bool = False

    @property
    def written(self) -> tuple[str, ...]:
        """The languages in which there is something to say."""
        return tuple(language for language, text in self.texts.items() if text.strip())


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One message as it would go: the case, the others of the same person, the words, and what the governor says.

    Without words nothing is written in the person's language.
    """

    on: Ticket
    also: tuple[Ticket, ...]
    language: str
    text: str = ""
    decision: Decision | None = None
    remarks: tuple[Finding, ...] = ()


def proposed(defect: Defect, member: Member, now: datetime) -> list[Proposed]:
    """Open tickets of the team that bear a sign of it, an error code of a ticket that it touches, or the words that
    those tickets share; what somebody has decided about is not proposed again."""
    mailboxes = [box for box in tickets.mailboxes_of(member) if box.team_id == defect.team_id]
    bears: dict[int, list[str]] = {}
    for sign in _signs_of(defect):
        for number in tickets.numbers_found(mailboxes, asked_of_an_index(sign), at_most=100):
            bears.setdefault(number, []).append(sign)
    decided = queries.known_tickets(defect)
    rows = (Ticket.objects.filter(pk__in=set(bears) - decided, created_at__gt=now - LOOKED_BACK)
            .exclude(status__in=tickets.OVER).select_related("contact").prefetch_related("contact__addresses").order_by("-pk"))
    found = [Proposed(ticket, tuple(bears[ticket.pk])) for ticket in rows[:MOST_PROPOSED * 2]]
    return sorted(found, key=lambda one: -len(one.signs))[:MOST_PROPOSED]


def fitting(ticket: Ticket) -> list[Fit]:
    """What the ticket is linked with, and the live ones of its team whose signs it bears; three queries, two where
    nothing is live. What somebody said that it is not is left out."""
    links = queries.links_of(ticket)
    said = {link.defect_id for link in links}
    fits = [Fit(link.defect, True, (), link.has_news) for link in links if not link.refused]
    live = [one for one in queries.live_of(ticket.mailbox.team_id) if one.pk not in said and one.signs]
    if live:
        text = _words_of(ticket)
        fits += [Fit(one, False, signs, one.has_news) for one in live if (signs := found_in(text, one.signs))]
    return fits


def latest_words(ticket: Ticket, defect: Defect, member: Member, now: datetime) -> str:
    """What was said of it last, as a reply on this ticket; "" where nothing was said in their language."""
    news = queries.latest_news([defect.pk]).get(defect.pk)
    text = news.texts.get(language_of(ticket), "") if news else ""
    return filled_for(ticket, member, text, now) if text.strip() else ""


def languages_of(touched: Iterable[Ticket]) -> list[str]:
    """The languages in which these people read, the most frequent first."""
    counted: dict[str, int] = {}
    for ticket in touched:
        language = language_of(ticket)
        counted[language] = counted.get(language, 0) + 1
    return sorted(counted, key=lambda language: (-counted[language], language))


def foreseen(defect: Defect, member: Member, news: News, *, now: datetime) -> list[Foreseen]:
    """Each message as it would go now, and those who would hear nothing because their language is not written.

    `ReplyError` where a text cannot be read. Nothing is kept.
    """
    chosen = _chosen(defect, news)
    languages = {ticket.pk: language_of(ticket) for ticket in chosen}
    rows = []
    for told in _told(chosen, languages, set(languages.values())):
        if told.language not in news.written:
            rows.append(Foreseen(told.on, told.also, told.language))
            continue
        proposal = _proposal(told, member, news, now)
        reading = reading_to_send(told.on, member, proposal.body, now, proposal.key)
        rows.append(Foreseen(told.on, told.also, told.language, proposal.body, preview(proposal, now=now),
                             reading.errors))
    return rows


@transaction.atomic
def tell(defect: Defect, member: Member, news: News, *, now: datetime) -> DefectNews:
    """Submits one message for each person, in one transaction: all are told or nobody is. With the same key again,
    what was said before comes back and nobody hears it twice.

    `NothingToSay`, `LeftOpen`; `ToldLately`, and `submit.NotConfirmed` where the words want a second look, unless that
    is confirmed; `ReplyError`.
    """
    chosen = _chosen(defect, news)
    languages = {ticket.pk: language_of(ticket) for ticket in chosen}
    lately = told_lately(defect, news, now=now)
    said, new = actions.say(defect, member, actions.Said(news.key, dict(news.texts), news.fixed), now=now)
    if not new:
        return said
    if lately is not None and not news.confirmed:
        raise ToldLately(lately)
    told = _told(chosen, languages, news.written)
    if not told:
        raise NothingToSay("Nobody would read this: write a text in the language of at least one of them; nothing was "
                           "sent.")
    people.lock_all({one.on.contact_id for one in told})
    for one in told:
        proposal = _proposal(one, member, news, now)
        if left := places(proposal.body):
            raise LeftOpen(left)
        outcome = submit(proposal, now=now)
        actions.note_told(said, one.on, one.also, submission=proposal.key)
        if outcome.delivery is not None:
            actions.heard_with(said, one.on, one.also, now=now)
    for ticket in chosen:
        if languages[ticket.pk] not in news.written:
            actions.note_told(said, ticket, (), submission="", why=languages[ticket.pk])
    if news.fixed and defect.is_live:
        actions.change_defect(defect, now=now, state=Defect.State.FIXED)
    return said


def told_lately(defect: Defect, news: News, *, now: datetime) -> Lately | None:
    """Who of those chosen heard of it so lately that this may wait; None where nobody did, it is over, or much worse.
    One query, more where something was said in the last half hour."""
    heard = {} if news.fixed else queries.heard_since(defect, news.tickets, now - AT_MOST_EVERY)
    said = {one.pk: one for one in heard.values() if one.key != news.key}
    if not said:
        return None
    mailbox = queries.tickets_of(defect)[0].mailbox
    expected = _expected(mailbox, news.texts, now)
    until = {pk: soon_enough(one.at, _expected(mailbox, one.texts, one.at), expected) for pk, one in said.items()}
    wait = [one.pk for one in heard.values() if until.get(one.pk, now) > now]
    return Lately(len(wait), said[max(wait)].at, until[max(wait)]) if wait else None


def _expected(mailbox: Mailbox, texts: Mapping[str, str], at: datetime) -> datetime | None:
    """The last moment that is named in one of the languages; the others say the same."""
    work = work_of(mailbox, "")
    named = (moments(text, language, at, work) for language, text in sorted(texts.items()))
    return next((max(one.due for one in found) for found in named if found), None)


def messages_of(news: Iterable[DefectNews]) -> dict[str, Submission]:
    """The messages that told these news, by their key, as they stand now."""
    return messages_under({told.submission for one in news for told in one.told.all() if told.submission})


def _signs_of(defect: Defect) -> list[str]:
    """Those that somebody wrote, the codes of its tickets, and the words that its tickets share."""
    touched = list(defect.links.filter(refused=False).values_list("ticket_id", "ticket__subject"))
    numbers = [number for number, _subject in touched]
    restated = dict(Restatement.objects.filter(ticket__in=numbers).order_by("version").values_list("ticket_id", "text"))
    shared = shared_words([restated.get(number) or subject for number, subject in touched])
    words = [" ".join(shared)] if len(shared) > 1 else []
    return list(dict.fromkeys([*defect.signs, *for_report.codes_on(numbers), *words]))[:MOST_ASKED]


def _words_of(ticket: Ticket) -> str:
    """Everything that the contact wrote on it, from the first letter on."""
    letters = (Entry.objects.filter(ticket=ticket, kind=Entry.Kind.THEIRS, automatic="").order_by("at", "id")
               .values_list("visible", flat=True)[:LETTERS])
    return "\n".join([ticket.subject, *letters])


def _chosen(defect: Defect, news: News) -> list[Ticket]:
    chosen = [ticket for ticket in queries.tickets_of(defect) if ticket.pk in news.tickets]
    if not chosen:
        raise NothingToSay("No case is chosen; nothing was sent; choose at least one.")
    if len(chosen) > MOST_TOLD:
        raise NothingToSay(f"These are more than {MOST_TOLD} cases; nothing was sent; choose fewer at a time.")
    return chosen


def _told(chosen: list[Ticket], languages: Mapping[int, str], written: Iterable[str]) -> tuple[Told[Ticket], ...]:
    touched = [Touched(ticket.contact_id, languages[ticket.pk], (ticket.waiting_since or ticket.last_at).timestamp(),
                       ticket) for ticket in chosen]
    return one_each(touched, set(written))


def _proposal(told: Told[Ticket], member: Member, news: News, now: datetime) -> Proposal:
    """The message to one person; its key is the news' and theirs, so that it is one however often it is handed in."""
    ticket = told.on
    last = (Entry.objects.filter(ticket=ticket, kind=Entry.Kind.THEIRS).exclude(message_id="").order_by("-at", "-id")
            .values_list("message_id", flat=True).first())
    return Proposal(
        source="desk", key=f"{news.key}-{ticket.contact_id}", ticket=ticket,
        intent=Intent.RESOLUTION if news.fixed else Intent.UPDATE,
        body=filled_for(ticket, member, news.texts[told.language], now), member=member, language=told.language,
        in_reply_to=last or "", confirmed=news.confirmed)
