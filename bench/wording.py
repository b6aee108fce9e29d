"""`python -m bench.wording`: how quickly texts are read by the second reader, in each language.

    python -m bench.wording [--seconds S] [--folder PROSE]

The texts are the labelled sentences of data/prose, of which no two are alike: single ones, replies of about 330
characters, and drafts of 1,500, made of sentences by one hand. Rules, models and dictionaries are loaded, and the
expressions of the rules made by reading other texts, before the clock starts; a cold start is measured by itself, as
the command line. CPU seconds: the machine may be shared.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Used, run
from entendu.core.wording.corpus import lines
from entendu.core.wording.findings import Context, Direction
from entendu.core.wording.read import NO_DICTIONARIES, Dictionaries, read
from entendu.parts.wording.dictionaries import shelf

PROSE = Path(__file__).resolve().parents[1] / "data" / "prose"
LANGUAGES = ("en", "fr", "ro")
SENTENCE, REPLY, DRAFT = 1, 330, 1_500  # characters, at least
SECONDS = 2.0  # of CPU, for each figure
COLD_STARTS = 5
NOTHING_KNOWN = Context()


def texts(folder: Path, language: str, length: int) -> Iterator[str]:
    """Texts of about this length, each of sentences that stand in no other."""
    piece: list[str] = []
    for file in sorted((folder / language).glob("*.txt")):
        hand = ""
        for line in lines(file.read_text(encoding="utf-8").splitlines()):
            if line.hand != hand:
                piece, hand = [], line.hand
            piece.append(line.text)
            if sum(map(len, piece)) + len(piece) >= length:
                yield " ".join(piece)
                piece = []


def rate(found: list[str], language: str, dictionaries: Dictionaries, seconds: float) -> float:
    """Texts a CPU second."""
    began, count = time.process_time(), 0
    for text in found:
        read(text, Direction.OUT, language, NOTHING_KNOWN, dictionaries)
        count += 1
        if time.process_time() - began > seconds:
            break
    return count / (time.process_time() - began)


def median(found: list[str], language: str, dictionaries: Dictionaries) -> float:
    """Milliseconds of CPU for one text, at the median."""
    took = []
    for text in found:
        began = time.process_time()
        read(text, Direction.OUT, language, NOTHING_KNOWN, dictionaries)
        took.append(time.process_time() - began)
    return statistics.median(took) * 1000


def cold(language: str) -> Used:
    """The command line, for one text."""
    entendu = Path(sys.executable).with_name("entendu")
    return run([str(entendu), "wording", "check", "--language", language, "--text", "Bonjour, hello, bună ziua."])


def measure(folder: Path, seconds: float) -> dict[str, dict[str, str]]:
    """What each language costs, by figure."""
    known = shelf(Path("data", "dictionaries"))
    table: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        drafts = list(texts(folder, language, DRAFT))
        for text in drafts[len(drafts) // 2 :]:
            read(text, Direction.OUT, language, NOTHING_KNOWN, NO_DICTIONARIES)
        for text in drafts[-5:]:
            read(text, Direction.OUT, language, NOTHING_KNOWN, known)
        table[language] = {}
        for name, length in (("sentences", SENTENCE), ("replies", REPLY)):
            pieces = list(texts(folder, language, length))
            first, second = pieces[: len(pieces) // 2], pieces[len(pieces) // 2 :]
            table[language] |= {
                f"{name} per CPU second, without spelling": f"{rate(first, language, NO_DICTIONARIES, seconds):.0f}",
                f"{name} per CPU second, with spelling": f"{rate(second, language, known, seconds):.0f}"}
        starts = [cold(language) for _ in range(COLD_STARTS)]
        table[language] |= {
            f"a draft of {DRAFT} characters, ms at the median": f"{median(drafts[:200], language, known):.1f}",
            "cold start, CPU seconds at the median": f"{statistics.median(one.cpu for one in starts):.2f}",
        }
    return table


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.wording", description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--folder", type=Path, default=PROSE)
    args = parser.parse_args()
    table = measure(args.folder, args.seconds)
    print(f"{'The second reader':<48}" + "".join(f"{language:>8}" for language in table))
    for row in next(iter(table.values())):
        print(f"{row:<48}" + "".join(f"{figures[row]:>8}" for figures in table.values()))


if __name__ == "__main__":
    main()
