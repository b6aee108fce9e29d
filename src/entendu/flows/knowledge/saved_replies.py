"""A saved reply finds its way into a draft: offered by what was read of the case, filled from it, counted when it goes.

What stands for a team is in `parts/knowledge`, the form in `core/wording/saved.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from entendu.core.care.style import Style
from entendu.core.governor.facts.calendar_words import LONG_DATES
from entendu.core.wording import own_rules, saved
from entendu.core.wording.findings import OFFICE_HOURS, Context, Direction, Finding
from entendu.core.wording.glance import gravest_first
from entendu.core.wording.message import UPSET
from entendu.core.wording.read import read
from entendu.core.wording.rules import LANGUAGES, RuleError
from entendu.core.wording.saved import Reply, ReplyError
from entendu.flows.care import style
from entendu.flows.listening.guesses import CALM, guesses_of
from entendu.flows.writing.read_draft import work_of
from entendu.parts.knowledge.actions import replies as actions
from entendu.parts.knowledge.models import SavedReply
from entendu.parts.knowledge.queries import replies as queries
from entendu.parts.outbox.models import Submission
from entendu.parts.promises import queries as promises
from entendu.parts.staff.models import Member, Team
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Entry, Ticket
from entendu.parts.wording import queries as wording
from entendu.parts.wording.dictionaries import shelf

FIRST_LINE = 60  # characters of a draft that name it where it is kept as a reply


@dataclass(frozen=True, slots=True)
class Offered:
    """A reply as it would go into the draft now; `fits` says that the case speaks for its occasion."""

    name: str
    occasion: str
    title: str
    text: str
    fits: bool
    times_sent: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered on a ticket, the fitting ones first and then what the team sends most; all in one language."""

    language: str
    replies: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """A reply as it is being written: how it would read, and what the second reader says of that, the gravest first."""

    text: str
    findings: tuple[Finding, ...]


def offered(ticket: Ticket, member: Member, now: datetime, *, opening: bool = True) -> Offer:
    """The replies for this ticket, filled from it. `opening` says that nothing stands before them in the draft."""
    language = language_of(ticket)
    signs = _signs(ticket, now)
    first = saved.fitting(signs)
    sent = queries.times_sent(ticket.mailbox.team_id, language)
    known = _known(ticket, member, now, language) | dict.fromkeys(_circumstances(signs), "yes")
    known |= {} if opening else {"greeting": ""}
    rows = [_offered(one.reply, known, first, sent) for one in queries.standing(ticket.mailbox.team, language)
            if one.active]
    brief = style.of(ticket.contact).style == Style.RED  # who likes it short is offered the shorter of equals
    rows.sort(key=lambda one: (first.index(one.occasion) if one.fits else len(first), -one.times_sent,
                               len(one.text) if brief else 0))
    return Offer(language, tuple(rows))


def language_of(ticket: Ticket) -> str:
    """The contact's language where we have replies in it, else that of their last letter, of the mailbox, English."""
    contact, mailbox = ticket.contact, ticket.mailbox
    if contact.language in LANGUAGES:
        return contact.language
    letters = tickets.said_on(ticket).filter(kind=Entry.Kind.THEIRS, language__in=LANGUAGES).order_by("-at", "-id")
    last = letters.values_list("language", flat=True).first()
    return last or (mailbox.language if mailbox.language in LANGUAGES else LANGUAGES[0])


def filled_for(ticket: Ticket, member: Member, text: str, now: datetime) -> str:
    """A text with places and conditions as it reads for this ticket's contact, in their language; what nobody knows
    stays in its braces. ReplyError where it cannot be read."""
    language = language_of(ticket)
    return saved.filled(text, language, _known(ticket, member, now, language))


def put_in(ticket: Ticket, member: Member, name: str, key: str, *, now: datetime) -> bool:
    """The member has put the reply of that name into the draft with this key; False where there is none."""
    language = language_of(ticket)
    known = queries.one_standing(ticket.mailbox.team, language, name)
    if known is None or not known.active:
        return False
    actions.put_in(key, ticket.mailbox.team, member, (language, name), now=now)
    return True


def sent(message: Submission) -> None:
    """The message was accepted: what most of it was made from counts as sent once more."""
    names = []
    for use in queries.put_into(message.key):
        reply = queries.one_standing(use.team, use.language, use.name)
        if reply is not None and saved.stands_in(reply.reply.text, message.body):
            names.append(use.name)
    actions.sent(message.key, message.pk, names)


def taken_back(message: Submission, key: str) -> None:
    """The message lies in its writer's box again, as the draft with this key; what it was made from was not sent."""
    actions.taken_back(message.pk, key)


def keep_draft(ticket: Ticket, member: Member, text: str, *, now: datetime) -> SavedReply:
    """The words of a draft as a reply of the team's, in one step; what was this customer's becomes a place again.

    Its name is its first line, its occasion what the case speaks for. ReplyError where there is nothing to keep.
    """
    language = language_of(ticket)
    general = saved.made_general(text, language, _known(ticket, member, now, language))
    lines = [line.strip() for line in saved.PLACE.sub("…", general).splitlines() if line.strip(" ,….")]
    title = lines[0].rstrip(" .,;:!?") if lines else ""
    if len(title) > FIRST_LINE:
        title = f"{title[:FIRST_LINE].rsplit(' ', 1)[0]}…"
    occasion = next(iter(saved.fitting(_signs(ticket, now))), "other")
    try:
        saved.parts(general, language)
    except ReplyError:
        general = general.replace("[", "(").replace("]", ")")  # somebody's own brackets are no condition
    reply = Reply("", language, occasion, title, general)
    return actions.add(ticket.mailbox.team, reply, member, now=now)


