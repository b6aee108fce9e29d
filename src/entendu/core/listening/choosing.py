"""Which of several options an answer in words chooses; when in doubt a person decides.

An option has a letter and a number: "B", "2", "option B then", "je prends la 2", "a doua". Any of the three languages
is understood, whatever the letter is written in. A price, a count or a word "a" chooses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from entendu.core.governor.facts.fold import compose


class Chose(StrEnum):
    """What an answer says of the options."""

    ONE = "one"          # this one
    UNSURE = "unsure"    # it speaks of them, and it takes a person to say which one is meant
    NOTHING = "nothing"  # it speaks of something else


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was read, and where it is ONE the place of the option, from 0."""

    said: Chose
    place: int = -1


# A choice stands near the beginning.
_LONGEST = 2_000
_NOTHING, _UNSURE = Chosen(Chose.NOTHING), Chosen(Chose.UNSURE)
_MARK = r"[a-f](?![\w’'])|[1-6](?!\w|[.,:/]\d|\s?%|\s?€)"
_ORDINALS = (
    r"first|première|premier|1re|1ère|1er|prima|primul", r"second|deuxième|seconde?|2e|2ème|(?:a )?doua|(?:al )?doilea",
    r"third|troisième|3e|3ème|(?:a )?treia|(?:al )?treilea", r"fourth|quatrième|4e|4ème|(?:a )?patra|(?:al )?patrulea",
    r"fifth|cinquième|5e|5ème|(?:a )?cincea|(?:al )?cincilea", r"sixth|sixième|6e|6ème|(?:a )?șasea|(?:al )?șaselea",
)
# What an option is called in a sentence.
_NAMED = (r"options?|choices?|choix|solutions?|variants?|variantes?|varianta|variantei|opțiunea|optiunea|opțiunii|"
          r"soluția|solutia|alegerea|propositions?|proposal|numbers?|no\.?|nr\.?|n°|numéro|numărul|numarul|lettre|"
          r"letter|litera|point|punctul")
# Verbs by which one chooses, and what may stand between them and the option.
_TAKES = (r"choose|chose|pick|take|prefer|want|go (?:for|with)|going (?:for|with)|vote for|opt for|like|"
          r"decide (?:for|on)|choisis|choisissons|choisi|prends|prenons|préfère|préférons|veux|voulons|voudrais|"
          r"opte pour|optons pour|partons sur|pars sur|part sur|va pour|alegem|aleg|ales|prefer|preferăm|preferam|"
          r"vreau|vrem|aș vrea|luăm|iau|optez pentru|optăm pentru|mergem pe|merg pe|mergem cu|rămâne|rămân la")
_ARTICLE = r"(?:the|la|le|l[’']|pe|cu|pentru|our|your|that)?\s*"
# What may stand around an option that makes up a whole sentence.
_BEFORE = (r"(?:(?:yes|ok|okay|well|so|then|please|oui|d[’']accord|bon|alors|da|bine|atunci|deci|for me|pour moi|"
           r"pentru mine|my choice(?: is)?|our choice(?: is)?|mon choix(?: est)?|notre choix(?: est)?|"
           r"alegerea (?:mea|noastră)(?: este| e)?|it[’']s|it is|c[’']est|este|e)[\s,:-]+)*")
_AFTER = (r"(?:[\s,.)]+(?:then|please|thanks|thank you|thank you very much|it is|for me|for us|alors|donc|merci|"
          r"merci beaucoup|s[’']il vous plaît|svp|pour moi|pour nous|atunci|vă rog|va rog|mulțumesc|multumesc|mersi|"
          r"pentru mine|pentru noi|one|is (?:fine|good|best|ok|perfect)|me convient|nous convient|me va|est bien|"
          r"e bine|e bună|este bună|ni se potrivește|mi se potrivește))*")
_END = (r"(?=\s*(?:[.,;:!)\"”»–—-]|$|(?:then|please|thanks?|alors|merci|s[’']il|svp|atunci|vă|va rog|mulțumesc)\b))")
_JOIN = r"\s*(?:,|/|or|and|&|ou|et|sau|și|si)\s*"
_LIST = rf"(?:{_MARK})(?:{_JOIN}(?:{_MARK}))*"
_ORDINAL = "|".join(f"(?P<o{place}>{words})" for place, words in enumerate(_ORDINALS))

