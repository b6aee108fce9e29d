"""The only writers of catalogues of error codes, of their imports, and of codes seen on tickets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from entendu.core.diagnosis.codes import LONGEST, key_of
from entendu.parts.diagnosis.models.codes import (
    Catalogue,
    CatalogueVersion,
    CodeFile,
    CodeImport,
    ErrorCode,
    NoCode,
    SeenCode,
)
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry, Ticket

# A worker that has not moved for so long is dead, and another begins again.
ABANDONED = timedelta(minutes=2)
# The ORM's own way takes three times as long for a hundred thousand codes; PostgreSQL has COPY for it.
ROW = ("INSERT INTO diagnosis_errorcode (catalogue_id, code, key, cause, fix, tell, digest, since) "
       "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)")
COPY = "COPY diagnosis_errorcode (catalogue_id, code, key, cause, fix, tell, digest, since) FROM STDIN"
ASKED_AT_ONCE = 500  # SQLite takes some hundred values in one question
WIDEST = {"product": 80, "file_name": 255}


@transaction.atomic
def begin_import(file_name: str, product: str, member: Member | None, content: bytes = b"", *,
                 now: datetime) -> CodeImport:
    """A file on its way in. With its content it waits for a worker; without, whoever calls reads it now."""
    state = CodeImport.State.WAITING if content else CodeImport.State.RUNNING
    run = CodeImport.objects.create(product=product.strip()[:WIDEST["product"]], state=state, member=member,
                                    file_name=file_name[:WIDEST["file_name"]], created_at=now, touched_at=now)
    if content:
        CodeFile.objects.create(run=run, content=content)
    return run


def claim_import(*, now: datetime) -> CodeImport | None:
    """The oldest file that nobody reads, or whose reader has died; this caller's from now on."""
    waits = Q(state=CodeImport.State.WAITING)
    abandoned = Q(state=CodeImport.State.RUNNING, touched_at__lt=now - ABANDONED, file__isnull=False)
    for run in CodeImport.objects.filter(waits | abandoned).order_by("pk")[:5]:
        mine = CodeImport.objects.filter(pk=run.pk, state=run.state, touched_at=run.touched_at)
        if mine.update(state=CodeImport.State.RUNNING, touched_at=now):
            run.refresh_from_db()
            return run
    return None


def progress(run: CodeImport, *, now: datetime, **counts: Any) -> None:
    """How far it has come."""
    for name, value in counts.items():
        setattr(run, name, value)
    run.touched_at = now
    run.save(update_fields=[*counts, "touched_at"])


@transaction.atomic
def fail_import(run: CodeImport, why: str, *, now: datetime) -> None:
    """Nothing of it is in force; the sentence says why."""
    progress(run, now=now, state=CodeImport.State.FAILED, why=why[:300])
    CodeFile.objects.filter(run=run).delete()


def catalogue(product: str) -> Catalogue:
    """The catalogue of a product; a new one is empty."""
    return Catalogue.objects.get_or_create(product=product.strip()[:WIDEST["product"]])[0]


@transaction.atomic
def forget_unfinished(known: Catalogue) -> None:
    """Takes back what an import left that died: rows of a version that never came into force."""
    ErrorCode.objects.filter(catalogue=known, since__gt=known.version).delete()
    ErrorCode.objects.filter(catalogue=known, until__gt=known.version).update(until=None)


@transaction.atomic
def write_codes(known: Catalogue, version: int, rows: Iterable[Mapping[str, Any]], replaced: Sequence[int]) -> None:
    """Rows (code, cause, fix, tell, digest) that are new or read otherwise from `version` on; `replaced` are the ids of
    those that they replace."""
    for k in range(0, len(replaced), ASKED_AT_ONCE):
        ErrorCode.objects.filter(pk__in=replaced[k:k + ASKED_AT_ONCE]).update(until=version)
    values = [(known.pk, one["code"], key_of(one["code"]), one["cause"], one["fix"], json.dumps(one["tell"]),
               one["digest"], version) for one in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(COPY) as copy:
                for one in values:
                    copy.write_row(one)
        else:
            cursor.executemany(ROW, values)


@transaction.atomic
def finish_version(known: Catalogue, run: CodeImport | None, member: Member | None, shapes: Sequence[Any], *,
                   now: datetime, **counts: int) -> CatalogueVersion:
    """The next version is in force from now on: all of it at once."""
    version = CatalogueVersion.objects.create(catalogue=known, number=known.version + 1, run=run, member=member, at=now,
                                              new=counts.get("new", 0), changed=counts.get("changed", 0),
                                              unchanged=counts.get("unchanged", 0))
    known.version, known.shapes, known.codes = version.number, list(shapes), F("codes") + version.new
    known.save(update_fields=["version", "shapes", "codes"])
    known.refresh_from_db()
    return version


@transaction.atomic
def end_import(run: CodeImport, *, now: datetime, **counts: Any) -> None:
    """Its versions are in force; the file is no longer needed."""
    progress(run, now=now, state=CodeImport.State.DONE, **counts)
    CodeFile.objects.filter(run=run).delete()


def note_known(keys: Iterable[str]) -> None:
    """A catalogue has these from now on: they are no unknown codes any more."""
    wanted = list(keys)
    for k in range(0, len(wanted), ASKED_AT_ONCE):
        SeenCode.objects.filter(known=False, key__in=wanted[k:k + ASKED_AT_ONCE]).update(known=True)


@dataclass(frozen=True, slots=True)
class Seen:
    """A code as it stood in an entry, and whether a catalogue has it."""

    written: str
    known: bool


def see_codes(ticket: Ticket, entry: Entry | None, seen: Sequence[Seen], *, now: datetime) -> None:
    """Collects the codes that stood in what came in; those seen on this ticket before count once more."""
    rows = {key: one for one in seen if (key := key_of(one.written))}
    before = dict(SeenCode.objects.filter(ticket=ticket, key__in=rows).values_list("key", "pk"))
    if before:
        SeenCode.objects.filter(pk__in=before.values()).update(times=F("times") + 1)
    SeenCode.objects.bulk_create([
        SeenCode(ticket=ticket, entry=entry, key=key, written=one.written[:LONGEST], known=one.known, at=now)
        for key, one in rows.items() if key not in before], ignore_conflicts=True)


def not_a_code(written: str, member: Member, *, now: datetime) -> None:
    """What looks like a code and is none is not collected again."""
    NoCode.objects.get_or_create(key=key_of(written), defaults={"written": written[:LONGEST], "member": member,
                                                                "at": now})


def remove_catalogue(known: Catalogue) -> None:
    """The product's codes are not ours any more; what was seen of them on tickets is unknown again."""
    with transaction.atomic():
        keys = list(ErrorCode.objects.filter(catalogue=known).values_list("key", flat=True).distinct())
        known.delete()
        for k in range(0, len(keys), ASKED_AT_ONCE):
            SeenCode.objects.filter(known=True, key__in=keys[k:k + ASKED_AT_ONCE]).update(known=False)
