"""The machine-readable part of a delivery report (RFC 3464), also where a server wrote it into the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_RECIPIENTS = 500
_FIELD = re.compile(r"[ \t>]{0,8}([A-Za-z][A-Za-z0-9-]{2,40})[ \t]*:[ \t]*(.*)")
_ADDRESS = re.compile(
    r"[^\s<>()\[\]\",;:@]{1,200}@[^\s<>()\[\]\",;:@]{1,255}|\"[^\"\r\n]{1,100}\"@[^\s<>()\",;:]{1,255}"
)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_KNOWN = frozenset(
    """final-recipient original-recipient action status diagnostic-code remote-mta reporting-mta x-actual-recipient
    arrival-date last-attempt-date original-envelope-id received-from-mta dsn-gateway will-retry-until
    final-log-id x-supplementary-info x-display-name""".split()
)


@dataclass(slots=True)
class Recipient:
    """What the report says about one recipient. `action` is failed, delayed, delivered, relayed, expanded or ''."""

    address: str = ""
    action: str = ""
    status: str = ""
    diagnostic: str = ""
    original: str = ""

    @property
    def failed(self) -> bool:
        """Whether the mail did not (yet) reach this recipient."""
        if self.action:
            return self.action not in ("delivered", "relayed", "expanded")
        return not self.status.startswith("2")


def parse(text: str) -> list[Recipient]:
    """The recipients of a delivery status in the order of the report, at most MAX_RECIPIENTS. Linear."""
    found: list[Recipient] = []
    current: Recipient | None = None
    last = ""
    for line in text.split("\n"):
        if line[:1] in (" ", "\t") and last and current is not None and not _is_known(line):
            if last == "diagnostic-code" and len(current.diagnostic) < 2_000:
                current.diagnostic += " " + line.strip()
            continue
        match = _FIELD.match(line)
        if not match or match[1].lower() not in _KNOWN:
            last = ""
            if not line.strip() and current is not None and (current.address or current.original):
                current = None  # §2.1: an empty line parts the groups
            continue
        last, value = match[1].lower(), match[2].strip()
        if current is None or _begins_another(current, last):
            if len(found) >= MAX_RECIPIENTS:
                break
            current = Recipient()
            found.append(current)
        _take(current, last, value)
    return _merged(found)


def _is_known(line: str) -> bool:
    match = _FIELD.match(line)
    return bool(match) and match is not None and match[1].lower() in _KNOWN


def _begins_another(current: Recipient, name: str) -> bool:
    return (name == "final-recipient" and bool(current.address)) or (
        name == "original-recipient" and bool(current.original)
    )


def _take(current: Recipient, name: str, value: str) -> None:
    if name == "final-recipient":
        current.address = address_of(value)
    elif name in ("original-recipient", "x-actual-recipient"):
        current.original = current.original or address_of(value)
    elif name == "action":
        current.action = value.split("(")[0].split(";")[0].strip().lower()
    elif name == "status":
        match = _STATUS.search(value)
        current.status = match[0] if match else ""
    elif name == "diagnostic-code":
        current.diagnostic = value.partition(";")[2].strip() if re.match(r"[A-Za-z-]{1,20}\s*;", value) else value


def _merged(found: list[Recipient]) -> list[Recipient]:
    """One group for each recipient: groups that name nobody belong to the message or to the group before them."""
    out: list[Recipient] = []
    for group in found:
        # The address that we wrote to tells more than the one it was forwarded to (RFC 3464 §2.3.1).
        group.address = group.original or group.address
        if group.address:
            out.append(group)
        elif out and (group.action or group.status or group.diagnostic) and not out[-1].action and not out[-1].status:
            out[-1].action, out[-1].status, out[-1].diagnostic = group.action, group.status, group.diagnostic
        elif group.action or group.status:
            out.append(group)
    # Fields that stand before the recipient they belong to (some servers write Action first).
    if len(out) > 1 and not out[0].address and not out[1].action:
        first = out.pop(0)
        out[0].action, out[0].status = first.action, out[0].status or first.status
    return out


def address_of(value: str) -> str:
    """The address of a recipient field such as `rfc822; <someone@example.com>`; '' when there is none."""
    value = value.partition(";")[2] or value
    match = _ADDRESS.search(value[:1_000])
    return match[0].strip(".'") if match else ""
