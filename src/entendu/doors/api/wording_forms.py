"""The forms of texts that are read by request and of what is found in them: those of `entendu wording check`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from zoneinfo import available_timezones

from ninja import Schema
from pydantic import ConfigDict, Field

from entendu.core.promises.working import DAYS
from entendu.core.wording.findings import Severity
from entendu.doors.api.message_forms import Moment

MOST = 100
LONGEST = 100_000

_DAY = f"({'|'.join(DAYS)})"
Days = Annotated[str, Field(pattern=f"^{_DAY}(-{_DAY})?$")]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Zone = Annotated[str, Field(json_schema_extra={"enum": sorted(available_timezones())})]
Words = Annotated[list[Annotated[str, Field(max_length=2_000)]], Field(max_length=500)]


class ContextIn(Schema):
    """What is known when the text is read; all of it may be unknown."""

    model_config = ConfigDict(extra="forbid")

    now: Moment | None = Field(None, description="When it is read; without it no moment is reckoned from words.")
    timezone: Zone | None = Field(None, description="The reader's, by its IANA name.")
    hours: Annotated[list[tuple[Days, Clock, Clock]], Field(max_length=50)] = Field(
        default_factory=list, description="The firm's working hours, rows such as [\"mon-fri\", \"09:00\", \"17:30\"].")
    emotion: Annotated[str, Field(max_length=20)] = Field("", description="That of the customer's last message.")
    style: Literal["", "yellow", "red", "green", "blue"] = ""
    level: Literal["", "beginner", "user", "expert"] = ""
    known: Words = Field(default_factory=list, description="Facts that are confirmed.")
    limits: Words = Field(default_factory=list, description="What cannot be done.")
    asked: Words = Field(default_factory=list, description="Questions that were put before.")
    promised: Words = Field(default_factory=list, description="Promises that were given before.")
    words: Words = Field(default_factory=list, description="Names and terms that no dictionary need know.")


class TextIn(Schema):
    """One text to read. A field of another name is a mistake."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(max_length=LONGEST)]
    id: Annotated[str, Field(max_length=200)] | int | None = Field(None, description="Given back with the findings.")
    language: Literal["en", "fr", "ro"] | None = Field(None, description="Guessed where it is not given.")
    direction: Literal["out", "in"] = Field("out", description="Whether we write it, or a customer does.")
    context: ContextIn | None = None


class FindingForm(Schema):
    """One thing seen in a text, at [start, end) in characters."""

    check: str
    start: int
    end: int
    text: str
    message: str = Field(description="Why it matters: one sentence in the language of the text.")
    suggestions: list[str] = Field(description="What could stand in its place.")
    severity: Severity = Field(description="An error is asked about before sending, a hint is quiet.")
    due: datetime | None = Field(None, description="The moment of a promise or deadline, where it could be read.")
    hedged: bool | None = Field(None, description="Of a promise: only hoped, or on a condition.")
    value: str | None = Field(None, description="Which emotion; which code.")
    target: str | None = Field(None, description="What an emotion is aimed at: situation, company or person.")


class ReadingForm(Schema):
    """What was found in one text, in its order."""

    id: str | int | None
    language: str | None = Field(description="en, fr or ro; null where it is none of them.")
    findings: list[FindingForm]
