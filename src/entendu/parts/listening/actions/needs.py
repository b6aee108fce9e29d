"""Writers of feature requests and of the needs behind them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entendu.parts.listening.models import FeatureRequest, Need
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket


def request_feature(ticket: Ticket, member: Member, ask: str, *, now: datetime, **parts: str) -> FeatureRequest:
    """The ticket's feature request with this ask; `parts` are goal, today and without. There is one for a ticket."""
    request, fresh = FeatureRequest.objects.get_or_create(
        ticket=ticket, defaults={"ask": ask, "member": member, "made_at": now, **parts})
    return request if fresh else change_request(request, ask=ask, **parts)


def change_request(request: FeatureRequest, **fields: str) -> FeatureRequest:
    """Sets these of ask, goal, today and without."""
    for name, value in fields.items():
        setattr(request, name, value)
    request.save(update_fields=list(fields))
    return request


@transaction.atomic
def forget_request(request: FeatureRequest) -> None:
    """It was no request after all; a need that nobody else has goes with it."""
    need = request.need
    request.delete()
    if need is not None and not need.requests.exists() and not need.merged.exists():
        need.delete()


def add_need(words: str, member: Member, *, now: datetime) -> Need:
    """A need in one sentence."""
    need = Need(words=words.strip()[:200], member=member, made_at=now)
    need.save()
    return need


def link(request: FeatureRequest, need: Need | None) -> None:
    """The request stands for this need, or for none that we know."""
    request.need = need
    request.save(update_fields=["need"])


def reword(need: Need, words: str) -> None:
    """The need in better words."""
    need.words = words.strip()[:200]
    need.save(update_fields=["words"])


@transaction.atomic
def merge(need: Need, into: Need) -> None:
    """Two needs are one: its requests, and what was merged into it before, belong to the other."""
    if need.pk == into.pk:
        return
    FeatureRequest.objects.filter(need=need).update(need=into)
    Need.objects.filter(merged_into=need).update(merged_into=into)
    need.merged_into = into
    need.save(update_fields=["merged_into"])


def solve(need: Need, solution: str, *, now: datetime) -> None:
    """It can be done now; `solution` says how, in a sentence."""
    need.solved_at, need.solution = now, solution.strip()[:300]
    need.save(update_fields=["solved_at", "solution"])


def reopen(need: Need) -> None:
    """It cannot be done after all."""
    need.solved_at, need.solution = None, ""
    need.save(update_fields=["solved_at", "solution"])
