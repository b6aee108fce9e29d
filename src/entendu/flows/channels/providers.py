"""Every provider that an account may be at: its channel, how it is tried, and how its web hooks are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from entendu.channels.messages import Account, Hooks, Probe


@dataclass(frozen=True, slots=True)
class Provider:
    """`name` is its own and not translated; `hooks` is None where nothing comes in by HTTP."""

    name: str
    channel: str
    probe: Callable[[Account], Probe]
    hooks: Hooks | None = None


PROVIDERS: dict[str, Provider] = {}
