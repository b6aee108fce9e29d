"""What somebody says of a case that has to be checked before it is passed on: claims, versions, since when.

A claim is a sentence about what happened, or did not, which nobody else has seen yet. Questions, quotations and
politeness are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from entendu.core.diagnosis.since import since
from entendu.core.diagnosis.surroundings import environment_in
from entendu.core.governor.facts.fold import fold
from entendu.core.listening.words import of
from entendu.core.wording import linear
from entendu.core.wording.features import plain
from entendu.core.wording.findings import Direction
from entendu.core.wording.prose import Prose, Sentence, prose

LONGEST = 5_000  # characters of a message in which facts are looked for
MOST_CLAIMS = 6
MOST_VERSIONS = 4
_SENTENCES = 40
_FEWEST_WORDS, _LONGEST_CLAIM = 3, 300
_GREETING = 3  # words before a comma that can be a greeting
_CHECK = "claim"
# What people say of what they did not do, of how it came, and of what it cost them; folded.
_CLAIMS = {
    "en": r"""(?:nothing|anything|never)\b.{0,30}\b(?:chang|touch|did|done|modif|install|updat)
        |(?:did|have|has|had|was|were)(?:\s?n.?t|\s+not)\s+(?:chang|touch|do|done|modif|install|updat|delet|mov)\w*
        |(?:did|changed|touched|done)\s+nothing|nobody\b.{0,20}\b(?:chang|touch|us|has)\w*
        |\bsuddenly\b|all of a sudden|out of nowhere|by itself|on its own|from one day to the next|overnight
        |(?:always|still)\s+(?:worked|works|been|had)|worked\s+(?:fine|well|until|till|yesterday|before)|used to work
        |\b(?:lost|lose|losing|missed|cost)\b.{0,25}\b(?:\d+|one|two|three|four|five|six|ten|several|many|few
            |half|all|jobs?|orders?|clients?|customers?|bookings?|sales|money|days?|hours?)""",
    "fr": r"""(?:rien|jamais)\b.{0,25}\b(?:chang|touch|fait|modif|install|suppr)|(?:touche|change|modifie)\s+a?\s*rien
        |n.?(?:ai|avons|a|avez|est|ont)\s+(?:rien|pas|jamais)\s+(?:chang|touch|fait|modif|install|suppr)\w*
        |personne\s+n|d.?un (?:seul )?coup|tout a coup|tout seul|toute seule|soudain|subitement
        |du jour au lendemain|sans prevenir|sans raison|(?:a|avait|ont)\s+toujours\s+(?:marche|fonctionne|ete)
        |(?:marchait|fonctionnait|a marche)\b.{0,25}\b(?:hier|avant|jusqu|bien|encore)
        |\b(?:perdu|perdons|perds|rate|coute)\b.{0,25}\b(?:\d+|un|une|deux|trois|quatre|cinq|dix|plusieurs|des|les|nos
            |clients?|commandes?|chantiers?|ventes?|argent|jours?|heures?)""",
    "ro": r"""(?:nimic|niciodata)\b.{0,25}\b(?:schimb|modific|umbl|facut|instal|sters)
        |n.?\s?(?:am|a|au|ati)\s+(?:schimb|modific|umbl|facut|instal|sters|atins)\w*|nu\s+am\s+\w+\s+nimic
        |nimeni\s+n|dintr.?o ?data|brusc|deodata|din senin|de la sine|singur[a]?\b|peste noapte|de la o zi la alta
        |a\s+mers\s+(?:mereu|intotdeauna|pana|ieri|bine)|mergea\b.{0,25}\b(?:ieri|inainte|pana|bine)|mereu a mers
        |\b(?:pierdut|pierdem|pierd|ratat|costat)\b.{0,25}\b(?:\d+|un|o|doi|doua|trei|patru|cinci|zece|multe|mai multe
            |client\w*|comen\w*|lucrar\w*|vanzar\w*|bani|zile|ore)""",
}  # fmt: skip
_SPEECH = {name: re.compile(source, re.VERBOSE) for name, source in _CLAIMS.items()}


class Kind(StrEnum):
    """What sort of thing was said."""

    CLAIM = "claim"
    VERSION = "version"
    SINCE = "since"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was said, in its words, at `start` of the text."""

    kind: Kind
    words: str
    start: int


def told_in(text: str, language: str, said_at: datetime, zone: tzinfo, found: Iterable[int] = ()) -> list[Told]:
    """Claims, versions and since when, in the order of the text; `found` are places at which a claim was read already.

    `said_at` is aware; `zone` is the clock of the one who writes. What is quoted from others is not theirs.
    """
    text = text[:LONGEST]
    cut = prose(text)
    own = "".join(" " if cut.is_foreign(k, k + 1) else letter for k, letter in enumerate(text)) if cut.foreign else text
    versions = [words for words in environment_in([own]) if any(letter.isdigit() for letter in words)]
    said = list(_claims(cut, language, set(found), versions))
    began = since(text, language, said_at, zone)
    if began is not None and began.said and not cut.is_foreign(began.start, began.end):
        said.append(Told(Kind.SINCE, _tidy(text[began.start : began.end]), began.start))
    said += [Told(Kind.VERSION, words, max(text.casefold().find(words.casefold()), 0))
             for words in versions[:MOST_VERSIONS]]  # fmt: skip
    return sorted(said, key=lambda one: one.start)


def _claims(cut: Prose, language: str, found: set[int], versions: Sequence[str]) -> Iterator[Told]:
    models, speech = linear.of_the_product(language, Direction.IN), _SPEECH.get(language)
    model = models.model(_CHECK)
    count = 0
    for sentence in cut.sentences[:_SENTENCES]:
        start, end = _without_greeting(cut, sentence, language)
        few = cut.length(start, end) < _FEWEST_WORDS
        if sentence.asks or few or end - start > _LONGEST_CLAIM or cut.is_foreign(start, start + 1):
            continue
        said = speech is not None and speech.search(cut.folded, start, end) is not None
        if not said and any(words in cut.text[start:end] for words in versions):
            continue  # which program they use is a fact of its own
        said = said or any(sentence.start <= place < sentence.end for place in found)
        if not said and model is not None:
            said = models.likelihoods(plain(cut, sentence.start, sentence.end))[_CHECK] >= model.threshold
        if said:
            yield Told(Kind.CLAIM, _tidy(cut.text[start:end]), start)
            count += 1
            if count == MOST_CLAIMS:
                return


def _without_greeting(cut: Prose, sentence: Sentence, language: str) -> tuple[int, int]:
    """The sentence's place without a "Hello Ioana," before it."""
    comma = cut.text.find(",", sentence.start, sentence.end)
    if comma < 0 or len(cut.text[sentence.start : comma].split()) > _GREETING:
        return sentence.start, sentence.end
    if not of(language).polite.match(fold(cut.text[sentence.start : comma])):
        return sentence.start, sentence.end
    rest = re.compile(r"\s*").match(cut.text, comma + 1)
    return (rest.end() if rest else comma + 1), sentence.end


def _tidy(words: str) -> str:
    return " ".join(words.split()).strip(" .,;:–-")
