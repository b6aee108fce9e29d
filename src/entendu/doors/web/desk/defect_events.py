"""What happened to a case with defects, incidents and the developers, each as one sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from entendu.parts.diagnosis.models.defects import Defect

Words = dict[str, Any]


def _linked(words: Words, own: bool) -> str:
    return _("You linked it with “%(title)s”") % words if own else _("%(name)s linked it with “%(title)s”") % words


def _unlinked(words: Words, own: bool) -> str:
    if own:
        return _("You said that it is not about “%(title)s”") % words
    return _("%(name)s said that it is not about “%(title)s”") % words


def _moved(words: Words, own: bool) -> str:
    if words.get("state") == Defect.State.FIXED and words.get("version"):
        return _("“%(title)s” is fixed in %(version)s") % words
    state = dict(Defect.State.choices).get(words.get("state", ""), words.get("state", ""))
    return _("“%(title)s”: now %(state)s") % (words | {"state": state})


def _told(words: Words, own: bool) -> str:
    return _("Told of “%(title)s” in case %(number)s, once for both") % words


def _escalated(words: Words, own: bool) -> str:
    if own:
        return _("You passed it on to the developers: %(tracker)s, %(project)s") % words
    return _("%(name)s passed it on to the developers: %(tracker)s, %(project)s") % words


def _made(words: Words, own: bool) -> str:
    return _("The developers have it: %(tracker)s %(number)s") % words


def _refused(words: Words, own: bool) -> str:
    return _("%(tracker)s did not take the report: %(words)s") % words


def _tracker(words: Words, own: bool) -> str:
    """What became of the issue, with who and in which version where that is told."""
    version, by = bool(words.get("version")), bool(words.get("closed_by"))
    if words.get("outcome") == "open":
        return _("%(tracker)s %(number)s: open, planned for %(version)s") % words if version else _(
            "%(tracker)s %(number)s: open again") % words
    if words.get("outcome") == "declined":
        words = words | {"status": words.get("status", "").replace("_", " ")}
        return _("%(tracker)s %(number)s: closed by %(closed_by)s, nothing changed (%(status)s)") % words if by else _(
            "%(tracker)s %(number)s: closed, nothing changed (%(status)s)") % words
    if version:
        return _("%(tracker)s %(number)s: fixed in %(version)s, closed by %(closed_by)s") % words if by else _(
            "%(tracker)s %(number)s: fixed in %(version)s") % words
    return _("%(tracker)s %(number)s: closed by %(closed_by)s") % words if by else _(
        "%(tracker)s %(number)s: closed") % words


FORMS: dict[str, Callable[[Words, bool], str]] = {
    "defect-linked": _linked, "defect-unlinked": _unlinked, "defect-moved": _moved, "defect-told": _told,
    "escalated": _escalated, "escalation-made": _made, "escalation-refused": _refused, "tracker": _tracker,
}
