"""Defects and incidents: the only writer of them, of the tickets they touch, and of what was said to all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from entendu.parts.diagnosis.models.defects import Defect, DefectNews, DefectTicket, DefectTold
from entendu.parts.staff.models import Member, Team
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket


class NotTheirs(ValueError):
    """A ticket of another team: whoever reads the incident may not see it."""


def open_defect(team: Team, member: Member, *, now: datetime, **fields: Any) -> Defect:
    """A new one of this team; `ValidationError` names the field that is wrong."""
    defect = Defect(team=team, member=member, created_at=now, changed_at=now, **fields)
    defect.full_clean()
    defect.save(force_insert=True)
    return defect


@transaction.atomic
def change_defect(defect: Defect, *, now: datetime, **fields: Any) -> Defect:
    """Sets the given fields after checking them; the cases that it touches hear of another state."""
    moved = fields.get("state", defect.state) != defect.state
    for name, value in fields.items():
        setattr(defect, name, value)
    defect.changed_at = now
    defect.full_clean()
    defect.save(update_fields=[*fields, "changed_at"])
    if moved:
        for link in defect.links.filter(refused=False).select_related("ticket"):
            tickets.record_event(link.ticket, "defect-moved", member=None, now=now, title=defect.title,
                                 state=defect.state, version=defect.version)
    return defect


@transaction.atomic
def link(defect: Defect, ticket: Ticket, member: Member, *, now: datetime) -> None:
    """The ticket is one of those that it touches; `NotTheirs` for a ticket of another team."""
    if ticket.mailbox.team_id != defect.team_id:
        raise NotTheirs("This case belongs to another team; it was not linked; ask them to open an incident of theirs.")
    row, new = DefectTicket.objects.get_or_create(defect=defect, ticket=ticket,
                                                  defaults={"member": member, "at": now})
    if new or row.refused:
        row.refused, row.member, row.at = False, member, now
        row.save(update_fields=["refused", "member", "at"])
        tickets.record_event(ticket, "defect-linked", member=member, now=now, title=defect.title)


@transaction.atomic
def refuse(defect: Defect, ticket: Ticket, member: Member, *, now: datetime) -> None:
    """The ticket is none of those that it touches; it is not proposed again."""
    row, new = DefectTicket.objects.get_or_create(defect=defect, ticket=ticket,
                                                  defaults={"member": member, "at": now, "refused": True})
    if not new and not row.refused:
        row.refused, row.member, row.at = True, member, now
        row.save(update_fields=["refused", "member", "at"])
        tickets.record_event(ticket, "defect-unlinked", member=member, now=now, title=defect.title)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said to all: a text by language, and whether it is over. `key` comes with the form."""

    key: str
    texts: Mapping[str, str]
    fixed: bool = False


def say(defect: Defect, member: Member, said: Said, *, now: datetime) -> tuple[DefectNews, bool]:
    """The news, and whether it is new: said with the same key again, what stands is what was said."""
    return DefectNews.objects.get_or_create(key=said.key, defaults={
        "defect": defect, "member": member, "texts": dict(said.texts), "fixed": said.fixed, "at": now})


def note_told(news: DefectNews, on: Ticket, also: Iterable[Ticket], *, submission: str, why: str = "") -> None:
    """Who was told, on which ticket, and by which message; or why nobody was."""
    rows: Sequence[DefectTold] = [
        DefectTold(news=news, ticket=ticket, on=on, submission=submission, why=why[:300]) for ticket in (on, *also)]
    DefectTold.objects.bulk_create(rows)


def heard_with(news: DefectNews, on: Ticket, others: Iterable[Ticket], *, now: datetime) -> None:
    """The other cases of somebody who was told: their case says where, and waits for us no longer."""
    for ticket in others:
        tickets.answer(ticket, closes=False, now=now)
        tickets.record_event(ticket, "defect-told", member=news.member, now=now, number=on.number,
                             title=news.defect.title)
