"""Saved replies: texts with places to fill in, and parts that stand or fall by what is known of the case.

    {greeting}

    You're right[if first name], {first name}[end]. By {next working day} [if late]you will have it[otherwise]I will
    tell you where we stand[end], and {what happens next}.

`{words}` is a place. Those with a name that the desk knows (`NAMES`) are filled from the case; all others are left for
the writer. `[if name] … [otherwise] … [end]` keeps its first part where that is known of the case (a name, or one of
`CIRCUMSTANCES`) and else its second, which may be missing; one does not stand inside another. Names and the three
words are those of the reply's language, and English ones are understood in all: `{prénom}`, `[dacă nume] … [gata]`.
The product's set and those words are in `replies/{en,fr,ro}.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from entendu.core.governor.facts.fold import fold
from entendu.core.wording.rules import LANGUAGES
from entendu.core.wording.same_words import carrying

# What the case fills in, by its English name.
NAMES = (
    "greeting", "first name", "name", "organisation", "agent", "agent name", "mailbox", "case number", "subject",
    "today", "next working day", "second working day",
)  # fmt: skip
# What can only be asked about, in [if …].
CIRCUMSTANCES = ("upset", "late")
OCCASIONS = (
    "upset", "civility", "apology", "delay", "refusal", "redirect", "details", "confirmation", "wish", "fix",
    "escalation", "handover", "appointment", "incident", "billing", "end", "other",
)  # fmt: skip
# What was read of a case, and for which occasions it speaks, the plainest first.
_FITS = {
    "insult": ("civility", "upset"),
    "threat": ("upset", "civility"),
    "anger": ("upset", "apology"),
    "frustration": ("upset", "apology"),
    "late": ("delay", "apology"),
    "worry": ("upset", "details"),
    "out-of-scope": ("redirect",),
    "feature-request": ("wish", "refusal"),
    "error-code": ("details", "escalation"),
    "claim": ("details",),
    "satisfaction": ("end",),
    "first": ("confirmation", "details"),
}
PLACE = re.compile(r"\{([^\W\d_](?:[\w ’'-]{0,60}\w)?)\}")
_MARK = re.compile(r"\[\s*([^\[\]{}\n]{1,80}?)\s*\]")
_LEFT = 0.5  # of a reply's words, at least, stand in a message that was made from it


class ReplyError(ValueError):
    """A text that is no saved reply; its text is one sentence that says what is wrong and where.

    `kind` names what is wrong (nested, stray, open, unknown; title, text, occasion), `mark` the brackets it is about.
    """

    def __init__(self, kind: str, sentence: str, mark: str = "") -> None:
        super().__init__(sentence)
        self.kind, self.mark = kind, mark


@dataclass(frozen=True, slots=True)
class Reply:
    """One saved reply. `name` is the same in all languages; `occasion` is one of `OCCASIONS`."""

    name: str
    language: str
    occasion: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """How one language writes it: the three words of a condition, and each name of `NAMES` and `CIRCUMSTANCES`.

    `places` are those of the product's set that the writer fills in, each with an example.
    """

    begins: str
    otherwise: str
    ends: str
    names: Mapping[str, str]
    places: Mapping[str, str]
    greeting: str

    def known(self, name: str) -> str:
        """The English name that is meant by one in this language or in English; "" where it is none."""
        plain = _plain(name)
        by_name = {_plain(said): meant for meant, said in self.names.items()}
        return plain if plain in self.names else by_name.get(plain, "")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text that stands always (`when` is ""), or where `when` is known, or where it is not."""

    text: str
    when: str = ""
    unless: bool = False


def parts(text: str, language: str) -> tuple[Part, ...]:
    """A text cut at its conditions. ReplyError where one is not closed, not opened, nested, or of nothing known."""
    words = words_of(language)
    english = words_of("en")
    found: list[Part] = []
    when, unless, at = "", False, 0
    for mark in _MARK.finditer(text):
        said = _plain(mark[1])
        begins = next((lead for lead in (words.begins, english.begins) if said.startswith(f"{_plain(lead)} ")), "")
        otherwise = said in (_plain(words.otherwise), english.otherwise)
        ends = said in (_plain(words.ends), english.ends)
        if not (begins or otherwise or ends):
            continue  # somebody's own brackets
        if text[at : mark.start()]:
            found.append(Part(text[at : mark.start()], when, unless))
        at = mark.end()
        if begins and when:
            said = f"{mark[0]} stands inside another condition; close that one first with [{words.ends}]."
            raise ReplyError("nested", said, mark[0])
        if not begins and (not when or (otherwise and unless)):
            said = f"{mark[0]} belongs to no condition; begin one before it with [{words.begins} …]."
            raise ReplyError("stray", said, mark[0])
        if begins:
            when = _condition(mark[0], mark[1][len(begins) :], words)
        else:
            unless, when = otherwise, when if otherwise else ""
    if when:
        raise ReplyError("open", f"A condition is left open; close it with [{words.ends}].", f"[{words.ends}]")
    return (*found, Part(text[at:])) if text[at:] else tuple(found)


