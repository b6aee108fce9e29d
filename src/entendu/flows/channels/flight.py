"""What a channel does in the moment before its message leaves."""

from __future__ import annotations

from typing import Protocol

from entendu.parts.accounts.models import ChannelAccount


class BeforeFlight(Protocol):
    """Marks the delivery as in flight, in the records and for good; False when somebody took it back meanwhile.

    To be called once, when nothing is left to do but hand the words over: from here on silence is not knowing. The
    account by which it leaves is kept with it, and so are names of ours that the provider's receipts will use.
    """

    def __call__(self, account: ChannelAccount | None = None, *references: str) -> bool:
        """Whether it may leave."""
