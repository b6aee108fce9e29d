"""`make bench`: how quick and how large the desk is, on SQLite and on PostgreSQL, beside others. Stops by itself.

    python -m bench [-n LETTERS] [--tickets TICKETS] [--peers FOLDER]

The mail and the others' figures are taken from ../shared/bench where that exists; else the mail is our own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import peers
from bench.desk import Desk
from bench.letters import letters, mbox
from bench.measure import Used

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"
MAKE_MAIL = SHARED / "make_mail.py"
OWN = "our own letters"


@dataclass(frozen=True, slots=True)
class Mail:
    """A corpus: the folder, the mbox in it, and a word that stands in a few of its letters."""

    folder: Path
    box: Path
    rare: str
    source: str


def make_mail(folder: Path, count: int, seed: int = 1) -> Mail:
    """The mail to import: the shared generator's, or our own."""
    if MAKE_MAIL.exists():
        subprocess.run([sys.executable, str(MAKE_MAIL), str(folder), "-n", str(count), "--seed", str(seed),  # noqa: S603
                        "--prefix", f"s{seed}"], check=True, stdout=subprocess.DEVNULL)
        return Mail(folder, folder / "all.mbox", "zygomorphic", MAKE_MAIL.name)
    folder.mkdir(parents=True)
    (folder / "all.mbox").write_bytes(mbox(letters(count, seed)))
    return Mail(folder, folder / "all.mbox", "bench.example", OWN)


def lines(used: Used, count: int) -> dict[str, str]:
    """What an import says of itself."""
    done = json.loads(used.output)
    kept = done["tickets"] + done["replies"]
    if kept != count or done["quarantined"]:
        raise SystemExit(f"Of {count} letters {kept} were placed; nothing is measured until none is lost.")
    return {
        "mail in, CPU seconds per message": f"{used.cpu / count:.4f}",
        "messages per second": f"{count / used.seconds:.1f}",
        "peak memory of the import, MB (PSS)": f"{used.peak:.0f}",
    }


def measured(desk: Desk, mail: Mail, count: int, more: Path) -> dict[str, str]:
    """All figures of one desk."""
    desk.settle()
    said = lines(desk.bring(mail.box), count)
    desk.bring(more)
    with desk.serving():
        said["idle memory of the whole stack, MB (PSS)"] = f"{desk.idle_memory():.0f}"
        pages = {"open list": ("/us/", "/c/"), "conversation": (desk.first_ticket(), "csrfmiddlewaretoken"),
                 "full-text search": (f"/search/?q={mail.rare}", "/c/")}
        for name, (path, expect) in pages.items():
            cpu, median = desk.page(path, expect)
            said[f"{name}, CPU ms (median ms to the answer)"] = f"{cpu:.0f} ({median:.0f})"
    return said


def show(columns: dict[str, dict[str, str]]) -> None:
    """The figures side by side."""
    names = list(next(iter(columns.values())))
    width = max(map(len, names))
    print(" " * width, *(f"{column:>12}" for column in columns))
    for name in names:
        print(f"{name:<{width}}", *(f"{said[name]:>12}" for said in columns.values()))


def show_others(rows: list[list[str]]) -> None:
    """The others' table as it was measured."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        print("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("-n", type=int, default=5000, metavar="LETTERS", help="letters to import (default: 5000)")
    options.add_argument("--tickets", type=int, default=10_000, help="tickets behind the pages (default: 10000)")
    options.add_argument("--only", choices=("sqlite", "postgresql"), help="one database instead of both")
    options.add_argument("--peers", type=Path, metavar="FOLDER", help="also run the peers that are installed there")
    args = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="entendu-bench-")))
        mail = make_mail(folder / "mail", args.n)
        more = folder / "more.mbox"
        # Three letters in five are requests, and each request is a ticket.
        more.write_bytes(mbox(letters(max(0, round((args.tickets - args.n * 0.6) / 0.6)), seed=2)))
        print(f"{args.n} letters of {mail.source} ({mail.box.stat().st_size // 1_000_000} MB), "
              f"pages with about {args.tickets} tickets", flush=True)
        columns = {}
        if args.only != "postgresql":
            columns["SQLite"] = measured(Desk(folder / "sqlite"), mail, args.n, more)
        if args.only != "sqlite":
            from tests.servers.postgres import running_postgres

            cluster = stack.enter_context(running_postgres())
            desk = Desk(folder / "postgresql", cluster.url, cluster.server.process.pid)
            columns["PostgreSQL"] = measured(desk, mail, args.n, more)
        show(columns)
        others = peers.table(SHARED / "README.md")
        if others:
            print("\nOthers, as ../shared/bench/README.md has them (another day, the same kind of machine):")
            show_others(others)
        if args.peers:
            print(json.dumps(peers.run(args.peers, SHARED / "peers", mail.folder), indent=1))


if __name__ == "__main__":
    main()
