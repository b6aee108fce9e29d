"""The words of a trouble and of a change, made comparable: folded, cut to their stems, without those that say nothing.

Names of files and things ("header.html", "checkout-v2") count whole and in their parts. A stem is the first six
letters: rough, but the same for English, French and Romanian, whose endings it drops.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log

from entendu.core.governor.facts.fold import fold

STEM = 6
_NAME = re.compile(r"[a-z0-9]+(?:[_./@:-]+[a-z0-9]+)+")
_PART = re.compile(r"[a-z]+|\d+")
# Words of grammar and of every letter to a desk; what is left speaks of the matter.
_EMPTY = frozenset(
    """the and for that this with not you your our are was were has have had from but all can cannot its does did will
    would when what which who how why they them their there here then than out our any been being she her him his one
    two get got just now only also still again very more some about after before since because please thank thanks off
    hello dear regards good morning evening day days week today yesterday monday tuesday wednesday thursday friday
    saturday sunday new old line last first time times work works worked working nothing something anything see change
    changed changes update updated edit edited problem issue error errors help could should into over under every
    les des une est pas que qui pour dans avec sur vous nous ils elle son ses leur mais plus tout tous toute sont ete
    etait fait faire depuis hier matin soir jour jours semaine lundi mardi mercredi jeudi vendredi samedi dimanche
    bonjour merci cordialement rien encore quand comme cette ces aux par votre notre nos vos mon mes ont ait bien
    nouveau nouvelle ligne erreur probleme marche avant apres aussi
    din este sunt nu cu pentru care mai dar sau fost era avem aveti noi voi lor lui unei unui acest aceasta asta cand
    cum nici doar dupa inainte iar foarte tot toate toti ieri azi maine seara dimineata luni marti miercuri joi vineri
    sambata duminica saptamana zi zile buna ziua multumesc multumim va rog problema eroare nimic merge mers functioneaza
    nou noua linie deja fara prin pana despre""".split())


@lru_cache(maxsize=8192)
def terms(text: str) -> frozenset[str]:
    """The terms of a text, in no order: stems of its words, numbers of three figures and more, and names whole."""
    found = {stem(word) for word in words_of(text) if len(word) >= 3 and word not in _EMPTY}
    found.update(name for name in _NAME.findall(fold(text)) if len(name) <= 60)
    return frozenset(found)


@lru_cache(maxsize=8192)
def words_of(text: str) -> frozenset[str]:
    """The folded words of a text and the numbers in it, each once."""
    return frozenset(_PART.findall(fold(text)))


def says_nothing(word: str) -> bool:
    """Whether a folded word is one of grammar or of every letter to a desk."""
    return word in _EMPTY or len(word) < 3


def stem(word: str) -> str:
    """The first letters of a folded word; figures stay whole."""
    return word if word.isdigit() else word[:STEM]


def rarity(documents: Iterable[frozenset[str]]) -> Mapping[str, float]:
    """How telling each term is, from 0 (in all documents) to 1 (in one of many).

    The inverse document frequency (Spärck Jones 1972, "A statistical interpretation of term specificity"), divided by
    that of a term which stands in one document alone.
    """
    counted: dict[str, int] = {}
    number = 0
    for document in documents:
        number += 1
        for term in document:
            counted[term] = counted.get(term, 0) + 1
    top = log(number + 1)
    return {term: log((number + 1) / count) / top if number else 0.0 for term, count in counted.items()}
