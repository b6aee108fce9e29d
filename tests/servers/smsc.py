"""A small SMS centre that speaks SMPP 3.4 (issue 1.2) by itself: it binds, takes messages, reports and hands over.

Written from the specification and not with the library that the desk uses, so that the two are held against each other.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.servers.processes import LOOPBACK, wait_for

# command_id (section 5.1.2.1) and a few of command_status (5.1.3).
BIND_TRANSCEIVER, SUBMIT, DELIVER, UNBIND, ENQUIRE = 0x09, 0x04, 0x05, 0x06, 0x15
RESPONSE = 0x80000000
OK, THROTTLED, BAD_NUMBER, BAD_PASSWORD, SUBMIT_FAILED = 0x00, 0x58, 0x0B, 0x0E, 0x45
SYSTEM_ID, PASSWORD = "desk", "quiet"


@dataclass(frozen=True, slots=True)
class Part:
    """One submit_sm as it came."""

    number: str
    sender: str
    to: str
    ton: int
    esm_class: int
    coding: int
    octets: bytes


@dataclass
class Centre:
    """`plan` says what the next submit_sm meet: a status, or None for silence."""

    port: int = 0
    parts: list[Part] = field(default_factory=list)
    planned: deque[int | None] = field(default_factory=deque)
    acknowledged: list[int] = field(default_factory=list)
    _lines: list[socket.socket] = field(default_factory=list)
    handed: int = 0
    _next: int = 100

    def plan(self, *statuses: int | None) -> None:
        """The next parts meet these."""
        self.planned.extend(statuses)

    def messages(self) -> list[tuple[str, str]]:
        """To whom and what, parts put together."""
        found: list[tuple[str, str]] = []
        text = b""
        for part in self.parts:
            header = part.octets[0] + 1 if part.esm_class & 0x40 else 0
            text += part.octets[header:]
            if not header or part.octets[5] == part.octets[4]:
                found.append((f"+{part.to}" if part.ton == 1 else part.to, _words(text, part.coding)))
                text = b""
        return found

    def report(self, number: str, state: str, error: str = "000") -> None:
        """A report on a message, as appendix B of the specification words it."""
        words = (f"id:{number} sub:001 dlvrd:001 submit date:2611231740 done date:2611231741 stat:{state} err:{error} "
                 "text:")
        self.hand_over("23057001234", words.encode(), esm_class=0x04)

    def writes(self, sender: str, text: str, *, most: int = 134) -> None:
        """Somebody writes; in parts of so many octets where it is long."""
        octets = text.encode("utf-16-be")
        cut = [octets[at:at + most] for at in range(0, len(octets), most)] if len(octets) > 140 else [octets]
        for place, piece in enumerate(cut, start=1):
            header = bytes((5, 0, 3, 77, len(cut), place)) if len(cut) > 1 else b""
            self.hand_over(sender, header + piece, esm_class=0x40 if header else 0, coding=8)

    def hand_over(self, sender: str, octets: bytes, *, esm_class: int = 0, coding: int = 0) -> int:
        """A deliver_sm on the open line; its sequence number."""
        self._next += 1
        self.handed += 1
        body = (b"\0" + b"\1\1" + sender.lstrip("+").encode() + b"\0" + b"\1\1" + b"23052520000\0"
                + bytes((esm_class, 0, 0)) + b"\0\0" + bytes((0, 0, coding, 0, len(octets))) + octets)
        wait_for(lambda: self._lines)
        self._lines[-1].sendall(_pdu(DELIVER, OK, self._next, body))
        return self._next

    def hang_up(self) -> None:
        """The line is gone, without a word."""
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self._lines.clear()

    def serve(self, line: socket.socket) -> None:
        """One session, until the other side ends it."""
        with line, suppress(OSError, struct.error):
            while True:
                head = _exactly(line, 16)
                length, command, _status, sequence = struct.unpack(">IIII", head)
                body = _exactly(line, length - 16)
                self._act(line, command, sequence, body)

    def _act(self, line: socket.socket, command: int, sequence: int, body: bytes) -> None:
        if command == BIND_TRANSCEIVER:
            name, password = (one.decode() for one in body.split(b"\0")[:2])
            right = (name, password) == (SYSTEM_ID, PASSWORD)
            line.sendall(_pdu(command | RESPONSE, OK if right else BAD_PASSWORD, sequence, b"centre\0"))
            if right:
                self._lines.append(line)
        elif command == SUBMIT:
            status = self.planned.popleft() if self.planned else OK
            if status is None:
                return
            number = f"{len(self.parts) + 1:08X}"
            if status == OK:
                self.parts.append(_part(number, body))
            line.sendall(_pdu(command | RESPONSE, status, sequence, number.encode() + b"\0" if status == OK else b""))
        elif command in {ENQUIRE, UNBIND}:
            line.sendall(_pdu(command | RESPONSE, OK, sequence, b""))
        elif command == DELIVER | RESPONSE:
            self.acknowledged.append(sequence)


def _pdu(command: int, status: int, sequence: int, body: bytes) -> bytes:
    return struct.pack(">IIII", 16 + len(body), command, status, sequence) + body


def _part(number: str, body: bytes) -> Part:
    """The mandatory parameters of submit_sm (section 4.4.1)."""
    _service, body = body.split(b"\0", 1)
    sender, rest = body[2:].split(b"\0", 1)
    ton = rest[0]
    to, rest = rest[2:].split(b"\0", 1)
    esm_class, rest = rest[0], rest[3:]
    _schedule, rest = rest.split(b"\0", 1)
    _validity, rest = rest.split(b"\0", 1)
    coding, length = rest[2], rest[4]
    return Part(number, sender.decode(), to.decode(), ton, esm_class, coding, rest[5:5 + length])


def _words(octets: bytes, coding: int) -> str:
    if coding == 8:
        return octets.decode("utf-16-be")
    table = {0x00: "@", 0x02: "$", 0x04: "è", 0x05: "é", 0x06: "ù", 0x7F: "à"}
    extended = {0x65: "€", 0x3C: "[", 0x3E: "]"}
    found, escaped = [], False
    for code in octets:
        if code == 0x1B:
            escaped = True
            continue
        found.append(extended[code] if escaped else table.get(code, chr(code)))
        escaped = False
    return "".join(found)


def _exactly(line: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        more = line.recv(count - len(found))
        if not more:
            raise OSError("ended")
        found += more
    return found


@contextmanager
def running_centre() -> Iterator[Centre]:
    """A centre that takes everything until it is told otherwise."""
    with socket.create_server((LOOPBACK, 0)) as door:
        centre = Centre(door.getsockname()[1])

        def welcome() -> None:
            with suppress(OSError):
                while True:
                    line, _address = door.accept()
                    threading.Thread(target=centre.serve, args=(line,), daemon=True).start()

        threading.Thread(target=welcome, daemon=True).start()
        yield centre
        centre.hang_up()
