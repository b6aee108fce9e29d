"""What happened on a channel, each as one sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from entendu.doors.web.templatetags.desk import by_channel


def _appointment(words: dict[str, Any], own: bool) -> str:
    return _("They wrote “%(word)s”, which may be about an appointment or about our messages: ask them which") % words


def _opted_in(words: dict[str, Any], own: bool) -> str:
    words = words | {"how": by_channel(words.get("channel", ""))}
    return _("They wrote “%(word)s”: we write to them %(how)s again") % words


def _shared_number(words: dict[str, Any], own: bool) -> str:
    words = words | {"others": ", ".join(words.get("others", []))}
    return _("From %(address)s, which %(others)s use as well; taken for %(taken_for)s: look at who it is") % words


def _code_sent(words: dict[str, Any], own: bool) -> str:
    return _("%(address)s is another contact’s: a code went there, and nothing else goes until it is said back") % words


def _code_asked(words: dict[str, Any], own: bool) -> str:
    return _("You sent a code to %(address)s, to know that it is theirs") % words if own else _(
        "%(name)s sent a code to %(address)s, to know that it is theirs") % words


def _proved(words: dict[str, Any], own: bool) -> str:
    if own:
        return _("You were told the code that went to %(address)s: it is theirs") % words
    if words["name"]:
        return _("%(name)s was told the code that went to %(address)s: it is theirs") % words
    words = words | {"name": words.get("whose", "")}
    return _("They said back the code that went to %(address)s: this is %(name)s") % words


def _spared(words: dict[str, Any], own: bool) -> str:
    return _("You spare them updates of our systems on this case: these go along with other news") if own else _(
        "%(name)s spares them updates of our systems on this case: these go along with other news") % words


def _not_spared(words: dict[str, Any], own: bool) -> str:
    return _("You let updates of our systems on this case go as they come again") if own else _(
        "%(name)s lets updates of our systems on this case go as they come again") % words


FORMS: dict[str, Callable[[dict[str, Any], bool], str]] = {
    "appointment": _appointment, "opted-in": _opted_in, "shared-number": _shared_number,
    "code-sent": _code_sent, "code-asked": _code_asked, "proved": _proved,
    "spared": _spared, "not-spared": _not_spared,
}
