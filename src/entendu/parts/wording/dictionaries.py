"""Spelling dictionaries in Hunspell's form (hunspell(5)): from the data folder, else where Debian puts them.

A language may have several, and a word is right if one of them knows it: "colour" and "color" both are. What is missing
is missing: a text in a language without a dictionary is not spelt, and `entendu check` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from hunspell import Hunspell

NAMES = {"en": ("en_GB", "en_US"), "fr": ("fr",), "ro": ("ro_RO",)}
SYSTEM = Path("/usr/share/hunspell")  # Debian's dictionaries-common policy, §4
PACKAGES = {"en": ("hunspell-en-gb", "hunspell-en-us"), "fr": ("hunspell-fr-classical",), "ro": ("hunspell-ro",)}


class HunspellDictionary:
    """All dictionaries of one language, as one. Loading takes up to a fifth of a second; a word some microseconds."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._all = [Hunspell(path.stem, hunspell_data_dir=str(path.parent)) for path in paths]
        self.knows = lru_cache(maxsize=20_000)(self._knows)

    def _knows(self, word: str) -> bool:
        """Whether the word is right as it is written."""
        return any(each.spell(word) for each in self._all)


def available(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """Each language with its dictionaries, those of `folder` (the data folder's `dictionaries`) before the system's."""
    for language, names in NAMES.items():
        found = (path / f"{name}.dic" for name in names for path in (folder, SYSTEM))
        by_name = {path.stem: path for path in reversed(list(found)) if path.is_file()}
        yield language, [by_name[name] for name in names if name in by_name]


class Shelf(Mapping[str, HunspellDictionary]):
    """The dictionaries of this machine by language, each loaded when it is first asked for and kept."""

    def __init__(self, folder: Path) -> None:
        self._paths = {language: paths for language, paths in available(folder) if paths}
        self._loaded: dict[str, HunspellDictionary] = {}

    def __getitem__(self, language: str) -> HunspellDictionary:
        if language not in self._loaded:
            self._loaded[language] = HunspellDictionary(self._paths[language])
        return self._loaded[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


@cache
def shelf(folder: Path) -> Shelf:
    """The shelf of a data folder's `dictionaries`; one for the whole process."""
    return Shelf(folder)
