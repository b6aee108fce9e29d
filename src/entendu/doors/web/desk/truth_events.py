"""What happened to a case with options, temporary fixes and mistakes, each as one sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

Words = dict[str, Any]


def _chose(words: Words, own: bool) -> str:
    if own:
        return _("You noted that %(their)s chose %(words)s") % words
    if words["name"]:
        return _("%(name)s noted that %(their)s chose %(words)s") % words
    return _("%(their)s chose %(words)s") % words


def _temporary(words: Words, own: bool) -> str:
    if own:
        return _("You put a temporary fix on record: %(words)s") % words
    return _("%(name)s put a temporary fix on record: %(words)s") % words


def _temporary_confirmed(words: Words, own: bool) -> str:
    if words["name"]:
        return _("%(words)s told %(name)s that it is clear: the fix is temporary") % words
    return _("%(words)s knows that the fix is temporary") % words


def _temporary_accepted(words: Words, own: bool) -> str:
    if words["name"]:
        return _("%(words)s told %(name)s that the fix may stay as it is") % words
    return _("%(words)s can live with the fix as it is") % words


def _temporary_refused(words: Words, own: bool) -> str:
    return _("%(words)s cannot live with the fix: the cause is to be repaired") % words


def _temporary_over(words: Words, own: bool) -> str:
    if own:
        return _("You fixed the root cause: %(words)s") % words
    return _("%(name)s fixed the root cause: %(words)s") % words


FORMS: dict[str, Callable[[Words, bool], str]] = {
    "chose": _chose, "temporary": _temporary, "temporary-confirmed": _temporary_confirmed,
    "temporary-accepted": _temporary_accepted, "temporary-refused": _temporary_refused,
    "temporary-over": _temporary_over,
}
