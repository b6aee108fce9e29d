"""What a draft states of a case as if it were known, and nobody has checked: only the customer has said it so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from entendu.core.wording.findings import Finding, Severity
from entendu.core.wording.prose import Prose, Sentence
from entendu.core.wording.same_words import carrying

CHECK, RULE = "unverified-claim", "claim-not-checked"
_ALIKE, _FEWEST = 0.75, 2
# What asks, supposes, feels with somebody or gives a thing back as their account states nothing; folded.
_ACCOUNT = re.compile(
    r"""\byou\ (?:say|said|write|wrote|tell|told|mention(?:ed)?|describe[d]?|report(?:ed)?|feel|think|believe)
    |\b(?:as\ (?:far\ as|i|we)|from\ what|according\ to)\b|\b(?:if|whether|sorry|understand|understood)\b
    |\bwe\ (?:are\ checking|check|will\ check|look\ into)|\bto\ check\b|\bi\ read\ that\b|\bit\ seems\b
    |\bvous\ (?:dites|ecrivez|avez\ (?:dit|ecrit|signale|indique)|signalez|indiquez|decrivez|pensez)|\bselon\ vous
    |\bd'apres\ (?:vous|votre|vos)|\b(?:si|s'il|desole[es]*|navre[es]*|semble|comprends|comprenons|lis)\b
    |\bnous\ (?:verifions|allons\ verifier)|\bje\ verifie
    |\b(?:spuneti|scrieti|dupa\ cum|daca|inteleg|intelegem|verific|verificam|vom\ verifica)\b|\bpare\ (?:rau|ca)\b
    |\bati\ (?:spus|scris|semnalat|mentionat)""",
    re.VERBOSE,
)
_SAYS = {
    "en": "So far only the customer says “{claim}”; confirm it among the facts first, or say it as their account.",
    "fr": "Pour l’instant, seul le client dit « {claim} » ; confirmez-le d’abord parmi les faits, ou dites-le comme "
          "son récit.",
    "ro": "Deocamdată doar clientul spune „{claim}”; confirmați întâi printre fapte sau spuneți-o ca relatare a lui.",
}  # fmt: skip
_AS_THEIRS = {"en": "As you describe it, {said}", "fr": "D’après votre description, {said}",
              "ro": "Din ce ne scrieți, {said}"}  # fmt: skip
_SHOWN = 60  # characters of a claim in the sentence about it


def findings(text: Prose, language: str, claims: Iterable[str]) -> Iterator[Finding]:
    """A hint at each sentence that states an unchecked claim, in the draft's language, and how to say it as theirs."""
    for sentence, claim in stated(text, claims):
        said = text.text[sentence.start : sentence.end]
        words = claim if len(claim) <= _SHOWN else f"{claim[: _SHOWN - 1].rstrip()}…"
        yield Finding(
            CHECK, sentence.start, sentence.end, _SAYS.get(language, _SAYS["en"]).format(claim=words), Severity.HINT,
            suggestions=(_AS_THEIRS.get(language, _AS_THEIRS["en"]).format(said=_inside(said)),), rule=RULE,
        )  # fmt: skip


def stated(text: Prose, claims: Iterable[str]) -> Iterator[tuple[Sentence, str]]:
    """The sentences of a draft that state one of these claims as if it were known, each with the claim."""
    theirs = [(claim, words) for claim in claims if len(words := carrying(claim)) >= _FEWEST]
    for sentence in text.sentences if theirs else ():
        if sentence.asks or _ACCOUNT.search(text.folded, sentence.start, sentence.end):
            continue
        words = carrying(text.text[sentence.start : sentence.end])
        for claim, said in theirs:
            if len(words & said) >= max(_FEWEST, len(said) * _ALIKE):
                yield sentence, claim
                break


def _inside(said: str) -> str:
    """A sentence as it reads behind a comma: its first letter is small, unless its first word is in capitals."""
    first = said.split(None, 1)[0] if said.strip() else ""
    return said if first[1:2].isupper() or first in {"I", "I’m", "I'm"} else said[:1].lower() + said[1:]
