"""Delivery reports read: who was not reached, why, and for good or for now (RFC 3464, RFC 3463)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Literal

from entendu.core.mail import addresses, bounce_text, delivery_status, phrases, trace
from entendu.core.mail.fields import clean, split_header
from entendu.core.mail.letter import Bounce
from entendu.core.mail.mime import Part

_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_RETURNED_TYPES = (
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global-headers",
)
_MAX_DIAGNOSTIC = 500
_MESSAGE_ID = re.compile(r"^[ \t>]{0,8}Message-I[Dd]:[ \t]*\n?[ \t]*<([^<>\s]{1,500})>", re.MULTILINE | re.IGNORECASE)
_TO = re.compile(r"^[ \t>]{0,8}To:[ \t]*([^\n]{1,500})", re.MULTILINE | re.IGNORECASE)
# Failures that say nothing about the address: a full mailbox, a limit, a policy, a fault on the way (RFC 3463 §3.3
# to §3.8). A server calls them permanent because it gave up this one mail; the next may well arrive.
_PASSING_STATUS = re.compile(r"5\.(?:1\.[78]|2\.[0234]|3\.\d+|4\.[013567]|6\.\d+|7\.\d+)")
_GONE_STATUS = re.compile(r"5\.(?:1\.(?:1|2|3|6|10)|2\.1|4\.4)")
_GONE_TEXT = re.compile(
    r"(?i)(?:user|recipient|mailbox|address(?:ee)?|account|host|domain|name|userid)[^\n]{0,60}(?:unknown|not "
    r"found|not exist|n.t exist|invalid|no longer|disabled|discontinued|not recogni[sz]ed|not listed|not known|"
    r"moved)"
    r"|(?:unknown|invalid|no such|nonexistent|unrouteable) (?:\w+ ){0,3}(?:user|recipient|mailbox|address|"
    r"account|host|domain|userid)"
    r"|no mailbox here|doesn.t have an? |not a valid|no mx|null mx|does not accept mail"
)
_PASSING_TEXT = re.compile(
    r"(?i)quota|mailbox (?:is )?full|full mailbox|over ?limit|exceed|too (?:large|big|many)|size limit|spam|"
    r"virus|malware|block|black ?list|reputation|denied|policy"
    r"|dmarc|\bspf\b|dkim|\bptr\b|reverse dns|authenticat|tls|relay|timed? ?out|time limit|too long|retry|"
    r"expired|connection|connect to|network|unreachable|temporar"
    r"|try again|defer|rate limit|greylist|loop|content|suspend|inactive|not accepting|suspicious|permission|not "
    r"(?:been )?authorized|rejected|refused|local error|command (?:died|failed)|system error"
)


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
    permanent = not delayed and any(
        group.action != "delayed" and is_permanent(_better_status(group), group.diagnostic) for group in failed
    )
    return Reading(_bounce(failed, root, permanent), delayed=delayed)


def from_disposition(root: Part, part: Part, text: str) -> Bounce | None:
    """The refusal that a filter at the recipient's end sends as a disposition notification (RFC 5429 §2.2.1)."""
    fields, _ = split_header(part.content()[0].lstrip())
    disposition = fields.value("disposition").lower()
    said = f"{root.fields.text('subject')}\n{text[:2_000]}"
    if not (disposition.startswith("automatic-action") and "deleted" in disposition and phrases.REFUSED.search(said)):
        return None
    recipient = delivery_status.address_of(fields.value("original-recipient") or fields.value("final-recipient"))
    return Bounce(
        recipient=recipient,
        recipients=(recipient,) if recipient else (),
        status="",
        permanent=not re.search(r"(?i)quota|full", said),
        original_message_id=trace.message_id(fields.value("original-message-id")),
        diagnostic=clean(" ".join(text.split()))[:_MAX_DIAGNOSTIC],
    )


def from_text(root: Part, text: str) -> Reading:
    """The report in words, whoever wrote it; its recipients may be empty when the server does not name them."""
    fields = root.fields
    refused = {
        address.address.lower()
        for name in ("from", "to", "return-path", "sender", "reply-to", "errors-to")
        for address in addresses.parse_list(fields.value(name))
    }
    full = _all_text(root) or text
    domain = addresses.parse_one(fields.value("from")).address.partition("@")[2]
    report = bounce_text.parse(full, refused, domain.lower())
    stated = [
        address.address
        for value in fields.values("x-failed-recipients")
        for address in addresses.parse_list(value)
        if "@" in address.address
    ]
    recipients = stated or report.recipients
    if not recipients:
        recipients = _original_to(root, report.returned, refused)
    delayed = bool(phrases.DELAY.search(f"{fields.text('subject')}\n{report.head[:3_000]}")) and not re.search(
        r"(?i)permanent|giving up|gave up|given up|returned to sender|not going to try again"
        r"|has been removed from the (?:mail )?queue",
        report.head,
    )
    status = report.status
    permanent = not delayed and is_permanent(status, report.head[:5_000])
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


def from_notification(text: str) -> tuple[Literal["bounce", "delivered", "feedback"], Bounce | None] | None:
    """What a sending service reports as JSON by mail (Amazon SES event notifications); None when `text` is none."""
    begin = text.find("{")
    if begin < 0 or begin > 200 or ("notificationType" not in text[:5_000] and "eventType" not in text[:5_000]):
        return None
    event = _json(text[begin:])
    if isinstance(event.get("Message"), str):
        event = _json(str(event["Message"]))
    kind = event.get("notificationType") or event.get("eventType")
    mail, told = event.get("mail"), event.get("bounce")
    if kind == "Complaint":
        return "feedback", None
    if kind == "Delivery":
        return "delivered", None
    if kind != "Bounce" or not isinstance(told, dict):
        return None
    people = [one for one in told.get("bouncedRecipients") or [] if isinstance(one, dict)]
    recipients = tuple(clean(str(one.get("emailAddress", "")))[:500] for one in people if one.get("emailAddress"))
    first = people[0] if people else {}
    bounce = Bounce(
        recipient=recipients[0] if recipients else "",
        recipients=recipients,
        status=clean(str(first.get("status", "")))[:20],
        permanent=told.get("bounceType") == "Permanent",
        original_message_id=clean(str(mail.get("messageId", "")))[:500] if isinstance(mail, dict) else "",
        diagnostic=clean(str(first.get("diagnosticCode", "")))[:_MAX_DIAGNOSTIC],
    )
    return "bounce", bounce


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


def is_permanent(status: str, diagnostic: str) -> bool:
    """Whether the address itself is at fault, so that no later mail will reach it either.

    The enhanced status decides where it is specific (RFC 3463 §3), else the server's words; a failure that
    nothing explains counts as permanent, as its class says.
    """
    if status.startswith("4"):
        return False
    if _GONE_STATUS.fullmatch(status):
        return True
    if _PASSING_STATUS.fullmatch(status):
        return False
    return bool(_GONE_TEXT.search(diagnostic)) or not _PASSING_TEXT.search(diagnostic)


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
