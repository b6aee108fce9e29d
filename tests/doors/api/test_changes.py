"""Programs tell what changed: by the interface, by a Standard Webhook, by GitHub's; once, and signed."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entendu.channels.webhooks import standard
from entendu.flows.diagnosis import changes as flow
from entendu.parts.diagnosis.actions.changes import switch_source, system_of
from entendu.parts.diagnosis.models.changes import ChangeSource, SystemChange
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from tests.doors.api.conftest import NOW, Desk, Program

EDIT = {"at": "2026-11-16T15:04:00+04:00", "kind": "template", "actor": "Ravi", "object": "header.html line 41",
        "details": "banner for the winter offer", "customer": "marie@laval.mu", "key": "edit-1"}
Tell = Callable[..., HttpResponse]


@pytest.fixture
def tell(client: Client, desk: Desk, time_machine: Any) -> Tell:
    """`tell(body, key=…)` as the hosting company's program; its customer is Marie where it names none."""
    time_machine.move_to(NOW, tick=False)
    _source, secret = flow.new_source("Hosting", ChangeSource.Form.STANDARD, system_of(desk.marie), now=NOW)

    def said(body: Any, key: str = "", secret: str = secret) -> HttpResponse:
        headers = {"Authorization": f"Bearer {secret}"} | ({"Idempotency-Key": key} if key else {})
        return client.post("/api/v1/changes", body, content_type="application/json", headers=headers)

    return said


def test_a_change_is_kept_once_however_often_it_is_told(tell: Tell) -> None:
    first, again = tell(EDIT), tell(EDIT)
    assert (first.status_code, first.json()["kept"], again.json()["known"]) == (201, 1, 1)
    assert first.json()["changes"][0]["id"] == again.json()["changes"][0]["id"]
    (row,) = SystemChange.objects.all()
    assert (row.kind, row.actor, row.object, row.source) == ("template", "Ravi", "header.html line 41", "Hosting")
    assert row.at.isoformat() == "2026-11-16T11:04:00+00:00"


def test_a_key_stands_for_one_change(tell: Tell) -> None:
    tell(EDIT)
    refusal = tell(EDIT | {"object": "footer.html"})
    assert refusal.status_code == 409
    assert refusal["Content-Type"] == "application/problem+json"
    assert "edit-1" in refusal.json()["detail"]
    assert SystemChange.objects.count() == 1


def test_a_thousand_together_all_or_none(tell: Tell) -> None:
    many = [EDIT | {"key": f"k{n}"} for n in range(1000)]
    assert tell({"changes": many}).json()["kept"] == 1000
    assert tell([*many, EDIT]).status_code == 422  # a thousand and one
    refusal = tell([EDIT | {"key": "new"}, EDIT | {"customer": "nobody.example"}])
    assert refusal.status_code == 404
    assert refusal.json()["errors"][0]["where"] == "changes.1.customer"
    assert SystemChange.objects.count() == 1000


def test_the_key_of_the_request_names_each_of_its_changes(tell: Tell) -> None:
    keyless = {name: value for name, value in EDIT.items() if name != "key"}
    two = [keyless, keyless | {"object": "footer.html"}]
    assert tell(two, key="batch-7").json()["kept"] == 2
    assert tell(two, key="batch-7").json()["known"] == 2
    assert sorted(SystemChange.objects.values_list("key", flat=True)) == ["batch-7#0", "batch-7#1"]


def test_without_any_key_the_same_words_are_one_change(tell: Tell) -> None:
    keyless = {name: value for name, value in EDIT.items() if name != "key"}
    tell(keyless)
    assert tell(keyless).json()["known"] == 1


def test_an_employee_of_an_organisation_stands_for_it(tell: Tell, desk: Desk) -> None:
    laval = people.add_organisation("Laval", "laval.mu")
    people.change_contact(desk.marie, organisation=laval)
    tell(EDIT | {"system": "shop"})
    tell(EDIT | {"customer": "laval.mu", "system": "shop", "key": "2"})
    tell(EDIT | {"customer": "Laval", "system": "shop", "key": "3"})
    assert {(row.system.organisation_id, row.system.name) for row in SystemChange.objects.select_related("system")} == {
        (laval.pk, "shop")}


def test_a_token_opens_what_it_is_for(tell: Tell, program: Callable[[Member], Program], desk: Desk) -> None:
    assert tell(EDIT, secret="wrong").status_code == 401
    ioana, tomasz = program(desk.ioana), program(desk.tomasz)
    assert ioana.post("/changes", EDIT).status_code == 201
    assert tomasz.post("/changes", EDIT).status_code == 404  # he does not see Marie
    source = ChangeSource.objects.get()
    switch_source(source, active=False)
    assert tell(EDIT | {"key": "later"}).status_code == 401


def hook(client: Client, source: ChangeSource, body: bytes, headers: dict[str, str]) -> HttpResponse:
    return client.post(f"/api/v1/hooks/changes/{source.pk}", body, content_type="application/json", headers=headers)


def signed(secret: str, body: bytes, at: datetime, message_id: str = "msg_1") -> dict[str, str]:
    return {"webhook-id": message_id, "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": standard.sign(secret, message_id, at, body)}


