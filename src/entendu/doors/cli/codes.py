"""`entendu codes`: bring a catalogue of error codes in, and look at what it says of one."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from entendu.doors.cli.lines import FAILED, Groups, say, stop

if TYPE_CHECKING:
    from entendu.parts.diagnosis.models.codes import CodeImport


def add(groups: Groups) -> None:
    """codes import, codes show."""
    verbs = groups.add_parser("codes", help="bring error codes in, look one up").add_subparsers(
        metavar="VERB", title="verbs", required=True)
    bring = verbs.add_parser("import", help="import a catalogue of error codes, CSV or JSON")
    bring.add_argument("file", metavar="FILE", help="columns or fields code, cause, fix, tell (tell_en, tell_fr, "
                       "tell_ro), product; - for standard input")
    bring.add_argument("--product", metavar="NAME", default="", help="whose codes they are (default: as each line "
                       "says, else what the file is called)")
    bring.set_defaults(run=_import)
    show = verbs.add_parser("show", help="print what the catalogues say of a code")
    show.add_argument("code", metavar="CODE")
    show.set_defaults(run=_show)


def _import(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    from django.utils import timezone

    from entendu.flows.diagnosis import catalogue

    started = shown = time.monotonic()
    try:
        content = sys.stdin.buffer.read() if args.file == "-" else Path(args.file).read_bytes()
    except OSError as trouble:
        return stop(err, f"{args.file} cannot be read ({trouble.strerror}); nothing was imported; check the path.")

    def tell(run: CodeImport) -> None:
        nonlocal shown
        if time.monotonic() - shown >= 1:
            shown = time.monotonic()
            err.write(f"{run.taken} codes\n")
            err.flush()

    run = catalogue.import_now(Path(args.file).name, content, args.product, timezone.now, tell)
    if run.state == run.State.FAILED:
        return stop(err, catalogue.sentence_in_english(run.why))
    for line, why, words in run.bad:
        err.write(f"{catalogue.sentence_of_line(line, why, words)}\n")
    say(out, {"codes": run.taken, "new": run.new, "changed": run.changed, "unchanged": run.unchanged,
              "bad": run.bad_count, "versions": {one.catalogue.product: one.number for one in catalogue.made_by(run)},
              "seconds": round(time.monotonic() - started, 2)})
    return FAILED if run.bad_count else 0


def _show(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    from entendu.core.diagnosis.codes import key_of
    from entendu.parts.diagnosis.queries import codes

    found = codes.look_up([key_of(args.code)]).get(key_of(args.code), [])
    for one in found:
        say(out, {"product": one.catalogue.product, "version": one.catalogue.version, "code": one.code,
                  "cause": one.cause, "fix": one.fix, "tell": one.tell, "since": one.since})
    if not found:
        return stop(err, f"No catalogue has the code {args.code}; nothing was changed; import one, or add it in the "
                         f"settings.", FAILED)
    return 0
