"""Who reads, and how what a form says is read."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone, translation

from entendu.doors.web.access import member_of
from entendu.doors.web.desk.fate import Reader

LARGEST = 2**63 - 1


def reader_of(request: HttpRequest) -> Reader:
    """The member who asks, their language, and the time."""
    return Reader(member_of(request), (translation.get_language() or "en")[:2], timezone.now())


def number_in(value: str | None) -> int:
    """A whole number that a form or an address holds; 0 for anything else."""
    if not value or not value.isdecimal() or len(value) > 19:
        return 0
    return min(int(value), LARGEST)


def view_of(request: HttpRequest) -> str:
    """The list from which a ticket was opened: `?in=us`."""
    view = request.GET.get("in", "")
    return view if view in {"mine", "us", "them", "all"} else "inbox"
