"""Is it really solved? When to ask, and what their words say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from entendu.core.care.words import LANGUAGES
from entendu.core.care.words.table import Words
from entendu.core.governor.facts.fold import compose, fold
from entendu.core.listening.answer import Heard
from entendu.core.listening.answer import answer as yes_or_no
from entendu.core.promises.working import WorkingTime
from entendu.core.wording.prose import prose

# They need time to try it: a day in which somebody works, and not in the first minutes of a morning.
TO_TRY = timedelta(hours=20)
INTO_THE_DAY = 60
# An answer is short; whoever writes more has more to say, and a person reads it.
LONGEST_ANSWER = 40
# Thanks for what is still to come ask for it; folded.
_ASKS_BY_THANKS = re.compile(
    r"in advance|for \w+ing\b|if you|d'avance|merci de\b|pour (?![nv]otre)\w+(?:er|ir|re)\b|si vous|anticipat|daca")
# What denies a "works" that stands beside it; folded.
_BEFORE = re.compile(
    r"(?:n't|\bnot|\bnever|\bhardly|\bonly|\bstill|\bhalf|\bne|\bn'|\bnu|\bseulement|\bdoar|\bpas)(?:\s\w+)?\s?$")
_AFTER = re.compile(r"\s?(?:pas|plus|only|seulement|doar|partial|partly|half|jamais)\b")


class Word(StrEnum):
    """What somebody says of a solution."""

    AGREED = "agreed"
    NOT_YET = "not-yet"
    THANKS = "thanks"  # polite, and no word on whether it works
    OTHER = "other"


def when_to_ask(arrived: datetime, work: WorkingTime) -> datetime:
    """The right time for the question: they have had a day of work to try it, and somebody is here to hear a "not
    yet". `arrived` is when they were told that it is solved."""
    day = (arrived + TO_TRY).astimezone(work.zone).date()
    first = day if work.works_on(day) else work.next_working_day(day)
    asked = work.opening(first) + timedelta(minutes=INTO_THE_DAY)
    if asked - arrived >= TO_TRY:
        return asked
    return work.opening(work.next_working_day(first)) + timedelta(minutes=INTO_THE_DAY)


def heard(text: str, language: str, names: Iterable[str] = (), *, asked: bool = False) -> Word:
    """What their words say. `asked` that the question was put to them, so that a bare yes or no answers it; `names`
    are of those who write and are written to.

    AGREED needs a word for it and nothing that takes it back; a failure anywhere in a short text is NOT_YET.
    """
    named = tuple(names)
    said = fold(compose(text))
    tables = [LANGUAGES[language[:2]]] if language[:2] in LANGUAGES else list(LANGUAGES.values())
    bare = yes_or_no(text, language, named)
    if asked and bare is not Heard.UNSURE:
        return Word.AGREED if bare is Heard.YES else Word.NOT_YET
    if any(_fails(words, said) for words in tables):
        return Word.NOT_YET if len(said.split()) <= LONGEST_ANSWER or asked else Word.OTHER
    if len(said.split()) > LONGEST_ANSWER or any(one.asks for one in prose(compose(text)).sentences):
        return Word.OTHER
    if any(_works(words, said) and not words.yet.search(said) for words in tables):
        return Word.AGREED
    return Word.THANKS if _is_polite(text, language, named) else Word.OTHER


def _works(words: Words, said: str) -> list[re.Match[str]]:
    """Where it is said to work, and not denied in the same breath."""
    return [one for one in words.works.finditer(said) if not _BEFORE.search(said[: one.start()])
            and not _AFTER.match(said[one.end() :])]


def _fails(words: Words, said: str) -> bool:
    """Whether something fails, where it is not a part of saying that it works: "back to normal", "no more errors"."""
    kept = said
    for one in _works(words, said):
        kept = f"{kept[: one.start()]}{'.' * len(one.group())}{kept[one.end() :]}"
    return bool(words.fails.search(kept))


def _is_polite(text: str, language: str, names: tuple[str, ...]) -> bool:
    """Whether it holds nothing but politeness: adding a yes to it makes a plain yes. Thanks for doing something may ask
    for it ("thanks for sending the invoice again"), so that somebody reads them."""
    if _ASKS_BY_THANKS.search(fold(compose(text))):
        return False
    return yes_or_no(f"{YES.get(language[:2], 'Yes')}. {text}", language, names) is Heard.YES


YES = {"en": "Yes", "fr": "Oui", "ro": "Da"}
