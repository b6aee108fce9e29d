"""A file of error codes becomes a new version of its product's catalogue; the old ones stay readable.

The rows are written in pieces, so that nobody else waits for long, and come into force together at the end. Who is
killed in between has changed nothing: the worker takes the file up again, and what was half written is taken back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import PurePath
from typing import TypeVar

from django.utils import translation
from django.utils.translation import gettext as _

from entendu.core.diagnosis.catalogue import LONGEST_PRODUCT, BadLine, NotACatalogue, Row, rows_of
from entendu.core.diagnosis.codes import key_of, learn
from entendu.flows import bell
from entendu.parts.diagnosis.actions import codes as actions
from entendu.parts.diagnosis.models.codes import Catalogue, CatalogueVersion, CodeImport
from entendu.parts.diagnosis.queries import codes as queries
from entendu.parts.staff.models import Member

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
T = TypeVar("T")

LARGEST = 64 * 1024 * 1024  # bytes of a file
AT_ONCE = 2500
BAD_KEPT = 100  # lines of which we keep why they could not be taken


@dataclass(slots=True)
class Counts:
    """What became of the rows of a file, or of one product's."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def taken(self) -> int:
        """All that were taken."""
        return self.new + self.changed + self.unchanged


@dataclass(slots=True)
class Product:
    """A catalogue while a file is read into it. `codes` are all that it has, for their shapes."""

    catalogue: Catalogue
    known: dict[str, queries.Known]
    codes: set[str]
    counts: Counts = field(default_factory=Counts)


class CannotImport(ValueError):
    """Why nothing is imported: one sentence in the reader's language."""


