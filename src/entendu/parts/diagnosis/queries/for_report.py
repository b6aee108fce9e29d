"""What a report to the developers says of a case: facts, codes and causes, each in a query or two."""

from __future__ import annotations

from entendu.parts.diagnosis.models.causes import Cause
from entendu.parts.diagnosis.models.claims import Fact
from entendu.parts.diagnosis.models.codes import ErrorCode, SeenCode
from entendu.parts.tickets.models import Ticket

# The origin of the cause that always stands among the others.
OURS = "ours"


def facts_of(ticket: Ticket) -> list[Fact]:
    """What was said and found, codes apart, with its evidence; what does not belong there is left out."""
    return list(Fact.objects.filter(ticket=ticket).exclude(state=Fact.State.WITHDRAWN).exclude(kind=Fact.Kind.CODE)
                .prefetch_related("evidence"))


def codes_of(ticket: Ticket) -> list[tuple[str, str]]:
    """The error codes that stood in what came in, each with its cause as a catalogue has it today, or ""."""
    seen = list(SeenCode.objects.filter(ticket=ticket))
    known = {code.key: code.cause for code in
             ErrorCode.objects.filter(key__in=[one.key for one in seen if one.known], until=None)}
    return [(one.written, known.get(one.key, "")) for one in seen]


def codes_on(tickets: list[int]) -> list[str]:
    """The error codes that stood in what came in on these tickets, each once."""
    return list(dict.fromkeys(SeenCode.objects.filter(ticket__in=tickets).values_list("written", flat=True)))


def causes_of(ticket: Ticket) -> list[Cause]:
    """Every cause that was thought of, with its evidence and the change that it is, where it is one."""
    return list(Cause.objects.filter(ticket=ticket).select_related("change").prefetch_related("evidence"))
