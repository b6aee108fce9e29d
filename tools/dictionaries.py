"""Spelling dictionaries for the desk's languages, where the machine has none: `python tools/dictionaries.py`.

Debian's packages are downloaded and unpacked into `dictionaries` in the data folder; that needs no root. A desk works
without them, so nothing here is a failure: what could not be had is said in one line. Where that folder exists, even
empty, it is left as it is; remove it to have this tried again.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from entendu.config import environment
from entendu.parts.wording.dictionaries import NAMES, PACKAGES, available

SECONDS = 90
INSIDE = Path("usr/share/hunspell")


class NotToBeHad(Exception):
    """Why a package could not be had, in a few words."""


def lacking(folder: Path) -> list[str]:
    """The languages for which neither the folder nor the system has a dictionary."""
    return [language for language, paths in available(folder) if not paths]


def download(packages: Iterable[str], place: Path) -> None:
    """The packages as .deb files in `place`, with lists of packages of our own where the machine's do not know them."""
    private = [f"Dir::State::Lists={place / 'lists'}", f"Dir::Cache={place / 'cache'}", "Debug::NoLocking=1"]
    for folder in ("lists/partial", "cache/archives/partial"):
        (place / folder).mkdir(parents=True)
    options = [word for option in private for word in ("-o", option)]
    try:
        _apt([], ["download", *packages], place)
    except NotToBeHad:
        _apt(options, ["update"], place)
        _apt(options, ["download", *packages], place)


def _apt(options: list[str], words: list[str], place: Path) -> None:
    command = ["apt-get", "--quiet=2", "-o", "APT::Sandbox::User=root", *options, *words]
    try:
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as trouble:
        raise NotToBeHad("apt-get cannot be run here" if isinstance(trouble, OSError) else "apt-get took too "
                         "long") from trouble
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NotToBeHad(f"apt-get {words[0]} said: {said[-1] if said else done.returncode}")


def unpack(place: Path, names: Iterable[str], folder: Path) -> None:
    """The dictionaries with these names, out of the .deb files in `place`, into the folder."""
    for package in place.glob("*.deb"):
        try:
            subprocess.run(["dpkg-deb", "--extract", package, place / "out"], capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError) as trouble:
            raise NotToBeHad(f"dpkg-deb cannot open {package.name}") from trouble
    folder.mkdir(exist_ok=True)
    for name in names:
        for kind in ("aff", "dic"):
            found = place / "out" / INSIDE / f"{name}.{kind}"
            if found.is_file():
                shutil.copyfile(found, folder / found.name)  # what a link points to, too


def main() -> int:
    """0, whatever came of it."""
    folder = environment.data_folder() / "dictionaries"
    languages = lacking(folder)
    if not languages or folder.exists():
        return 0
    packages = [package for language in languages for package in PACKAGES[language]]
    print(f"Fetching spelling dictionaries into {folder} …", flush=True)
    try:
        with tempfile.TemporaryDirectory() as place:
            download(packages, Path(place))
            unpack(Path(place), [name for language in languages for name in NAMES[language]], folder)
    except NotToBeHad as trouble:
        folder.mkdir(exist_ok=True)
        print(f"Drafts in {', '.join(languages)} are not spelt yet ({trouble}); all else works. Install "
              f"{' '.join(packages)}, or put Hunspell dictionaries into {folder}.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
