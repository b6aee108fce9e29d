"""Under a day of the board: who has room for one more, where somebody has none left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import ngettext

from entendu.core.promises.room import Hand, day_span, with_room
from entendu.parts.promises import queries
from entendu.parts.staff import queries as staff
from entendu.parts.staff.models import Member

NAMED = 2  # colleagues a day: enough to ask one of them


def room_by_day(days: Sequence[date], teams: Iterable[int], owner: Member | None) -> list[list[str]]:
    """The sentences for each of these days, on each member's own clock; with `owner` where their own day is full. One
    query where nobody has said how many they can keep, else two."""
    members = staff.who_say_how_many(teams)
    if not members:
        return [[] for _day in days]
    spans = {one.pk: [day_span(day, ZoneInfo(one.time_zone)) for day in days] for one in members}
    begins = min(held[0][0] for held in spans.values())
    ends = max(held[-1][1] for held in spans.values())
    due: Counter[tuple[int, int]] = Counter()
    for member, at in queries.due_between(list(spans), begins, ends):
        due.update((member, place) for place, (first, last) in enumerate(spans[member]) if first <= at < last)
    said = []
    for place, day in enumerate(days):
        hands = [Hand(one.pk, one.first_name, one.promises_a_day or 0, due[one.pk, place]) for one in members]
        found = with_room(hands, owner.pk if owner else None)
        said.append([_sentence(name, more, day) for name, more in found[:NAMED]])
    return said


def _sentence(name: str, more: int, day: date) -> str:
    words = {"name": name, "n": more, "day": formats.date_format(day, "l")}
    return ngettext("%(name)s has room for one more promise on %(day)s.",
                    "%(name)s has room for %(n)d more promises on %(day)s.", more) % words
