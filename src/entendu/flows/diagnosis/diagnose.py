"""What is behind it: when a trouble began, what changed before, what may have caused it, and how that is settled.

Proposals are worked out whenever somebody looks and are written down by nobody until a member acts on one: then all
that stand there are taken up, so that what was weighed stays together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from entendu.core.diagnosis import causes as core
from entendu.core.diagnosis.causes import Cost, Hypothesis, Likelihood, Verdict, Weigh
from entendu.core.diagnosis.since import since
from entendu.core.diagnosis.timeline import Happening, Kind, Rated, Trouble, ranked
from entendu.parts.diagnosis.actions import causes as actions
from entendu.parts.diagnosis.models.causes import Cause
from entendu.parts.diagnosis.models.changes import System, SystemChange
from entendu.parts.diagnosis.queries import causes as queries
from entendu.parts.diagnosis.queries import changes as change_log
from entendu.parts.diagnosis.queries import codes as code_queries
from entendu.parts.knowledge.queries import found as knowledge
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket

AS_FAR_BACK = timedelta(days=180)
OTHERS_WITHIN = timedelta(days=7)
OURS = "ours"
KNOWN_SHOWN, ALIKE_SHOWN = 2, 2
# What a check takes, by the kind of change that it looks at: putting a page back is a matter of minutes, a device is
# somewhere else.
_COST_OF = {Kind.TEMPLATE: Cost.QUICK, Kind.SETTING: Cost.QUICK, Kind.LOGIN: Cost.QUICK, Kind.ACCESS: Cost.QUICK,
            Kind.CERTIFICATE: Cost.QUICK, Kind.PLUGIN: Cost.HOUR, Kind.DEPLOYMENT: Cost.HOUR, Kind.NETWORK: Cost.HOUR,
            Kind.DATA: Cost.HOUR, Kind.DEVICE: Cost.DAY, Kind.OTHER: Cost.HOUR}


@dataclass(frozen=True, slots=True)
class FirstError:
    """The trouble began between these moments. `words` say so in a letter (`entry`) or by a member's own hand.

    Where nobody said anything (`is_guess`) it began at the latest when they wrote.
    """

    earliest: datetime
    latest: datetime
    words: str = ""
    entry: int | None = None
    by_hand: bool = False
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a ticket tells of its trouble; `is_trouble` where they said since when, claimed something, gave a code,
    or a member said when it began."""

    first: FirstError
    trouble: Trouble
    keys: tuple[str, ...]
    is_trouble: bool


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The changes beside the first error: those before it, the likeliest first, and what came after it."""

    told: Told
    systems: list[System]
    rated: list[Rated]
    rows: dict[int, SystemChange]
    after: list[SystemChange]


@dataclass(frozen=True, slots=True)
class Possible:
    """A possible cause in its place. `cause` is None while it is a proposal; `handle` names it in a form.

    `words` and `settled_by` are '' where its reader's language says them: for a change and for a defect of ours.
    `worked` are other ways that worked before; `others` how many other customers report the same.
    """

    hypothesis: Hypothesis
    likelihood: Likelihood
    cause: Cause | None = None
    words: str = ""
    settled_by: str = ""
    change: SystemChange | None = None
    rated: Rated | None = None
    like: Cause | None = None
    worked: tuple[str, ...] = ()
    others: int = 0

    @property
    def handle(self) -> str:
        """Its number where it was taken up, else where it comes from."""
        return str(self.cause.pk) if self.cause else self.hypothesis.key

    @property
    def is_ours(self) -> bool:
        """Whether it is the defect on our side that always stands among them."""
        return self.hypothesis.key == OURS


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that may have caused a ticket's trouble, the likeliest first, and which to check first."""

    told: Told
    causes: list[Possible]
    first_check: Possible | None
    changes: int = 0


