"""Readers of what is not ours to do."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from entendu.core.diagnosis.signs import found_in, signs_of
from entendu.parts.knowledge.models.elsewhere import Elsewhere
from entendu.parts.staff.models import Team


def for_team(team: int) -> list[Elsewhere]:
    """The entries that a team's members see: its own and those for all."""
    return list(Elsewhere.objects.filter(Q(team=None) | Q(team=team)))


def of_teams(teams: Collection[Team]) -> list[Elsewhere]:
    """Those that whoever leads these teams may change."""
    return list(Elsewhere.objects.filter(Q(team=None) | Q(team__in=teams)).select_related("team"))


def entry_of(teams: Collection[Team], entry_id: int) -> Elsewhere | None:
    """One of them."""
    return Elsewhere.objects.filter(Q(team=None) | Q(team__in=teams), pk=entry_id).first()


def nearest_first(entries: Collection[Elsewhere], text: str) -> list[Elsewhere]:
    """The entries with those first of which the text bears most signs; a topic is a sign of itself."""
    borne = {one.pk: len(found_in(text, (*signs_of(one.signs), one.topic))) for one in entries}
    return sorted(entries, key=lambda one: -borne[one.pk])


def borne_by(entries: Collection[Elsewhere], text: str) -> list[Elsewhere]:
    """The entries of which the text bears a sign, the most borne first."""
    return [one for one in nearest_first(entries, text) if found_in(text, (*signs_of(one.signs), one.topic))]
