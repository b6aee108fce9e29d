"""What questions in SQL share. They are few: where the ORM asks something else than is meant, or takes too long."""

from __future__ import annotations

from collections.abc import Sized
from datetime import UTC, datetime

from django.db import connection


def marks(values: Sized) -> str:
    """As many placeholders as there are values, for `IN (…)`."""
    return ", ".join(["%s"] * len(values))


def stored(at: datetime) -> str:
    """A moment as a value of a question."""
    return str(connection.ops.adapt_datetimefield_value(at))


def moment(at: datetime | str) -> datetime:
    """A moment as the database gives it: SQLite gives those of a column without a zone, and others as text, in UTC."""
    if isinstance(at, str):
        return datetime.fromisoformat(f"{at}+00:00")
    return at if at.tzinfo else at.replace(tzinfo=UTC)
