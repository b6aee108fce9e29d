"""What happened on a ticket between the messages, each as one sentence in the reader's language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from entendu.core.tickets.states import Status
from entendu.doors.web.desk import (
    call_events,
    care_events,
    channel_events,
    chat_presence,
    defect_events,
    promise_events,
    truth_events,
)
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.templatetags.desk import by_channel, stamp
from entendu.parts.tickets.models import STATUS_NAMES, Entry


def sentence(row: Entry, reader: Reader) -> str:
    """The event, with whoever did it; without a member it is the desk itself that speaks."""
    by = row.member
    words = {**row.details, "by": by.name if by else "", "name": by.first_name if by else ""}
    own = row.member_id == reader.member.pk
    form = _FORMS.get(row.event)
    return form(words, own) if form else row.event


def _assigned(words: dict[str, Any], own: bool) -> str:
    if not words.get("to"):
        return _("You put it back for everybody") if own else _("%(name)s put it back for everybody") % words
    if words["to"] == words["by"]:
        return _("You took it") if own else _("%(name)s took it") % words
    if not words["name"]:
        return _("Handed to %(to)s") % words
    return _("You handed it to %(to)s") % words if own else _("%(name)s handed it to %(to)s") % words


def _moved(words: dict[str, Any], own: bool) -> str:
    words = words | {"state": _state(words.get("to", ""))}
    if not words["name"]:
        return _("Now %(state)s") % words
    return _("You set it to “%(state)s”") % words if own else _("%(name)s set it to “%(state)s”") % words


def _later(words: dict[str, Any], own: bool) -> str:
    if not words.get("until"):
        return _("You took it up again") if own else _("%(name)s took it up again") % words
    words = words | {"when": stamp(datetime.fromisoformat(words["until"]))}
    return _("You put it off until %(when)s") % words if own else _("%(name)s put it off until %(when)s") % words


def _tagged(words: dict[str, Any], own: bool) -> str:
    words = words | {"tags": ", ".join(words.get("tags", []))}
    if not words["tags"]:
        return _("You took the tags off") if own else _("%(name)s took the tags off") % words
    return _("You tagged it: %(tags)s") % words if own else _("%(name)s tagged it: %(tags)s") % words


def _renamed(words: dict[str, Any], own: bool) -> str:
    return _("You renamed it") if own else _("%(name)s renamed it") % words


def _joined(words: dict[str, Any], own: bool) -> str:
    if own:
        return _("You joined the case “%(words)s” to this one") % words
    return _("%(name)s joined the case “%(words)s” to this one") % words


def _taken_apart(words: dict[str, Any], own: bool) -> str:
    if own:
        return _("You made “%(words)s” a case of its own again") % words
    return _("%(name)s made “%(words)s” a case of its own again") % words


def _bounced(words: dict[str, Any], own: bool) -> str:
    return _("Our message came back: %(words)s") % words


def _refused(words: dict[str, Any], own: bool) -> str:
    return _("Our message was not taken: %(words)s") % words


def _unknown(words: dict[str, Any], own: bool) -> str:
    return _("Nobody knows whether our message arrived: %(words)s") % words


def _demoted(words: dict[str, Any], own: bool) -> str:
    return _("%(source)s claimed urgency that it may not claim: its message counts as an update") % words


def _not_relayed(words: dict[str, Any], own: bool) -> str:
    return _("A letter of %(source)s could not be read and was not sent: somebody has to tell them") % words


def _released(words: dict[str, Any], own: bool) -> str:
    if own:
        return _("You sent what %(source)s had written all the same: %(words)s") % words
    return _("%(name)s sent what %(source)s had written all the same: %(words)s") % words


def _asked(words: dict[str, Any], own: bool) -> str:
    return _("A message of our systems has no way to go; it needs you")


def _contradicts(words: dict[str, Any], own: bool) -> str:
    return _("Our systems contradict each other (%(words)s): say under Quiet which of them is right, or the newer one "
             "goes") % words


def _dropped(words: dict[str, Any], own: bool) -> str:
    if own:
        return _("You decided that what %(source)s wrote is not sent") % words
    return _("%(name)s decided that what %(source)s wrote is not sent") % words


def _opted_out(words: dict[str, Any], own: bool) -> str:
    words = words | {"how": by_channel(words.get("channel", ""))}
    if words.get("appointment"):
        return _("They wrote “%(word)s”: we write to them %(how)s no more, except for answers. They may have meant an "
                 "appointment: ask them") % words
    return _("They wrote “%(word)s”: we write to them %(how)s no more, except for answers") % words


def _heard_confirmed(words: dict[str, Any], own: bool) -> str:
    if own:
        return _("You read a yes in their words: what we understood is right")
    if words["name"]:
        return _("%(name)s read a yes in their words: what we understood is right") % words
    return _("%(words)s says that what we understood is right") % words


def _heard_corrected(words: dict[str, Any], own: bool) -> str:
    return _("%(words)s says that what we understood is not quite right") % words


def _links_withdrawn(words: dict[str, Any], own: bool) -> str:
    if own:
        return _("You withdrew the links to the customer’s page of this case")
    return _("%(name)s withdrew the links to the customer’s page of this case") % words


def _requested(words: dict[str, Any], own: bool) -> str:
    return _("You made it a feature request") if own else _("%(name)s made it a feature request") % words


def _need(words: dict[str, Any], own: bool) -> str:
    if own:
        return _("You named the need behind it: %(words)s") % words
    return _("%(name)s named the need behind it: %(words)s") % words


def _called(words: dict[str, Any], own: bool) -> str:
    return _("You held a call without notes") if own else _("%(name)s held a call without notes") % words


def _cause_confirmed(words: dict[str, Any], own: bool) -> str:
    words = words | {"cause": _cause(words)}
    return _("You found what caused it: %(cause)s") % words if own else _("%(name)s found what caused it: "
                                                                          "%(cause)s") % words


def _cause_ruled_out(words: dict[str, Any], own: bool) -> str:
    words = words | {"cause": _cause(words)}
    return _("You ruled a cause out: %(cause)s") % words if own else _("%(name)s ruled a cause out: %(cause)s") % words


def _cause_open(words: dict[str, Any], own: bool) -> str:
    words = words | {"cause": _cause(words)}
    return _("You opened a cause again: %(cause)s") % words if own else _("%(name)s opened a cause again: "
                                                                          "%(cause)s") % words


def _cause(words: dict[str, Any]) -> str:
    """The cause in a few words; a defect of ours has none of its own."""
    return words.get("words") or _("a defect on our side")


def _state(value: str) -> str:
    return str(STATUS_NAMES[Status(value)]) if value in set(Status) else value


_FORMS = {
    **chat_presence.FORMS,
    **call_events.FORMS,
    **defect_events.FORMS, **truth_events.FORMS,
    **care_events.FORMS,
    **promise_events.FORMS,
    "assigned": _assigned, "moved": _moved, "later": _later, "tagged": _tagged, "renamed": _renamed,
    "joined": _joined, "taken-apart": _taken_apart,
    "bounced": _bounced, "refused": _refused, "unknown": _unknown, "released": _released, "asked": _asked,
    **channel_events.FORMS, "opted-out": _opted_out, "contradicts": _contradicts, "dropped": _dropped,
    "heard-confirmed": _heard_confirmed, "heard-corrected": _heard_corrected, "links-withdrawn": _links_withdrawn,
    "called": _called, "requested": _requested, "need": _need, "demoted": _demoted, "not-relayed": _not_relayed,
    "cause-confirmed": _cause_confirmed, "cause-ruled-out": _cause_ruled_out, "cause-open": _cause_open,
}
