"""What goes into an SMPP 3.4 message and what comes out of one: alphabets, parts, addresses and reports."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from entendu.channels.messages import Account, Hook, Incoming, News, Outgoing, Piece
from entendu.channels.sms import reports
from entendu.channels.trouble import Unreadable
from entendu.core.governor import sms

# data_coding (SMPP 3.4 section 5.2.19).
DEFAULT, ASCII, LATIN, UCS2 = 0, 1, 3, 8
# esm_class (section 5.2.12): a header stands before the words; what it is, is a report.
HEADER, KIND, REPORT = 0x40, 0x3C, 0x04
# Type of number (section 5.2.5) and numbering plan (5.2.6).
UNKNOWN, INTERNATIONAL, SHORT, ALPHANUMERIC = 0, 1, 3, 5
NO_PLAN, ISDN = 0, 1
# Concatenation with a reference of one or of two octets (3GPP TS 23.040 section 9.2.3.24).
ONE_OCTET, TWO_OCTETS = 0x00, 0x08
# So long the same words from the same telephone are one message that the centre handed over twice.
SAME_WITHIN = 120  # seconds


@dataclass(frozen=True, slots=True)
class Address:
    """A number or name as SMPP writes it."""

    value: str
    ton: int
    npi: int


def address(number: str) -> Address:
    """An international number with its plus, a short code, or a name of up to eleven letters (a sender only)."""
    if number.startswith("+"):
        return Address(number[1:], INTERNATIONAL, ISDN)
    if number.isdecimal():
        return Address(number, SHORT if len(number) <= 8 else UNKNOWN, ISDN)
    return Address(number[:11], ALPHANUMERIC, NO_PLAN)


def submissions(account: Account, message: Outgoing, reference: int) -> list[dict[str, Any]]:
    """The fields of each submit_sm that the message takes; `reference` (0 to 255) ties its parts together."""
    text, latin = message.text, account.settings.get("alphabet") == "latin1"
    plain = sms.encoding(text) == "GSM-7" and (not latin or _is_latin(text))
    pieces = sms.parts(text)
    sender, to = address(account.address), address(message.to)
    rows = []
    for place, piece in enumerate(pieces, start=1):
        words = (piece.encode("latin-1") if latin else sms.septets(piece)) if plain else piece.encode("utf-16-be")
        header = bytes((5, ONE_OCTET, 3, reference, len(pieces), place)) if len(pieces) > 1 else b""
        rows.append({
            "source_addr_ton": sender.ton, "source_addr_npi": sender.npi, "source_addr": sender.value,
            "dest_addr_ton": to.ton, "dest_addr_npi": to.npi, "destination_addr": to.value,
            "esm_class": HEADER if header else 0, "data_coding": (LATIN if latin else DEFAULT) if plain else UCS2,
            "short_message": header + words, "registered_delivery": 1})
    return rows


# What is read of a deliver_sm.
READ = ("source_addr_ton", "source_addr", "destination_addr", "esm_class", "data_coding", "short_message",
        "message_payload", "sar_msg_ref_num", "sar_total_segments", "sar_segment_seqnum", "message_state",
        "receipted_message_id")


def fields_of(came: Any) -> dict[str, Any]:
    """The fields of a deliver_sm that the library has read."""
    return {name: getattr(came, name, None) for name in READ}


def plain(value: Any) -> str:
    """An address or a name as it stands in a PDU."""
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    return str(value or "").rstrip("\0").strip()


def kept(fields: dict[str, Any], at: float) -> bytes:
    """A deliver_sm that came `at` this time (seconds since 1970) as it is kept until it is read: its fields as JSON,
    octets in base64."""
    said = {name: {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
            for name, value in fields.items() if value is not None}
    return json.dumps({"at": at, "fields": said}, sort_keys=True).encode()


def read(account: Account, hook: Hook) -> list[News]:
    """A report, a message, or a piece of one, out of what `kept` has written down."""
    try:
        told = json.loads(hook.body)
        fields = {name: base64.b64decode(value["base64"]) if isinstance(value, dict) else value
                  for name, value in told["fields"].items()}
        when = int(told["at"]) // SAME_WITHIN
        kind, coding = int(fields.get("esm_class") or 0), int(fields.get("data_coding") or 0)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unreadable("What the SMS centre sent is not what was kept of it.") from None
    octets = _octets(fields.get("message_payload")) or _octets(fields.get("short_message"))
    if kind & KIND == REPORT:
        return _report(fields, octets)
    sender = plain(fields.get("source_addr"))
    if not sender:
        raise Unreadable("The SMS centre brought a message without a sender.")
    international = int(fields.get("source_addr_ton") or 0) == INTERNATIONAL
    sender = f"+{sender}" if international and not sender.startswith("+") else sender
    joined, octets = _header(octets) if kind & HEADER else (_joined(fields), octets)
    text = words_of(octets, coding, latin=account.settings.get("alphabet") == "latin1")
    name = hashlib.sha256(f"{when} {json.dumps(told['fields'], sort_keys=True)}".encode()).hexdigest()
    if joined is not None and joined[1] > 1:
        return [Piece("sms", provider_id=name, sender=sender, group=str(joined[0]), total=joined[1], place=joined[2],
                      text=text)]
    return [Incoming("sms", provider_id=name, sender=sender, text=text)]


def words_of(octets: bytes, coding: int, *, latin: bool = False) -> str:
    """The text of these octets; what cannot be read stands as U+FFFD."""
    alphabet = coding
    if coding & 0xF0 == 0x10:  # with a message class (3GPP TS 23.038 section 4), which some centres pass on as it is
        alphabet = UCS2 if coding & 0x0C == 0x08 else DEFAULT
    if alphabet == UCS2:
        return octets.decode("utf-16-be", "replace").replace("\0", "")
    if alphabet == LATIN or (alphabet == DEFAULT and latin):
        return octets.decode("latin-1").replace("\0", "")
    if alphabet == ASCII:
        return octets.decode("ascii", "replace").replace("\0", "")
    return sms.of_septets(octets)


def _report(fields: dict[str, Any], octets: bytes) -> list[News]:
    said = reports.read(octets.decode("ascii", "replace"))
    state = reports.STATES.get(int(fields.get("message_state") or 0), said.state)
    name = plain(fields.get("receipted_message_id")) or said.id
    if not name:
        raise Unreadable("The SMS centre reports and does not say on which message.")
    return [reports.receipt(name, reports.Report(name, state, said.error))]


def _header(octets: bytes) -> tuple[tuple[int, int, int] | None, bytes]:
    """(reference, total, place) of a part, and the words behind its header."""
    end = octets[0] + 1 if octets else 0
    found, at = None, 1
    while at + 1 < end:
        element, length = octets[at], octets[at + 1]
        data = octets[at + 2:at + 2 + length]
        if element == ONE_OCTET and len(data) == 3:
            found = data[0], data[1], data[2]
        elif element == TWO_OCTETS and len(data) == 4:
            found = int.from_bytes(data[:2]), data[2], data[3]
        at += 2 + length
    return found, octets[end:]


def _joined(fields: dict[str, Any]) -> tuple[int, int, int] | None:
    """The same from optional parameters (SMPP 3.4 section 5.3.2.22 to 24)."""
    total = int(fields.get("sar_total_segments") or 0)
    if not total:
        return None
    return int(fields.get("sar_msg_ref_num") or 0), total, int(fields.get("sar_segment_seqnum") or 0)


def _is_latin(text: str) -> bool:
    return all(ord(char) < 0x100 for char in text)


def _octets(value: Any) -> bytes:
    return value if isinstance(value, bytes) else b""
