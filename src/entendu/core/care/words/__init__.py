"""How English, French and Romanian say that it works or does not, and that something is urgent; one file a language."""

from __future__ import annotations

from entendu.core.care.words import en, fr, ro
from entendu.core.care.words.table import Words

LANGUAGES: dict[str, Words] = {"en": en.WORDS, "fr": fr.WORDS, "ro": ro.WORDS}
