"""A SIP telephone on loopback, by `sipp` of Debian's sip-tester, and an exchange just large enough to call it.

The exchange dials what a `sip:` link of ours says (RFC 3261 over UDP), and tells what becomes of the call as events of
`channels/phone/pbx.py`. sipp holds each message against its scenario, and that the link is one for a telephone number
(§19.1.1, user=phone); it ends with 0 only where the whole call was as the scenario says.
"""

from __future__ import annotations

import re
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.servers.processes import LOOPBACK, Server, private_folder, wait_for

SIPP = "/usr/bin/sipp"
LINK = re.compile(r"sip:(\+?\d+)@([\d.]+):(\d+);user=phone")
STATUS = re.compile(r"SIP/2\.0 (\d{3}) ")
T1 = 0.5  # seconds until a request is sent again (RFC 3261 §17.1.1.1)
PATIENCE = 30  # seconds, for a slow machine; what should not come is never waited for

RINGS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE scenario SYSTEM "sipp.dtd">
<scenario name="a telephone">
  <recv request="INVITE"><action>
    <ereg regexp="^INVITE sip:[+]?[0-9]+@[^ ]+;user=phone SIP/2.0" search_in="msg" check_it="true" assign_to="1"/>
    <ereg regexp=".*" search_in="hdr" header="From:" assign_to="2"/>
    <ereg regexp=".*" search_in="hdr" header="To:" assign_to="3"/>
  </action></recv>
  <Reference variables="1,2,3"/>
  <send><![CDATA[
    SIP/2.0 180 Ringing
    [last_Via:]
    [last_From:]
    [last_To:];tag=theirs
    [last_Call-ID:]
    [last_CSeq:]
    Content-Length: 0

  ]]></send>
"""
FINAL = """
  <send retrans="500"><![CDATA[
    SIP/2.0 {status}
    [last_Via:]
    [last_From:]
    [last_To:]{tag}
    [last_Call-ID:]
    [last_CSeq:]
    Contact: <sip:[local_ip]:[local_port]>
    Content-Length: 0

  ]]></send>
"""
HANGS_UP = """
  <recv request="ACK"/>
  <pause milliseconds="{talks}"/>
  <send retrans="500"><![CDATA[
    BYE sip:desk@[remote_ip]:[remote_port] SIP/2.0
    Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
    From:[$3];tag=theirs
    To:[$2]
    Call-ID: [call_id]
    CSeq: 1 BYE
    Max-Forwards: 70
    Content-Length: 0

  ]]></send>
  <recv response="200"/>
</scenario>
"""
REFUSES = FINAL.format(status="486 Busy Here", tag=";tag=theirs") + '  <recv request="ACK"/>\n</scenario>\n'
SLEEPS = (
    '  <recv request="CANCEL"/>\n' + FINAL.format(status="200 OK", tag=";tag=theirs").replace(' retrans="500"', "")
    + """
  <send retrans="500"><![CDATA[
    SIP/2.0 487 Request Terminated
    [last_Via:]
    [last_From:]
    [last_To:];tag=theirs
    [last_Call-ID:]
    CSeq: 1 INVITE
    Content-Length: 0

  ]]></send>
  <recv request="ACK"/>