_ALONE = re.compile(rf"^{_BEFORE}{_ARTICLE}(?:(?:{_NAMED})(?!\w)\s*)?"
                    rf"[\"“„«(#]*\s*(?P<list>{_LIST})[\"”»)]*{_AFTER}\s*[.!)]*$")
_ALONE_ORDINAL = re.compile(rf"^{_BEFORE}{_ARTICLE}(?:{_ORDINAL})(?:\s+(?:{_NAMED}))?{_AFTER}\s*[.!]*$")
_CALLED = re.compile(rf"\b(?:{_NAMED})(?!\w)\s*[\"“„«(#]*\s*(?P<list>{_LIST})(?! doua| treia| patra| cincea)")
_CALLED_ORDINAL = re.compile(rf"\b(?:(?:{_NAMED})\s+(?:{_ORDINAL.replace('?P<o', '?P<a')})|"
                             rf"(?:{_ORDINAL})\s+(?:one|{_NAMED}))\b")
_TAKEN = re.compile(rf"\b(?:{_TAKES})\s+{_ARTICLE}[\"“„«(#]*(?P<list>{_LIST})[\"”»)]*{_END}")
# A number with a stop may begin a line of a list: "1. It is slow".
_SENTENCE = re.compile(r"(?<=[.!?…])(?<!\b\d\.)\s+|\n+")
_CLAUSE = re.compile(r"[,;:]\s+")
_NOT = re.compile(r"(?:\b(?:not|nor|never|without|except|instead of|rather than|anything but|all but|pas|non|ni|"
                  r"sauf|sans|plutôt que|au lieu de|nu|nici|fără|decât|exceptând|în loc de)|n[’']t)\s+"
                  r"(?:[^\s,;:]+\s+){0,2}$")
_IF = re.compile(r"\b(?:if|unless|provided|whether|maybe|perhaps|depends|peut-être|dépend|dacă|daca|poate|depinde|"
                 r"si (?:c[’']est|vous|on|je|j[’']|ils?|elle|ça|cela|possible|nous|tout|l[ea]s?|l[’'])|"
                 r"s[’']il (?!vous))")


def choose(text: str, options: int, names: Iterable[str] = ()) -> Chosen:
    """Which of the first `options` options the words choose. `names` are those of who writes and who is written to.

    ONE only where a single option is named outside of questions, negations and conditions; whoever names others there
    asks about them, or rules them out.
    """
    known = {word.casefold() for name in names for word in name.split()}
    taken: set[int] = set()
    doubtful: set[int] = set()
    for sentence in _SENTENCE.split(compose(text[:_LONGEST]).lower()):
        words = " ".join(word for word in sentence.split() if word.strip(",.;:!()") not in known)
        for start, place in _named(words):
            if words.endswith("?") or _IF.search(words) or _NOT.search(words[:start]):
                doubtful.add(place)
            else:
                taken.add(place)
    if not taken:
        return _UNSURE if doubtful else _NOTHING
    if len(taken) > 1 or max(taken) >= options:
        return _UNSURE
    return Chosen(Chose.ONE, taken.pop())


def _named(words: str) -> Iterator[tuple[int, int]]:
    """The options that a sentence names: where, and which. A clause may be nothing but an option."""
    start = 0
    for clause in _CLAUSE.split(words):
        start = words.index(clause, start)
        yield from ((start, place) for place in _alone(clause))
    for pattern in (_CALLED, _TAKEN):
        for found in pattern.finditer(words):
            for mark in re.finditer(_MARK, found["list"]):
                yield found.start(), _place(mark.group())
    for found in _CALLED_ORDINAL.finditer(words):
        yield found.start(), _ordinal(found)


def _alone(clause: str) -> Iterator[int]:
    if found := _ALONE.match(clause):
        yield from (_place(mark.group()) for mark in re.finditer(_MARK, found["list"]))
    elif found := _ALONE_ORDINAL.match(clause):
        yield _ordinal(found)


def _ordinal(found: re.Match[str]) -> int:
    return int(next(name[1:] for name, value in found.groupdict().items() if value is not None))


def _place(mark: str) -> int:
    return int(mark) - 1 if mark.isdecimal() else ord(mark) - ord("a")
