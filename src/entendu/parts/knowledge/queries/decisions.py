"""Decisions with their reasons, to quote from where something is refused."""

from __future__ import annotations

from django.db.models import Q

from entendu.parts.knowledge.models.items import Kind, Page


def reasons_for(team: int) -> tuple[tuple[str, str], ...]:
    """What was decided and why, of a team's published decisions and those for all, the newest first; one query."""
    pages = Page.objects.filter(Q(item__team=None) | Q(item__team=team), item__kind=Kind.DECISION)
    rows = pages.exclude(published=None).exclude(published__reason="").order_by("-changed_at", "-pk")
    return tuple(rows.values_list("published__title", "published__reason"))
