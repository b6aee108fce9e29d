"""Our messages as bytes for the wire: RFC 5322 with MIME, the same bytes for the same values.

Headers cannot be injected: control characters are taken out of every value before it is written. Bodies are
quoted-printable UTF-8, so that no line is longer than 78 octets and no server on the way needs 8BITMIME.
"""

from __future__ import annotations

import base64
import hashlib
import io
import quopri
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.generator import BytesGenerator
from email.message import Message
from email.policy import compat32
from email.utils import format_datetime

from entendu.core.mail.letter import Address, Attachment

# Boundaries, generator and MIME tree are the library's; headers are encoded here, because the library's own folding
# fails on control characters and on long words.
WIRE = compat32.clone(linesep="\r\n", max_line_length=0)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~. -]*")
ADDR_SPEC = re.compile(r"[^\s<>()\[\]:;@\\,\"]+@[^\s<>()\[\]:;@\\,\"]+")
# An encoded word has at most 75 characters (RFC 2047 §2): 45 octets in base64 and its frame.
WORD_OCTETS = 42
LINE = 76
# Of a longer thread the first and the latest letters are named, as RFC 5537 §3.4.4 advises for news.
MAX_REFERENCES = 50


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to write. Ids are bare; `date` is aware; `automatic` marks what no person typed (RFC 3834 §5).

    `unsubscribe` is the https address at which its reader can ask for no more of this (RFC 2369 §3.2), or "".
    """

    message_id: str
    date: datetime
    sender: Address
    to: tuple[Address, ...]
    subject: str
    text: str
    html: str = ""
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    automatic: bool = False
    unsubscribe: str = ""


def write(outgoing: Outgoing) -> bytes:
    """The message as bytes with CRLF line ends; the same value gives the same bytes, boundaries included."""
    message = _body(outgoing)
    for name, value in _headers(outgoing):
        message[name] = value
    message["MIME-Version"] = "1.0"
    out = io.BytesIO()
    BytesGenerator(out, mangle_from_=False, policy=WIRE).flatten(message)
    return out.getvalue()


def _headers(outgoing: Outgoing) -> Iterable[tuple[str, str]]:
    """The headers in the order in which mail programs show them, each folded."""
    yield "From", _addresses([outgoing.sender])
    yield "To", _addresses(outgoing.to)
    if outgoing.cc:
        yield "Cc", _addresses(outgoing.cc)
    if outgoing.reply_to:
        yield "Reply-To", _addresses(outgoing.reply_to)
    yield "Subject", _words(_clean(outgoing.subject))
    yield "Date", format_datetime(outgoing.date)
    yield "Message-ID", _id(outgoing.message_id)
    if outgoing.in_reply_to:
        yield "In-Reply-To", _id(outgoing.in_reply_to)
    if outgoing.references:
        kept = outgoing.references
        if len(kept) > MAX_REFERENCES:
            kept = (kept[0], *kept[1 - MAX_REFERENCES :])
        yield "References", "\r\n ".join(_id(one) for one in kept)
    if outgoing.automatic:
        yield "Auto-Submitted", "auto-generated"
        yield "X-Auto-Response-Suppress", "All"
    if outgoing.unsubscribe:
        yield "List-Unsubscribe", f"<{_clean(outgoing.unsubscribe)}>"


def _body(outgoing: Outgoing) -> Message:
    """The text, its HTML alternative, the files: multipart only where there is more than one part."""
    whole = _text("plain", outgoing.text)
    if outgoing.html:
        whole = _several("alternative", [whole, _text("html", outgoing.html)], outgoing.message_id)
    if outgoing.attachments:
        whole = _several("mixed", [whole, *map(_file, outgoing.attachments)], outgoing.message_id)
    return whole


def _several(kind: str, parts: list[Message], message_id: str) -> Message:
    """A multipart whose boundary is made of the id: every attempt sends the same bytes."""
    boundary = "=_" + hashlib.sha256(f"{kind} {message_id}".encode("utf-8", "replace")).hexdigest()[:32]
    message = Message(policy=WIRE)
    message.add_header("Content-Type", f"multipart/{kind}", boundary=boundary)
    for part in parts:
        message.attach(part)
    return message


def _text(subtype: str, text: str) -> Message:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    octets = (plain.rstrip("\n") + "\n").encode("utf-8", "replace")
    part = Message(policy=WIRE)
    part.add_header("Content-Type", f"text/{subtype}", charset="utf-8")
    part["Content-Transfer-Encoding"] = "quoted-printable"
    part.set_payload(quopri.encodestring(octets).decode("ascii"))
    return part


def _file(file: Attachment) -> Message:
    """A file in base64. An enclosed mail goes as a plain file: nothing on the way may take it apart."""
    kind = file.type if re.fullmatch(r"[\w.+-]+/[\w.+-]+", file.type, re.ASCII) else "application/octet-stream"
    if kind.startswith(("message/", "multipart/")):
        kind = "application/octet-stream"
    part = Message(policy=WIRE)
    part["Content-Type"] = kind
    part["Content-Transfer-Encoding"] = "base64"
    part.add_header("Content-Disposition", "inline" if file.inline else "attachment",
                    filename=("utf-8", "", _clean(file.name)[:255]))
    if file.content_id:
        part["Content-ID"] = _id(file.content_id)
    part.set_payload(base64.encodebytes(file.content).decode("ascii"))
    return part


def _addresses(several: Iterable[Address]) -> str:
    return ",\r\n ".join(_mailbox(one) for one in several)


def _mailbox(address: Address) -> str:
    """name-addr of RFC 5322 §3.4. What is no address at all is kept as a name before one that leads nowhere."""
    name, spec = _clean(address.name), _ascii_domain("".join(_clean(address.address).split()))
    if not ADDR_SPEC.fullmatch(spec) or not spec.isascii():
        name, spec = _clean(f"{name} {spec}"), "invalid@invalid"
    if not name:
        return spec
    if name.isascii() and len(name) <= LINE:
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f"{name} <{spec}>" if ATOM.fullmatch(name) and "." not in name else f'"{quoted}" <{spec}>'
    return f"{_encoded(name)}\r\n <{spec}>"


def _ascii_domain(spec: str) -> str:
    """The address with its domain as the domain name system knows it (RFC 5890), unchanged if it has no such form."""
    local, at, domain = spec.rpartition("@")
    if domain.isascii() or len(domain) > 253:
        return spec
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return spec


def _words(text: str) -> str:
    """Unstructured text (RFC 5322 §2.2.1): as it is where it fits on a line, else as encoded words."""
    return text if text.isascii() and len(text) <= LINE and "=?" not in text else _encoded(text)


def _encoded(text: str) -> str:
    """Encoded words in base64, folded between them, each whole in its characters (RFC 2047 §5)."""
    chunks, chunk = [], b""
    for char in text:
        octets = char.encode("utf-8", "replace")
        if len(chunk) + len(octets) > WORD_OCTETS:
            chunks.append(chunk)
            chunk = b""
        chunk += octets
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(one).decode()}?=" for one in [*chunks, chunk])


def _id(bare: str) -> str:
    """An id in its brackets, in ASCII, without white space or brackets of its own, short enough for a line."""
    kept = re.sub(r"[\s<>]", "", _clean(bare)).encode("ascii", "ignore").decode()
    return f"<{kept[:900]}>"


def _clean(value: str) -> str:
    return CONTROL.sub(" ", value).strip()
