"""A desk served as in production, for browsers: a process of its own with a database, pages and files of its own.

`python -m tests.stories.served_desk PORT` sets it up in ENTENDU_DATA, tells its story, and serves it by granian.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.servers.desk import put_empty_database
from tests.servers.processes import Server, free_port, private_folder

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class ServedDesk:
    """Where the desk is. Ioana, Léo and Sofia have the password of `tests.world`."""

    url: str
    folder: Path


@pytest.fixture(scope="module")
def served() -> Iterator[ServedDesk]:
    """The desk with its story, as fresh as the module's first test finds it."""
    port = free_port()
    with private_folder("desk") as folder:
        put_empty_database(folder / "data")
        command = ["env", f"ENTENDU_DATA={folder / 'data'}",
                   f"ENTENDU_URL=http://127.0.0.1:{port}", f"PYTHONPATH={ROOT}:{ROOT / 'src'}",
                   sys.executable, "-m", "tests.stories.served_desk", str(port)]
        server = Server(command, folder / "desk.log")
        try:
            server.wait_for_ports(port)
            yield ServedDesk(f"http://127.0.0.1:{port}", folder)
        finally:
            server.stop()


def tell() -> None:
    """Marie and her booking page, Jonas and his sign-in, and two that nobody has opened."""
    from django.utils import timezone

    from entendu.parts.people import actions as people
    from entendu.parts.tickets import actions as tickets
    from tests.world import build

    world = build(timezone.now() - timedelta(hours=26))
    world.may_type_a_password(world.ioana, world.leo, world.sofia)
    # Whatever the hour at which the test runs, Marie sleeps and Jonas is awake.
    awake = [(world.now + timedelta(hours=26 + hours)).strftime("%H:00") for hours in (12, 14)]
    people.change_contact(world.marie, time_zone="UTC", hours=[["mon-sun", *awake]])
    booking = world.write_in(
        world.marie, "Two jobs gone this week because the page does nothing when they tap Confirm.\n\nMarie",
        subject="Clients cannot confirm a booking", files=(("screen.txt", "text/plain", b"nothing happens"),),
        html='<p>Two jobs gone this week.</p><img src="https://tracker.example/open.png" alt="">')
    world.later(minutes=20)
    world.deliver(world.answer(booking, world.leo, "Hello Marie,\n\ndoes it happen on a phone?\n\nLéo"))
    world.later(hours=24)
    tickets.note(booking, world.leo, "Line 41 of header.html is gone.", now=world.now)
    asked = booking.entries.get(kind="ours")
    world.write_in(world.marie, "On phones.\n\n> does it happen on a phone?\n", answers=asked)
    world.write_in(world.jonas, "Since this morning I land on the sign-in page.", subject="Sign-in loops")
    strangers = (("Odile Faure", "Two VAT lines on one invoice"), ("Priya Nair", "One calendar for two people"))
    for name, subject in strangers:
        who = people.meet("email", f"{name.split()[0].lower()}@example.net", name=name, language="en", now=world.now)
        world.write_in(who, f"Hello, about this: {subject}.", subject=subject)


def main(port: int) -> None:
    """Sets the desk up and becomes its server."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "entendu.config.settings"
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    tell()
    granian = Path(sys.executable).parent / "granian"
    os.execv(granian, [str(granian), "--interface", "asginl", "--host", "127.0.0.1", "--port", str(port),
                       "--log-level", "warning", "--static-path-route", "/static",
                       "--static-path-mount", str(settings.STATIC_ROOT), "entendu.config.asgi:application"])


if __name__ == "__main__":
    main(int(sys.argv[1]))
