"""What one message may hold: as much as its channel carries at once, the most important first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from entendu.core.governor.compose import Text, compose, importance, with_word_of_more
from entendu.core.governor.links import as_counted
from entendu.core.governor.model import Submission
from entendu.core.governor.sms import SURELY_IN_A_SEGMENT, segments


@dataclass(frozen=True, slots=True)
class Page:
    """The message that is being written: by which channel, in which language, when, and how many segments it may take.

    `now` is in the person's zone; links below `home` travel as short ones.
    """

    channel: str
    language: str
    now: datetime
    most_segments: int
    home: str = ""

    def filled(self, parts: Sequence[Submission], may_be_left: Collection[str]) -> tuple[Text, list[Submission]]:
        """The text and what it tells: all, where that fits; else what is owed, and of the rest what fits.

        `may_be_left` names the submissions that may be left out.
        """
        text = self.text(parts)
        if self._fits(text) or not may_be_left:
            return text, list(parts)
        told = [part for part in parts if part.id not in may_be_left]
        for part in sorted(parts, key=importance):
            if part.id in may_be_left and (not told or self._fits(self.text([*told, part], more=True))):
                told.append(part)
        told = [part for part in parts if part in told]
        return self.text(told), told

    def text(self, parts: Sequence[Submission], *, more: bool = False) -> Text:
        """The text of these; with `more` it says that something was left out."""
        text = compose(parts, self.channel, self.language, self.now)
        return with_word_of_more(text, self.language) if more else text

    def _fits(self, text: Text) -> bool:
        if self.channel != "sms" or len(text.body) <= SURELY_IN_A_SEGMENT * self.most_segments:
            return True
        return segments(as_counted(text.body, self.home)) <= self.most_segments