def take_back_kept(ticket: Ticket, member: Member, name: str) -> bool:
    """A reply that this member has just kept is gone again; False where somebody has changed it since."""
    language, team = language_of(ticket), ticket.mailbox.team
    known = queries.one_standing(team, language, name)
    if known is None or known.origin is not queries.Origin.TEAM or not queries.is_of(member, team, language, name):
        return False
    actions.remove(team, language, name)
    return True


def tried(team: Team | None, language: str, text: str, member: Member, *, now: datetime) -> Tried:
    """How a reply would read with every place filled in, and what is said of it. ReplyError where it cannot be read."""
    words = saved.words_of(language)
    known = {name: said for name, said in _example(member, now, language).items() if said}
    whole = saved.filled(text, language, known)
    for place in saved.places(whole):
        whole = whole.replace(f"{{{place}}}", words.places.get(place, place))
    own = wording.own_words(team.pk) if team is not None else frozenset()
    context = Context(now=now, words=own | {"Marie", "Laval", *member.name.split()})
    dictionaries = shelf(Path(settings.ENTENDU_DATA, "dictionaries"))
    found = list(read(whole, Direction.OUT, language, context, dictionaries).findings)
    if team is not None:
        silenced = wording.silenced_rules(team.pk, language)
        found = [one for one in (*found, *_by_own_rules(team, language, whole)) if one.rule not in silenced]
    return Tried(whole, gravest_first(one for one in found if one.check != "promise"))


def _by_own_rules(team: Team, language: str, text: str) -> Sequence[Finding]:
    try:
        return own_rules.findings(text, language, Direction.OUT, wording.active_rows(team.pk, language))
    except RuleError:
        return ()  # read_draft.py says so in the log, where the rule matters


def _offered(reply: Reply, known: dict[str, str], first: Sequence[str], sent: dict[str, int]) -> Offered:
    try:
        text = saved.filled(reply.text, reply.language, known)
    except ReplyError:  # it was good when it was written, and an update has changed the form
        text = reply.text
    return Offered(reply.name, reply.occasion, reply.title, text, reply.occasion in first, sent.get(reply.name, 0))


def _signs(ticket: Ticket, now: datetime) -> list[str]:
    """What was read in their latest letters, that something promised is late, that nobody has answered yet."""
    read_in_it = [guess for guess in guesses_of(ticket) if not guess.wrong]
    signs = [guess.value if guess.check == "emotion" else guess.check for guess in read_in_it if guess.value != CALM]
    if any(promise.due is not None and promise.due < now for promise in promises.open_promises(ticket)):
        signs.append("late")
    if not tickets.said_on(ticket).filter(kind=Entry.Kind.OURS, member__isnull=False).exists():
        signs.append("first")
    return signs


def _circumstances(signs: Sequence[str]) -> list[str]:
    return [*(["upset"] if UPSET.intersection(signs) else []), *(["late"] if "late" in signs else [])]


def _known(ticket: Ticket, member: Member, now: datetime, language: str) -> dict[str, str]:
    """What the case fills in; "" where it is not known."""
    contact, mailbox = ticket.contact, ticket.mailbox
    work = work_of(mailbox, contact.time_zone)
    today = now.astimezone(work.zone).date()
    return {
        "greeting": f"{saved.greeting(language, contact.first_name)}\n\n", "first name": contact.first_name,
        "name": contact.name, "organisation": contact.organisation.name if contact.organisation else "",
        "agent": member.first_name, "agent name": member.name, "mailbox": mailbox.name,
        "case number": str(ticket.number), "subject": ticket.subject, "today": day_in_words(today, language),
        "next working day": day_in_words(work.next_working_day(today), language),
        "second working day": day_in_words(work.next_working_day(today, 2), language),
    }


def _example(member: Member, now: datetime, language: str) -> dict[str, str]:
    """What a case fills in, for a reply that is being written."""
    today = now.date()
    return {
        "greeting": f"{saved.greeting(language, 'Marie')}\n\n", "first name": "Marie", "name": "Marie Laval",
        "organisation": "Laval", "agent": member.first_name, "agent name": member.name, "mailbox": "Entendu",
        "case number": "4127", "subject": "…", "today": day_in_words(today, language),
        "next working day": day_in_words(OFFICE_HOURS.next_working_day(today), language),
        "second working day": day_in_words(OFFICE_HOURS.next_working_day(today, 2), language),
    }


def day_in_words(day: date, language: str) -> str:
    """A day as a letter says it: "Monday 23 November", "lundi 1er décembre", "luni, 23 noiembrie"."""
    form, days, months = LONG_DATES[language]
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return form.format(day=days[day.weekday()], date=number, month=months[day.month - 1])
