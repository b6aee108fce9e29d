"""Whether two short texts speak of the same thing, by the words that carry it."""

from __future__ import annotations

import re

from entendu.core.governor.facts.fold import fold

_WORD = re.compile(r"[a-z0-9]+")
_STEM = 5  # letters by which "export", "exports" and "exporter" are one word
# Words that carry nothing, in the three languages, folded.
_EMPTY = frozenset(
    """
    the a an and or but of to in on at by for from with without as is are was were be been being do does did done
    have has had can could cannot cant will would wont shall should may might must not no nor never you your yours
    we our ours us i me my he she it its they them their this that these those there here what which who whom whose
    when where why how if so than then also just any some all each please yet dont isnt doesnt possible impossible
    able unable tell know say let get one le la les l un une des du de d et ou mais au aux en dans sur par pour avec
    sans est sont etait etre ai avez avons ont peut peux pouvez pouvons peuvent pouvoir ne pas n plus jamais vous
    nous je j il elle ils elles tu te se s ce cet cette ces c ca cela qui que qu quoi quel quelle quels quelles
    quand comment pourquoi si votre vos notre nos son sa ses leur leurs mon ma mes y dire faire fait o unei unui
    niste sau dar pe cu din despre catre prin pentru fara este e sunt era fi am avem aveti poate pot putem puteti nu
    nici niciodata va vi v mi imi iti ti el ea ei ele eu noi voi lui lor care cine cand cum unde dumneavoastra dvs
    al ale cel cea acest aceasta asta mai posibil imposibil spune
    """.split()
)


def says_nothing(word: str) -> bool:
    """Whether a folded word is one of grammar, which every text holds in one of the three languages."""
    return word in _EMPTY


def carrying(text: str) -> frozenset[str]:
    """The stems of a text's words that carry something, folded; figures count."""
    return frozenset(word[:_STEM] for word in _WORD.findall(fold(text)) if word not in _EMPTY)


def share(some: frozenset[str], other: frozenset[str]) -> float:
    """How much of the smaller set is in the other, between 0 and 1; 0 where one of them is empty."""
    smaller = min(len(some), len(other))
    return len(some & other) / smaller if smaller else 0.0
