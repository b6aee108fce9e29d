"""Brings an installation up to date before anything else happens: the database made, migrated, its files served.

Several processes may start at once. On PostgreSQL an advisory lock lets one of them migrate; SQLite's migrations
run in IMMEDIATE transactions, and a lock file keeps the second process out.
"""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from entendu.config import environment

# Any fixed number, the same in every version: "entendu" in ASCII, shortened.
LOCK = 0x656E7464


def prepare() -> None:
    """Django set up and the database at this version's schema; quick when there is nothing to do."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entendu.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    def behind() -> bool:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    if not behind():
        return
    with _alone():
        if behind():
            print("Bringing the database up to date …", file=sys.stderr)
            call_command("migrate", interactive=False, verbosity=0)


def collect_files() -> None:
    """Copies the pages' files into the data folder under names that change with their content; quick when unchanged."""
    from django.core.management import call_command

    with _alone():
        call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def _alone() -> Iterator[None]:
    """Only one process at a time on this machine, and with PostgreSQL on all machines."""
    from django.db import connection

    with open(environment.data_folder() / ".lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
