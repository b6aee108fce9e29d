"""Whether an answer in words says "yes, that's it", or corrects; when in doubt a person decides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from entendu.core.governor.facts.fold import compose, fold
from entendu.core.listening.words import LANGUAGES, of
from entendu.core.listening.words.table import Words
from entendu.core.wording.prose import prose


class Heard(StrEnum):
    """What an answer to "Is this right?" says."""

    YES = "yes"
    NOT_QUITE = "not-quite"
    UNSURE = "unsure"


# A yes is short; whoever writes more has more to say.
LONGEST_YES = 25
_MARKS = re.compile(r"[\s,;:.!…\"'’()–—-]+")


def answer(text: str, language: str = "", names: Iterable[str] = ()) -> Heard:
    """What the words say. `names` are those of who writes and of who is written to: they say nothing.

    YES only where every sentence is a yes or politeness; NOT_QUITE where the first that says something begins with a
    no; else UNSURE.
    """
    known = frozenset(fold(word) for name in names for word in name.split())
    tables = [of(language), *(words for tag, words in LANGUAGES.items() if tag != language[:2])]
    cut = prose(compose(text))
    said = [(fold(cut.text[one.start : one.end]), one.asks) for one in cut.sentences]
    told = [(words, asks) for words, asks in ((_without(words, known), asks) for words, asks in said) if words]
    content = [(words, asks) for words, asks in told if not any(_is_only(table.polite, words) for table in tables)]
    if not content:
        return Heard.UNSURE
    if any(_begins_with_no(table, content[0][0]) for table in tables):
        return Heard.NOT_QUITE
    short = sum(len(words.split()) for words, _ in content) <= LONGEST_YES
    if short and any(all(not asks and _is_yes(table, words) for words, asks in content) for table in tables):
        return Heard.YES
    return Heard.UNSURE


def _without(words: str, names: frozenset[str]) -> str:
    return " ".join(word for word in words.split() if word.strip(",.;:!()") not in names)


def _begins_with_no(table: Words, words: str) -> bool:
    """"No, …", "Not quite: …", "Hello, no, …"; not "No problem" nor "nothing"."""
    rest = words
    while (polite := table.polite.match(rest)) and polite.end():
        rest = rest[polite.end() :].lstrip(" ,.!;:")
    found = table.no.match(rest)
    return found is not None and not _NO_MATTER.match(rest)


_NO_MATTER = re.compile(r"no (?:problem|worries|hurry|rush|doubt|need|more)|nu-i nimic|nu e nimic|non merci")


def _is_yes(table: Words, words: str) -> bool:
    """Whether yeses and politeness are all that there is, and at least one is a yes."""
    return bool(table.yes.search(words)) and not _MARKS.sub("", table.polite.sub(" ", table.yes.sub(" ", words)))


def _is_only(phrases: re.Pattern[str], words: str) -> bool:
    return not _MARKS.sub("", phrases.sub(" ", words))
