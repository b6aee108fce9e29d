"""What happened on the telephone, each as one sentence."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entendu.parts.telephone.models import CallRecord

Outcome = CallRecord.Outcome


def _to_call(words: dict[str, Any], own: bool) -> str:
    return _("A message waits to be told on the phone: call %(words)s") % words


def _call(words: dict[str, Any], own: bool) -> str:
    words = words | {"long": _long(words)}
    mine, others = _held(words.get("outcome", ""))
    return (mine if own else others) % words


def _held(outcome: str) -> tuple[str, str]:
    """The sentence about a call, for whoever made it and for others."""
    match outcome:
        case Outcome.REACHED:
            return (_("You spoke with them on the phone%(long)s"), _("%(name)s spoke with them on the phone%(long)s"))
        case Outcome.MESSAGE:
            return _("You left a message on their phone"), _("%(name)s left a message on their phone")
        case Outcome.BUSY:
            return _("You called: busy"), _("%(name)s called: busy")
        case Outcome.WRONG:
            return _("You called: it is not their number"), _("%(name)s called: it is not their number")
        case _:
            return _("You called: no answer"), _("%(name)s called: no answer")


def _call_told(words: dict[str, Any], own: bool) -> str:
    """An exchange knows that somebody spoke, not what was said."""
    words = words | {"long": _long(words)}
    if words.get("inward"):
        return _("They called and somebody of ours answered%(long)s: write down what was said") % words
    match words.get("outcome"):
        case Outcome.REACHED:
            return _("A call to them was answered%(long)s: write down what was said") % words
        case Outcome.BUSY:
            return _("A call to them: busy")
        case Outcome.WRONG:
            return _("A call to them did not get through")
        case _:
            return _("A call to them: no answer")


def _missed(words: dict[str, Any], own: bool) -> str:
    return _("They called from %(words)s and nobody answered: call them back") % words


def _call_back(words: dict[str, Any], own: bool) -> str:
    return _("You had %(number)s rung") % words if own else _("%(name)s had %(number)s rung") % words


def _long(words: dict[str, Any]) -> str:
    """", for 3 minutes"; nothing where it is not known."""
    minutes = round(int(words.get("seconds") or 0) / 60)
    return ngettext(", for %(n)d minute", ", for %(n)d minutes", minutes) % {"n": minutes} if minutes else ""


FORMS = {"to-call": _to_call, "call": _call, "call-told": _call_told, "call-missed": _missed, "call-back": _call_back}
