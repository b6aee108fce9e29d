"""What happened between us on a ticket, each as one sentence: whether it is solved, and the tone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def _agreed(words: dict[str, Any], own: bool) -> str:
    words = words | {"by": words["name"], "name": words.get("words", "")}
    if own:
        return _("%(name)s told you that it works") % words
    return _("%(name)s told %(by)s that it works") % words if words["by"] else _("%(name)s says that it works") % words


def _not_yet(words: dict[str, Any], own: bool) -> str:
    return _("%(words)s says that it is not solved yet: the case is open again") % words


FORMS = {"agreed": _agreed, "not-yet": _not_yet}
