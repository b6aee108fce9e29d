"""What sentences speak of: what happens, since when, what it does to them, what they tried."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from entendu.core.governor.facts.fold import compose, fold
from entendu.core.listening.words import of
from entendu.core.listening.words.table import Words
from entendu.core.wording.prose import prose

ROLES = ("trouble", "since", "effect", "tried")
UPSET = frozenset({"worry", "frustration", "anger"})
# What is read of a letter; what follows is a log or a book.
LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class Letter:
    """One message of theirs: its own words, its language (en, fr, ro or another), and what was felt in it.

    `feeling` is worry, frustration, anger or ""; `claims` are sentences in which something was found to be claimed.
    """

    text: str
    language: str = ""
    feeling: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of theirs and what it speaks of (`ROLES`)."""

    text: str
    language: str
    roles: frozenset[str]


def sentences(letter: Letter) -> list[Sentence]:
    """What the letter says, without greetings, thanks, names and questions."""
    text = compose(letter.text)[:LONGEST]
    words, cut, found = of(letter.language), prose(text), []
    for one in cut.sentences:
        said = " ".join(text[one.start : one.end].split())
        if one.asks or cut.is_foreign(one.start, one.start + 1) or len(said.split()) < _SHORTEST:
            continue
        said = _without_greeting(words, said)
        folded = fold(said)
        if _rest(words, folded):
            roles = {role for role in ROLES if getattr(words, role).search(folded)}
            if any(claim and claim in said for claim in letter.claims):
                roles.add("trouble")
            found.append(Sentence(said, letter.language, frozenset(roles)))
    return found


def folded_all(letters: Iterable[Letter]) -> list[tuple[Words, str]]:
    """Each letter's table and its folded words, for looking for something in all of them."""
    return [(of(letter.language), fold(compose(letter.text)[:LONGEST])) for letter in letters]


_SHORTEST = 2  # words; less is an exclamation or a name


def _without_greeting(words: Words, said: str) -> str:
    """The sentence without a "Hello Ioana," before it: up to the comma, where that is politeness and no more."""
    head, comma, rest = said.partition(",")
    if not comma or not rest.strip() or not words.polite.match(fold(head)) or len(head.split()) > _LONGEST_GREETING:
        return said
    return rest.strip()[:1].upper() + rest.strip()[1:]


_LONGEST_GREETING = 3  # words


def _rest(words: Words, folded: str) -> bool:
    """Whether something is left of a sentence without its politeness: "Hello Ioana," says nothing."""
    return len(words.polite.sub(" ", folded).replace(",", " ").split()) >= _SHORTEST
