"""What happened between us on a ticket, each as one sentence: whether it is solved, and the tone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from entendu.doors.web.templatetags.desk import stamp


def _agreed(words: dict[str, Any], own: bool) -> str:
    words = words | {"by": words["name"], "name": words.get("words", "")}
    if own:
        return _("%(name)s told you that it works") % words
    return _("%(name)s told %(by)s that it works") % words if words["by"] else _("%(name)s says that it works") % words


def _not_yet(words: dict[str, Any], own: bool) -> str:
    return _("%(words)s says that it is not solved yet: the case is open again") % words


def _warned(words: dict[str, Any], own: bool) -> str:
    return _("You asked for civility") if own else _("%(name)s asked for civility") % words


def _paused(words: dict[str, Any], own: bool) -> str:
    words = words | {"when": stamp(datetime.fromisoformat(words["until"]))}
    if own:
        return _("You paused the conversation until %(when)s; what is urgent gets through") % words
    return _("%(name)s paused the conversation until %(when)s; what is urgent gets through") % words


def _called(words: dict[str, Any], own: bool) -> str:
    return _("You asked %(to)s to take over") % words if own else _("%(name)s asked %(to)s to take over") % words


def _invited(words: dict[str, Any], own: bool) -> str:
    return _("You invited them back") if own else _("%(name)s invited them back") % words


def _back(words: dict[str, Any], own: bool) -> str:
    words = words | {"step": str(STEPS.get(words.get("step", ""), ""))}
    return _("You took a step back: %(step)s") % words if own else _("%(name)s took a step back: %(step)s") % words


def _got_through(words: dict[str, Any], own: bool) -> str:
    why = [str(URGENT[one]) for one in words.get("why", []) if one in URGENT]
    if not why:
        return _("The conversation is paused, and this letter got through: we cannot tell whether it is urgent")
    return _("The conversation is paused, and this letter got through: it may be %(why)s") % {"why": ", ".join(why)}


STEPS = {"warned": gettext_lazy("asked for civility"), "paused": gettext_lazy("paused"),
         "called": gettext_lazy("a lead takes over"), "invited": gettext_lazy("invited back")}
URGENT = {"danger": gettext_lazy("a danger"), "outage": gettext_lazy("an outage"),
          "error-code": gettext_lazy("an error code"), "deadline": gettext_lazy("a deadline"),
          "hurry": pgettext_lazy("of a letter", "a hurry")}
FORMS = {
    "agreed": _agreed, "not-yet": _not_yet, "civility-warned": _warned, "civility-paused": _paused,
    "civility-called": _called, "civility-invited": _invited, "civility-back": _back, "got-through": _got_through,
}
