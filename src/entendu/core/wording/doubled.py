"""Doubled words: "the the", "de de", "la la"; those that a language doubles by right are left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from entendu.core.wording import rules
from entendu.core.wording.findings import Finding, Severity
from entendu.core.wording.prose import Prose

_TWICE = re.compile(r"(?<![\w'\-.])([^\W\d_]{2,})[ \u00a0]\1(?![\w'\-])")
_BY_RIGHT = {
    "en": frozenset("that had is do so very bye blah ha ho no yes knock tut far many really hear now there".split()),
    "fr": frozenset("nous vous très bien si non oui bye tout fait jamais loin bla ha doucement".split()),
    "ro": frozenset("foarte mai încet nu da tot gata rând pas bla ha hai repede puțin câte doi vine ia pa".split()),
}


def findings(text: Prose, language: str) -> Iterator[Finding]:
    """Each word that stands twice in a row, as a warning with the word alone to put in its place."""
    doubt = rules.of_the_product(language).head("grammar").doubt
    by_right = _BY_RIGHT.get(language)
    if by_right is None or not doubt:
        return
    for found in _TWICE.finditer(text.small):
        start, end = found.span()
        # "Bora Bora" and "Pago Pago" are names.
        named = text.text[start].isupper() and text.text[end - len(found[1])].isupper()
        if found[1] not in by_right and not named and not text.is_foreign(start, end):
            once = text.text[start : start + len(found[1])]
            yield Finding("grammar", start, end, doubt, Severity.WARNING, (once,), rule="doubled-word")
