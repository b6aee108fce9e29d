"""The whole desk in one file, and back: every row, the keys, and by which version it was written.

One form serves both databases and moves a desk from one to the other: a zip archive with a file of JSON lines for each
table. A database's own dump would be quicker and could go back only into the same database of the same version, and
would need its programs on the machine.

`write` works while the desk runs: PostgreSQL gives a snapshot, SQLite copies itself by its backup interface and the
copy is read. `restore` replaces all rows in one transaction: it has happened or it has not.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from entendu import __version__
from entendu.parts.knowledge.actions import passages
from entendu.parts.tickets import search
from entendu.parts.tickets.models import Change, Ticket

FORM = 1
ROWS_AT_A_TIME = 500
# Django makes these anew, or they mean nothing elsewhere: permissions, who is signed in, what open pages wait for.
LEFT_OUT_APPS = {"auth", "contenttypes", "sessions"}
LEFT_OUT = {Change}
MANIFEST = "manifest.json"


class CannotRestore(Exception):
    """Why nothing was restored: one sentence."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds; `migrations` name the tables' exact form."""

    version: str
    made_at: str
    rows: int
    tickets: int
    migrations: list[str]
    form: int = FORM


def write(path: Path, now: datetime) -> Kept:
    """Writes the backup, readable by its owner alone; an older file of this name stays until the new one is whole."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            kept = _pack(file, now)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return kept


def restore(path: Path, *, replace: bool) -> Kept:
    """Puts back every row and the keys; `CannotRestore` when the desk holds tickets and they may not be replaced.

    The rows go in first, in one transaction, and the keys after them: whoever is stopped in between restores again.
    Processes that run read the keys when they start.
    """
    if not replace and Ticket.objects.exists():
        raise CannotRestore("This desk holds tickets; nothing was changed; make a backup of them, then restore with "
                            "--replace, which gives them up.")
    try:
        with zipfile.ZipFile(path) as archive:
            kept = _manifest(archive)
            with transaction.atomic():
                _unpack(archive, kept)
            _put_keys(archive)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, DatabaseError) as trouble:
        raise CannotRestore(f"{path} could not be restored ({str(trouble).strip() or type(trouble).__name__}); "
                            f"the desk is as it was; choose a file that `entendu backup` wrote.") from trouble
    return kept


def _pack(file: BinaryIO, now: datetime) -> Kept:
    rows = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive, _still():
        for model in _tables():
            with archive.open(_member(model), "w", force_zip64=True) as lines:
                for row in _rows(model):
                    lines.write(json.dumps(row, ensure_ascii=False, default=_plain).encode() + b"\n")
                    rows += 1
        kept = Kept(version=__version__, made_at=now.isoformat(), rows=rows,
                    tickets=Ticket.objects.count(), migrations=_migrations())
        for key in sorted(_keys().iterdir()):
            if not key.name.startswith("."):
                archive.writestr(f"keys/{key.name}", key.read_bytes())
        archive.writestr(MANIFEST, json.dumps(asdict(kept)))
    return kept


@contextmanager
def _still() -> Iterator[None]:
    """Inside, this thread reads a database that does not change."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with tempfile.TemporaryDirectory(dir=settings.ENTENDU_DATA, prefix=".backup-") as folder:
        place = Path(folder) / "copy.sqlite3"
        live = connections[DEFAULT_DB_ALIAS]
        live.ensure_connection()
        with closing(sqlite3.connect(place)) as target:
            live.connection.backup(target)
        copy = connections.create_connection(DEFAULT_DB_ALIAS)
        copy.settings_dict = {**copy.settings_dict, "NAME": str(place)}
        connections[DEFAULT_DB_ALIAS] = copy  # for this thread alone
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = live
            copy.close()


def _tables() -> list[type[models.Model]]:
    """Every table of the desk, the joining ones included."""
    found = [model for model in apps.get_models(include_auto_created=True)
             if model._meta.app_label not in LEFT_OUT_APPS and model not in LEFT_OUT and not model._meta.proxy]
    return sorted(found, key=lambda model: model._meta.label_lower)


def _columns(model: type[models.Model]) -> list[Any]:
    return list(model._meta.local_concrete_fields)


def _member(model: type[models.Model]) -> str:
    return f"rows/{model._meta.label_lower}.jsonl"


def _rows(model: type[models.Model]) -> Iterator[tuple[Any, ...]]:
    names = [field.attname for field in _columns(model)]
    yield from model._base_manager.order_by("pk").values_list(*names).iterator(ROWS_AT_A_TIME)


def _plain(value: Any) -> str:
    """JSON's words for what it has none for; the fields' `to_python` understands them."""
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else str(value)


def _migrations() -> list[str]:
    done = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in done)


def _keys() -> Path:
    return Path(settings.ENTENDU_DATA) / "keys"


def _manifest(archive: zipfile.ZipFile) -> Kept:
    """What the archive says of itself; `CannotRestore` when its tables are not of this version's form."""
    kept = Kept(**json.loads(archive.read(MANIFEST)))
    if kept.form != FORM or kept.migrations != _migrations():
        raise CannotRestore(f"The backup was made by Entendu {kept.version}, whose tables differ from those of this "
                            f"{__version__}; nothing was changed; restore it with that version, then upgrade.")
    return kept


def _unpack(archive: zipfile.ZipFile, kept: Kept) -> None:
    every = [*_tables(), *LEFT_OUT]
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), [model._meta.db_table for model in every],
                                                  reset_sequences=True):
            cursor.execute(statement)
        rows = sum(_fill(cursor, archive, model) for model in _tables())
        if rows != kept.rows:
            raise ValueError(f"it says that it holds {kept.rows} rows and holds {rows}")
        for statement in connection.ops.sequence_reset_sql(no_style(), every):
            cursor.execute(statement)
    connection.check_constraints()
    search.learn_anew()
    passages.learn_anew()


def _fill(cursor: Any, archive: zipfile.ZipFile, model: type[models.Model]) -> int:
    """Puts the rows of one table back, as they were; returns how many."""
    columns = _columns(model)
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(field.column) for field in columns)
    marks = ", ".join(["%s"] * len(columns))
    insert = f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 - our own names
    count = 0
    with archive.open(_member(model)) as lines:
        while batch := list(islice(lines, ROWS_AT_A_TIME)):
            cursor.executemany(insert, [
                [field.get_db_prep_save(field.to_python(value), connection)
                 for field, value in zip(columns, json.loads(line), strict=True)] for line in batch])
            count += len(batch)
    return count


def _put_keys(archive: zipfile.ZipFile) -> None:
    folder = _keys()
    folder.mkdir(exist_ok=True, mode=0o700)
    for name in archive.namelist():
        if not name.startswith("keys/"):
            continue
        place = folder / Path(name).name
        draft = place.with_name(f".{place.name}.{os.getpid()}.new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(archive.read(name))
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, place)
