"""Reading a text: the door of this room. One concern a file; this puts their findings together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from entendu.core.mail.language import detect
from entendu.core.wording import (
    already_asked,
    deadline,
    doubled,
    emotion,
    error_code,
    judged,
    limits,
    message,
    no_reason,
    off_hours,
    placeholder,
    promise,
    question,
    spelling,
    unverified,
)
from entendu.core.wording.findings import Context, Direction, Finding
from entendu.core.wording.prose import Prose, prose

Dictionaries = Mapping[str, spelling.Dictionary]

BEGINNER = "beginner"  # the level of contacts for whom a technical word has a plain one beside it
JARGON = frozenset({"jargon"})
WISHES = frozenset({"fewer-updates"})  # what customers want of our writing, read by rules alone
NOTHING_KNOWN = Context()
NO_DICTIONARIES: Dictionaries = {}


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read: its language ("en", "fr", "ro", or "" where it is none of them) and what was found, by place."""

    language: str
    findings: tuple[Finding, ...]


def read(
    text: str,
    direction: Direction,
    language: str = "",
    context: Context = NOTHING_KNOWN,
    dictionaries: Dictionaries = NO_DICTIONARIES,
) -> Reading:
    """Everything that can be said of a text, in the order of the text, the gravest first where two begin together.

    `language` is en, fr or ro where it is known; a text in another language is read for nothing that needs words.
    What we write is spelt by the dictionaries that are given; what customers write is not ours to spell.
    """
    cut = prose(text)
    language = language or detect(text)
    found = list((_outgoing if direction is Direction.OUT else _incoming)(cut, language, context))
    if direction is Direction.OUT:
        found += spelling.findings(cut, language, context, dictionaries)
    found.sort(key=lambda f: (f.start, f.severity.rank, f.end, f.check))
    return Reading(language, tuple(found))


def _outgoing(text: Prose, language: str, context: Context) -> Iterator[Finding]:
    promises = list(promise.findings(text, language, context))
    yield from promises
    yield from message.findings(text, language, context, promised=bool(promises))
    yield from already_asked.findings(text, language, context)
    yield from limits.findings(text, language, context)
    yield from no_reason.findings(text, language, context)
    yield from off_hours.findings(text, language, context, promises)
    yield from unverified.findings(text, language, context)
    yield from doubled.findings(text, language)
    yield from placeholder.findings(text, language)
    yield from judged.ruled(
        text, language, Direction.OUT, judged.RULED | JARGON if context.level == BEGINNER else judged.RULED
    )
    yield from judged.findings(text, language, Direction.OUT, judged.OUTGOING, context.a_draft)


def _incoming(text: Prose, language: str, context: Context) -> Iterator[Finding]:
    yield from judged.of_the_message(text, language, judged.INCOMING)
    yield from judged.ruled(text, language, Direction.IN, WISHES)
    yield from emotion.findings(text, language)
    yield from question.findings(text, language)
    yield from error_code.findings(text)
    yield from deadline.findings(text, language, context)
