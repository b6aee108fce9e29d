"""What others read of catalogues of error codes, of their imports, and of codes seen on tickets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum

from entendu.core.diagnosis.codes import Shape, key_of, shapes_from
from entendu.parts.diagnosis.actions.codes import ASKED_AT_ONCE
from entendu.parts.diagnosis.models.codes import (
    Catalogue,
    CatalogueVersion,
    CodeFile,
    CodeImport,
    ErrorCode,
    NoCode,
    SeenCode,
)
from entendu.parts.sql import marks
from entendu.parts.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Known:
    """A code's present row: its id and the digest of what it says."""

    id: int
    digest: str


# THESE stands for as many placeholders as there are keys. Each letter asks this, and put together by the ORM it takes
# a millisecond, which is as long as all the rest.
IN_FORCE = """
SELECT one.*, known.product, known.version FROM diagnosis_errorcode one
JOIN diagnosis_catalogue known ON known.id = one.catalogue_id
WHERE one.key IN (THESE) AND one.since <= known.version AND (one.until IS NULL OR one.until > known.version)
ORDER BY known.product, one.code
"""


def catalogues() -> QuerySet[Catalogue]:
    """All catalogues, by product."""
    return Catalogue.objects.all()


def catalogue(catalogue_id: int) -> Catalogue | None:
    """One catalogue."""
    return Catalogue.objects.filter(pk=catalogue_id).first()


def catalogue_of(product: str) -> Catalogue | None:
    """The catalogue of a product, by its name."""
    return Catalogue.objects.filter(product__iexact=product.strip()).first()


def versions_of(catalogue: Catalogue) -> QuerySet[CatalogueVersion]:
    """The catalogue's versions, the newest first."""
    return CatalogueVersion.objects.filter(catalogue=catalogue).select_related("member", "run").order_by("-number")


def versions_made_by(run: CodeImport) -> list[CatalogueVersion]:
    """What an import made, by product."""
    return list(CatalogueVersion.objects.filter(run=run).select_related("catalogue").order_by("catalogue__product"))


def codes_in(catalogue: Catalogue, version: int) -> QuerySet[ErrorCode]:
    """The codes as they read in a version, by code."""
    return (ErrorCode.objects.filter(catalogue=catalogue, since__lte=version)
            .filter(Q(until=None) | Q(until__gt=version)).order_by("code"))


def codes_found(catalogue: Catalogue, version: int, words: str) -> QuerySet[ErrorCode]:
    """Those of them whose code begins so, or is this one however it is written."""
    every, key = codes_in(catalogue, version), key_of(words)
    return every.filter(key__startswith=key) if key else every


def readings_of(code: ErrorCode) -> QuerySet[ErrorCode]:
    """The code as it read in each version, the newest first."""
    return (ErrorCode.objects.filter(catalogue=code.catalogue_id, code=code.code, since__lte=F("catalogue__version"))
            .select_related("catalogue").order_by("-since"))


def code(code_id: int) -> ErrorCode | None:
    """One row of a catalogue."""
    return ErrorCode.objects.select_related("catalogue").filter(pk=code_id).first()


def rows_in_force(catalogue: Catalogue) -> dict[str, Known]:
    """Each code of the newest version, with its row and the digest of what it says."""
    rows = codes_in(catalogue, catalogue.version).order_by().values_list("code", "pk", "digest")
    return {code: Known(pk, digest) for code, pk, digest in rows.iterator(chunk_size=5000)}


def shapes() -> tuple[Shape, ...]:
    """The shapes of all catalogues' codes. One query; they are put together again only where a catalogue changed."""
    return _shapes(tuple(Catalogue.objects.order_by("pk").values_list("pk", "version", "codes")))


@lru_cache(maxsize=8)
def _shapes(state: tuple[tuple[int, int, int], ...]) -> tuple[Shape, ...]:
    rows = Catalogue.objects.filter(pk__in=[pk for pk, _version, _codes in state]).order_by("pk")
    return tuple(dict.fromkeys(shape for one in rows.values_list("shapes", flat=True) for shape in shapes_from(one)))


def look_up(keys: Iterable[str]) -> dict[str, list[ErrorCode]]:
    """The codes in force with these keys, by key; what no catalogue has is left out. One query for a few hundred."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, list[ErrorCode]] = {}
    for k in range(0, len(wanted), ASKED_AT_ONCE):
        some = wanted[k:k + ASKED_AT_ONCE]
        for row in ErrorCode.objects.raw(IN_FORCE.replace("THESE", marks(some)), some):
            row.catalogue = Catalogue(pk=row.catalogue_id, product=row.product, version=row.version)
            found.setdefault(row.key, []).append(row)
    return found


def no_codes(keys: Iterable[str]) -> frozenset[str]:
    """Those of the keys of which somebody said that they are no error codes."""
    return frozenset(NoCode.objects.filter(key__in=list(keys)).values_list("key", flat=True))


@dataclass(frozen=True, slots=True)
class Unknown:
    """A code that no catalogue has: how it was written, on how many tickets, how often, and when it was last seen."""

    key: str
    written: str
    tickets: int
    times: int
    last_at: datetime


def unknown_codes(limit: int) -> list[Unknown]:
    """What looked like codes and is in no catalogue, on the most tickets first."""
    rows = (SeenCode.objects.filter(known=False).exclude(key__in=NoCode.objects.values("key")).order_by().values("key")
            .annotate(written=Min("written"), tickets=Count("pk"), all_times=Sum("times"), last_at=Max("at"))
            .order_by("-tickets", "-last_at", "key")[:limit])
    return [Unknown(row["key"], row["written"], row["tickets"], row["all_times"], row["last_at"]) for row in rows]


def keys_unknown() -> set[str]:
    """The keys of all codes that were seen and that no catalogue has."""
    return set(SeenCode.objects.filter(known=False).order_by().values_list("key", flat=True).distinct())


def seen_on(ticket: Ticket) -> list[SeenCode]:
    """The codes that stood in what came in on a ticket, in the order of time."""
    return list(SeenCode.objects.filter(ticket=ticket).order_by("pk"))


def tickets_with(keys: Iterable[str], tickets: QuerySet[Ticket], limit: int) -> dict[str, list[int]]:
    """The newest of these tickets on which the codes were seen, by key; `limit` of them in all."""
    found: dict[str, list[int]] = {}
    rows = SeenCode.objects.filter(key__in=list(keys), ticket__in=tickets).order_by("-ticket")
    for key, number in rows.values_list("key", "ticket")[:limit]:
        found.setdefault(key, []).append(number)
    return found


def imports(limit: int) -> list[CodeImport]:
    """The latest imports, the newest first."""
    return list(CodeImport.objects.select_related("member").order_by("-pk")[:limit])


def code_import(run_id: int) -> CodeImport | None:
    """One import."""
    return CodeImport.objects.select_related("member").filter(pk=run_id).first()


def content_of(run: CodeImport) -> bytes:
    """The bytes of an uploaded file."""
    return bytes(CodeFile.objects.values_list("content", flat=True).get(pk=run.pk))
