"""The forms of changes that programs tell."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field

from entendu.core.diagnosis.timeline import Kind
from entendu.doors.api.message_forms import LARGEST_ID, ONE_LINE, WORDS, Moment

MOST = 1000
Line = Annotated[str, Field(pattern=ONE_LINE)]


class ChangeIn(Schema):
    """One change in a customer's system. A field of another name is a mistake."""

    model_config = ConfigDict(extra="forbid")

    at: Moment = Field(description="When it was changed.")
    object: Annotated[str, Field(max_length=300, pattern=WORDS)] = Field(
        description="What was changed, such as “header.html line 41”.")
    kind: Kind = Field(Kind.OTHER, description="What sort of change it is.")
    actor: Annotated[Line, Field(max_length=160)] = Field("", description="Who did it: a person or a program.")
    details: Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")] = Field(
        "", description="What was done: a commit message, the old and the new value.")
    key: Annotated[Line, Field(max_length=200)] = Field("", description="The source's own name for this change.")
    customer: Annotated[int, Field(ge=1, le=LARGEST_ID)] | Annotated[Line, Field(max_length=254)] = Field(
        "", description="Whose system: a contact's id, mail address or telephone number, or an organisation's name or "
                        "mail domain. Empty means the customer for whom the source was added.")
    system: Annotated[Line, Field(max_length=80)] = Field("", description="Which of their systems, by its name.")

    def fields(self) -> dict[str, Any]:
        """The change as the flow takes it."""
        return self.dict() | {"customer": str(self.customer)}


class ChangesIn(Schema):
    """Several changes together."""

    model_config = ConfigDict(extra="forbid")

    changes: Annotated[list[ChangeIn], Field(min_length=1, max_length=MOST)]


class KeptForm(Schema):
    """A change as it stands now; `fresh` is false where it was told before."""

    id: int
    key: str
    fresh: bool


class ChangesForm(Schema):
    """What became of the changes, in their order."""

    kept: int = Field(description="How many were news.")
    known: int = Field(description="How many had been told before.")
    changes: list[KeptForm]
