"""Those who watch learn whether the desk works, and how much it does."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from entendu.parts.inbox import actions as inbox
from entendu.parts.inbox.models import RawLetter

pytestmark = pytest.mark.django_db


def came(minutes_ago: float) -> RawLetter:
    """A letter that was stored so long ago and that nobody has read."""
    at = timezone.now() - timedelta(minutes=minutes_ago)
    return inbox.store(b"Subject: Hello\r\n\r\nWords\r\n", inbox.Envelope("smtp"), mailbox=None, now=at)


def figure(client: Client, name: str) -> float:
    """The value of one line of /metrics."""
    text = client.get("/metrics").content.decode()
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert found, text
    return float(found[1])


def test_all_is_well(client: Client) -> None:
    came(minutes_ago=1)
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": True, "worker": True, "oldest_unread_letter_seconds": 60,
                               "oldest_overdue_delivery_seconds": None}


def test_a_letter_that_nobody_reads_means_that_no_worker_lives(client: Client) -> None:
    came(minutes_ago=6)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert (response.json()["status"], response.json()["worker"]) == ("failing", False)


def test_a_database_that_does_not_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise DatabaseError("password=hunter2")

    monkeypatch.setattr("entendu.doors.watch.health.oldest_unread_at", gone)
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"status": "failing", "database": False})


def test_letters_are_counted_in_the_database(client: Client) -> None:
    inbox.settle(came(minutes_ago=3), RawLetter.State.QUARANTINED)
    came(minutes_ago=2)
    assert figure(client, 'entendu_letters{state="stored"}') == 1
    assert figure(client, 'entendu_letters{state="quarantined"}') == 1
    assert figure(client, "entendu_mails_in_total") == 2
    assert figure(client, "entendu_mails_out_total") == 0
    assert figure(client, "entendu_oldest_unread_letter_seconds") == pytest.approx(120, abs=5)


def test_requests_are_measured_by_route(client: Client) -> None:
    client.get("/healthz")
    assert figure(client, 'entendu_request_duration_seconds_count{method="GET",route="/healthz",status="200"}') >= 1


@pytest.mark.parametrize(("token", "sent", "status"), [
    ("", {"REMOTE_ADDR": "127.0.0.1"}, 200), ("", {"REMOTE_ADDR": "::1"}, 200), ("", {"REMOTE_ADDR": "192.0.2.7"}, 403),
    ("", {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}, 403), ("", {"REMOTE_ADDR": ""}, 403),
    ("horse", {"REMOTE_ADDR": "127.0.0.1"}, 403), ("horse", {"HTTP_AUTHORIZATION": "Bearer hors"}, 403),
    ("horse", {"HTTP_AUTHORIZATION": "Bearer é"}, 403),
    ("horse", {"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer horse"}, 200),
])
def test_who_may_read_the_figures(client: Client, settings: Settings, token: str, sent: dict[str, str],
                                  status: int) -> None:
    settings.ENTENDU_METRICS_TOKEN = token
    assert client.get("/metrics", **sent).status_code == status


def test_only_reading_is_answered(client: Client) -> None:
    assert [client.post(path).status_code for path in ("/healthz", "/metrics")] == [405, 405]
