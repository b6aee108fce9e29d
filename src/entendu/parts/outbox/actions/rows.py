"""Many new rows at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def insert_all(records: Sequence[models.Model]) -> None:
    """Inserts records of one model, which have their ids afterwards; `IntegrityError` when one must not be.

    PostgreSQL takes them by COPY, which costs a third of the quickest INSERT: nothing is quoted and nothing is parsed.
    """
    if not records:
        return
    if connection.vendor != "postgresql":
        type(records[0])._default_manager.bulk_create(records)
        return
    meta = records[0]._meta
    columns = ", ".join(f'"{field.column}"' for field in meta.concrete_fields)
    with connection.cursor() as cursor:
        if records[0].pk is None:
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                           [meta.db_table, meta.pk.column, len(records)])
            for record, (number,) in zip(records, cursor.fetchall(), strict=True):
                record.pk = number
        with connection.wrap_database_errors, cursor.copy(f'COPY "{meta.db_table}" ({columns}) FROM STDIN') as copy:
            for record in records:
                copy.write_row([_plain(field, getattr(record, field.attname)) for field in meta.concrete_fields])
    for record in records:
        record._state.adding, record._state.db = False, connection.alias


def _plain(field: models.Field[Any, Any], value: Any) -> Any:
    return json.dumps(value) if isinstance(field, models.JSONField) else value
