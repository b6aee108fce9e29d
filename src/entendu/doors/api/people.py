"""Contacts for programs."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from ninja import Router

from entendu.doors.api.forms import PersonForm, person_fields
from entendu.doors.api.problems import Problem
from entendu.doors.api.tokens import asking
from entendu.parts.tickets import queries

router = Router(tags=["people"])


@router.get("/{int:person}", response={200: PersonForm, 401: Problem, 404: Problem, 422: Problem},
            summary="Read one contact")
def read_person(request: HttpRequest, person: int) -> dict[str, object]:
    """How the contact is reached and when, as far as the member may see them."""
    contact = queries.contact_seen_by(asking(request), person)
    if contact is None:
        raise Http404
    return person_fields(contact)
