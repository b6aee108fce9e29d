"""The desk speaks French and Romanian whole: every message of the sources translated, none in doubt, compiled anew."""

from __future__ import annotations

import gettext
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT, nothing

LOCALE = ROOT / "src" / "entendu" / "locale"
LANGUAGES = ("fr", "ro")
STRING = re.compile(r'^(msg\w+(?:\[\d\])?) ((?:".*"\n)+)', re.MULTILINE)
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""


def gettext_tool(*words: object) -> str:
    """Run one of the gettext programs and give what it printed; its own words when it fails."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def entries(catalogue: str) -> Iterator[dict[str, str]]:
    """Each entry but the header: its strings by keyword (msgctxt, msgid, msgstr or msgstr[0]…), quotes taken off."""
    for block in catalogue.split("\n\n"):
        strings = {word: "".join(re.findall(r'"(.*)"', text)) for word, text in STRING.findall(block + "\n")}
        if strings.get("msgid"):
            yield strings


def incomplete(po: Path) -> Iterator[str]:
    """What a translation lacks: entries without one, entries in doubt (fuzzy), placeholders that match."""
    for entry in entries(gettext_tool("msgattrib", "--no-obsolete", "--no-wrap", "--force-po", po)):
        if not all(text for word, text in entry.items() if word.startswith("msgstr")):
            yield f"{po}: {entry['msgid']!r} is not translated"
    for entry in entries(gettext_tool("msgattrib", "--only-fuzzy", "--no-obsolete", "--no-wrap", "--force-po", po)):
        yield f"{po}: {entry['msgid']!r} is fuzzy"
    check = ["msgfmt", "--check-format", "-o", "/dev/null", str(po)]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    yield from (line for line in done.stderr.splitlines() if po.name in line)


def is_stale(po: Path, mo: Path, folder: Path) -> bool:
    """Whether the compiled catalogue says something else than the text it should have been made of."""
    if not mo.exists():
        return True
    fresh = folder / "fresh.mo"
    gettext_tool("msgfmt", "-o", fresh, po)
    with fresh.open("rb") as wanted, mo.open("rb") as found:
        return vars(gettext.GNUTranslations(wanted))["_catalog"] != vars(gettext.GNUTranslations(found))["_catalog"]


def translations() -> list[Path]:
    """The catalogues of all languages, once the product has any."""
    return [LOCALE / language / "LC_MESSAGES" / "django.po" for language in LANGUAGES] if LOCALE.exists() else []


def test_translations_are_complete() -> None:
    missing = [str(po) for po in translations() if not po.exists()]
    nothing([f"{po} is missing" for po in missing] or [words for po in translations() for words in incomplete(po)])


def test_translations_are_compiled(tmp_path: Path) -> None:
    nothing([f"{po.with_suffix('.mo')} is older than its text: make messages" for po in translations()
             if is_stale(po, po.with_suffix(".mo"), tmp_path)])


def test_translations_know_every_message_of_the_sources(tmp_path: Path) -> None:
    """makemessages, run on a copy, adds nothing."""
    if not translations():
        return
    copy = tmp_path / "entendu"
    shutil.copytree(ROOT / "src" / "entendu", copy, ignore=shutil.ignore_patterns("__pycache__", "vendor"))
    before = {language: known(copy, language) for language in LANGUAGES}
    locales = [word for language in LANGUAGES for word in ("--locale", language)]
    subprocess.run(
        [Path(sys.executable).with_name("django-admin"), "makemessages", *locales, "--no-wrap", "--verbosity=0"],
        cwd=copy, check=True, capture_output=True, env={"PATH": os.defpath, "LANG": "C.UTF-8"},
    )
    nothing([f"{language}: {message!r} is not in the catalogue: make messages"
             for language in LANGUAGES for message, _ in sorted(known(copy, language) - before[language])])


def known(package: Path, language: str) -> set[tuple[str, str]]:
    """The messages that a catalogue holds, each with its context, obsolete ones left out."""
    po = package / "locale" / language / "LC_MESSAGES" / "django.po"
    catalogue = gettext_tool("msgattrib", "--no-obsolete", "--no-wrap", "--force-po", po)
    return {(entry["msgid"], entry.get("msgctxt", "")) for entry in entries(catalogue)}


@pytest.mark.parametrize(("entry", "words"), [
    ('msgid "Close"\nmsgstr "Fermer"\n', []),
    ('msgid "Close"\nmsgstr ""\n', ["'Close' is not translated"]),
    ('#, fuzzy\nmsgid "Close"\nmsgstr "Proche"\n', ["'Close' is fuzzy"]),
    ('msgid "%(n)s ticket"\nmsgid_plural "%(n)s tickets"\nmsgstr[0] "%(n)s ticket"\nmsgstr[1] ""\n',
     ["'%(n)s ticket' is not translated"]),
    ('#, python-format\nmsgid "Hello %(name)s"\nmsgstr "Bonjour %(nom)s"\n', ["format specification"]),
    ('msgid ""\n"One\\n"\n"two"\nmsgstr ""\n', ["'One\\\\ntwo' is not translated"]),
    ('msgid ""\n"One\\n"\n"two"\nmsgstr ""\n"Un\\n"\n"deux"\n', []),
    ('#~ msgid "Gone"\n#~ msgstr ""\n', []),
])
def test_incomplete(tmp_path: Path, entry: str, words: list[str]) -> None:
    po = tmp_path / "django.po"
    po.write_text(HEADER + entry)
    found = list(incomplete(po))
    assert [any(word in line for line in found) for word in words] == [True] * len(words)
    assert bool(found) == bool(words)


def test_stale(tmp_path: Path) -> None:
    po, mo = tmp_path / "django.po", tmp_path / "django.mo"
    po.write_text(HEADER + 'msgid "Close"\nmsgstr "Fermer"\n')
    assert is_stale(po, mo, tmp_path)
    gettext_tool("msgfmt", "-o", mo, po)
    assert not is_stale(po, mo, tmp_path)
    po.write_text(HEADER + 'msgid "Close"\nmsgstr "Clore"\n')
    assert is_stale(po, mo, tmp_path)
