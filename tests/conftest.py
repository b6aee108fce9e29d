"""Where the tests of the whole house begin: a data folder of their own, Django, and the private servers."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator

import django
import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings

from tests.servers.emptying import empty_quickly
from tests.servers.processes import tail
from tests.servers.sqlite import use_a_file

# Before anything reads the settings: nothing of a test may touch the desk of whoever runs it.
DATA = tempfile.mkdtemp(prefix=f"entendu-test-{os.getpid()}-data-")
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ["ENTENDU_DATA"] = DATA
os.environ["DJANGO_SETTINGS_MODULE"] = "entendu.config.settings"
django.setup()
use_a_file()
empty_quickly()
# Each new client would look through all of the pages' files, which a program that a test has started may be renewing.
settings.WHITENOISE_AUTOREFRESH = True

# A slow machine is no reason to fail, and a failure shows how to repeat it.
hypothesis_settings.register_profile("entendu", deadline=None, print_blob=True)
hypothesis_settings.load_profile("entendu")

SERVERS = ("certificates", "oauth", "postgres", "dovecot", "postfix", "smtp_robot", "kannel", "chromium", "desk",
           "trackers", "graph", "workflow", "twilio_voice", "sip_peer")
pytest_plugins = ["tests.world", *(f"tests.servers.{name}" for name in SERVERS), "tests.stories.served_desk"]
REAL_SERVERS = {"postgres", "dovecot", "one_postfix", "one_kannel", "sip_telephone", "chromium"}
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_serialized_rollback"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make test` repeats the tests that use the database on PostgreSQL with this option, none with a browser:
    what a page asks of the database is asked by tests without one as well."""
    parser.addoption("--database-only", action="store_true", help="run only what uses the database and no browser")


def uses_database(item: pytest.Item) -> bool:
    """Whether a test is marked `django_db`, takes a database fixture, or is one of Django's own test cases."""
    marked = item.get_closest_marker("django_db") is not None
    return marked or bool(DATABASE_FIXTURES & fixtures_of(item)) or hasattr(getattr(item, "cls", None), "databases")


def fixtures_of(item: pytest.Item) -> set[str]:
    """All fixtures that a test needs, also through others."""
    return set(getattr(item, "fixturenames", ()))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Mark what starts servers, keep what was asked for, put browsers last (see tests/servers/chromium.py)."""
    for item in items:
        if REAL_SERVERS & fixtures_of(item):
            item.add_marker("servers")
        # Colours go by the scheme and places by the width: two of the four are enough each time, all four now and then.
        if item.name.endswith(("[desktop-dark]", "[phone-light]")):
            item.add_marker("long")
    if config.getoption("--database-only"):
        asks = {item: uses_database(item) and "chromium" not in fixtures_of(item) for item in items}
        config.hook.pytest_deselected(items=[item for item in items if not asks[item]])
        items[:] = [item for item in items if asks[item]]
    yield  # pytest chooses by -m and -k, pytest-django orders by kind of database
    items.sort(key=lambda item: "chromium" in fixtures_of(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure shows what the servers that the test used said last."""
    report = yield
    if report.failed:
        for name, server in getattr(item, "funcargs", {}).items():
            for log in getattr(server, "logs", ()):
                report.sections.append((f"{name}: {log.name}", tail(log)))
    return report
