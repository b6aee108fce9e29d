"""SQLite as a file, as in production, but for waiting for the disk.

The database in memory that Django takes for tests is shared between threads without waiting: "table is locked" is
raised where a file would be waited for. A test may end a process, and what was committed is there then; none pulls the
plug of the machine, which is all that `synchronous` is about (https://www.sqlite.org/pragma.html#pragma_synchronous).
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
        options = database.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
