"""Delivery reports read: who was not reached, why, and for good or for now (RFC 3464, RFC 3463)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from entendu.core.mail import addresses, bounce_text, delivery_status, phrases, trace
from entendu.core.mail.fields import Fields, clean, split_header
from entendu.core.mail.letter import Bounce
from entendu.core.mail.mime import Part

if TYPE_CHECKING:
    from entendu.core.mail.automatic import Verdict

_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_RETURNED_TYPES = ("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_MAX_DIAGNOSTIC = 500
_MESSAGE_ID = re.compile(r"^[ \t>]{0,8}Message-I[Dd]:[ \t]*\n?[ \t]*<([^<>\s]{1,500})>", re.MULTILINE | re.IGNORECASE)
_TO = re.compile(r"^[ \t>]{0,8}To:[ \t]*([^\n]{1,500})", re.MULTILINE | re.IGNORECASE)
# Permanent by the letter, but of a kind that passes: a full mailbox, a policy, a limit (RFC 3463 §3.3, §3.4, §3.8).
_MAY_PASS = re.compile(r"5\.(?:2\.[234]|3\.\d+|4\.[0137]|7\.\d+)")


@dataclass(frozen=True, slots=True)
class Reading:
    """A delivery report as it was understood; `head` is its own text without the returned mail."""

    bounce: Bounce
    delayed: bool = False
    delivered: bool = False
    head: str = ""


def from_delivery_status(root: Part) -> Reading | None:
    """The report in a machine-readable part; None when the mail has none."""
    groups: list[delivery_status.Recipient] = []
    found = False
    for part in root.walk():
        if part.multipart:
            continue
        if part.type in _STATUS_TYPES:
            found = True
            groups.extend(delivery_status.parse(part.text()[0]))
        elif part.type == "text/plain" and b"inal-" in part.body and b"ecipient:" in part.body:
            groups.extend(delivery_status.parse(bounce_text.cut(part.text()[0])[0]))
    if not found and not any(group.address and (group.action or group.status) for group in groups):
        return None
    if not groups:
        return None
    failed = [group for group in groups if group.failed]
    if not failed:
        return Reading(_bounce(groups, root, permanent=False), delivered=True)
    delayed = all(group.action == "delayed" for group in failed)
    permanent = not delayed and any(_is_permanent(group) for group in failed)
    return Reading(_bounce(failed, root, permanent), delayed=delayed)


def from_text(root: Part, text: str) -> Reading:
    """The report in words, whoever wrote it; its recipients may be empty when the server does not name them."""
    fields = root.fields
    refused = {address.address.lower() for name in ("from", "to", "return-path", "sender", "reply-to", "errors-to") for address in addresses.parse_list(fields.value(name))}
    full = _all_text(root) or text
    report = bounce_text.parse(full, refused)
    stated = [address.address for value in fields.values("x-failed-recipients") for address in addresses.parse_list(value) if "@" in address.address]
    recipients = stated or report.recipients
    if not recipients:
        recipients = _original_to(root, report.returned, refused)
    delayed = bool(phrases.DELAY.search(f"{fields.text('subject')}\n{report.head[:3_000]}")) and not re.search(
        r"(?i)permanent|giving up|gave up|given up|returned to sender|not going to try again|has been removed from the (?:mail )?queue", report.head
    )
    status = report.status
    permanent = not delayed and not status.startswith("4")
    return Reading(
        Bounce(
            recipient=recipients[0] if recipients else "",
            recipients=tuple(dict.fromkeys(recipients)),
            status=status,
            permanent=permanent,
            original_message_id=original_id(root, report.returned),
            diagnostic=clean(report.diagnostic)[:_MAX_DIAGNOSTIC],
        ),
        delayed=delayed,
        head=report.head,
    )


def from_notification(fields: Fields, text: str) -> Verdict | None:
    """A bounce that a sending service reports as JSON by mail (Amazon SES event notifications)."""
    from entendu.core.mail.automatic import Verdict

    begin = text.find("{")
    if begin < 0 or begin > 200 or "notificationType" not in text[:5_000]:
        return None
    event = _json(text[begin:])
    if isinstance(event.get("Message"), str):
        event = _json(str(event["Message"]))
    kind = event.get("notificationType")
    mail = event.get("mail") if isinstance(event.get("mail"), dict) else {}
    if kind == "Complaint":
        return Verdict("feedback", "A sending service reports a spam complaint.")
    if kind == "Delivery":
        return Verdict("delivered", "A sending service reports that a mail was delivered.")
    if kind != "Bounce" or not isinstance(event.get("bounce"), dict):
        return None
    told = event["bounce"]
    people = [one for one in told.get("bouncedRecipients") or [] if isinstance(one, dict)]
    recipients = tuple(clean(str(one.get("emailAddress", "")))[:500] for one in people if one.get("emailAddress"))
    first = people[0] if people else {}
    bounce = Bounce(
        recipient=recipients[0] if recipients else "",
        recipients=recipients,
        status=clean(str(first.get("status", "")))[:20],
        permanent=told.get("bounceType") == "Permanent",
        original_message_id=clean(str((mail or {}).get("messageId", "")))[:500],
        diagnostic=clean(str(first.get("diagnosticCode", "")))[:_MAX_DIAGNOSTIC],
    )
    return Verdict("bounce", "A sending service reports that a mail could not be delivered.", bounce)


def _json(text: str) -> dict[str, object]:
    try:
        # Mailers wrap the long line and mark the break with "!" (an old habit of sendmail).
        value, _ = json.JSONDecoder(strict=False).raw_decode(text[:200_000].replace("!\n ", "").lstrip())
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _bounce(groups: list[delivery_status.Recipient], root: Part, permanent: bool) -> Bounce:
    recipients = tuple(dict.fromkeys(group.address for group in groups if group.address))
    if not recipients:
        recipients = tuple(_original_to(root, "", set()))
    first = next((group for group in groups if group.status or group.diagnostic), groups[0])
    status = _better_status(first)
    return Bounce(
        recipient=recipients[0] if recipients else "",
        recipients=recipients,
        status=status,
        permanent=permanent,
        original_message_id=original_id(root, ""),
        diagnostic=clean(first.diagnostic)[:_MAX_DIAGNOSTIC],
    )


def _better_status(group: delivery_status.Recipient) -> str:
    """The code in the server's own words says more than a general x.0.0 in the Status field."""
    match = re.search(r"(?<![\d.])[45]\.\d{1,2}\.\d{1,3}(?![\d.])", group.diagnostic)
    if match and (not group.status or group.status.endswith(".0.0") or group.status.startswith("4.4.")):
        return match[0]
    return group.status


