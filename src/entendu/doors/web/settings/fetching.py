"""Whether mail is fetched and how it leaves, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from entendu.parts.inbox.models import MailAccount
from entendu.parts.outbox.models import SendAccount


@dataclass(frozen=True, slots=True)
class Fetching:
    """How the last attempts went: one sentence about success, one about trouble or ''."""

    words: str
    trouble: str


def state_of_fetching(account: MailAccount | None) -> Fetching:
    """What is known of an account's last attempts."""
    if account is None:
        return Fetching("", "")
    if not account.active:
        return Fetching(_("Mail is not fetched at present."), "")
    words = (_("Mail was last fetched on %(when)s.") % {"when": _moment(account.last_success_at)}
             if account.last_success_at else _("No mail was fetched yet."))
    if not account.last_error:
        return Fetching(words, "")
    since = _moment(account.last_error_at) if account.last_error_at else ""
    return Fetching(words, _("On %(when)s: %(error)s") % {"when": since, "error": account.last_error})


def way_in(account: MailAccount | None) -> str:
    """By which account letters come in."""
    if account is None:
        return _("handed over by a mail server")
    if not account.active:
        return _("%(user)s at %(host)s, switched off") % {"user": account.username, "host": account.host}
    return _("%(user)s at %(host)s") % {"user": account.username, "host": account.host}


def way_out(account: SendAccount | None) -> str:
    """By which server answers leave."""
    if account is not None:
        return _("by %(host)s") % {"host": account.host}
    default = settings.ENTENDU_SMTP_OUT
    if default is not None:
        return _("by %(host)s, as for all mailboxes") % {"host": default.host}
    return _("nowhere yet: answers wait")


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return _("%(day)s at %(time)s") % {"day": formats.date_format(local, "DATE_FORMAT"),
                                       "time": formats.date_format(local, "H:i")}
