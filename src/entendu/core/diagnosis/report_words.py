"""The headings of a report to developers, in the language in which they read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in a report besides what is known: headings, states, and what is said where nothing is known."""

    heard: str
    confirmed: str
    not_confirmed: str
    facts: str
    states: Mapping[str, str]
    steps: str
    environment: str
    codes: str
    causes: str
    possible: str
    ruled_out: str
    attached: str
    sign_in: str
    unknown: str
    case: str


WORDS: Mapping[str, Words] = MappingProxyType({
    "en": Words(
        heard="What we heard", confirmed="The customer confirmed it.",
        not_confirmed="The customer has not confirmed it yet.", facts="Evidence",
        states={"claimed": "claimed", "confirmed": "confirmed", "refuted": "refuted"}, steps="Steps",
        environment="Environment", codes="Error codes", causes="Causes", possible="not ruled out",
        ruled_out="ruled out", attached="Attached", sign_in="The links ask for a sign-in at the support desk.",
        unknown="Not known yet.", case="The case: {url}"),
    "fr": Words(
        heard="Ce que nous avons entendu", confirmed="Le client l’a confirmé.",
        not_confirmed="Le client ne l’a pas encore confirmé.", facts="Éléments vérifiés ou non",
        states={"claimed": "affirmé", "confirmed": "confirmé", "refuted": "réfuté"}, steps="Étapes",
        environment="Environnement", codes="Codes d’erreur", causes="Causes", possible="pas écartée",
        ruled_out="écartée", attached="Pièces jointes",
        sign_in="Les liens demandent de se connecter au support.", unknown="Pas encore connu.",
        case="Le dossier : {url}"),
    "ro": Words(
        heard="Ce am auzit", confirmed="Clientul a confirmat.", not_confirmed="Clientul nu a confirmat încă.",
        facts="Dovezi", states={"claimed": "afirmat", "confirmed": "confirmat", "refuted": "infirmat"},
        steps="Pași", environment="Mediu", codes="Coduri de eroare", causes="Cauze", possible="nu e exclusă",
        ruled_out="exclusă", attached="Atașamente", sign_in="Linkurile cer autentificare la suport.",
        unknown="Încă nu se știe.", case="Cazul: {url}"),
})
