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


FORMS: dict[str, Callable[[Words, bool], str]] = {"chose": _chose}