@dataclass(frozen=True, slots=True)
class Thought:
    """A cause that a member thinks of, and the check that would settle it."""

    words: str
    settled_by: str = ""
    cost: Cost = Cost.HOUR


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a member decides of a cause; `because` becomes the evidence that settles it."""

    verdict: Verdict
    because: str = ""


@dataclass(frozen=True, slots=True)
class _Proposal:
    origin: str
    prior: float
    cost: Cost
    words: str = ""
    settled_by: str = ""
    change: SystemChange | None = None
    rated: Rated | None = None
    like: Cause | None = None
    worked: tuple[str, ...] = ()
    evidence: tuple[Weigh, ...] = ()
    others: int = field(default=0)


def zone_of(ticket: Ticket) -> ZoneInfo:
    """The zone by whose clock the customer says when something happened."""
    try:
        return ZoneInfo(ticket.contact.time_zone or ticket.mailbox.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def told_by(ticket: Ticket) -> Told:
    """What the ticket tells of its trouble, from its first letters and the codes in them; two queries."""
    letters = queries.letters(ticket)
    seen = code_queries.seen_on(ticket)
    zone = zone_of(ticket)
    first = FirstError(ticket.created_at, ticket.created_at, is_guess=True)
    said = [(one, found) for one in letters if (found := since(one.text, one.language, one.at, zone)) is not None]
    if said:
        letter, found = min(said, key=lambda pair: (not pair[1].said, pair[1].earliest))
        first = FirstError(found.earliest, found.latest, letter.text[found.start : found.end], letter.entry)
    by_hand = next((one.onset for one in letters if one.onset), None)
    if by_hand is not None:
        first = FirstError(*by_hand, by_hand=True)
    words = "\n".join([ticket.subject, *(one.text for one in letters)])
    codes = frozenset(one.written for one in seen)
    sure = (by_hand is not None or bool(seen) or any(found.said for _letter, found in said)
            or any(one.has_claims for one in letters))
    return Told(first, Trouble(first.earliest, first.latest, words, codes), tuple(one.key for one in seen), sure)


def time_line(ticket: Ticket, told: Told | None = None, *, whole: bool = True) -> TimeLine:
    """The changes of the customer's systems beside the first error; two queries, and one for what came after."""
    told = told or told_by(ticket)
    systems = change_log.systems_of(ticket.contact)
    latest = told.trouble.latest
    rows = change_log.before(systems, latest, since=told.trouble.earliest - AS_FAR_BACK)
    rated = ranked([Happening(one.pk, one.at, one.kind, one.actor, one.object, one.details) for one in rows],
                   told.trouble)
    after = change_log.after(systems, latest) if whole and systems else []
    return TimeLine(told, systems, rated, {one.pk: one for one in rows}, after)


def glance(ticket: Ticket, *, now: datetime) -> Diagnosis | None:
    """The causes for a line in the rail: what was taken up, and the changes near the first error; six queries at most.

    None where there is no trouble to find a cause of.
    """
    taken = queries.causes_of(ticket)
    told = told_by(ticket)
    if not taken and not told.is_trouble:
        return None
    line = time_line(ticket, told, whole=False)
    return _ranked(ticket, line, taken, [*_changes(line), _ours(ticket, told, now)])


def diagnosis(ticket: Ticket, *, now: datetime) -> Diagnosis:
    """The causes with all that is known: changes, the codes' own causes, known errors, and cases that were alike."""
    line = time_line(ticket, whole=False)
    return _ranked(ticket, line, queries.with_evidence(ticket), _proposals(ticket, line, now))


def confirmed_cause(ticket: Ticket) -> Cause | None:
    """The cause that a member has confirmed with evidence; None while nobody knows. One query.

    A promise of a fix without one needs a deliberate yes.
    """
    return queries.confirmed_on(ticket)


@transaction.atomic
def take_up(ticket: Ticket, handle: str, *, member: Member, now: datetime) -> Cause | None:
    """The cause of this handle (`Possible.handle`), taken up with all proposals that stand there; None for no such."""
    if handle.isdecimal():
        return queries.cause_on(ticket, int(handle)) if len(handle) < 19 else None
    line = time_line(ticket, whole=False)
    found: dict[str, Cause] = {}
    for one in _proposals(ticket, line, now):
        new = actions.New(one.origin, one.prior, one.words, one.settled_by, one.cost.value, one.change, one.like)
        found[one.origin] = actions.take_up(ticket, new, member=member, now=now)
    return found.get(handle) or next(
        (one for one in queries.causes_of(ticket) if one.origin == handle and handle), None)


