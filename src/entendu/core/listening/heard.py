"""The restatement as it might be: their facts, since when, what it does to them, what they tried, how they feel.

Drafted from their own words and from the notes of calls, for a person to edit. What only its speaker can say is given
back as a quotation rather than turned round badly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from entendu.core.governor.facts.fold import compose, fold
from entendu.core.listening.missing import kind_of
from entendu.core.listening.said import UPSET, Letter, Sentence, sentences
from entendu.core.listening.words import of

MOST = {"trouble": 3, "since": 1, "effect": 2, "tried": 2}
# So many words, or letters, are a story; below that a question is answered, not given back.
STORY, SEVERAL = 40, 2


def helps(letters: Sequence[Letter]) -> bool:
    """Whether a restatement would help: there is trouble, and more of it than two lines, or somebody is upset."""
    if kind_of(letters) is None:
        return False
    words = sum(len(letter.text.split()) for letter in letters)
    return words >= STORY or len(letters) >= SEVERAL or any(letter.feeling in UPSET for letter in letters)


def drafted(letters: Sequence[Letter], notes: Iterable[str], language: str) -> str:
    """What they said in these letters, oldest first, and what was noted on calls, as a short text in `language`.

    "" where nothing was said that could be given back.
    """
    said = [sentence for letter in letters for sentence in sentences(letter)]
    noted = [sentence for note in notes for sentence in sentences(Letter(_ended(note), language)) if sentence.roles]
    told, spoken = _without_echoes([*said, *noted]), {id(one) for one in said}
    chosen: list[Sentence] = []
    for role, most in MOST.items():
        wanted = [one for one in told if one not in chosen and role in one.roles and not _fits_better(one, role)]
        chosen += wanted[:most]
    rows = [(one, id(one) in spoken) for one in chosen or told[:2]]
    feeling = next((letter.feeling for letter in reversed(letters) if letter.feeling in UPSET), "")
    given = [*_given_back(rows, language), of(language).feelings.get(feeling, "")]
    return " ".join(part for part in given if part) if rows else ""


def _fits_better(one: Sentence, role: str) -> bool:
    """What somebody tried, or what it costs them, is told as such and not among the facts."""
    return role in {"trouble", "since"} and bool(one.roles & {"tried", "effect"}) and "trouble" not in one.roles


def _without_echoes(told: list[Sentence]) -> list[Sentence]:
    """Each thing once: the later sentence of two that are nearly the same words."""
    kept: list[Sentence] = []
    for one in reversed(told):
        words = set(fold(one.text).split())
        if not any(_alike(words, set(fold(other.text).split())) for other in kept):
            kept.append(one)
    return list(reversed(kept))


def _alike(these: set[str], those: set[str]) -> bool:
    return len(these & those) >= 0.7 * min(len(these), len(those))


def _given_back(rows: list[tuple[Sentence, bool]], language: str) -> tuple[str, ...]:
    """The sentences as we would say them; quotations that follow each other are one."""
    spoken: list[tuple[bool, str]] = []
    for one, is_theirs in rows:
        turned = _turned(one) if is_theirs else one.text
        if turned is None and spoken and spoken[-1][0]:
            spoken[-1] = (True, f"{spoken[-1][1]} {one.text}")
        else:
            spoken.append((turned is None, one.text if turned is None else _sentence(turned)))
    return tuple(of(language).quote.format(words=_trimmed(text)) + "." if quoted else text for quoted, text in spoken)


def _turned(one: Sentence) -> str | None:
    """The sentence from our side ("my clients" becomes "your clients"); None where it must be quoted."""
    words, text = of(one.language), compose(one.text)
    if one.language[:2] not in {"en", "fr", "ro"} or words.speaker.search(fold(text)):
        return None
    places: list[tuple[int, int, str]] = []
    for pattern, into in words.turned:
        for found in pattern.finditer(text):
            if not any(start < found.end() and found.start() < end for start, end, _ in places):
                places.append((found.start(), found.end(), _cased(found[0], _choice(found[0], into))))
    for start, end, into in sorted(places, reverse=True):
        text = text[:start] + into + text[end:]
    return text


def _choice(word: str, into: str) -> str:
    """"I was" is "you were": of two words the second stands for the past."""
    first, _bar, second = into.partition("|")
    return second if second and word.lower().endswith("was") else first


def _cased(word: str, into: str) -> str:
    """A capital stays where it stood for the beginning of the sentence; "I" has one everywhere."""
    begins = word[:1].isupper() and word.split()[0].split("’")[0].split("'")[0] != "I"
    return into[:1].upper() + into[1:] if begins else into


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if re.search(r"[.!?…][\"»”’)]*$", text) else text.rstrip(" ,;:") + "."


def _trimmed(text: str) -> str:
    return text.rstrip(" .,;:!")


def _ended(note: str) -> str:
    return note if note.rstrip().endswith((".", "!", "?", "…")) else f"{note.rstrip()}."
