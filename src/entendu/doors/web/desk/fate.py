"""What became of a message of ours, in words; and why, one press away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from entendu.core.governor.model import Reason
from entendu.core.governor.reasons import sentence
from entendu.doors.web.nav import undo_seconds
from entendu.doors.web.templatetags.desk import by_channel, stamp
from entendu.parts.outbox.models import Attempt, Delivery, Submission, Verdict
from entendu.parts.people.models import Channel
from entendu.parts.staff.models import Member

State = Delivery.State


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, in which language, and when."""

    member: Member
    language: str
    now: datetime


@dataclass(frozen=True, slots=True)
class There:
    """The person at the other end: what we call them, and the zone of their clock."""

    name: str
    zone: ZoneInfo


def fate(kept: Submission, reader: Reader, there: There) -> dict[str, Any]:
    """The values outcome, outcome_state, explanation and the addresses of what can be done, for one entry."""
    delivery = kept.delivery
    if delivery is None or delivery.state == State.CANCELLED:
        state, outcome, acts = _never_left(kept, reader)
    else:
        state, outcome, acts = _of_delivery(kept, delivery, reader, there)
    addresses = {f"{act}_url": reverse(act, args=[kept.pk]) for act in acts}
    return {"outcome": outcome, "outcome_state": state, "explanation": explanation(kept, reader), **addresses}


Said = tuple[str, str, tuple[str, ...]]


def _never_left(kept: Submission, reader: Reader) -> Said:
    verdicts = list(kept.verdicts.all())
    words = _reasons(verdicts[-1], reader.language) if verdicts else _("Not sent.")
    return ("held" if kept.state == Submission.State.ASKED else "dropped"), words, ("release",)


def _of_delivery(kept: Submission, delivery: Delivery, reader: Reader, there: There) -> Said:
    how = by_channel(delivery.channel)
    match delivery.state:
        case State.WAITING:
            return _waiting(kept, delivery, reader, there)
        case State.CALLING:
            return "waiting", _to_call(delivery, there), ("call_to_make",)
        case State.CLAIMED | State.IN_FLIGHT:
            return "waiting", _("Is leaving %(how)s now.") % {"how": how}, ()
        case State.SENT if delivery.channel == Channel.PHONE:
            at = two_clocks(delivery.sent_at or delivery.due_at, there.zone)
            heard = _("Told on the phone, %(when)s.") if delivery.delivered_at else _("Left as a message, %(when)s.")
            return "sent", heard % {"when": at}, ()
        case State.SENT:
            return "sent", _sent(delivery, how, there), ()
        case State.BOUNCED if delivery.channel == "chat":
            return "merged", _("They had left before it was shown; it went on by another way."), ()
        case State.BOUNCED:
            words = {"name": there.name or delivery.address, "words": _ended(delivery.why)}
            return "failed", _("Came back, %(name)s did not get it: %(words)s Check the address, then send it "
                               "again.") % words, ("retry",)
        case State.UNKNOWN:
            return "unknown", _("We do not know whether it arrived. %(words)s It is not sent again by itself: say what "
                                "you know.") % {"words": _ended(delivery.why)}, ("settle",)
        case _:
            return "failed", _("Not sent. %(words)s Your text is kept: put right what is wrong, then try again.") % {
                "words": _ended(delivery.why)}, ("retry",)


def _sent(delivery: Delivery, how: str, there: There) -> str:
    """When it left; and when it arrived or was read, where the provider tells."""
    words = {"how": how, "when": two_clocks(delivery.sent_at or delivery.due_at, there.zone)}
    if delivery.read_at is not None:
        return _("Sent %(how)s, %(when)s; read %(read)s.") % (words | {"read": stamp(delivery.read_at)})
    if delivery.delivered_at is not None:
        return _("Sent %(how)s, %(when)s; arrived %(arrived)s.") % (words | {"arrived": stamp(delivery.delivered_at)})
    return _("Sent %(how)s, %(when)s.") % words