</scenario>
""")


@dataclass
class Telephone:
    """Whoever is called: `answers(talks)` in milliseconds, `is_busy()` or `sleeps()` for the next call, by its port."""

    folder: Path
    port: int = 0
    logs: list[Path] = field(default_factory=list)
    _server: Server | None = None

    def answers(self, talks: int) -> None:
        """Picks up, and hangs up after so long."""
        self._ready(RINGS + FINAL.format(status="200 OK", tag=";tag=theirs") + HANGS_UP.format(talks=talks))

    def is_busy(self) -> None:
        """Declines: 486."""
        self._ready(RINGS + REFUSES)

    def sleeps(self) -> None:
        """Rings until the caller gives up."""
        self._ready(RINGS + SLEEPS)

    def went_as_it_should(self) -> bool:
        """Whether the call is over and every message of it was right."""
        assert self._server is not None
        return self._server.process.wait(PATIENCE) == 0

    def stop(self) -> None:
        """Unplugged."""
        if self._server is not None:
            self._server.stop()

    def _ready(self, scenario: str) -> None:
        self.stop()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((LOOPBACK, 0))
            self.port = probe.getsockname()[1]
        script = self.folder / f"{len(self.logs)}.xml"
        script.write_text(scenario)
        self.logs.append(script.with_suffix(".log"))
        self._server = Server([SIPP, "-sf", script, "-i", LOOPBACK, "-p", str(self.port), "-m", "1", "-nostdin"],
                              self.logs[-1])
        wait_for(lambda: f":{self.port:04X} " in Path("/proc/net/udp").read_text())


@dataclass(frozen=True, slots=True)
class Heard:
    """One event of a call, as an exchange tells it."""

    call: str
    event: str
    number: str
    seconds: int = 0


def dial(link: str, *, rings: float = PATIENCE) -> Iterator[Heard]:
    """Calls what a link says, and tells each thing as it happens; gives up after ringing for so many seconds."""
    found = LINK.fullmatch(link)
    assert found is not None, f"{link} is no link that an exchange on this machine dials"
    number, host, port = found[1], found[2], int(found[3])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.connect((host, port))
        call = _Call(line, link, secrets.token_hex(8))
        for event, seconds in call.events(rings):
            yield Heard(call.name, event, number, seconds)


@dataclass
class _Call:
    """One call of ours, from INVITE to its end (RFC 3261 §13.2, §17.1.1)."""

    line: socket.socket
    link: str
    name: str

    def events(self, rings: float) -> Iterator[tuple[str, int]]:
        answer = self._asked("INVITE", until=("1", "2", "4", "5", "6"))
        give_up = time.monotonic() + rings
        while (status := _status(answer)) < 200:
            if status == 180:
                yield "ringing", 0
            left = give_up - time.monotonic()
            answer = self._read(left) if left > 0 else ""
            if not answer:
                yield self._given_up()
                return
        self._send("ACK", to=_header(answer, "To"))
        if status >= 300:
            yield ("busy" if status in {486, 600} else "failed"), 0
            return
        yield "answered", 0
        since = time.monotonic()
        while not (bye := self._read(PATIENCE)).startswith("BYE "):
            assert bye, "they never hung up"
        self.line.send(_taken(bye).encode())
        yield "ended", round(time.monotonic() - since)

    def _given_up(self) -> tuple[str, int]:
        self._asked("CANCEL", until=("2",))
        while _status(answer := self._read(PATIENCE)) != 487:
            assert answer, "the INVITE was never answered"
        self._send("ACK", to=_header(answer, "To"))
        return "missed", 0

    def _asked(self, method: str, until: tuple[str, ...]) -> str:
        """Sends it until an answer of these classes comes."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self._send(method)
            if str(_status(answer := self._read(T1)))[0] in until:
                return answer
        raise AssertionError(f"nobody answered the {method}")

    def _send(self, method: str, to: str = "") -> None:
        host, port = self.line.getsockname()
        lines = [f"{method} {self.link} SIP/2.0", f"Via: SIP/2.0/UDP {host}:{port};branch=z9hG4bK{self.name}",
                 f"From: <sip:desk@{host}:{port}>;tag=ours", f"To: {to or f'<{self.link}>'}", f"Call-ID: {self.name}",
                 f"CSeq: 1 {method}", f"Contact: <sip:desk@{host}:{port}>", "Max-Forwards: 70", "Content-Length: 0"]
        self.line.send("\r\n".join([*lines, "", ""]).encode())

    def _read(self, seconds: float) -> str:
        self.line.settimeout(seconds)
        try:
            return self.line.recv(65_535).decode()
        except TimeoutError:
            return ""


def _status(message: str) -> int:
    found = STATUS.match(message)
    return int(found[1]) if found else 0


def _header(message: str, name: str) -> str:
    found = re.search(rf"^{name}:\s*(.*?)\r?$", message, re.MULTILINE)
    assert found is not None, f"no {name} in: {message}"
    return found[1]


def _taken(request: str) -> str:
    """200 to a request of theirs."""
    headers = [f"{name}: {_header(request, name)}" for name in ("Via", "From", "To", "Call-ID", "CSeq")]
    return "\r\n".join(["SIP/2.0 200 OK", *headers, "Content-Length: 0", "", ""])


@contextmanager
def running_telephone() -> Iterator[Telephone]:
    """A telephone that nobody has told yet what to do."""
    with private_folder("sip") as folder:
        telephone = Telephone(folder)
        try:
            yield telephone
        finally:
            telephone.stop()


@pytest.fixture
def sip_telephone() -> Iterator[Telephone]:
    """A telephone of this test's own."""
    with running_telephone() as telephone:
        yield telephone
