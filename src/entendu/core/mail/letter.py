"""What a mail is once it has been read: plain, frozen values without one raw byte in their strings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Auto = Literal["auto-reply", "bounce", "list", "report"]
"""Kinds of mail that no person typed for us; None stands for a person's own mail."""


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox (RFC 5322 §3.4): `address` is the bare addr-spec, `name` the display name or ''."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a mail.

    `name` is safe for any file system (no path, no control or bidi characters, at most 255 bytes of UTF-8),
    `type` is lower-case `type/subtype`, `content` the decoded bytes, `inline` tells that the body shows it
    itself, `content_id` is the bare Content-ID by which HTML refers to it (`cid:`), or ''.
    """

    name: str
    type: str
    content: bytes
    inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a delivery report says (RFC 3464, or the text form of an older server).

    `recipient` is the first of `recipients` or ''; `status` an enhanced code of RFC 3463 such as '5.1.1' or
    ''; `permanent` is False while the server still tries or the trouble is said to pass;
    `original_message_id` is the bare id of the mail that could not be delivered, or ''; `diagnostic` the
    server's own words in one line.
    """

    recipient: str
    recipients: tuple[str, ...]
    status: str
    permanent: bool
    original_message_id: str = ""
    diagnostic: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, read.

    Ids are bare (without angle brackets). `date` is aware or None. `language` is 'en', 'fr', 'ro' or ''.
    `text` is the whole text, `visible` what is left of it without quotes and signature, `html` the HTML body
    exactly as sent (unsafe: it must pass the sanitiser before anyone sees it) or ''. `auto` says which kind of
    automatic mail this is, None for a person's. `defects` holds one plain sentence for each thing that was
    wrong with the mail and had to be guessed or left out.
    """

    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    date: datetime | None
    subject: str
    sender: Address
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    language: str
    text: str
    visible: str
    html: str
    attachments: tuple[Attachment, ...]
    auto: Auto | None
    bounce: Bounce | None
    defects: tuple[str, ...]
    return_path: str | None = None
    """The envelope sender: None when unknown, '' for the null sender `<>`, else a bare address."""
    auto_submitted: str = ""
    """The keyword of Auto-Submitted (RFC 3834 §5) in lower case, or ''."""
    precedence: str = ""
    list_id: str = ""
    delivered_to: tuple[str, ...] = ()
    """Addresses of Delivered-To, in order of the header."""
    original_to: tuple[str, ...] = ()
    """Addresses of X-Original-To, Envelope-To and their kin: where the mail was sent before aliases."""
