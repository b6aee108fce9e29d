"""Which saved replies a team has: the product's, over them those of all teams, over both the team's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db.models import Count, Q

from entendu.core.wording import saved
from entendu.core.wording.saved import Reply
from entendu.parts.knowledge.models import ReplyUse, SavedReply
from entendu.parts.staff.models import Member, Team


class Origin(StrEnum):
    """Whose words they are."""

    PRODUCT = "product"
    ALL = "all"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Standing:
    """A saved reply as it stands for a team: its words and whose they are, and whether it is offered.

    `replaces` says that there are other words beneath, which stand again once these are taken out.
    """

    reply: Reply
    origin: Origin
    active: bool = True
    replaces: bool = False


def standing(team: Team | None, language: str) -> list[Standing]:
    """All replies of the team in that language, on and off, by occasion and then as they came; one query.

    Without a team, those that all teams begin with.
    """
    wanted = Q(team=None) if team is None else Q(team=None) | Q(team=team)
    rows = SavedReply.objects.filter(wanted, language=language).order_by("id")
    found = {reply.name: Standing(reply, Origin.PRODUCT) for reply in saved.of_the_product(language)}
    for row in sorted(rows, key=lambda one: one.team_id is not None):
        below = found.get(row.name)
        if row.text:
            origin = Origin.ALL if row.team_id is None else Origin.TEAM
            reply = Reply(row.name, row.language, row.occasion, row.title, row.text)
            found[row.name] = Standing(reply, origin, row.active, replaces=below is not None)
        elif below is not None:
            found[row.name] = replace(below, active=row.active)
    return sorted(found.values(), key=lambda one: saved.OCCASIONS.index(one.reply.occasion))


def one_standing(team: Team | None, language: str, name: str) -> Standing | None:
    """The reply of that name as it stands for the team; None where there is none."""
    return next((one for one in standing(team, language) if one.reply.name == name), None)


def is_of(member: Member, team: Team, language: str, name: str) -> bool:
    """Whether this member was the last to change the team's reply of that name."""
    return SavedReply.objects.filter(team=team, language=language, name=name, changed_by=member).exists()


def times_sent(team_id: int, language: str) -> dict[str, int]:
    """From how many messages of the team's each reply was sent, by name."""
    rows = ReplyUse.objects.filter(team=team_id, language=language, submission__isnull=False)
    return dict(rows.order_by().values_list("name").annotate(times=Count("id")))


def put_into(key: str) -> Iterable[ReplyUse]:
    """What was put into the draft with this key and not sent yet."""
    return ReplyUse.objects.filter(key=key, submission=None)