def hand_in(file_name: str, content: bytes, product: str, member: Member, *, now: datetime) -> CodeImport:
    """An uploaded file waits for the worker; `CannotImport` where it is empty or too large."""
    if not content.strip():
        raise CannotImport(sentence("empty-file"))
    if len(content) > LARGEST:
        raise CannotImport(_("The file is larger than %(mb)d MB; nothing was imported; cut it into several.")
                           % {"mb": LARGEST // 1024 // 1024})
    run = actions.begin_import(file_name, product, member, content, now=now)
    bell.ring()
    return run


def import_waiting(clock: Clock) -> int:
    """Reads the oldest file that waits, or whose reader died; returns how many were read."""
    run = actions.claim_import(now=clock())
    if run is None:
        return 0
    try:
        import_codes(run, queries.content_of(run), clock)
    except Exception:  # whatever one file does to us, the next is read, and this one's row says that it failed
        logger.exception("codes not imported", extra={"import": run.pk})
        actions.fail_import(run, "broken", now=clock())
    return 1


def import_now(file_name: str, content: bytes, product: str, clock: Clock,
               tell: Callable[[CodeImport], None]) -> CodeImport:
    """Reads a file at once, for the command line; tells how far it has come after each piece."""
    run = actions.begin_import(file_name, product, None, now=clock())
    import_codes(run, content, clock, tell)
    return run


def import_codes(run: CodeImport, content: bytes, clock: Clock,
                 tell: Callable[[CodeImport], None] = lambda run: None) -> None:
    """Reads the content into the catalogues that it names, and records in `run` what became of it."""
    try:
        read = list(rows_of(content, run.file_name))
    except NotACatalogue as trouble:
        actions.fail_import(run, f"{trouble.why}:{trouble.line}" if trouble.line else trouble.why, now=clock())
        return
    bad = [one for one in read if isinstance(one, BadLine)]
    rows = [one for one in read if isinstance(one, Row)]
    actions.progress(run, now=clock(), total=len(read), bad_count=len(bad),
                     bad=[[one.line, one.why, one.words] for one in bad[:BAD_KEPT]])
    by_product: dict[str, list[Row]] = {}
    for row in rows:
        by_product.setdefault(_product_of(run, row), []).append(row)
    done = Counts()
    for name, theirs in by_product.items():
        product = _opened(name)
        for piece in _pieces(theirs, AT_ONCE):
            before = product.counts.new, product.counts.changed, product.counts.unchanged
            _take(product, piece)
            done.new += product.counts.new - before[0]
            done.changed += product.counts.changed - before[1]
            done.unchanged += product.counts.unchanged - before[2]
            actions.progress(run, now=clock(), taken=done.taken, new=done.new, changed=done.changed,
                             unchanged=done.unchanged)
            tell(run)
        _put_in_force(product, run, clock())
    actions.end_import(run, now=clock(), taken=done.taken)


def add_code(product: str, row: Row, member: Member, *, now: datetime) -> Catalogue:
    """One code by hand: a new version of the catalogue with it. What stood under it reads otherwise from now on."""
    opened = _opened(product)
    _take(opened, [row])
    _put_in_force(opened, None, now, member)
    return opened.catalogue


def made_by(run: CodeImport) -> list[CatalogueVersion]:
    """The versions that an import made, by product."""
    return queries.versions_made_by(run)


def sentence(why: str) -> str:
    """Why nothing of a file could be taken, as it is kept in `CodeImport.why`, in the reader's language."""
    reason, _colon, line = why.partition(":")
    words = {
        "empty-file": _("The file is empty; nothing was imported; choose one with a code on each line."),
        "no-columns": _("The first line names no column “code”; nothing was imported; call the columns code, cause, "
                        "fix and tell, or tell_en, tell_fr, tell_ro."),
        "no-csv": _("Line %(line)s is no CSV; nothing was imported; save the file again with quotes around what holds "
                    "commas."),
        "no-json": _("Line %(line)s is no JSON; nothing was imported; give a list of objects that each have a “code”."),
        "no-list": _("The file holds no list of codes; nothing was imported; give a list of objects that each have a "
                     "“code”."),
    }.get(reason, _("The import was broken off by a fault of ours; nothing of it is in force; try it again."))
    return words % {"line": line}


def sentence_of_line(line: int, why: str, words: str) -> str:
    """Why one line could not be taken, in the reader's language."""
    said = {
        "no-code": _("Line %(line)d has no code; the others are imported; give it one."),
        "code-too-long": _("Line %(line)d: the code is longer than 120 characters; the others are imported; shorten "
                           "it."),
        "too-long": _("Line %(line)d (%(words)s): a text is longer than 10,000 characters; the others are imported; "
                      "shorten it."),
        "no-object": _("Line %(line)d is no object with a code; the others are imported; look at it."),
        "twice": _("Line %(line)d: %(words)s stands in the file before; the first one counts; take one of them out."),
    }[why]
    return said % {"line": line, "words": words}


def sentence_in_english(why: str) -> str:
    """The same for the command line, which speaks English."""
    with translation.override("en"):
        return sentence(why)


def _product_of(run: CodeImport, row: Row) -> str:
    """What the import was told, else what the row says, else what the file is called."""
    return run.product or row.product or (PurePath(run.file_name).stem or "codes")[:LONGEST_PRODUCT]


def _opened(name: str) -> Product:
    catalogue = queries.catalogue_of(name) or actions.catalogue(name)
    actions.forget_unfinished(catalogue)
    known = queries.rows_in_force(catalogue)
    return Product(catalogue, known, set(known))


def _take(product: Product, rows: Iterable[Row]) -> None:
    """Writes what is new or reads otherwise; what reads the same is left alone."""
    fresh, replaced = [], []
    for row in rows:
        digest, known = row.digest, product.known.get(row.code)
        if known is not None and known.digest == digest:
            product.counts.unchanged += 1
            continue
        if known is None:
            product.counts.new += 1
            product.codes.add(row.code)
        else:
            product.counts.changed += 1
            replaced.append(known.id)
        fresh.append({"code": row.code, "cause": row.cause, "fix": row.fix, "tell": dict(row.tell), "digest": digest})
    actions.write_codes(product.catalogue, product.catalogue.version + 1, fresh, replaced)


def _put_in_force(product: Product, run: CodeImport | None, now: datetime, member: Member | None = None) -> None:
    counts = product.counts
    fresh = product.codes - product.known.keys()
    shapes = [shape.as_json() for shape in learn(product.codes)] if fresh else product.catalogue.shapes
    actions.finish_version(product.catalogue, run, member or (run.member if run else None), shapes, now=now,
                           new=counts.new, changed=counts.changed, unchanged=counts.unchanged)
    unknown = queries.keys_unknown()
    if unknown:
        actions.note_known({key_of(code) for code in fresh} & unknown)


def _pieces(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    remaining = iter(rows)
    while piece := list(islice(remaining, size)):
        yield piece
