"""What Prometheus reads. Mail is counted in the database, so that each of several processes gives the same figures."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, exposition
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from entendu.doors.watch.durations import registry
from entendu.parts.inbox import queries as inbox
from entendu.parts.inbox.models import RawLetter
from entendu.parts.outbox import queries as outbox
from entendu.parts.outbox.models import Delivery

# What left this desk, whatever came of it afterwards.
LEFT = (Delivery.State.SENT, Delivery.State.BOUNCED)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures in Prometheus' text format; 403 for whoever may not read them."""
    if not _may_read(request):
        return HttpResponse(_("Metrics are read from this machine, or with the token of ENTENDU_METRICS_TOKEN."),
                            status=403, content_type="text/plain; charset=utf-8")
    figures = CollectorRegistry()
    figures.register(MailInFigures(timezone.now()))
    text = exposition.generate_latest(figures) + exposition.generate_latest(registry)
    return HttpResponse(text, content_type=exposition.CONTENT_TYPE_PLAIN_0_0_4)


def _may_read(request: HttpRequest) -> bool:
    """With a token set, its bearer; without, this machine alone, and not what a proxy on it passes on."""
    token = settings.ENTENDU_METRICS_TOKEN
    if token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class MailInFigures(Collector):
    """Letters and deliveries as the database has them at `now`."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        """Gauges of what is there, counters of what came and left, and how long the oldest has waited in seconds."""
        letters, deliveries = inbox.counts_by_state(), outbox.counts_by_state()
        yield _by_state("entendu_letters", "Letters taken in, by what became of them.", RawLetter.State.values, letters)
        yield _by_state("entendu_deliveries", "Messages to contacts, by state.", Delivery.State.values, deliveries)
        yield _counter("entendu_mails_in", "Letters taken in.", sum(letters.values()))
        yield _counter("entendu_mails_out", "Messages that left.", sum(deliveries.get(state, 0) for state in LEFT))
        yield self._age("entendu_oldest_unread_letter_seconds", "Age of the oldest letter that nobody has read.",
                        inbox.oldest_unread_at())
        yield self._age("entendu_oldest_overdue_delivery_seconds", "How late the longest-overdue message is.",
                        outbox.oldest_due_at(self.now))

    def _age(self, name: str, meaning: str, since: datetime | None) -> Metric:
        age = 0.0 if since is None else max(0.0, (self.now - since).total_seconds())
        return GaugeMetricFamily(name, meaning, value=age)


def _by_state(name: str, meaning: str, states: list[str], counts: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, meaning, labels=["state"])
    for state in states:
        family.add_metric([state], counts.get(state, 0))
    return family


def _counter(name: str, meaning: str, value: int) -> Metric:
    return CounterMetricFamily(name, meaning, value=value)
