"""What became of what was promised on a case, each as one sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entendu.doors.web.templatetags.desk import stamp

Words = dict[str, Any]


def _kept(words: Words, own: bool) -> str:
    if not words["name"]:
        return _("Promise kept: “%(words)s”") % words
    return _("You kept a promise: “%(words)s”") % words if own else _("%(name)s kept a promise: “%(words)s”") % words


def _owed(words: Words, own: bool) -> str:
    if own:
        return _("You said that this is still owed: “%(words)s”") % words
    return _("%(name)s said that this is still owed: “%(words)s”") % words


def _none(words: Words, own: bool) -> str:
    if own:
        return _("You said that this was no promise: “%(words)s”") % words
    return _("%(name)s said that this was no promise: “%(words)s”") % words


def _taken(words: Words, own: bool) -> str:
    if own:
        return _("You took over a promise: “%(words)s”") % words
    return _("%(name)s took over a promise: “%(words)s”") % words


def _moved(words: Words, own: bool) -> str:
    words = words | {"when": stamp(datetime.fromisoformat(words["to"]))}
    if own:
        return _("You moved a promise to %(when)s and told them: “%(words)s”") % words
    return _("%(name)s moved a promise to %(when)s and told them: “%(words)s”") % words


def _broken(words: Words, own: bool) -> str:
    words = words | {"when": stamp(datetime.fromisoformat(words["to"]))}
    return _("A promise was not kept, and they are told: “%(words)s”. New date: %(when)s") % words


def _untold(words: Words, own: bool) -> str:
    return _("A promise was to move, and its date came before they knew: “%(words)s”") % words


def _news(words: Words, own: bool) -> str:
    every = int(words.get("every") or 0)
    words = words | {"when": stamp(datetime.fromisoformat(words["first"]))}
    if not every:
        return _("News was agreed for %(when)s") % words
    return ngettext("News was agreed every working day, first on %(when)s",
                    "News was agreed every %(n)d working days, first on %(when)s", every) % (words | {"n": every})


def _news_ended(words: Words, own: bool) -> str:
    return _("You ended the rhythm of news") if own else _("%(name)s ended the rhythm of news") % words


def _news_ready(words: Words, own: bool) -> str:
    return _("News is due today, and nobody has written: an honest “nothing new yet” stands ready")


def _missed(words: Words, own: bool) -> str:
    return _("Nobody called or came as arranged; an apology was written by itself. They wait for a new time")


FORMS: dict[str, Callable[[Words, bool], str]] = {
    "promise-kept": _kept, "promise-owed": _owed, "promise-none": _none, "promise-taken": _taken,
    "promise-moved": _moved, "promise-broken": _broken, "promise-untold": _untold, "news-agreed": _news,
    "news-ended": _news_ended, "news-ready": _news_ready, "meeting-missed": _missed,
}
