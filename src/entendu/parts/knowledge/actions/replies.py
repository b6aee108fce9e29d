"""The only writer of saved replies and of how often they were sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from entendu.core.wording import saved
from entendu.core.wording.saved import Reply, ReplyError
from entendu.parts.knowledge.models import ReplyUse, SavedReply
from entendu.parts.knowledge.queries.replies import one_standing, standing
from entendu.parts.staff.models import Member, Team

LONGEST = 5_000  # characters of a reply; beyond that it is an article
LONGEST_TITLE = 120


@transaction.atomic
def add(team: Team | None, reply: Reply, member: Member, *, now: datetime) -> SavedReply:
    """One more reply for the team, or for all where it is None, under a name that no other has.

    ReplyError where its words cannot be read; then nothing is kept.
    """
    taken = {one.reply.name for one in standing(team, reply.language)}
    stem = slugify(reply.title)[:70] or "reply"
    name = next(one for one in (stem, *(f"{stem}-{k}" for k in range(2, len(taken) + 3))) if one not in taken)
    return change(team, replace(reply, name=name), member, now=now)


def change(team: Team | None, reply: Reply, member: Member, *, now: datetime) -> SavedReply:
    """The reply of that name reads so from now on, in the place of the product's or of all teams'.

    ReplyError where its words cannot be read; then it stays as it was.
    """
    _check(reply)
    row = SavedReply.objects.filter(team=team, language=reply.language, name=reply.name).first()
    row = row or SavedReply(team=team, language=reply.language, name=reply.name)
    row.occasion, row.title, row.text = reply.occasion, reply.title.strip(), reply.text.strip()
    row.changed_by, row.changed_at = member, now
    row.save()
    return row


@transaction.atomic
def switch(team: Team | None, which: tuple[str, str], active: bool, member: Member, *, now: datetime) -> None:
    """The reply (its language and name) is offered from now on, or is not. Nothing happens to one that is not there."""
    language, name = which
    known = one_standing(team, language, name)
    if known is None or known.active is active:
        return
    row = SavedReply.objects.filter(team=team, language=language, name=name).first()
    row = row or SavedReply(team=team, language=language, name=name)
    if not row.text and active is _is_on_below(team, language, name):
        SavedReply.objects.filter(pk=row.pk).delete()
        return
    row.active, row.changed_by, row.changed_at = active, member, now
    row.save()


def remove(team: Team | None, language: str, name: str) -> None:
    """The words of this team, or of all where it is None, are gone; the words beneath them stand again."""
    SavedReply.objects.filter(team=team, language=language, name=name).delete()


def put_in(key: str, team: Team, member: Member, which: tuple[str, str], *, now: datetime) -> None:
    """The reply (its language and name) was put into the draft with this key."""
    language, name = which
    ReplyUse.objects.get_or_create(key=key, language=language, name=name,
                                   defaults={"team": team, "member": member, "at": now})


@transaction.atomic
def sent(key: str, submission: int, names: Collection[str]) -> None:
    """The draft with this key went out as the message with this id; of what was put in, these are still in it."""
    uses = ReplyUse.objects.filter(key=key, submission=None)
    uses.exclude(name__in=names).delete()
    uses.filter(name__in=names).update(submission=submission)


@transaction.atomic
def taken_back(submission: int, key: str) -> None:
    """The message lies in its writer's box again, under another key: what it was made from was not sent."""
    uses = ReplyUse.objects.filter(submission=submission)
    there = ReplyUse.objects.filter(key=key).values_list("language", "name")
    for language, name in list(there):
        uses.filter(language=language, name=name).delete()
    uses.update(submission=None, key=key)


def _is_on_below(team: Team | None, language: str, name: str) -> bool:
    """Whether it is offered where this team, or all teams, have said nothing of it."""
    below = one_standing(None, language, name) if team is not None else None
    return below is None or below.active


def _check(reply: Reply) -> None:
    if not reply.title.strip() or len(reply.title.strip()) > LONGEST_TITLE:
        raise ReplyError("title", f"A reply wants a name of up to {LONGEST_TITLE} characters; nothing was kept.")
    if not reply.text.strip() or len(reply.text) > LONGEST:
        raise ReplyError("text", f"A reply has words, up to {LONGEST} characters of them; nothing was kept.")
    if reply.occasion not in saved.OCCASIONS:
        raise ReplyError("occasion", f"There is no occasion {reply.occasion!r}; nothing was kept.")
    saved.parts(reply.text, reply.language)

