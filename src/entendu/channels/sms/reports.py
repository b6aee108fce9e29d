"""What an SMS centre reports of a message: the states of SMPP 3.4 and the errors of GSM behind them.

The text of a report is the one of appendix B of SMPP 3.4, "id:IIII sub:SSS dlvrd:DDD … stat:DDDDDDD err:E Text: …",
which no specification makes anybody write, and which nearly all write all the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from entendu.channels.messages import Receipt

FIELD = re.compile(r"\b(id|stat|err)\s*:\s*([^\s]+)", re.IGNORECASE)
# message_state (SMPP 3.4 section 5.2.28) by the numbers of its TLV, as the text of a report has them.
STATES = {1: "ENROUTE", 2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 6: "ACCEPTD", 7: "UNKNOWN",
          8: "REJECTD"}
ON_ITS_WAY = frozenset({"ENROUTE", "ACCEPTD"})
ARRIVED = frozenset({"DELIVRD"})
# The centre has tried as long as it was let: another day the telephone may be on.
LATER = frozenset({"EXPIRED"})
# MAP errors (3GPP TS 29.002 section 17.6): no such subscriber, or none who has SMS; and those that pass.
GONE = frozenset({1, 5, 9, 11})  # unknown, unidentified or illegal subscriber, teleservice not provisioned
PASSING = frozenset({6, 27, 31, 32, 34})  # absent (of an SM), absent, busy, delivery failure (memory), system failure


@dataclass(frozen=True, slots=True)
class Report:
    """The words of a report, read: the centre's `id` of the message, its state and error, "" where it says none."""

    id: str = ""
    state: str = ""
    error: str = ""


def read(text: str) -> Report:
    """The fields of the text of a report."""
    found = {name.lower(): value for name, value in FIELD.findall(text)}
    return Report(found.get("id", ""), found.get("stat", "").upper()[:7], found.get("err", ""))


def receipt(reference: str, report: Report, words: str = "") -> Receipt:
    """What the report means for our message."""
    if report.state in ARRIVED:
        return Receipt(reference, "delivered")
    if report.state in ON_ITS_WAY:
        return Receipt(reference, "sent")
    number = int(report.error) if report.error.isdecimal() and len(report.error) <= 6 else 0
    passing = number in PASSING or (not number and report.state in LATER)
    code = " ".join(filter(None, (report.state, report.error.lstrip("0"))))
    return Receipt(reference, "failed", code=code, words=words or "The SMS centre could not deliver it.",
                   permanent=not passing, gone=number in GONE)
