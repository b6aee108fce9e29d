"""Fetch what the tests against published descriptions need from npm: `python tools/npm_packages.py`.

Prism answers as a service would that is described by OpenAPI, and refuses requests that its description does not allow.
GitHub's and Twilio's descriptions and the schema of Atlassian Document Format come from their makers. All of it lies
under build/, which git ignores; nothing of it is a part of the product.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "build" / "npm"
PRISM_VERSION = "@stoplight/prism-cli@5.14.2"
PRISM = FOLDER / "node_modules" / ".bin" / "prism"
# What is taken out of a package that holds much more: its file, and where it is put.
SINGLE = {
    "@octokit/openapi@23.0.2": ("package/generated/api.github.com.json", FOLDER / "api.github.com.json"),
    "@twilio/cli-core@8.3.2": ("package/src/services/twilio-api/twilio_api_v2010.json", FOLDER / "twilio.json"),
    "@atlaskit/adf-schema@57.7.22": ("package/dist/json-schema/v1/full.json", FOLDER / "adf.json"),
}
SECONDS = 600


class CannotFetch(Exception):
    """Says in one sentence why, and what to do."""


def fetch() -> None:
    """Everything is there afterwards; `CannotFetch` where npm is missing or cannot be reached."""
    if not shutil.which("npm"):
        raise CannotFetch("npm is not installed (Debian: apt-get install npm); nothing was fetched")
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not PRISM.exists():
        _npm("install", "--no-save", "--no-audit", "--no-fund", "--prefix", FOLDER, PRISM_VERSION)
    for package, (inside, put) in SINGLE.items():
        if not put.exists():
            _one_file(package, inside, put)


def _one_file(package: str, inside: str, put: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _npm("pack", "--silent", "--pack-destination", folder, package)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as files:
            content = files.extractfile(inside)
            if content is None:
                raise CannotFetch(f"{package} holds no {inside}; its version was changed")
            draft = put.with_suffix(".part")
            draft.write_bytes(content.read())
        draft.rename(put)


def _npm(*words: object) -> None:
    try:
        done = subprocess.run(["npm", *map(str, words)], capture_output=True, text=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise CannotFetch(f"npm {words[0]} did not end in {SECONDS} seconds; try again") from None
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise CannotFetch(f"npm {words[0]} said: {said[-1] if said else done.returncode}; check the network")


def main() -> int:
    """0 when everything is there."""
    try:
        fetch()
    except CannotFetch as failure:
        print(f"The published descriptions could not be fetched: {failure}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
