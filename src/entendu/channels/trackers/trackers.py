"""Asking a tracker, whichever it is. Nothing here makes anything there: `create.py` alone does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import Any

from django.utils.translation import gettext as _

from entendu.channels.trackers import github, gitlab, jira
from entendu.channels.trackers.issue import Account, Issue, Kind, Trouble
from entendu.channels.trackers.line import ask

# Each translates into its own words: requests from our values, our values from answers and hooks.
TRANSLATORS: Mapping[Kind, ModuleType] = {Kind.GITHUB: github, Kind.GITLAB: gitlab, Kind.JIRA: jira}


@dataclass(frozen=True, slots=True)
class Probe:
    """How a trial went: `sentence` says it all; `steps` are those that worked, in order."""

    ok: bool
    sentence: str
    steps: tuple[str, ...] = ()


def find(account: Account, key: str, *, since: datetime, now: datetime) -> Issue | None:
    """The issue that carries the key, made since then; `Trouble` where nobody can say."""
    translator = TRANSLATORS[account.kind]
    found: Issue | None = translator.listed(ask(account, translator.listing(account, since), now=now), key)
    return found


def look(account: Account, number: str, *, now: datetime) -> Issue:
    """The issue as it stands now."""
    translator = TRANSLATORS[account.kind]
    issue: Issue = translator.seen(ask(account, translator.look(account, number), now=now))
    return issue


def probe(account: Account, *, now: datetime) -> Probe:
    """Whether a report could be made there; nothing is made."""
    translator = TRANSLATORS[account.kind]
    try:
        answers = [ask(account, request, now=now) for request in translator.trial(account)]
        if not all(isinstance(answer, dict) for answer in answers):
            return Probe(False, _("What answers there is no tracker of this kind; check the address."))
        return Probe(True, _("Reports can be passed on."), tuple(translator.tried(account, answers)))
    except Trouble as trouble:
        return Probe(False, trouble.words)


def longest_body(kind: Kind) -> int:
    """How many characters a report may have there."""
    length: int = TRANSLATORS[kind].LONGEST_BODY
    return length


def is_signed(kind: Kind, headers: Mapping[str, str], body: bytes, secret: str, now: datetime) -> bool:
    """Whether a hook comes from the tracker that knows the secret; an empty secret is known to all, so it proves
    nothing."""
    signed: bool = TRANSLATORS[kind].signed(headers, body, secret or "\0no secret", now)
    return signed and bool(secret)


def told(kind: Kind, headers: Mapping[str, str], news: Any) -> tuple[str, Issue] | None:
    """The project and the issue of a hook's news; None where it is about something else, or is nothing we know."""
    if not isinstance(news, dict):
        return None
    try:
        about: tuple[str, Issue] | None = TRANSLATORS[kind].told(headers, news)
    except Trouble:
        return None
    return about