@transaction.atomic
def think_of(ticket: Ticket, thought: Thought, *, member: Member, now: datetime) -> Cause:
    """A member names a cause that nobody had thought of."""
    take_up(ticket, OURS, member=member, now=now)
    new = actions.New("", core.BY_HAND, thought.words, thought.settled_by, thought.cost.value)
    cause = actions.take_up(ticket, new, member=member, now=now)
    tickets.tell_changed(ticket, "causes", member, now=now)
    return cause


@transaction.atomic
def weigh(ticket: Ticket, handle: str, seen: actions.Seen, *, member: Member, now: datetime) -> Cause | None:
    """A check came in, or something else speaks for a cause or against it; None for no such cause."""
    cause = take_up(ticket, handle, member=member, now=now)
    if cause is not None:
        actions.add_evidence(cause, seen, member=member, now=now)
        tickets.tell_changed(ticket, "causes", member, now=now)
    return cause


@transaction.atomic
def settle(ticket: Ticket, handle: str, ruling: Ruling, *, member: Member, now: datetime) -> Cause | None:
    """A member confirms a cause, rules it out, or opens it again.

    `actions.NeedsEvidence` where nothing speaks for the verdict; then nothing was changed. None for no such cause.
    """
    cause = take_up(ticket, handle, member=member, now=now)
    if cause is None:
        return None
    if ruling.because and ruling.verdict is not Verdict.OPEN:
        weighs = Weigh.SETTLES_FOR if ruling.verdict is Verdict.CONFIRMED else Weigh.SETTLES_AGAINST
        actions.add_evidence(cause, actions.Seen(weighs, ruling.because), member=member, now=now)
    settled = actions.settle(cause, ruling.verdict, member=member, now=now)
    tickets.record_event(ticket, f"cause-{ruling.verdict.value}", member=member, now=now, origin=settled.origin,
                         words=settled.words or (settled.change.object if settled.change else ""))
    return settled


def credit(ticket: Ticket, handle: str, *, theirs: bool, member: Member, now: datetime) -> Cause | None:
    """Whether the idea was the customer's; None for no such cause."""
    cause = take_up(ticket, handle, member=member, now=now)
    if cause is not None:
        actions.credit(cause, ticket.contact if theirs else None)
        tickets.tell_changed(ticket, "causes", member, now=now)
    return cause


def say_when(ticket: Ticket, words: str, *, member: Member, now: datetime) -> bool:
    """A member says when it began, as people say it or as ISO 8601; False where the words name no such moment.

    '' forgets what was said: from then on it is read from the letters again.
    """
    if not words.strip():
        actions.forget_onset(ticket)
    else:
        zone = zone_of(ticket)
        found = next((one for language in dict.fromkeys(["en", ticket.contact.language, "fr", "ro"])
                      if (one := since(words, language, now, zone)) is not None), None)
        if found is None:
            return False
        actions.set_onset(ticket, (found.earliest, found.latest), words, member=member, now=now)
    tickets.tell_changed(ticket, "changes", member, now=now)
    return True


def _proposals(ticket: Ticket, line: TimeLine, now: datetime) -> list[_Proposal]:
    return [*_changes(line), _ours(ticket, line.told, now), *_by_code(ticket, line.told), *_known(ticket, line.told),
            *_alike(ticket)]


def _changes(line: TimeLine) -> list[_Proposal]:
    return [_Proposal(f"change:{one.happening.id}", core.prior_of_change(one), _COST_OF[Kind(one.happening.kind)],
                      change=line.rows[one.happening.id], rated=one) for one in core.from_changes(line.rated)]


def _ours(ticket: Ticket, told: Told, now: datetime) -> _Proposal:
    others = queries.others_with(told.keys, ticket.contact, now - OTHERS_WITHIN) if told.keys else 0
    return _Proposal(OURS, core.OURS, Cost.HOUR, evidence=core.for_ours(others), others=others)


