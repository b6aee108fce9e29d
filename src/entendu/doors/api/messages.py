"""Messages of the company's systems for contacts: handed in here, judged by the governor, followed by their id."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from ninja import Header, Router, Status
from ninja.security import HttpBearer

from entendu.doors.api.message_forms import (
    KEY,
    MessageForm,
    MessageIn,
    OutcomeForm,
    message_fields,
    outcome_fields,
)
from entendu.doors.api.problems import Problem, problem
from entendu.flows.submit import KeyReused
from entendu.flows.systems import sources as flow
from entendu.parts.outbox.models.sources import Source
from entendu.parts.outbox.queries import sources as queries


class SourceTokens(HttpBearer):
    """The secret of a source, made by an administrator (RFC 6750 §2.1). A member's token opens nothing here."""

    def authenticate(self, request: HttpRequest, token: str) -> Source | None:
        """The source behind the secret, None when it opens nothing."""
        return queries.source_of_secret(token)


router = Router(tags=["messages"], auth=SourceTokens())
REFUSALS = {401: Problem, 404: Problem, 422: Problem}


@router.post("", response={202: MessageForm, 400: Problem, 413: Problem, 429: Problem, **REFUSALS},
             summary="Hand in a message for a contact")
def send_message(request: HttpRequest, message: MessageIn,
                 idempotency_key: str | None = Header(None, alias="Idempotency-Key", pattern=KEY),
                 ) -> Status | HttpResponse:
    """The governor decides whether it leaves, when, by which channel, and with what else.

    The same `Idempotency-Key` with the same message gets the same answer, however often; with another message, 422.
    Without a key, the same message within ten minutes is one, unless the contact has written in between.
    """
    source, now = _asking(request), timezone.now()
    if len(request.body) > source.largest:
        return problem(413, _("The message is larger than this source may hand in; nothing was taken."))
    if not flow.count_use(source, 1, now=now):
        refusal = problem(429, _("This source may hand in %(rate)s messages a minute; nothing was taken; send it again "
                                 "in a minute.") % {"rate": source.rate})
        refusal["Retry-After"] = str(60 - now.second)
        return refusal
    contact = flow.recipient(source, message.to, now=now)
    if contact is None:
        raise Http404
    said = message.dict(exclude={"to"}) | {"channel": message.channel or "", "language": message.language or ""}
    try:
        words = flow.Words(**said, key=idempotency_key or "")
        handed = flow.hand_over_together(source, contact, words, now=now)
    except KeyReused:
        return problem(422, _("This Idempotency-Key stands for another message; that one stands and nothing else was "
                              "taken; use a new key for new words."))
    return Status(202, message_fields(handed.message, get_language_from_request(request)))


@router.get("/{int:message}", response={200: OutcomeForm, **REFUSALS}, summary="See what became of a message")
def read_message(request: HttpRequest, message: int) -> dict[str, Any]:
    """Each decision with its reasons, and the delivery that carries it, as far as this source handed it in."""
    found = queries.message_from(_asking(request), message)
    if found is None:
        raise Http404
    return outcome_fields(found, get_language_from_request(request))


def _asking(request: Any) -> Source:
    source: Source = request.auth
    return source