def _is_permanent(group: delivery_status.Recipient) -> bool:
    status = _better_status(group)
    if group.action == "delayed" or status.startswith("4"):
        return False
    return not _MAY_PASS.fullmatch(status)


def original_id(root: Part, returned: str) -> str:
    """The bare message id of the mail that came back, '' when the report does not hold it."""
    for part in root.walk():
        if part.type in _RETURNED_TYPES and not part.multipart:
            fields, _ = split_header(part.content()[0][:200_000].lstrip())
            found = trace.message_id(fields.value("message-id"))
            if found:
                return found
    match = _MESSAGE_ID.search(returned[:60_000] or _all_text(root)[:60_000])
    return match[1] if match else ""


def _original_to(root: Part, returned: str, refused: set[str]) -> list[str]:
    for part in root.walk():
        if part.type in _RETURNED_TYPES and not part.multipart:
            fields, _ = split_header(part.content()[0][:200_000].lstrip())
            found = [one.address for one in addresses.parse_list(fields.value("to")) if "@" in one.address]
            if len(found) == 1:
                return found
    match = _TO.search(returned)
    found = [one.address for one in addresses.parse_list(match[1]) if "@" in one.address] if match else []
    return found if len(found) == 1 and found[0].lower() not in refused else []


def _all_text(root: Part) -> str:
    """The text parts of the report one after the other, without what came back."""
    pieces = [part.text()[0][:60_000] for part in root.walk() if part.type == "text/plain" and not part.multipart]
    return "\n".join(pieces[:5])