def test_a_standard_webhook(client: Client, desk: Desk, time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    source, secret = flow.new_source("Shop", ChangeSource.Form.STANDARD, system_of(desk.marie), now=NOW)
    body = json.dumps({name: value for name, value in EDIT.items() if name not in {"key", "customer"}}).encode()
    first = hook(client, source, body, signed(secret, body, NOW))
    assert (first.status_code, first.json()["kept"]) == (201, 1)
    assert hook(client, source, body, signed(secret, body, NOW)).json()["known"] == 1
    assert SystemChange.objects.get().system.contact_id == desk.marie.pk
    refusals = {
        "too old": signed(secret, body, NOW - timedelta(minutes=6)),
        "from the future": signed(secret, body, NOW + timedelta(minutes=6)),
        "another body": signed(secret, body + b" ", NOW),
        "another secret": signed(standard.new_secret(), body, NOW),
        "another id": signed(secret, body, NOW) | {"webhook-id": "msg_2"},
        "another time": signed(secret, body, NOW) | {"webhook-timestamp": str(int(NOW.timestamp()) + 1)},
        "none": {},
    }
    assert {why: hook(client, source, body, headers).status_code for why, headers in refusals.items()} == dict.fromkeys(
        refusals, 401)
    nonsense = b"[1, 2"
    assert hook(client, source, nonsense, signed(secret, nonsense, NOW)).status_code == 400
    wrong = b'{"object": ""}'
    assert hook(client, source, wrong, signed(secret, wrong, NOW)).status_code == 422
    assert SystemChange.objects.count() == 1


def test_the_vector_of_the_specification() -> None:
    """The example that the libraries of Standard Webhooks test themselves by."""
    at = datetime.fromtimestamp(1614265330, tz=NOW.tzinfo)
    assert standard.sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", at,
                         b'{"test": 2432232314}') == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


PUSH = {
    "ref": "refs/heads/main", "repository": {"full_name": "laval/site", "default_branch": "main"},
    "pusher": {"name": "ravi"},
    "head_commit": {"id": "9f1c", "timestamp": "2026-11-16T15:04:00+04:00", "message": "Winter banner",
                    "author": {"name": "Ravi"}},
    "commits": [{"id": "9f1c", "message": "Winter banner\n\nlong", "modified": ["header.html"],
                 "added": ["banner.css"]}],
}


def github(client: Client, source: ChangeSource, secret: str, said: dict[str, Any],
           event: str = "push") -> HttpResponse:
    body = json.dumps(said).encode()
    mark = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hook(client, source, body, {"X-GitHub-Event": event, "X-Hub-Signature-256": mark})


def test_a_push_on_github_is_a_deployment(client: Client, desk: Desk, time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    source, secret = flow.new_source("laval/site", ChangeSource.Form.GITHUB, system_of(desk.marie), now=NOW)
    assert github(client, source, secret, PUSH).json()["kept"] == 1
    assert github(client, source, secret, PUSH).json()["known"] == 1
    row = SystemChange.objects.get()
    assert (row.kind, row.actor, row.object) == ("deployment", "Ravi", "laval/site@main")
    assert row.details == "header.html, banner.css; Winter banner"
    assert github(client, source, secret, PUSH | {"ref": "refs/heads/try"}).status_code == 202
    assert github(client, source, secret, {"zen": "…"}, event="ping").status_code == 202
    assert github(client, source, "guessed", PUSH).status_code == 401
    assert github(client, source, secret, {"ref": "refs/heads/main"}).status_code == 400
    switch_source(source, active=False)
    assert github(client, source, secret, PUSH).status_code == 404


def test_a_deployment_on_github(client: Client, desk: Desk, time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    source, secret = flow.new_source("laval/site", ChangeSource.Form.GITHUB, system_of(desk.marie), now=NOW)
    said = {"deployment": {"id": 5, "ref": "v4.2.1", "environment": "production", "creator": {"login": "ravi"},
                           "created_at": "2026-11-16T11:04:00Z", "description": None},
            "repository": {"full_name": "laval/site"}}
    assert github(client, source, secret, said, event="deployment").status_code == 201
    row = SystemChange.objects.get()
    assert (row.object, row.details, row.actor) == ("laval/site production", "v4.2.1", "ravi")


def test_no_secret_stands_in_the_database(desk: Desk) -> None:
    _source, secret = flow.new_source("Shop", ChangeSource.Form.STANDARD, None, now=NOW)
    assert secret not in str(ChangeSource.objects.values())


def test_it_does_as_described(transactional_db: None, desk: Desk) -> None:
    """Schemathesis draws what the description allows and forbids; half of the customers are there."""
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operation = described.find_operation_by_label("POST /api/v1/changes")
    _source, secret = flow.new_source("Schemathesis", ChangeSource.Form.STANDARD, None, now=NOW)

    @settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(), known=st.booleans())
    def check(case: schemathesis.Case, known: bool) -> None:
        if known and isinstance(case.body, dict) and "customer" in case.body:
            case.body["customer"] = desk.marie.pk
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})

    check()
