"""Short links for SMS: each stands for one link of ours, to a case's page or a person's own, and for nothing else.

It leads to the long link, which goes on deciding for itself: withdrawn or expired, it opens nothing. A short link is
the HMAC of the long one by our key: it can neither be guessed nor made to lead elsewhere, not by who writes into the
database either. Kept is its SHA-256 alone.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from entendu.core.governor.links import PLACE, shortened, typed, written
from entendu.flows.people import own_page
from entendu.flows.portal import case_link
from entendu.flows.portal.case_link import Door
from entendu.parts.listening.actions import doors as actions
from entendu.parts.listening.queries import doors
from entendu.parts.people.models import Contact

SALT = "entendu.short-link"
CASE = "case"
LONGEST = 255


def shorten(text: str, contact: Contact, *, now: datetime) -> str:
    """The text with this contact's own good links made short. Whatever else looks like one stays as it was written: a
    short link is never more than what we signed for who gets it."""

    def short(path: str) -> str:
        until = _until(path, contact, now) if len(path) <= LONGEST else None
        if until is None:
            return ""
        token = _token(path)
        actions.keep_short_link(_digest(token), path, until, now=now)
        return PLACE + token

    return shortened(text, settings.ENTENDU_URL, short)


def path_of(token: str, *, now: datetime) -> str:
    """The path of the long link, on this desk; "" where there is none, or none any more."""
    letters = typed(token)
    kept = doors.short_link(_digest(letters))
    right = constant_time_compare(letters, _token(kept.path if kept is not None else ""))
    return kept.path if right and kept is not None and now <= kept.until else ""


def _until(path: str, contact: Contact, now: datetime) -> datetime | None:
    """Until when the long link opens a page of this contact's; None where it opens none now."""
    _, kind, token, *_rest = path.split("/", 3)
    if kind == CASE:
        found = case_link.opened(token, now)
        return found.until if found and found.door is Door.OPEN and found.ticket.contact_id == contact.pk else None
    whose = own_page.contact_of(token, now)
    return own_page.until(token) if whose is not None and whose.pk == contact.pk else None


def _token(path: str) -> str:
    return written(salted_hmac(SALT, path, algorithm="sha256").digest())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
