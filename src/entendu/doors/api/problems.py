"""Errors as problem details (RFC 9457): one form for every answer that is no success."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

log = logging.getLogger(__name__)

View = Callable[..., HttpResponse]


class Mistake(Schema):
    """One value that was not understood: where it stands and what is wrong with it."""

    where: str
    what: str


class Problem(Schema):
    """RFC 9457 §3.1. `type` is about:blank, so `title` is the phrase of the status; `detail` says what to do."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[Mistake] | None = None


def problem(status: int, detail: str, errors: list[dict[str, str]] | None = None) -> JsonResponse:
    """An answer with this status; the details are one sentence for whoever writes the program."""
    title = HTTPStatus(status).phrase
    said: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    if errors:
        said["errors"] = errors
    response = JsonResponse(said, status=status, content_type="application/problem+json")
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="entendu"'
    return response


def not_here() -> JsonResponse:
    """What does not exist and what this member may not see look the same."""
    return problem(404, _("There is nothing at this address that this token may see."))


def handle(api: NinjaAPI) -> None:
    """Every error that an operation can raise becomes a problem."""
    api.add_exception_handler(Http404, lambda request, error: not_here())
    api.add_exception_handler(AuthenticationError, _unknown_token)
    api.add_exception_handler(ValidationError, _mistakes)
    api.add_exception_handler(RequestDataTooBig, _too_large)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(Exception, _our_fault)


def only_problems(view: View) -> View:
    """The view, with Django's own refusals (no such page, wrong method) as problems too."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            return not_here()
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        refusal = problem(405, _("This address is not used with %(method)s; see the Allow header.")
                          % {"method": request.method})
        refusal["Allow"] = ", ".join(sorted(response["Allow"].split(", ")))
        return refusal

    return answered


def _unknown_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(401, _("The token is missing, unknown or revoked; send one as “Authorization: Bearer …”: a "
                          "member’s, made in their own settings, or for messages a source’s, which an administrator "
                          "makes."))


def _mistakes(request: HttpRequest, error: ValidationError) -> HttpResponse:
    mistakes = [{"where": ".".join(str(part) for part in one["loc"]), "what": one["msg"]} for one in error.errors]
    return problem(422, _("The request was not understood; nothing was changed; “errors” says where."), mistakes)


def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem(413, _("The request is larger than this desk takes; nothing was changed."))


def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, RequestDataTooBig):
        return _too_large(request, error.__cause__)
    return problem(error.status_code, _("The body is no JSON object; nothing was changed."))


def _our_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("An API request failed: %s %s", request.method, request.path, exc_info=error)
    return problem(500, _("Something broke on our side; nothing was changed; the cause is in the log."))
