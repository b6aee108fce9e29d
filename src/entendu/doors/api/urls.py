"""Every address under /api/v1/; whatever else stands there is a problem, not a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from entendu import __version__
from entendu.doors.api import changes, messages, people, problems, tickets, wording
from entendu.doors.api.tokens import ApiTokens


class DeskAPI(NinjaAPI):
    """Describes its refusals as what they are: ninja knows one media type for all answers."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description, with `application/problem+json` for every status from 400 on."""
        schema = super().get_openapi_schema(**options)
        for methods in schema["paths"].values():
            for operation in methods.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400:
                        answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
        return schema


api = DeskAPI(title="Entendu", version=__version__, docs_url=None, urls_namespace="api", auth=ApiTokens(),
              description="Tickets and people of a desk: a token sees what its member sees; all else is 404. "
                          "Messages for contacts: handed in by the company's systems, each with a secret of its own.")
problems.handle(api)
api.add_router("/tickets", tickets.router)
api.add_router("/people", people.router)
api.add_router("/messages", messages.router)
api.add_router("/wording", wording.router)
api.add_router("/changes", changes.router)


@csrf_exempt
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """An address that the description does not know."""
    return problems.not_here()


def _addresses() -> list[URLPattern | URLResolver]:
    patterns, _, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = problems.only_problems(pattern.callback)
    return [
        path("", include((patterns, "api"), namespace=namespace)),
        path("hooks/changes/<int:change_source_id>", changes.change_hook, name="change_hook"),
        path("<path:rest>", nowhere),
    ]


urlpatterns = _addresses()
