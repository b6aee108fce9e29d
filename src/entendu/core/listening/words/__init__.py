"""How English, French and Romanian speak of trouble; one file a language, as a speaker would write it."""

from __future__ import annotations

from entendu.core.listening.words import en, fr, ro
from entendu.core.listening.words.table import Words

LANGUAGES: dict[str, Words] = {"en": en.WORDS, "fr": fr.WORDS, "ro": ro.WORDS}


def of(language: str) -> Words:
    """The table of a language by its tag ("fr", "fr-CH"); English where we have none."""
    return LANGUAGES.get(language[:2].lower(), en.WORDS)
