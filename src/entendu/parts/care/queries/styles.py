"""Readers of styles."""

from __future__ import annotations

from collections.abc import Iterable

from entendu.parts.care.models import ContactStyle


def said(contact_id: int) -> ContactStyle | None:
    """What was said of a contact's style; one query."""
    return ContactStyle.objects.filter(contact=contact_id).select_related("member").first()


def weekly(contact_ids: Iterable[int]) -> dict[int, str]:
    """Those of these contacts who get single updates together once a week, with their zone; one query."""
    rows = ContactStyle.objects.filter(contact__in=list(contact_ids), weekly=True)
    return dict(rows.values_list("contact_id", "contact__time_zone"))
