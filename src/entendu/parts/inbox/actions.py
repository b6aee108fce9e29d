"""The only writers of letters and mail accounts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from entendu.parts.inbox.models import MailAccount, RawContent, RawLetter
from entendu.parts.tickets.models import Entry, Mailbox

# What makes an account another place: numbers of letters that were read there mean nothing here (RFC 3501 §2.3.1.1).
THE_PLACE = ("host", "username", "folder")


@dataclass(frozen=True, slots=True)
class Envelope:
    """How a letter came: the way, and what the other side said before its first byte (RFC 5321 §2.3.1).

    `source` names the system that handed it to the relay.
    """

    via: str
    sender: str = ""
    recipients: tuple[str, ...] = ()
    source: str = ""


@transaction.atomic
def store(raw: bytes, envelope: Envelope, *, mailbox: Mailbox | None, now: datetime) -> RawLetter:
    """Keeps the bytes as they came. When this returns outside a transaction, they survive a power cut."""
    letter = _letter(raw, envelope, mailbox, now)
    letter.save(force_insert=True)
    RawContent.objects.create(letter=letter, content=raw)
    return letter


@transaction.atomic
def store_all(raws: Iterable[bytes], envelope: Envelope, *, mailbox: Mailbox | None, now: datetime) -> list[RawLetter]:
    """Keeps many letters in one transaction, for imports and fetches."""
    contents = list(raws)
    letters = RawLetter.objects.bulk_create(_letter(raw, envelope, mailbox, now) for raw in contents)
    RawContent.objects.bulk_create(RawContent(letter=letter, content=raw)
                                   for letter, raw in zip(letters, contents, strict=True))
    return letters


def _letter(raw: bytes, envelope: Envelope, mailbox: Mailbox | None, now: datetime) -> RawLetter:
    return RawLetter(via=envelope.via, mailbox=mailbox, envelope_from=envelope.sender[:320],
                     envelope_to=list(envelope.recipients), source=envelope.source,
                     sha256=hashlib.sha256(raw).hexdigest(), size=len(raw),
                     received_at=now)


def settle(letter: RawLetter, state: str, *, fingerprint: str = "", entry: Entry | None = None, why: str = "") -> None:
    """What became of the letter; the reason is one sentence where it is not an entry."""
    letter.state, letter.entry, letter.why = state, entry, why[:300]
    letter.fingerprint = fingerprint
    letter.save(update_fields=["state", "entry", "why", "fingerprint"])


def count_attempts(letter_ids: Iterable[int]) -> None:
    """Notes that reading begins, before it does: a letter that kills its reader is set aside, not read for ever."""
    RawLetter.objects.filter(pk__in=letter_ids).update(attempts=F("attempts") + 1)


def set_account(mailbox: Mailbox, **fields: object) -> MailAccount:
    """The mailbox's IMAP account with these fields; `ValidationError` names the one that is wrong."""
    account = MailAccount.objects.filter(mailbox=mailbox).first() or MailAccount(mailbox=mailbox)
    if any(getattr(account, name) != fields.get(name, getattr(account, name)) for name in THE_PLACE):
        fields |= {"uid_validity": 0, "last_uid": 0}
    for name, value in fields.items():
        setattr(account, name, value)
    account.full_clean()
    account.save(update_fields=list(fields) if account.pk else None)
    return account


def remove_account(account: MailAccount) -> None:
    """Nothing is fetched for the mailbox any more; what was fetched stays."""
    account.delete()


def fetched(account: MailAccount, *, uid_validity: int, last_uid: int, now: datetime) -> None:
    """The account was read up to this message (RFC 3501 §2.3.1.1)."""
    MailAccount.objects.filter(pk=account.pk).update(uid_validity=uid_validity, last_uid=last_uid, last_success_at=now,
                                                     last_error="", last_error_at=None)
    account.uid_validity, account.last_uid, account.last_success_at = uid_validity, last_uid, now


def fetch_failed(account: MailAccount, why: str, *, now: datetime) -> None:
    """The account could not be read; the desk and `entendu check` show why."""
    MailAccount.objects.filter(pk=account.pk).update(last_error=why[:300], last_error_at=now)


def keep_secret(account: MailAccount, sealed: str) -> None:
    """A refreshed token, already sealed."""
    MailAccount.objects.filter(pk=account.pk).update(secret=sealed)
    account.secret = sealed
