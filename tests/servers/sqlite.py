"""SQLite as a file, as in production.

The database in memory that Django takes for tests is shared between threads without waiting: "table is locked" is
raised where a file would be waited for.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connections


def use_a_file() -> None:
    """Called before the test database is made."""
    database = connections["default"]
    if database.vendor == "sqlite":
        beside = Path(settings.DATABASES["default"]["NAME"])
        database.settings_dict["TEST"]["NAME"] = str(beside.with_name("test.sqlite3"))
