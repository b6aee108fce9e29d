"""What may go wrong while a message is handed over, the same for every channel: an outcome is known, or said not to be.

A channel raises one of these or returns; nothing else may leave a sender.
"""

from __future__ import annotations

from datetime import datetime


class Deferred(Exception):
    """Nothing was handed over; worth another try later. `words` is one sentence.

    `again_at` is when the other side wants us back, where it said so.
    """

    def __init__(self, words: str, again_at: datetime | None = None) -> None:
        super().__init__(words)
        self.words, self.again_at = words, again_at


class WantsSetUp(Deferred):
    """Nothing was handed over, and nothing will be by this account until somebody changes something: a token, a right,
    an address. The sentence stands on the account's page too."""


class Refused(Exception):
    """The other side will not have this message; `words` is one line.

    `code` is what the provider calls it (an SMTP reply code, "21610"). `gone` says that the address itself is of no
    use; `stopped` that its owner told the provider to stop us, whatever we know of it.
    """

    def __init__(self, words: str, code: int | str, *, gone: bool = False, stopped: bool = False) -> None:
        super().__init__(words)
        self.words, self.code, self.gone, self.stopped = words, code, gone, stopped


class LostSight(Exception):
    """The text was on its way and no answer came: it may have arrived, or not. `words` is one sentence."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Withdrawn(Exception):
    """Somebody took the message back just before it left; the other side never saw the text."""


class WithAPerson(Exception):
    """Nothing is handed over by a machine: a person of ours says it, and writes down how it went."""


class Unreadable(Exception):
    """A web hook that holds nothing of what its provider describes; the text says so in one sentence."""
