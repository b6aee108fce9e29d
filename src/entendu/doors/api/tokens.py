"""Who is asking: a bearer token (RFC 6750 §2.1) stands for a member, who sees here what they see at the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from entendu.parts.staff import actions, queries
from entendu.parts.staff.models import Member


class ApiTokens(HttpBearer):
    """A token made in a member's own settings; its use is noted."""

    def authenticate(self, request: HttpRequest, token: str) -> Member | None:
        """The member behind the token, None when it opens nothing."""
        known = queries.api_token(token)
        if known is None:
            return None
        actions.note_use(known, now=timezone.now())
        return known.member


def asking(request: Any) -> Member:
    """The member in whose name the request is made."""
    member: Member = request.auth
    return member
