"""Systems hand in messages over HTTP: once for each key, judged with reasons, seen only by whoever handed them in."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entendu.core.governor.model import Intent
from entendu.doors.api.message_forms import KEY
from entendu.flows.release import release_for
from entendu.flows.systems.sources import Words, hand_over
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.actions import sources
from entendu.parts.outbox.models import Submission
from entendu.parts.outbox.models.sources import Source
from entendu.parts.people.models import Address
from entendu.parts.staff import actions as staff
from entendu.parts.tickets.models import Mailbox
from tests.doors.api.conftest import Desk
from tests.doors.api.test_api import check_problem
from tests.world import World

VISIT = {"to": "marie@laval.example", "intent": "confirmation", "case": "job-17", "subject": "Your visit",
         "body": "Ana comes on Thursday 26 November at 09:30."}


@dataclass(frozen=True)
class System:
    """A program of the company with its own secret."""

    client: Client
    secret: str
    source: Source

    def post(self, body: Any, key: str = "", **headers: str) -> HttpResponse:
        known = {"Idempotency-Key": key} if key else {}
        known |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post("/api/v1/messages", body, content_type="application/json", headers=self._who | known)

    def get(self, number: int, **headers: str) -> HttpResponse:
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(f"/api/v1/messages/{number}", headers=self._who | more)

    def taken(self, body: dict[str, Any], key: str = "") -> dict[str, Any]:
        answer = self.post(body, key)
        assert answer.status_code == 202, answer.content
        return answer.json()

    @property
    def _who(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}


def system(world: World, client: Client, name: str, mailbox: Mailbox | None = None, **fields: Any) -> System:
    source, secret = sources.add_source(name=name, mailbox=mailbox or world.care, now=world.now, **fields)
    return System(client, secret, source)


@pytest.fixture
def booking(world: World, client: Client, time_machine: Any) -> System:
    time_machine.move_to(world.now, tick=False)
    return system(world, client, "Booking")


def test_a_message_is_taken_and_explained(world: World, booking: System) -> None:
    said = booking.taken(VISIT, "m1")
    kept = Submission.objects.get()
    assert said == {
        "id": kept.pk, "state": "waiting", "intent": "confirmation", "demoted": False, "case": kept.ticket_id,
        "submitted_at": "2026-11-23T17:40:00Z", "explanation": said["explanation"]}
    assert said["explanation"].startswith("Will go by email at 08:00 tomorrow")
    assert (kept.source, kept.contact, kept.subject, kept.body) == (
        "Booking", world.marie, "Your visit", VISIT["body"])
    assert (kept.ticket.mailbox, kept.ticket.status) == (world.care, "them")


@pytest.mark.parametrize(("language", "words"), [
    ("fr-FR,fr;q=0.9", "Partira par e-mail demain à 8"), ("ro", "Pleacă prin e-mail cel târziu mâine la 08:00"),
    ("de", "Will go by email at 08:00 tomorrow"), ("", "Will go by email at 08:00 tomorrow"),
])
def test_the_explanation_speaks_the_readers_language(booking: System, language: str, words: str) -> None:
    number = booking.taken(VISIT)["id"]
    assert booking.post(VISIT, Accept_Language=language).json()["explanation"].startswith(words)
    decision = booking.get(number, Accept_Language=language).json()["decisions"][0]
    assert decision["explanation"].startswith(words)
    assert " ".join(reason["sentence"] for reason in decision["reasons"]) == decision["explanation"]


def test_the_same_key_is_the_same_message(booking: System) -> None:
    first = booking.taken(VISIT, "m1")
    assert booking.taken(VISIT, "m1") == first
    assert booking.taken(VISIT, "m2")["id"] != first["id"]
    for change in ({"body": "Ana comes at 10:30."}, {"intent": "update"}, {"facts": {"start": "10:30"}},
                   {"to": "jonas@keller.example"}, {"vital": True}, {"due": "2026-11-24T17:00:00+01:00"}):
        check_problem(booking.post(VISIT | change, "m1"), 422)
    assert Submission.objects.count() == 2


def test_a_key_belongs_to_its_source(world: World, booking: System, client: Client) -> None:
    billing = system(world, client, "Billing", world.billing)
    assert booking.taken(VISIT, "m1")["id"] != billing.taken(VISIT | {"body": "Invoice 4127 is paid."}, "m1")["id"]


def test_without_a_key_the_same_words_are_one_for_ten_minutes(world: World, booking: System,
                                                              time_machine: Any) -> None:
    first = booking.taken(VISIT)
    time_machine.move_to(world.later(minutes=9), tick=False)
    assert booking.taken(VISIT)["id"] == first["id"]
    time_machine.move_to(world.later(minutes=1), tick=False)
    assert booking.taken(VISIT)["id"] != first["id"]


def test_what_became_of_it(world: World, booking: System) -> None:
    number = booking.taken(VISIT, "m1")["id"]
    morning = world.later(hours=11)
    delivery = release_for(world.marie.pk, morning)
    leaving = booking.get(number).json()
    assert (leaving["state"], leaving["delivery"]["channel"], leaving["delivery"]["state"]) == (
        "leaving", "email", "waiting")
    assert [one["verdict"] for one in leaving["decisions"]] == ["hold", "send"]
    assert delivery is not None
    outbox.sent(delivery, "250 2.0.0 queued", now=morning)
    sent = booking.get(number).json()
    assert (sent["state"], sent["delivery"]["sent_at"]) == ("delivered", "2026-11-24T04:40:00Z")
    again = booking.taken(VISIT, "m2")["id"]
    release_for(world.marie.pk, world.later(hours=5))
    other = booking.get(again).json()
    assert (other["state"], other["decisions"][-1]["verdict"]) == ("dropped", "drop")
    assert other["decisions"][-1]["because"] == [str(number)]
    assert other["explanation"] == other["decisions"][-1]["explanation"] != ""


def test_urgency_needs_an_authority_and_its_lack_is_shown(booking: System) -> None:
    alert = VISIT | {"intent": "alert", "body": "Leave the house: gas."}
    said = booking.taken(alert, "a1")
    assert (said["intent"], said["demoted"]) == ("update", True)
    sources.change_source(booking.source, may_claim_urgency=True)
    granted = booking.taken(alert | {"case": "job-18"}, "a2")
    assert (granted["intent"], granted["demoted"]) == ("alert", False)
    assert booking.get(said["id"]).json()["demoted"] is True


def test_everything_that_can_be_said_is_kept(world: World, booking: System) -> None:
    booking.taken(VISIT | {
        "to": world.marie.pk, "channel": "sms", "language": "fr", "facts": {"start": "2026-11-26T09:30+04:00"},
        "due": "2026-11-24T17:00:00+01:00", "expires": "2026-11-26T09:30:00+04:00",
        "not_before": "2026-11-24T08:00:00Z", "intent": "promise"})
    kept = Submission.objects.get()
    assert (kept.contact, kept.channel, kept.language, kept.facts, kept.intent) == (
        world.marie, "sms", "fr", {"start": "2026-11-26T09:30+04:00"}, "promise")
    assert [one.isoformat() for one in (kept.due, kept.expires, kept.not_before)] == [
        "2026-11-24T16:00:00+00:00", "2026-11-26T05:30:00+00:00", "2026-11-24T08:00:00+00:00"]


def test_whoever_has_no_contact_yet_becomes_one(booking: System) -> None:
    booking.taken(VISIT | {"to": "Priya@Nair.example"})
    booking.taken(VISIT | {"to": "+230 5 712 34 56"})
    assert set(Address.objects.filter(contact__submissions__source="Booking").values_list("channel", "value")) == {
        ("email", "priya@nair.example"), ("sms", "+23057123456")}


def test_contacts_of_other_mailboxes_are_not_known_by_number(world: World, booking: System) -> None:
    world.write_in(world.jonas, "The invoice was paid twice.", to=world.billing)
    for unknown in (world.jonas.pk, 2**62, "care@example.org"):
        check_problem(booking.post(VISIT | {"to": unknown}), 404)
    world.write_in(world.jonas, "And when does Ana come?")
    booking.taken(VISIT | {"to": world.jonas.pk})
    booking.taken(VISIT | {"to": world.marie.pk})


@pytest.mark.parametrize("change", [
    {"to": "marie"}, {"to": ""}, {"to": 0}, {"to": None}, {"to": 2**63}, {"intent": "gossip"}, {"intent": None},
    {"body": " \n"}, {"body": ""}, {"body": "a\0b"}, {"body": "\ud800"}, {"subject": "a\nb"}, {"subject": "a" * 301},
    {"case": "a" * 201}, {"channel": "pigeon"}, {"facts": {"a": "\0"}}, {"facts": {"a": 1}}, {"due": "soon"},
    {"due": "2026-11-24T17:00:00"}, {"language": "french please"}, {"vital": "perhaps"},
    {"expire": "2026-11-26T09:30:00Z"},
])
def test_what_cannot_be_understood_is_named(booking: System, change: dict[str, Any]) -> None:
    said = check_problem(booking.post(json.dumps(VISIT | change)), 422)
    assert said["errors"]
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("key", ["a b", "k" * 201, "clé"])
def test_a_key_that_is_none(booking: System, key: str) -> None:
    check_problem(booking.post(VISIT, key), 422)


def test_each_source_has_its_own_rate_and_size(world: World, booking: System, time_machine: Any) -> None:
    sources.change_source(booking.source, rate=2, largest=1000)
    check_problem(booking.post(VISIT | {"body": "a" * 1000}), 413)
    for key in ("m1", "m2"):
        booking.taken(VISIT, key)
    refusal = booking.post(VISIT, "m3")
    check_problem(refusal, 429)
    assert refusal["Retry-After"] == "60"
    time_machine.move_to(world.later(minutes=1), tick=False)
    booking.taken(VISIT, "m3")


def test_only_who_handed_it_in_sees_it(world: World, booking: System, client: Client) -> None:
    number = booking.taken(VISIT)["id"]
    billing = system(world, client, "Billing", world.billing)
    handed = hand_over(billing.source, world.jonas, Words(intent=Intent.UPDATE, body="Invoice 4127 is paid."),
                       now=world.now)
    assert booking.get(number).status_code == 200
    check_problem(billing.get(number), 404)
    check_problem(booking.get(handed.submission.pk), 404)
    reply = world.answer(world.write_in(world.marie, "When?"), world.ioana, "On Thursday.")
    check_problem(booking.get(reply.submission.pk), 404)
    check_problem(booking.get(2**62), 404)


def test_a_source_sees_nothing_else_and_a_member_no_messages(world: World, booking: System, client: Client) -> None:
    ticket = world.write_in(world.marie, "When does Ana come?")
    headers = {"Authorization": f"Bearer {booking.secret}"}
    for path in ("tickets", f"tickets/{ticket.number}", f"people/{world.marie.pk}"):
        check_problem(client.get(f"/api/v1/{path}", headers=headers), 401)
    _token, member = staff.make_api_token(world.sofia, "Walker", now=world.now)
    for secret in (member, "entendu_source_guessed", ""):
        stranger = System(client, secret, booking.source)
        check_problem(stranger.post(VISIT), 401)
        check_problem(stranger.get(1), 401)
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("fields", [{"active": False}, {"door": Source.Door.RELAY}])
def test_who_may_not_use_it(booking: System, fields: dict[str, Any]) -> None:
    sources.change_source(booking.source, **fields)
    check_problem(booking.post(VISIT), 401)


def test_a_secret_is_not_kept_and_can_be_renewed(booking: System) -> None:
    assert booking.secret not in str(Source.objects.values())
    sources.renew_secret(booking.source)
    check_problem(booking.post(VISIT), 401)


@pytest.mark.parametrize("label", ["POST /api/v1/messages", "GET /api/v1/messages/{message}"])
def test_it_does_as_described(label: str, transactional_db: None, desk: Desk) -> None:
    """Schemathesis draws what the description allows and forbids; half of the numbers are of what is there."""
    now = desk.booking.created_at
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operation = described.find_operation_by_label(label)
    source, secret = sources.add_source(name="Schemathesis", mailbox=desk.care, now=now, rate=10**6)
    there = hand_over(source, desk.marie, Words(intent=Intent.UPDATE, body="At nine."), now=now)

    keys = count()

    @settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(), known=st.booleans())
    def check(case: schemathesis.Case, known: bool) -> None:
        if known:
            case.path_parameters.update(dict.fromkeys(case.path_parameters, there.submission.pk))
            if isinstance(case.body, dict) and isinstance(case.body.get("to"), int):
                case.body["to"] = desk.marie.pk
        key = case.headers.get("Idempotency-Key") if case.headers else None
        if isinstance(key, str) and re.fullmatch(KEY, key):
            case.headers["Idempotency-Key"] = f"key-{next(keys)}"  # used for two messages it would rightly be refused
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})

    check()
