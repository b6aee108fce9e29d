"""What changed in customers' systems: told here by programs, or by signed web hooks."""

from __future__ import annotations

import json
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from ninja import Body, Header, Router, Status
from ninja.security import HttpBearer
from pydantic import Field, TypeAdapter, ValidationError

from entendu.channels.webhooks.standard import NotSigned
from entendu.doors.api.change_forms import MOST, ChangeIn, ChangesForm, ChangesIn
from entendu.doors.api.message_forms import KEY
from entendu.doors.api.problems import Problem, not_here, problem
from entendu.doors.api.tokens import ApiTokens
from entendu.flows.diagnosis import changes as flow
from entendu.flows.diagnosis.changes import By, Told, UnknownCustomer
from entendu.parts.diagnosis.actions import changes as actions
from entendu.parts.diagnosis.models.changes import ChangeSource, SystemChange
from entendu.parts.diagnosis.queries import changes as queries
from entendu.parts.staff.models import Member

LARGEST = 5 * 1024 * 1024


class ChangeTokens(HttpBearer):
    """The secret of a source of changes (RFC 6750 §2.1): it opens this address and nothing else."""

    def authenticate(self, request: HttpRequest, token: str) -> ChangeSource | None:
        """The source behind the secret, None when it opens nothing."""
        return queries.source_of_secret(token)


router = Router(tags=["changes"], auth=[ChangeTokens(), ApiTokens()])
Several = ChangesIn | ChangeIn | Annotated[list[ChangeIn], Field(min_length=1, max_length=MOST)]
_SEVERAL: TypeAdapter[Any] = TypeAdapter(Several)


@router.post("", response={201: ChangesForm, 400: Problem, 401: Problem, 404: Problem, 409: Problem, 413: Problem,
                           422: Problem}, summary="Tell what changed, or up to a thousand changes")
def tell_changes(request: HttpRequest, told: Annotated[Several, Body()],
                 idempotency_key: str | None = Header(None, alias="Idempotency-Key", pattern=KEY),
                 ) -> Status | HttpResponse:
    """All or none are kept. What is told again under its key stands as it is; with another content, 409.

    A change without a key of its own goes by the `Idempotency-Key` and its place, or by its content.
    """
    return _keep(_by(request), told, idempotency_key or "")


@csrf_exempt
@require_POST
def change_hook(request: HttpRequest, change_source_id: int) -> HttpResponse:
    """A signed web hook. Who has no right signature learns nothing, not even whether there is such a source."""
    source = queries.source(change_source_id)
    if source is None or not source.active:
        return not_here()
    if len(request.body) > LARGEST:
        return problem(413, _("The request is larger than this desk takes; nothing was changed."))
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        told = flow.receive_hook(source, headers, request.body, timezone.now())
        if source.form == ChangeSource.Form.STANDARD:
            return _answer(_keep(_by_source(source), _SEVERAL.validate_python(json.loads(request.body)),
                                 headers["webhook-id"]))
    except NotSigned as refusal:
        return problem(401, str(refusal))
    except ValidationError as mistakes:
        return problem(422, _("The request was not understood; nothing was changed; “errors” says where."),
                       [{"where": ".".join(map(str, one["loc"])), "what": one["msg"]} for one in mistakes.errors()])
    except ValueError:
        return problem(400, _("The body is no JSON object; nothing was changed."))
    if told is None:
        return JsonResponse({"kept": 0, "known": 0, "changes": []}, status=202)
    return _answer(_kept(_by_source(source), told))


def _by(request: Any) -> By:
    asking: Member | ChangeSource = request.auth
    return _by_source(asking) if isinstance(asking, ChangeSource) else By(f"member {asking.pk}", member=asking)


def _by_source(source: ChangeSource) -> By:
    actions.note_use(source, now=timezone.now())
    return By(source.name, source.system)


def _keep(by: By, said: Any, key: str) -> Status | HttpResponse:
    every = said.changes if isinstance(said, ChangesIn) else said if isinstance(said, list) else [said]
    return _kept(by, flow.with_keys([Told(**one.fields()) for one in every], key))


def _kept(by: By, told: list[Told]) -> Status | HttpResponse:
    try:
        kept = flow.take(by, told, now=timezone.now())
    except UnknownCustomer as trouble:
        return problem(404, _("A change names no customer whom this token may see; nothing was taken; “errors” says "
                              "which."), [{"where": f"changes.{trouble.place}.customer", "what": str(trouble)}])
    except actions.ChangeReused as trouble:
        return problem(409, str(trouble))
    return Status(201, {"kept": sum(fresh for _row, fresh in kept), "known": sum(not fresh for _row, fresh in kept),
                        "changes": [_fields(row, fresh) for row, fresh in kept]})


def _fields(row: SystemChange, fresh: bool) -> dict[str, Any]:
    return {"id": row.pk, "key": row.key, "fresh": fresh}


def _answer(said: Status | HttpResponse) -> HttpResponse:
    return said if isinstance(said, HttpResponse) else JsonResponse(said.value, status=said.status_code)
