"""The forms of what systems hand in for contacts and of what became of it. Times are RFC 3339."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

from entendu.core.governor.model import Intent, Reason
from entendu.core.governor.reasons import SENTENCES, sentence
from entendu.parts.outbox.models import Submission, Verdict
from entendu.parts.outbox.models.sources import SourceMessage

LARGEST_ID = 2**63 - 1
EARLIEST, LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2999, 12, 30, tzinfo=UTC)
# No database keeps the character NUL; a message of blanks says nothing.
WORDS = r"^[^\x00]*[^\s\x00][^\x00]*$"
ANYTHING = r"^[^\x00]*$"
ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
ADDRESS = r"^([^\s@<>,;\x00-\x1f]{1,64}@[^\s@<>,;\x00-\x1f]{1,180}|\+?[0-9][0-9 ().-]{3,30})$"
LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z]{2,4})?$"
KEY = r"^[\x21-\x7e]{1,200}$"


def _within_reach(moment: datetime) -> datetime:
    """What lies further back or ahead than any matter of ours is brought to the edge."""
    return min(max(moment, EARLIEST), LATEST) if 1970 <= moment.year <= 2999 else (
        EARLIEST if moment.year < 1970 else LATEST)


Moment = Annotated[AwareDatetime, AfterValidator(_within_reach)]


class MessageIn(Schema):
    """One message for one contact. A field of another name is a mistake: nothing is guessed from it."""

    model_config = ConfigDict(extra="forbid")

    to: Annotated[int, Field(ge=1, le=LARGEST_ID)] | Annotated[str, Field(pattern=ADDRESS)] = Field(
        description="A mail address, a telephone number, or the contact's id.")
    intent: Intent = Field(description="What it is for. An alert counts as an update unless this source may claim "
                                       "urgency.")
    body: Annotated[str, Field(min_length=1, max_length=100_000, pattern=WORDS)]
    subject: Annotated[str, Field(max_length=300, pattern=ONE_LINE)] = ""
    channel: Literal["email", "sms", "phone"] | None = Field(
        None, description="What the source would have used; the contact's chosen channel counts.")
    case: Annotated[str, Field(max_length=200, pattern=ONE_LINE)] = Field(
        "", description="The source's own name of the matter: what bears the same name stands on one ticket.")
    facts: dict[Annotated[str, Field(max_length=100, pattern=ONE_LINE)],
                Annotated[str, Field(max_length=500, pattern=ANYTHING)]] = Field(
        default_factory=dict, max_length=64, json_schema_extra={"additionalProperties": False},
        description="What the message says, by slot, such as {\"start\": \"2026-11-26T09:30+04:00\"}.")
    vital: bool = Field(False, description="It concerns danger, an outage or a visit today.")
    due: Moment | None = Field(None, description="By when this news was promised.")
    expires: Moment | None = Field(None, description="From when it is worthless.")
    not_before: Moment | None = Field(None, description="It may not go before.")
    language: Annotated[str, Field(pattern=LANGUAGE, max_length=8)] | None = Field(
        None, description="The language it is written in, such as en, fr or ro.")


class ReasonForm(Schema):
    """A rule that bound the decision: its code, what it speaks of, and the sentence that says so."""

    code: str
    params: dict[str, str]
    sentence: str


class DecisionForm(Schema):
    """What was decided, and why. `until` is when it leaves or is judged again, or by when a person must decide."""

    verdict: Literal["send", "hold", "merge", "drop", "ask"]
    until: datetime
    decided_at: datetime
    explanation: str
    reasons: list[ReasonForm]
    because: list[str] = Field(description="Ids of messages that already say it, or that it joins.")


class TravelForm(Schema):
    """The message in which it left or will, or that had told it already."""

    channel: str
    state: str
    due_at: datetime
    sent_at: datetime | None
    why: str


class MessageForm(Schema):
    """A message as it stands now."""

    id: int
    state: Literal["waiting", "leaving", "carried", "delivered", "dropped", "asked", "cancelled", "failed"] = Field(
        description="carried: another message that has not arrived yet says the same, or what replaces it; "
                    "asked: a person decides.")
    explanation: str = Field(description="Why, in the language of Accept-Language.")
    intent: Intent
    demoted: bool = Field(description="Urgency was claimed that this source may not claim.")
    case: int = Field(description="The number of the ticket on which it stands.")
    submitted_at: datetime


class OutcomeForm(MessageForm):
    """A message with all that was decided about it, oldest first, and what became of it."""

    decisions: list[DecisionForm]
    delivery: TravelForm | None


def message_fields(message: SourceMessage, language: str) -> dict[str, Any]:
    """A message as `MessageForm` names it."""
    kept: Submission = message.submission
    last = max(kept.verdicts.all(), key=lambda one: one.pk, default=None)
    return {"id": kept.pk, "state": kept.state, "explanation": _explained(last, language) if last else "",
            "intent": kept.intent, "demoted": bool(message.claimed), "case": kept.ticket_id,
            "submitted_at": kept.submitted_at}


def outcome_fields(message: SourceMessage, language: str) -> dict[str, Any]:
    """A message as `OutcomeForm` names it."""
    kept: Submission = message.submission
    delivery = kept.delivery
    decisions = [{
        "verdict": one.verdict, "until": one.until, "decided_at": one.decided_at, "because": one.because,
        "explanation": _explained(one, language),
        "reasons": [{**reason, "sentence": _said(reason, language)} for reason in one.reasons],
    } for one in kept.verdicts.all()]
    travel = delivery and {"channel": delivery.channel, "state": delivery.state, "due_at": delivery.due_at,
                           "sent_at": delivery.sent_at, "why": delivery.why}
    return {**message_fields(message, language), "decisions": decisions, "delivery": travel}


def _explained(verdict: Verdict, language: str) -> str:
    return " ".join(_said(reason, language) for reason in verdict.reasons)


def _said(reason: dict[str, Any], language: str) -> str:
    """The sentence of a stored reason; its code, where an older version knew one that we no longer have."""
    known = reason["code"] in SENTENCES
    return sentence(Reason(reason["code"], reason["params"]), language) if known else str(reason["code"])