def _condition(mark: str, name: str, words: Words) -> str:
    meant = words.known(name)
    if not meant:
        names = ", ".join(words.names.values())
        said = f"{mark} asks for something that the desk does not know; it knows {names}."
        raise ReplyError("unknown", said, mark)
    return meant


def filled(text: str, language: str, known: Mapping[str, str]) -> str:
    """The text as it goes into a draft; `known` has what is known of the case by English names, "" where nothing is.

    What is left for the writer stays in its braces. ReplyError as from `parts`.
    """
    words = words_of(language)
    stays = [part.text for part in parts(text, language)
             if not part.when or bool(known.get(part.when)) is not part.unless]  # fmt: skip

    def fill(place: re.Match[str]) -> str:
        meant = words.known(place[1])
        return known.get(meant) or ("" if meant == "greeting" else place[0])

    whole = PLACE.sub(fill, "".join(stays))
    return re.sub(r"\n{3,}", "\n\n", whole).strip()


def places(text: str) -> tuple[str, ...]:
    """What stands in braces, each once, in the order of the text."""
    return tuple(dict.fromkeys(found[1] for found in PLACE.finditer(text)))


def misnamed(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Places that nothing fills and that look like a name that something would: what stands there, and that name."""
    words = words_of(language)
    names = {_plain(said): said for said in (*words.names, *words.names.values())}
    for place in places(text):
        own = words.known(place) or place in words.places
        near = [] if own else get_close_matches(_plain(place), names, 1, 0.8)
        if near:
            yield place, names[near[0]]


def made_general(text: str, language: str, known: Mapping[str, str]) -> str:
    """A draft as a saved reply: its greeting, and names and numbers of this case, become places again."""
    words = words_of(language)
    body = text.strip()
    greeting = known.get("greeting", "").strip()
    if greeting and body.casefold().startswith(greeting.casefold()):
        body = f"{{{words.names['greeting']}}}" + body[len(greeting) :]
    for name in ("name", "organisation", "agent name", "first name", "agent", "case number"):
        said = known.get(name, "").strip()
        if said:
            body = re.sub(rf"(?<![\w{{]){re.escape(said)}(?![\w}}])", f"{{{words.names[name]}}}", body)
    return body


def stands_in(text: str, body: str) -> bool:
    """Whether a message is still made from this reply: most of the reply's own words stand in it."""
    own = carrying(PLACE.sub(" ", _MARK.sub(" ", text)))
    return bool(own) and len(own & carrying(body)) >= _LEFT * len(own)


def fitting(signs: Sequence[str]) -> tuple[str, ...]:
    """The occasions for which these signs speak (emotions, checks, "late", "first"), the plainest first."""
    return tuple(dict.fromkeys(occasion for sign, fits in _FITS.items() if sign in signs for occasion in fits))


def greeting(language: str, first_name: str) -> str:
    """How a message begins: "Hello Marie,"; without a name "Hello,"."""
    said = words_of(language).greeting
    return filled(said, language, {"first name": first_name})


@cache
def of_the_product(language: str) -> tuple[Reply, ...]:
    """The replies that come with the product for en, fr or ro, in the order of their file; none for any other."""
    rows = _table(language).get("reply", ()) if language in LANGUAGES else ()
    return tuple(Reply(row["name"], language, row["occasion"], row["title"], row["text"].strip()) for row in rows)


@cache
def words_of(language: str) -> Words:
    """How the language writes places and conditions; English for any that is not ours."""
    head = _table(language if language in LANGUAGES else "en")
    return Words(head["if"], head["otherwise"], head["end"], head["names"], head["places"],
                 head["greeting"])  # fmt: skip


def _table(language: str) -> dict[str, Any]:
    file = files(__package__).joinpath("replies", f"{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _plain(name: str) -> str:
    return " ".join(fold(name.replace("_", " ").replace("’", "'")).split())
