"""Dictionaries: which there are, which come first, and how `make setup` fetches those that are missing."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from entendu.parts.wording import dictionaries

TOOL = Path(__file__).parents[2] / "tools" / "dictionaries.py"
LISTED = ("en_GB", "en_US", "fr", "ro_RO")
# A stand-in for dpkg-deb: "unpacks" each package into the same four dictionaries.
UNPACK = 'mkdir -p "$3/usr/share/hunspell"; cd "$3/usr/share/hunspell"; for n in en_GB en_US fr ro_RO; do ' \
         'echo 1 > $n.dic; echo "SET UTF-8" > $n.aff; done'


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tools/dictionaries.py on a machine without dictionaries, with a data folder and a PATH of its own."""
    monkeypatch.setattr(dictionaries, "SYSTEM", tmp_path / "system")
    monkeypatch.setenv("ENTENDU_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    (tmp_path / "bin").mkdir()
    spec = importlib.util.spec_from_file_location("fetching", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def program(folder: Path, name: str, script: str) -> None:
    (folder / "bin" / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / "bin" / name).chmod(0o755)


def touch(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.dic").touch()


def test_those_of_the_data_folder_come_before_the_systems(tool: ModuleType, tmp_path: Path) -> None:
    touch(tmp_path / "system", "en_GB", "en_US")
    touch(tmp_path / "own", "en_GB", "ro_RO")
    known = dict(dictionaries.available(tmp_path / "own"))
    assert known["en"] == [tmp_path / "own" / "en_GB.dic", tmp_path / "system" / "en_US.dic"]
    assert (known["fr"], known["ro"]) == ([], [tmp_path / "own" / "ro_RO.dic"])


def test_what_is_missing_is_fetched_and_unpacked(tool: ModuleType, tmp_path: Path,
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    program(tmp_path, "apt-get", 'case "$*" in *download*) touch some.deb;; esac')
    program(tmp_path, "dpkg-deb", UNPACK)
    assert tool.main() == 0
    said = capsys.readouterr()
    assert (said.out.count("\n"), said.err) == (1, "")
    folder = tmp_path / "data" / "dictionaries"
    assert sorted(file.name for file in folder.iterdir()) == sorted(f"{n}.{k}" for n in LISTED for k in ("aff", "dic"))
    assert tool.main() == 0
    assert capsys.readouterr().out == ""


def test_without_lists_of_packages_it_makes_its_own(tool: ModuleType, tmp_path: Path) -> None:
    program(tmp_path, "apt-get", 'case "$*" in *Lists*update*) touch listed;; *Lists*download*) '
                                 '[ -e listed ] && touch some.deb;; *) exit 100;; esac')
    program(tmp_path, "dpkg-deb", UNPACK)
    assert tool.main() == 0
    assert (tmp_path / "data" / "dictionaries" / "fr.dic").is_file()


@pytest.mark.parametrize(("apt", "dpkg", "why"), [
    ("echo 'E: Unable to locate package' >&2; exit 100", UNPACK, "E: Unable to locate package"),
    ("touch some.deb", "exit 2", "dpkg-deb cannot open some.deb"),
])
def test_what_cannot_be_had_is_one_line_and_no_failure(
        tool: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], apt: str, dpkg: str, why: str) -> None:
    program(tmp_path, "apt-get", apt)
    program(tmp_path, "dpkg-deb", dpkg)
    assert tool.main() == 0
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert why in said
    assert "Install hunspell-en-gb hunspell-en-us hunspell-fr-classical hunspell-ro, or put" in said
    assert tool.main() == 0  # tried once: the folder is there now, and empty
    assert capsys.readouterr().err == ""


def test_on_a_machine_that_has_them_nothing_is_said(tool: ModuleType, tmp_path: Path,
                                                    capsys: pytest.CaptureFixture[str]) -> None:
    touch(tmp_path / "system", *LISTED)
    assert tool.main() == 0
    assert capsys.readouterr() == ("", "")
    assert not (tmp_path / "data" / "dictionaries").exists()
