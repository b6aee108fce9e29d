"""What the rail shows of listening, in two cheap queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from entendu.parts.listening.models import FeatureRequest, Restatement, Task
from entendu.parts.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Summary:
    """The latest restatement's words and state ("" where there is none), whether there is a feature request, and the
    tasks that are ready, asked and done; `codes` are those of what was missing, in whatever state."""

    text: str
    state: str
    language: str
    has_request: bool
    ready: int
    asked: int
    done: int
    codes: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Whether nobody has begun anything here."""
        return not (self.state or self.has_request or self.ready or self.asked or self.done)


def summary(ticket: Ticket) -> Summary:
    """As above; two queries."""
    latest = Restatement.objects.filter(ticket=OuterRef("pk")).order_by("-version")
    row = Ticket.objects.filter(pk=ticket.pk).values_list(
        *(Subquery(latest.values(name)[:1]) for name in ("text", "state", "language")),
        Exists(FeatureRequest.objects.filter(ticket=OuterRef("pk")))).first()
    text, state, language, has_request = row or (None, None, None, False)
    states, codes = [], set()
    for one, code in Task.objects.filter(ticket=ticket).order_by().values_list("state", "code"):
        states.append(one)
        codes.add(code)
    count = {one: states.count(one) for one in Task.State.values}
    return Summary(text or "", state or "", language or "", bool(has_request), count["ready"], count["asked"],
                   count["done"], frozenset(codes))
