"""A provider's web hook: believed by its signature, kept as it came, answered at once; read by the worker.

What it says changes the records once, however often it is sent: a message by the provider's name for it, a receipt
because it only moves things on. Nothing that was believed is lost: what cannot be read is set aside and said.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from entendu.channels.messages import Account, Answer, Called, Hook, Incoming, News, Piece, Receipt, Wish
from entendu.channels.trouble import Deferred, Unreadable
from entendu.flows import bell
from entendu.flows.channels import calls
from entendu.flows.channels.accounts import address_of, value_of
from entendu.flows.channels.pieces import piece
from entendu.flows.channels.providers import PROVIDERS, Provider
from entendu.flows.channels.receipt import receipt
from entendu.flows.channels.take_in import take_in
from entendu.flows.people import prefer
from entendu.parts.accounts import actions, queries
from entendu.parts.accounts.models import ChannelAccount, WebHook
from entendu.parts.people import queries as contacts
from entendu.parts.sealed import Unreadable as Sealed

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]

# What is compared where no account stands behind an address: a forged hook takes as long whether one does or not.
NOBODY = "nobody knows this one"
# A reader that has not come back for so long is dead.
LEASE = timedelta(minutes=1)
TRIES = 5
# A receipt may overtake the answer that it speaks of; what is unknown after that is none of ours.
AGAIN_IN, KNOWN_WITHIN = timedelta(seconds=5), timedelta(minutes=10)
# What the body may need to be read; a signature is not kept, it was looked at.
KEPT_HEADERS = ("content-type", "date")


def take_hook(provider: str, token: str, hook: Hook, *, now: datetime) -> Answer | None:
    """Keeps a hook that is believed, and says what its provider wants to hear; None where it is not believed.

    An address that is nobody's and a forged signature look the same. What is signed and has not the form in which its
    provider writes is answered 400: its sender knows, and so does whoever looks after the account.
    """
    known = PROVIDERS.get(provider)
    if known is None or known.hooks is None:
        return None
    account = queries.account_of_hook(provider, token)
    value = _opened(account) if account else None
    shown = value or Account(known.channel, provider, "", secrets=Nobodys())
    if not known.hooks.is_believed(shown, hook, now) or account is None or value is None:
        return None
    try:
        answer = known.hooks.answer(value, hook)
    except Unreadable as trouble:
        return _turned_away(account, hook, str(trouble), now)
    actions.keep_hook(account, now=now, method=hook.method, url=hook.url, body=hook.body,
                      headers=_kept(hook.headers))
    bell.ring()
    return answer


def read_waiting(clock: Clock, *, limit: int = 100) -> int:
    """Reads hooks that wait, oldest first; returns how many were taken up."""
    taken = 0
    for hook_id in queries.hooks_to_read(clock(), limit):
        if actions.claim_hook(hook_id, now=clock(), until=clock() + LEASE):
            _read(queries.hook(hook_id), clock())
            taken += 1
    return taken


class Nobodys(dict[str, str]):
    """The secrets of no account: whatever is asked for is there, and opens nothing."""

    def __missing__(self, name: str) -> str:
        return NOBODY

    def get(self, name: str, default: object = None) -> str:  # type: ignore[override]
        """As every other secret of nobody."""
        return NOBODY


def hear(account: ChannelAccount, news: Iterable[News], *, now: datetime) -> bool:
    """Writes what a provider says; False where a receipt speaks of what we do not know (yet)."""
    known = True
    for one in news:
        if isinstance(one, Incoming):
            take_in(account, one, now=now)
        elif isinstance(one, Piece):
            piece(account, one, now=now)
        elif isinstance(one, Receipt):
            known = receipt(account, one, now=now) and known
        elif isinstance(one, Called):
            calls.hear(account, one, now=now)
        else:
            _wish(account, one, now)
    return known


def _read(hook: WebHook, now: datetime) -> None:
    account, provider = hook.account, PROVIDERS[hook.account.provider]
    if hook.tries > TRIES:
        _set_aside(hook, f"Reading it stopped {TRIES} times.", now)
        return
    try:
        known = hear(account, _news_of(hook, provider), now=now)
    except Unreadable as trouble:
        _set_aside(hook, str(trouble), now)
    except (Sealed, Deferred) as trouble:
        actions.troubled(account, str(trouble), now=now)
    except Exception:  # one hook is not the end of the others; it is tried again and then set aside
        logger.exception("hook not read", extra={"hook": hook.pk, "account": account.pk})
    else:
        if known or now - hook.received_at > KNOWN_WITHIN:
            actions.done_with(hook)
        else:
            actions.read_later(hook, now + AGAIN_IN)


def _news_of(hook: WebHook, provider: Provider) -> list[News]:
    """What it says, with what the provider keeps of each message: files, and the name of who wrote it."""
    hooks = provider.hooks
    if hooks is None:
        return []
    account = value_of(hook.account)
    came = Hook(hook.method, hook.url, hook.headers, bytes(hook.body))
    return [hooks.fetch(account, one) if isinstance(one, Incoming) else one
            for one in hooks.read(account, came)]


def _wish(account: ChannelAccount, said: Wish, now: datetime) -> None:
    """The provider's own list of those who want nothing from us is ours too."""
    for contact in contacts.contacts_at(account.channel, address_of(account, said.sender)):
        if said.stop:
            prefer.stop(contact, now=now, channel=account.channel, why=PROVIDERS[account.provider].name)
        else:
            prefer.go_on(contact, channel=account.channel)


def _set_aside(hook: WebHook, why: str, now: datetime) -> None:
    actions.set_aside(hook, why)
    actions.troubled(hook.account, f"A web hook could not be read and is kept as it came: {why}", now=now)
    logger.error("hook set aside", extra={"hook": hook.pk, "account": hook.account_id})


def _turned_away(account: ChannelAccount, hook: Hook, why: str, now: datetime) -> Answer:
    """Nothing of it is kept but a trace by which its sender can find it: its size and the digest of its body."""
    actions.troubled(account, f"A web hook was signed and not readable: {why}", now=now)
    logger.warning("hook turned away", extra={"account": account.pk, "bytes": len(hook.body),
                                              "sha256": sha256(hook.body).hexdigest()})
    return Answer(400)


def _opened(account: ChannelAccount) -> Account | None:
    try:
        return value_of(account)
    except Sealed:
        return None


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in KEPT_HEADERS if name in headers}
