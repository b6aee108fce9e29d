"""Lines to SMS centres: each account that speaks SMPP keeps one open, from the process that works for the desk.

What a centre brings is kept as a web hook is, and read by the same reader; only then does the centre hear that we have
it. Messages leave by the line of the process that delivers them; without one they wait.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable

from django.db import close_old_connections
from smpplib import exceptions

from entendu.channels.messages import Account, Carried, Outgoing
from entendu.channels.sms import smpp
from entendu.channels.trouble import Deferred
from entendu.flows import bell, standing
from entendu.flows.channels.accounts import value_of
from entendu.flows.standing import Clock, Standing
from entendu.parts.accounts import actions, queries
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.sealed import Unreadable

logger = logging.getLogger(__name__)

# How long after a failure a line is tried again, in seconds.
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 120.0

_open: dict[int, smpp.Line] = {}
_held = threading.Lock()


def send(account: Account, message: Outgoing, before_flight: Callable[..., bool]) -> Carried:
    """By the line of this account in this process; `Deferred` where there is none."""
    with _held:
        line = _open.get(account.number)
    if line is None:
        raise smpp.no_line(account)
    return line.submit(message, before_flight)


def watch(stop: threading.Event, clock: Clock) -> None:
    """Keeps a line for each account until `stop` is set. New, changed and removed accounts are noticed."""
    standing.watch(Keeper, stop, clock)


class Keeper(Standing[ChannelAccount]):
    """One account, and the thread that keeps its line open."""

    kind = "smpp"

    @classmethod
    def wanted(cls) -> Iterable[ChannelAccount]:
        """Those that speak SMPP."""
        return queries.of_provider("smpp")

    @staticmethod
    def set_up(account: ChannelAccount) -> tuple[object, ...]:
        """Where the centre is, and what it wants to hear."""
        return account.settings, account.secret

    def stay(self) -> None:
        """Keeps the line; after a failure it is tried again, a little later each time."""
        pause = 0.0
        while not self.leaving.wait(pause):
            try:
                self._visit()
                pause = FIRST_PAUSE
            except (Deferred, Unreadable) as trouble:
                self._note(str(trouble))
                pause = min(max(FIRST_PAUSE, pause * 2), LONGEST_PAUSE)
            except (exceptions.PDUError, exceptions.ConnectionError, OSError) as lost:
                logger.info("a line was lost", extra={"account": self.account.pk, "why": str(lost)[:200]})
                pause = FIRST_PAUSE
            except Exception:  # the line of one account outlives whatever its centre does
                logger.exception("a line ended", extra={"account": self.account.pk})
                pause = LONGEST_PAUSE
            finally:
                with _held:
                    _open.pop(self.account.pk, None)
                close_old_connections()

    def _visit(self) -> None:
        line = smpp.Line(value_of(self.account), self._keep)
        line.bind()
        actions.is_well(self.account)
        with _held:
            _open[self.account.pk] = line
        bell.ring()  # what waited for a line may leave
        line.read(self.leaving)

    def _keep(self, body: bytes) -> None:
        """What the centre brings is safe once this returns."""
        actions.keep_hook(self.account, now=self.clock(), method="SMPP", url="", headers={}, body=body)
        close_old_connections()
        bell.ring()

    def _note(self, why: str) -> None:
        logger.warning("no line to an SMS centre", extra={"account": self.account.pk, "why": why})
        try:
            actions.troubled(self.account, why, now=self.clock())
        except Exception:  # the database is away as well: the log is all that is left
            logger.exception("a failure cannot be kept", extra={"account": self.account.pk})
