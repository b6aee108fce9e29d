"""`entendu serve`: pages, mail gateway, fetcher and worker in one process, or any of them by itself."""

from __future__ import annotations

import asyncio
import fcntl
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TextIO

from django.conf import settings
from django.db import connection
from django.utils import timezone
from granian.constants import Interfaces
from granian.server.embed import Server

from entendu.config import environment
from entendu.config.prepare import collect_files
from entendu.doors.chat.listeners import listeners
from entendu.doors.gateway.relay import Relay
from entendu.doors.gateway.relay_certificate import BadCertificate, context_of
from entendu.doors.gateway.smtp import CannotListen, Gateway
from entendu.doors.web.changes import changes
from entendu.flows import bell, deliver, wake
from entendu.flows.channels import smpp_lines
from entendu.flows.installation import provision
from entendu.flows.mail import fetch

YEAR = 365 * 24 * 3600  # the pages' files have names that change with their content


@dataclass(frozen=True, slots=True)
class Served:
    """What one process serves; `listen` is where the pages are."""

    roles: frozenset[str]
    listen: tuple[str, int]


def serve(served: Served) -> int:
    """Runs until interrupted; 0 after an orderly end, 1 when an address is taken."""
    say = sys.stderr.write
    first = provision.first_start(timezone.now(), demo=environment.DEMO.is_on())
    stop = threading.Event()
    workers: list[threading.Thread] = []
    gateways: list[Gateway] = []
    alone = None
    try:
        if "web" in served.roles:
            _check_free(served.listen)
            collect_files()
        if "worker" in served.roles:
            alone = _put_right_when_alone()
            workers = wake.start(stop, timezone.now)
            workers.append(threading.Thread(target=fetch.watch, args=(stop, timezone.now), name="fetcher", daemon=True))
            workers.append(threading.Thread(target=smpp_lines.watch, args=(stop, timezone.now), name="SMS centres",
                                            daemon=True))
            for watcher in workers[-2:]:
                watcher.start()
        if "gateway" in served.roles:
            for gateway in _gateways():
                gateways.append(gateway)
                gateway.start()
        say(_greeting(served, first))
        asyncio.run(_until_stopped(served, stop))
    except CannotListen as error:
        say(f"{error} (ENTENDU_SMTP_LISTEN, ENTENDU_LMTP_LISTEN, ENTENDU_RELAY_LISTEN)\n")
        return 1
    except BadCertificate as error:
        say(f"{error} (ENTENDU_RELAY_CERTIFICATE, ENTENDU_RELAY_KEY)\n")
        return 1
    except OSError as error:
        say(f"The pages cannot be served at {served.listen[0]} port {served.listen[1]} ({error.strerror}); nothing is "
            f"lost; end the other program or choose another port with --port.\n")
        return 1
    finally:
        stop.set()
        bell.ring()  # whoever sleeps hears that it is over
        for gateway in gateways:
            gateway.stop()
        for worker in workers:
            worker.join(timeout=10)
        if alone is not None:
            alone.close()
    return 0


def _gateways() -> Iterator[Gateway]:
    """Those that take in mail: from people for us, and from our systems for people."""
    yield Gateway(environment.address(environment.SMTP_LISTEN), environment.address(environment.LMTP_LISTEN))
    relay = environment.address(environment.RELAY_LISTEN)
    if relay is not None:
        yield Relay(relay, context_of(environment.RELAY_CERTIFICATE.text(), environment.RELAY_KEY.text(),
                                      environment.data_folder() / "keys"))


async def _until_stopped(served: Served, stop: threading.Event) -> None:
    """Serves the pages until SIGINT or SIGTERM; without pages, only waits."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    if "web" not in served.roles:
        await ended.wait()
        return
    from entendu.config.asgi import application

    host, port = served.listen
    server = Server(application, address=host, port=port, interface=Interfaces.ASGINL, websockets=False,
                    log_enabled=False, static_path_route=[settings.STATIC_URL.rstrip("/")],
                    static_path_mount=[settings.STATIC_ROOT], static_path_expires=YEAR)
    pages = asyncio.create_task(server.serve())
    waiting = asyncio.create_task(ended.wait())
    await asyncio.wait({pages, waiting}, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    changes.hang_up()
    listeners.hang_up()
    if not pages.done():
        server.stop()
        await asyncio.wait({pages}, timeout=5)


def _put_right_when_alone() -> TextIO | None:
    """The only worker of a desk settles at once what its killed predecessor had in hand; beside others, leases decide.

    A desk on SQLite lives on one machine, where a locked file tells; the lock is ours until the file is closed.
    """
    if connection.vendor != "sqlite":
        return None
    file = open(environment.data_folder() / ".worker", "w")  # noqa: SIM115 - kept open on purpose
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    deliver.recover(timezone.now, lease=timedelta(0))
    return file


def _check_free(listen: tuple[str, int]) -> None:
    """Raises `OSError` when the address is taken: the page server itself would only log it."""
    family = socket.AF_INET6 if ":" in listen[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(listen)


def _greeting(served: Served, first: provision.FirstStart | None) -> str:
    """What the terminal says at the start: where to go, and at the very first start how to sign in."""
    lines = []
    if "web" in served.roles:
        host, port = served.listen
        lines.append(f"Entendu is at http://{host}:{port}/")
    if first is not None:
        lines.append(f"Sign in as {first.email} with the password {first.password} (shown this once; "
                     f"change it under your name).")
    if "gateway" in served.roles:
        ways = [f"{name} {setting.text()}" for name, setting in
                (("SMTP", environment.SMTP_LISTEN), ("LMTP", environment.LMTP_LISTEN)) if setting.text()]
        if ways:
            lines.append(f"Mail is taken in by {' and '.join(ways)}.")
        if environment.RELAY_LISTEN.text():
            lines.append(f"Systems hand in their mail at {environment.RELAY_LISTEN.text()}.")
    lines.append("Stop with Ctrl-C.\n")
    return "\n".join(lines)
