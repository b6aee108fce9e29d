"""How long requests take, by route. Kept in memory: each process tells of its own requests."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_only_middleware
from prometheus_client import CollectorRegistry, Histogram

registry = CollectorRegistry()
BOUNDS = (.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10)
durations = Histogram("entendu_request_duration_seconds", "Time to answer a request, by route.",
                      ["method", "route", "status"], buckets=BOUNDS, registry=registry)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


@sync_only_middleware
def measure(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Notes how long each answer took. A route is the pattern of an address, so numbers in addresses do not count."""

    def measured(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        method = request.method if request.method in METHODS else "other"
        durations.labels(method, f"/{match.route}" if match else "none", str(response.status_code)).observe(
            time.perf_counter() - began)
        return response

    return measured
