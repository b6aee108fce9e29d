"""What one section of the case page shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Place(StrEnum):
    """The main column, or beside it on wide screens and after it on narrow ones."""

    MAIN = "main"
    SIDE = "side"


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its name, which is also the anchor of its heading, its heading, and the template of its body.

    `look` is "card" (a frame), "need" (a frame in the accent), "temp" (amber, for what is temporary) or "". `shown` are
    the values of the template, which finds them as `section.shown`; the addresses of the page's forms are in `page`,
    see `portal/case/page.html`.
    """

    name: str
    title: str
    template: str
    place: Place = Place.MAIN
    look: str = ""
    shown: dict[str, Any] = field(default_factory=dict)