def _to_call(delivery: Delivery, there: There) -> str:
    """A message that a person of ours says by telephone."""
    words = {"name": there.name or delivery.address, "words": _ended(delivery.why)}
    if delivery.claimed_at:
        return _("Somebody is calling %(name)s.") % words
    if delivery.attempts:
        return _("%(name)s wants a call; not reached yet. %(words)s") % words
    return _("%(name)s wants a call: somebody has to say it.") % words


def _waiting(kept: Submission, delivery: Delivery, reader: Reader, there: There) -> Said:
    when = two_clocks(delivery.due_at, there.zone)
    how = by_channel(delivery.channel)
    if delivery.attempts:
        return "waiting", _("Not sent yet. %(words)s Your text is kept. We try again at %(when)s.") % {
            "words": _ended(delivery.why), "when": when}, ("retry",)
    left = delivery.due_at - reader.now
    if left > timedelta(seconds=undo_seconds(kept.member or reader.member)):
        return "held", _("Goes %(how)s %(when)s.") % {"how": how, "when": when}, ("release",)
    if left > timedelta(0):
        return "undo", _("Goes %(how)s in a few seconds.") % {"how": how}, ()
    return "waiting", _("Is about to leave %(how)s.") % {"how": how}, ()


def merged(submissions: Iterable[Submission]) -> dict[int, list[dict[str, Any]]]:
    """What systems wrote that one message says together, by the entry of that message: who, when, which words.

    What came later and was not sent because of that message is another matter: it stands on the page of the quiet.
    """
    together: dict[int, list[Submission]] = {}
    for kept in submissions:
        delivery = kept.delivery
        if delivery is not None and kept.member_id is None and kept.submitted_at <= delivery.created_at:
            together.setdefault(delivery.pk, []).append(kept)
    said = {}
    for parts in together.values():
        entry_id = next((kept.entry_id for kept in parts if kept.entry_id is not None), None)
        if entry_id is not None and len(parts) > 1:
            said[entry_id] = [{"source": kept.author or kept.source, "at": kept.submitted_at, "lang": kept.language,
                               "text": f"{kept.subject}\n{kept.body}".strip()} for kept in parts]
    return said


def explanation(kept: Submission, reader: Reader) -> list[str]:
    """Each decision and each try, oldest first, with its time."""
    said = [(verdict.decided_at, _reasons(verdict, reader.language)) for verdict in kept.verdicts.all()]
    if kept.delivery is not None:
        said += [(attempt.at, _try(attempt, kept.delivery.channel)) for attempt in kept.delivery.tries.all()]
    return [_("%(when)s: %(words)s") % {"when": stamp(at), "words": words}
            for at, words in sorted(said, key=lambda one: one[0])]


def _reasons(verdict: Verdict, language: str) -> str:
    """The reasons of a decision that was kept, in the reader's language."""
    return " ".join(sentence(Reason(one["code"], one["params"]), language) for one in verdict.reasons)


def _try(attempt: Attempt, channel: str) -> str:
    words = {"words": _ended(attempt.detail)}
    if channel == Channel.PHONE and attempt.detail:
        return words["words"]  # a person says how it went
    match attempt.outcome:
        case Attempt.Outcome.SENT:
            return _("The server took it: %(words)s") % words if attempt.detail else _("The server took it.")
        case Attempt.Outcome.DEFERRED:
            return _("Put off: %(words)s") % words
        case Attempt.Outcome.REFUSED:
            return _("Refused: %(words)s") % words
        case _:
            return _("No answer: %(words)s") % words


def two_clocks(at: datetime, place: ZoneInfo) -> str:
    """A moment on the reader's clock, and on theirs where it shows another time: "18:40 (21:40 theirs)"."""
    theirs = formats.date_format(at.astimezone(place).replace(tzinfo=None), "H:i")
    if theirs == formats.date_format(timezone.localtime(at), "H:i"):
        return stamp(at)
    return _("%(when)s (%(theirs)s theirs)") % {"when": stamp(at), "theirs": theirs}


def _ended(words: str) -> str:
    """A server's words, as a sentence that ends."""
    words = words.strip()
    return words if not words or words[-1] in ".!?" else f"{words}."
