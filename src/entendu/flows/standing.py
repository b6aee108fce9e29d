"""Lines that stand: one thread for each account that asks for one, in step with the list of accounts."""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.db import close_old_connections

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
Account = TypeVar("Account", bound=Any)

# How often the list of accounts is looked at, in seconds.
ROUND = 5.0
# For threads that are talking to a server when we stop, in seconds.
PATIENCE = 5.0


class Standing(ABC, Generic[Account]):
    """One account and the thread that stays with it. `kind` names the thread and the log's line."""

    kind: ClassVar[str]

    def __init__(self, account: Account, clock: Clock) -> None:
        self.account, self.clock = account, clock
        self.thread = threading.Thread(target=self.stay, name=f"{self.kind} {account.pk}", daemon=True)
        self.leaving = threading.Event()

    @classmethod
    @abstractmethod
    def wanted(cls) -> Iterable[Account]:
        """The accounts that want a line now."""

    @staticmethod
    @abstractmethod
    def set_up(account: Account) -> tuple[object, ...]:
        """What a line depends on: where it differs, the line is opened anew."""

    @abstractmethod
    def stay(self) -> None:
        """Holds the line until `leaving` is set, whatever the other side does."""

    def leave(self) -> None:
        """Ends the thread."""
        self.leaving.set()


def watch(kind: type[Standing[Account]], stop: threading.Event, clock: Clock) -> None:
    """Keeps a line for each account until `stop` is set. New, changed and removed accounts are noticed."""
    lines: dict[int, Standing[Account]] = {}
    try:
        while not stop.is_set():
            try:
                _match(kind, lines, clock)
            except Exception:  # the database is away: it will be back
                logger.exception("the accounts cannot be listed", extra={"kind": kind.kind})
            finally:
                close_old_connections()
            stop.wait(ROUND)
    finally:
        for line in lines.values():
            line.leave()
        for line in lines.values():
            line.thread.join(PATIENCE)


def _match(kind: type[Standing[Account]], lines: dict[int, Standing[Account]], clock: Clock) -> None:
    """One line for each account, as it is set up now."""
    accounts = {account.pk: account for account in kind.wanted()}
    for pk, line in list(lines.items()):
        account = accounts.get(pk)
        if account is None or line.leaving.is_set() or kind.set_up(account) != kind.set_up(line.account):
            line.leave()
            if not line.thread.is_alive():  # else at the next round, so that no account has two
                del lines[pk]
    for pk, account in accounts.items():
        if pk not in lines:
            lines[pk] = kind(account, clock)
            lines[pk].thread.start()
