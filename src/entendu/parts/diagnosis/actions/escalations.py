"""Trackers and the reports that go to them: the only writer. Every move of a report is a conditional update, as in the
outbox: whoever changes the row has it, and whoever comes too late changes nothing."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from entendu.parts.diagnosis.models.escalations import Escalation, TrackerAccount, TrackerHook
from entendu.parts.sealed import seal
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket

State = Escalation.State


def add_account(*, now: datetime, **fields: Any) -> TrackerAccount:
    """A new tracker, with an address and a secret for its hooks; `ValidationError` names the field that is wrong."""
    account = TrackerAccount(created_at=now, hook=secrets.token_urlsafe(18), hook_secret=seal(_hook_secret()), **fields)
    account.full_clean()
    account.save(force_insert=True)
    return account


def change_account(account: TrackerAccount, **fields: Any) -> TrackerAccount:
    """Sets the given fields after checking them."""
    for name, value in fields.items():
        setattr(account, name, value)
    account.full_clean()
    account.save(update_fields=list(fields))
    return account


def renew_hook_secret(account: TrackerAccount) -> None:
    """A new secret for its hooks; those signed with the old one are refused from now on."""
    account.hook_secret = seal(_hook_secret())
    account.save(update_fields=["hook_secret"])


@dataclass(frozen=True, slots=True)
class Report:
    """What a member passes on. `key` comes with the form, so that pressed twice it is one."""

    key: str
    title: str
    body: str


def pass_on(ticket: Ticket, account: TrackerAccount, member: Member, report: Report,
            *, now: datetime) -> tuple[Escalation, bool]:
    """The report waits for a worker; with whether it is new."""
    return Escalation.objects.get_or_create(key=report.key, defaults={
        "ticket": ticket, "account": account, "member": member, "title": report.title, "body": report.body,
        "due_at": now, "created_at": now})


def claim(escalation_id: int, *, now: datetime) -> bool:
    """True for the one worker that may speak to the tracker about it now."""
    return bool(Escalation.objects.filter(pk=escalation_id, state=State.WAITING, due_at__lte=now)
                .update(state=State.CLAIMED, claimed_at=now))


def begin(escalation: Escalation) -> bool:
    """From here on the issue may exist. Committed before the tracker is asked to make it; False when it is no longer
    ours."""
    escalation.unsure = True
    return bool(_ours(escalation).update(unsure=True))


def made(escalation: Escalation, number: str, url: str, look_at: datetime | None, *, now: datetime) -> bool:
    """The tracker has it."""
    return _move(escalation, State.MADE, number=number, url=url, look_at=look_at, made_at=now, why="", unsure=False)


def put_off(escalation: Escalation, why: str, again_at: datetime, *, unsure: bool) -> bool:
    """It did not go through, or nobody knows: tried again then."""
    return _move(escalation, State.WAITING, why=why[:300], due_at=again_at, unsure=unsure,
                 attempts=escalation.attempts + 1)


def refused(escalation: Escalation, why: str, *, unsure: bool) -> bool:
    """It is not tried again by itself."""
    return _move(escalation, State.REFUSED, why=why[:300], unsure=unsure)


def try_again(escalation: Escalation, *, now: datetime) -> bool:
    """A person has it tried again now; False when it does not rest any more."""
    return bool(Escalation.objects.filter(pk=escalation.pk, state__in=[State.REFUSED, State.WAITING]).update(
        state=State.WAITING, due_at=now, attempts=0, why="", claimed_at=None))


def cancel(escalation: Escalation) -> bool:
    """A person takes it back; False when it has left, is leaving, or may have left."""
    return bool(Escalation.objects.filter(pk=escalation.pk, state__in=[State.WAITING, State.REFUSED], unsure=False)
                .update(state=State.CANCELLED))


def release_abandoned(before: datetime) -> int:
    """What a worker that died had claimed waits again; whether its issue exists is found out first. How many."""
    return Escalation.objects.filter(state=State.CLAIMED, claimed_at__lte=before).update(
        state=State.WAITING, claimed_at=None, attempts=F("attempts") + 1)


def look_again(escalation: Escalation, at: datetime | None) -> None:
    """When the tracker is asked next; None for not again."""
    escalation.look_at = at
    escalation.save(update_fields=["look_at"])


def hear(escalation: Escalation, **said: Any) -> bool:
    """The tracker's word on the issue. False, and nothing changes, when it is older than what is known: hooks overtake
    each other, and an old one may be sent again."""
    told_at = said.get("told_at")
    newer = Escalation.objects.filter(pk=escalation.pk)
    if told_at is not None:
        newer = newer.filter(Q(told_at=None) | Q(told_at__lte=told_at))
    won = bool(newer.update(**said))
    for name, value in said.items() if won else ():
        setattr(escalation, name, value)
    return won


@transaction.atomic
def take_hook(account: TrackerAccount, sha256: str, *, now: datetime) -> bool:
    """Notes that a hook came; False for one that came before."""
    _row, new = TrackerHook.objects.get_or_create(account=account, sha256=sha256, defaults={"at": now})
    account.hook_at = now
    account.save(update_fields=["hook_at"])
    return new


def sweep_hooks(before: datetime) -> int:
    """Forgets hooks; what is older than the tracker's last word is refused by its age."""
    return TrackerHook.objects.filter(at__lt=before).delete()[0]


def _hook_secret() -> str:
    """As Standard Webhooks writes its secrets; GitHub, GitLab and Jira take any text."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


def _ours(escalation: Escalation) -> Any:
    """The row, as long as it is as this worker claimed it."""
    return Escalation.objects.filter(pk=escalation.pk, state=State.CLAIMED, claimed_at=escalation.claimed_at)


def _move(escalation: Escalation, state: str, **fields: Any) -> bool:
    won = bool(_ours(escalation).update(state=state, claimed_at=None, **fields))
    for name, value in ({"state": state, "claimed_at": None} | fields).items() if won else ():
        setattr(escalation, name, value)
    return won
