"""A private Kannel with its simulated SMS centre: telephones that send to the desk and show what it sends to them.

`fakesmsc` of Debian's kannel-extras stands for the operator: it hands Kannel what people write, prints what they get,
and Kannel reports each of it as taken and as delivered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

import pytest

from tests.servers.processes import LOOPBACK, Account, Server, free_port, private_folder

BEARERBOX, SMSBOX, FAKESMSC = "/usr/sbin/bearerbox", "/usr/sbin/smsbox", "/usr/lib/kannel/test/fakesmsc"
USER, PASSWORD = "desk", "a quiet password"
CONFIGURATION = """
group = core
admin-port = {admin}
admin-password = watch
smsbox-port = {smsbox}
box-allow-ip = 127.0.0.1
admin-interface = 127.0.0.1
log-file = {folder}/bearerbox.log
log-level = 1

group = smsc
smsc = fake
smsc-id = operator
port = {centre}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {http}
sendsms-interface = 127.0.0.1
log-file = {folder}/smsbox.log
access-log = {folder}/access.log
log-level = 1
http-request-retry = 3
http-queue-delay = 1

group = sendsms-user
username = {user}
password = "{password}"
concatenation = true
max-messages = 10

group = sms-service
keyword = default
catch-all = true
max-messages = 0
omit-empty = true
assume-plain-text = true
get-url = "{incoming}"
"""
# What fakesmsc logs of each part that reached a telephone: sender, number, header of a part, kind, words.
REACHED = re.compile(r"Got message \d+: <(\S+) (\S+) (?:udh (\S+) )?(text|data|ucs-2) (.*)>$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Reached:
    """A message on a telephone, its parts put together."""

    sender: str
    to: str
    text: str
    parts: int = 1


@dataclass
class Kannel:
    """A running Kannel; `restart` gives it the address of another desk."""

    folder: Path
    http: int
    centre: int
    logs: list[Path]
    boxes: list[Server] = field(default_factory=list)
    _phones: list[Server] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its sendsms address."""
        return f"http://{LOOPBACK}:{self.http}/cgi-bin/sendsms"

    def writes(self, number: str, to: str, *texts: str) -> None:
        """Somebody sends these from a telephone."""
        said = [f"{number} {to} ucs2 {quote(text.encode('utf-16-be'))}" if not text.isascii() else
                f"{number} {to} data {quote(text)}" for text in texts]
        for one in said:
            self._phone(1, one)

    def reached(self) -> list[Reached]:
        """All that telephones have got, in the order in which it began to come; what is not whole yet is left out."""
        whole: dict[tuple[str, ...], dict[int, bytes]] = {}
        totals: dict[tuple[str, ...], int] = {}
        for number, line in enumerate(REACHED.findall("".join(log.read_text(errors="replace") for log in self._logs))):
            sender, to, header, _kind, words = line
            octets = unquote_to_bytes(words.replace("+", " "))
            if not header:
                whole[sender, to, str(number)], totals[sender, to, str(number)] = {1: octets}, 1
                continue
            _, _, _, reference, total, place = unquote_to_bytes(header)[:6]
            told = (sender, to, f"part of {reference}")
            while len(whole.get(told, {})) == totals.get(told) or place in whole.get(told, {}):
                told = (*told, "again")  # the same reference, used anew
            whole.setdefault(told, {})[place], totals[told] = octets, total
        return [Reached(told[0], told[1], _text(b"".join(parts[place] for place in sorted(parts))), len(parts))
                for told, parts in whole.items() if len(parts) == totals[told]]

    @property
    def _logs(self) -> list[Path]:
        return sorted(self.folder.glob("phone-*.log"), key=lambda one: int(one.stem.partition("-")[2]))

    def _phone(self, most: int, said: str) -> None:
        for phone in self._phones:  # the simulated centre hears one of them at a time
            phone.stop()
        log = self.folder / f"phone-{len(self._phones)}.log"
        self._phones.append(Server([FAKESMSC, "-H", LOOPBACK, "-r", str(self.centre), "-i", "0.05", "-m", str(most),
                                    said], log, Account.named("nobody")))

    def restart(self, incoming: str) -> None:
        """Kannel anew, with this address for what people write."""
        self.stop()
        configuration = self.folder / "kannel.conf"
        configuration.write_text(CONFIGURATION.format(
            folder=self.folder, admin=free_port(), smsbox=(smsbox := free_port()), centre=self.centre, http=self.http,
            user=USER, password=PASSWORD, incoming=incoming))
        account = Account.named("nobody")
        bearerbox = Server([BEARERBOX, configuration], self.folder / "bearerbox.out", account)
        self.boxes.append(bearerbox)
        bearerbox.wait_for_ports(smsbox, self.centre)
        smsbox_ = Server([SMSBOX, configuration], self.folder / "smsbox.out", account)
        self.boxes.append(smsbox_)
        smsbox_.wait_for_ports(self.http)
        self._phone(0, "1 2 text nobody says this")

    def stop(self) -> None:
        """Ends Kannel and its telephones; what reached them stays to be read."""
        for server in [*reversed(self._phones), *reversed(self.boxes)]:
            server.stop()
        self.boxes.clear()


def _text(octets: bytes) -> str:
    """The text of a message as Kannel sends it: UTF-16 where it holds a null, as every message of two bytes a letter
    with a space does, else UTF-8."""
    return octets.decode("utf-16-be") if b"\0" in octets else octets.decode()


@contextmanager
def running_kannel() -> Iterator[Kannel]:
    """A Kannel that knows no desk yet."""
    with private_folder("kannel", Account.named("nobody")) as folder:
        kannel = Kannel(folder, free_port(), free_port(), [folder / "bearerbox.out", folder / "smsbox.out"])
        kannel.restart(f"http://{LOOPBACK}:9/nobody")
        try:
            yield kannel
        finally:
            kannel.stop()


@pytest.fixture(scope="session")
def one_kannel() -> Iterator[Kannel]:
    """One for all tests: its telephones are told apart by their numbers."""
    with running_kannel() as kannel:
        yield kannel
