"""Messages that come in several parts are put together, in whatever order these come; what stays away is not waited for
for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from entendu.channels.messages import Incoming, Piece
from entendu.flows.channels.take_in import take_in
from entendu.parts.accounts import actions, queries
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.accounts.models import Piece as Kept

Clock = Callable[[], datetime]

# An SMS centre brings the parts of one message within seconds; after so long the rest is lost.
WAITED = timedelta(minutes=10)


@transaction.atomic
def piece(account: ChannelAccount, said: Piece, *, now: datetime) -> None:
    """Keeps one part; with the last the message is placed."""
    actions.lock(account)
    there = actions.keep_piece(account, said.sender, now=now, group=said.group, total=said.total, place=said.place,
                               provider_id=said.provider_id, text=said.text)
    if there:
        _placed(account, there, "".join(one.text for one in there), now)


def place_stale(clock: Clock) -> int:
    """Messages of which a part has not come are placed with what there is; returns how many."""
    now = clock()
    found = 0
    for _key, rows in groupby(queries.stale_pieces(now - WAITED), key=lambda one: (one.account_id, one.sender,
                                                                                     one.group, one.total)):
        pieces = list(rows)
        with transaction.atomic(), translation.override(pieces[0].account.mailbox.language):
            account = actions.lock(pieces[0].account)
            _placed(account, pieces, _with_gaps(pieces), now)
        found += 1
    return found


def _with_gaps(pieces: list[Kept]) -> str:
    """The parts, with a word where one is missing."""
    there = {one.place: one.text for one in pieces}
    missing = _("[a part of this message did not arrive]")
    return "".join(there.get(place, f" {missing} ") for place in range(1, pieces[0].total + 1)).strip()


def _placed(account: ChannelAccount, pieces: list[Kept], text: str, now: datetime) -> None:
    take_in(account, Incoming(account.channel, provider_id=pieces[0].provider_id, sender=pieces[0].sender, text=text),
            now=now)
    actions.forget_pieces(pieces)