def _by_code(ticket: Ticket, told: Told) -> list[_Proposal]:
    """What the catalogues name as the causes of the codes that they gave."""
    found = code_queries.look_up(told.keys) if told.keys else {}
    return [_Proposal(f"code:{row.key}", core.CODE, Cost.HOUR, f"{row.code}: {row.cause}", row.fix)
            for rows in found.values() for row in rows[:1] if row.cause]


def _known(ticket: Ticket, told: Told) -> list[_Proposal]:
    """Published known errors with the same code or signs, and the way around each."""
    found = knowledge.known_errors_for(told.trouble.codes, [told.trouble.words], team=ticket.mailbox.team,
                                       language=ticket.mailbox.language, limit=KNOWN_SHOWN)
    return [_Proposal(f"known:{one.item}", core.prior_of_known(min(one.score, 1.0), by_code=one.by_code), Cost.QUICK,
                      f"{one.title}: {_line(one.cause)}" if one.cause else one.title, _line(one.fix),
                      worked=(_line(one.workaround),) if one.workaround else ()) for one in found]


def _alike(ticket: Ticket) -> list[_Proposal]:
    """The causes that solved cases of the same kind turned out to have, with what worked then."""
    similar = {one.ticket.pk: one for one in knowledge.similar_solved(ticket, limit=10)}
    settled = queries.settled_on(similar) if similar else {}
    found = [(similar[number].score, cause) for number, cause in settled.items()]
    # The change was another customer's: its words come along, not the row.
    return [_Proposal(f"like:{cause.pk}", core.prior_of_alike(score), Cost(cause.cost),
                      cause.words or (cause.change.object if cause.change else ""), cause.settled_by, like=cause,
                      worked=tuple(one.words for one in cause.alternatives.all() if one.worked))
            for score, cause in sorted(found, key=lambda pair: -pair[0])[:ALIKE_SHOWN]]


def _ranked(ticket: Ticket, line: TimeLine, taken: Sequence[Cause], proposals: Sequence[_Proposal]) -> Diagnosis:
    """What was taken up with its evidence, what is proposed besides, in one order."""
    proposed = {one.origin: one for one in proposals}
    by_key: dict[str, Possible] = {}
    hypotheses = []
    for cause in taken:
        now = proposed.pop(_origin_now(cause, proposed), None)
        key = cause.origin or f"cause:{cause.pk}"
        weights = (*(Weigh(one) for one in cause.weights), *(now.evidence if now else ()))
        one = Hypothesis(key, now.prior if now else cause.prior, weights, Cost(cause.cost), Verdict(cause.verdict))
        hypotheses.append(one)
        by_key[key] = Possible(
            one, Likelihood.POSSIBLE, cause, cause.words, cause.settled_by, cause.change, now.rated if now else None,
            cause.like, now.worked if now else (), now.others if now else 0)
    for new in proposed.values():
        one = Hypothesis(new.origin, new.prior, new.evidence, new.cost)
        hypotheses.append(one)
        by_key[new.origin] = Possible(one, Likelihood.POSSIBLE, None, new.words, new.settled_by, new.change, new.rated,
                                      new.like, new.worked, new.others)
    order = core.ranked(hypotheses)
    found = [replace(by_key[one.hypothesis.key], likelihood=one.likelihood) for one in order]
    checks = [] if any(one.likelihood is Likelihood.CONFIRMED for one in order) else core.checks_in_order(order)
    first = next((one for check in checks[:1] for one in found if one.hypothesis.key == check.hypothesis.key), None)
    return Diagnosis(line.told, found, first, len(line.rated))


def _origin_now(cause: Cause, proposed: Mapping[str, _Proposal]) -> str:
    """Where a cause would be proposed from today: a change that was made once more stands there by its latest time."""
    one = cause.change
    if not cause.origin or cause.origin in proposed or one is None:
        return cause.origin
    deed = one.system_id, one.kind, one.actor, one.object
    return next((origin for origin, new in proposed.items() if new.rated is not None and new.change is not None
                 and (new.change.system_id, new.change.kind, new.change.actor, new.change.object) == deed), "")


def _line(markdown: str) -> str:
    """The first line of a text, for a list."""
    return next((line.strip() for line in markdown.splitlines() if line.strip()), "")[:300]
