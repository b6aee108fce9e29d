"""Programs read tickets and people as their member does, leave notes, and get every refusal as a problem (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entendu.core.tickets.states import Status
from entendu.parts.people import actions as people
from entendu.parts.staff import actions as staff
from entendu.parts.staff.models import ApiToken, Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry
from tests.doors.api.conftest import NOW, Desk, Program, wrote

Programs = Callable[[Member], Program]


def check_problem(response: HttpResponse, status: int) -> dict[str, object]:
    """A problem with this status and one sentence; its members."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    said = response.json()
    assert said["status"] == status
    assert said["type"] == "about:blank"
    assert said["title"]
    assert said["detail"].endswith(".")
    return said


def numbers(response: HttpResponse) -> list[int]:
    assert response.status_code == 200, response.content
    return [ticket["number"] for ticket in response.json()["tickets"]]


def test_lists_the_tickets_that_the_member_may_see(desk: Desk, program: Programs) -> None:
    assert program(desk.ioana).get("/tickets").json() == {"next": None, "tickets": [{
        "number": desk.booking.number, "subject": "Booking page", "status": "open", "mailbox": "support@example.org",
        "contact": {"id": desk.marie.pk, "name": "Marie Laval"}, "assignee": None, "tags": [], "channel": "email",
        "created_at": "2026-11-24T09:00:00Z", "last_at": "2026-11-24T09:00:00Z",
        "waiting_since": "2026-11-24T09:00:00Z",
    }]}
    assert numbers(program(desk.tomasz).get("/tickets")) == [desk.invoice.number]


@pytest.mark.parametrize(("query", "found"), [
    ({"status": "open"}, ["page", "booking"]), ({"status": "waiting_for_them"}, ["late"]),
    ({"mailbox": "Support@example.org"}, ["page", "late", "booking"]), ({"mailbox": "accounts@example.org"}, []),
    ({"q": "confirm phones"}, ["booking"]), ({"q": "invoice"}, []),
    ({"q": "page", "status": "open"}, ["page", "booking"]),
    ({"q": "\0"}, []), ({"mailbox": "\0"}, []),
])
def test_filters(desk: Desk, program: Programs, query: dict[str, str], found: list[str]) -> None:
    known = {
        "booking": desk.booking,
        "late": wrote(desk.care, desk.jonas, "Late promise", "Still waiting.", 2),
        "page": wrote(desk.care, desk.marie, "Another page", "It says error 500.", 3),
    }
    tickets.move(known["late"], Status.WAITING_FOR_THEM, member=desk.ioana, now=NOW)
    assert numbers(program(desk.ioana).get("/tickets", **query)) == [known[name].number for name in found]


def test_pages_through_all_tickets_even_of_one_moment(desk: Desk, program: Programs) -> None:
    made = [desk.booking] + [wrote(desk.care, desk.marie, f"Page {n}", "Words.", n // 3) for n in range(7)]
    asking, pages, after = program(desk.ioana), [], {}
    while True:
        response = asking.get("/tickets", limit=3, **after)
        pages.append(numbers(response))
        if response.json()["next"] is None:
            break
        after = {"after": response.json()["next"]}
    expected = sorted(made, key=lambda ticket: (ticket.last_at, ticket.pk), reverse=True)
    assert [len(page) for page in pages] == [3, 3, 2]
    assert [number for page in pages for number in page] == [ticket.number for ticket in expected]


def test_a_list_takes_the_same_queries_however_long(desk: Desk, program: Programs) -> None:
    asking = program(desk.ioana)
    with CaptureQueriesContext(connection) as few:
        asking.get("/tickets")
    for n in range(20):
        wrote(desk.care, desk.marie, f"Page {n}", "Words.", n)
    with CaptureQueriesContext(connection) as many:
        assert len(numbers(asking.get("/tickets"))) == 21
    assert len(many) <= len(few)


def test_reads_a_conversation_in_which_notes_are_notes(desk: Desk, program: Programs) -> None:
    tickets.note(desk.booking, desk.ioana, "It is the new template.", now=NOW + timedelta(minutes=1))
    read = program(desk.ioana).get(f"/tickets/{desk.booking.number}").json()
    assert read["subject"] == "Booking page"
    assert [(entry["kind"], entry["author"], entry["text"]) for entry in read["entries"]] == [
        ("theirs", "Marie Laval", "The Confirm button does nothing on phones."),
        ("note", "Ioana Dumitru", "It is the new template."),
    ]


def test_leaves_a_note_in_the_members_name(desk: Desk, program: Programs) -> None:
    response = program(desk.ioana).post(f"/tickets/{desk.booking.number}/notes", {"text": "Deployed at 09:10."})
    assert response.status_code == 201
    note = Entry.objects.get(pk=response.json()["id"])
    assert (note.kind, note.member, note.text) == (Entry.Kind.NOTE, desk.ioana, "Deployed at 09:10.")
    assert not desk.booking.submissions.exists()


@pytest.mark.parametrize(("body", "status"), [
    ({"text": " "}, 422), ({"text": "a\0b"}, 422), ({}, 422), ({"text": 1}, 422), ("{", 400), ({"text": "\ud800"}, 422),
])
def test_a_note_that_says_nothing_is_refused(desk: Desk, program: Programs, body: object, status: int) -> None:
    body = body if isinstance(body, str) else json.dumps(body)
    check_problem(program(desk.ioana).post(f"/tickets/{desk.booking.number}/notes", body), status)
    assert not desk.booking.entries.filter(kind=Entry.Kind.NOTE).exists()


def test_a_body_that_is_too_large_is_refused(desk: Desk, program: Programs) -> None:
    body = json.dumps({"text": "a" * 6_000_000})
    check_problem(program(desk.ioana).post(f"/tickets/{desk.booking.number}/notes", body), 413)


def test_reads_a_person(desk: Desk, program: Programs) -> None:
    people.mark_undeliverable("email", "marie@laval.mu", "The mailbox is full.", NOW)
    person = program(desk.ioana).get(f"/people/{desk.marie.pk}").json()
    assert (person["name"], person["language"], person["organisation"]) == ("Marie Laval", "fr", None)
    assert person["addresses"] == [{
        "channel": "email", "value": "marie@laval.mu", "undeliverable_since": "2026-11-24T09:00:00Z",
        "undeliverable_why": "The mailbox is full.", "opted_out_at": None}]


def test_what_the_member_may_not_see_is_not_there(desk: Desk, program: Programs) -> None:
    asking = program(desk.ioana)
    for response in (
        asking.get(f"/tickets/{desk.invoice.number}"), asking.get("/tickets/99999"), asking.get(f"/tickets/{2 ** 70}"),
        asking.post(f"/tickets/{desk.invoice.number}/notes", {"text": "Hello"}), asking.get(f"/people/{desk.jonas.pk}"),
        asking.get("/nothing"), asking.get("/"),
    ):
        check_problem(response, 404)
    assert not desk.invoice.entries.filter(kind=Entry.Kind.NOTE).exists()


def test_without_a_valid_token_nothing_is_answered(desk: Desk, program: Programs, client: Client) -> None:
    revoked, gone = program(desk.ioana), program(desk.tomasz)
    staff.revoke_api_token(ApiToken.objects.get(member=desk.ioana), now=NOW)
    staff.change_member(desk.tomasz, is_active=False)
    client.force_login(desk.ioana)  # a session is no token
    for asking in (revoked, gone, Program(client), Program(client, "entendu_guessed")):
        response = asking.get("/tickets")
        check_problem(response, 401)
        assert response["WWW-Authenticate"] == 'Bearer realm="entendu"'


def test_a_tokens_secret_is_not_kept_and_its_use_is_noted(desk: Desk) -> None:
    token, secret = staff.make_api_token(desk.ioana, "Booking system", now=NOW)
    assert secret not in str(ApiToken.objects.filter(pk=token.pk).values())
    staff.note_use(token, now=NOW)
    token.refresh_from_db()
    staff.note_use(token, now=NOW + timedelta(seconds=59))
    token.refresh_from_db()
    assert token.last_used_at == NOW


def test_the_wrong_method_says_which_is_right(desk: Desk, program: Programs) -> None:
    response = program(desk.ioana).post("/tickets", {})
    check_problem(response, 405)
    assert response["Allow"] == "GET"


@pytest.mark.parametrize("query", [
    {"limit": 0}, {"limit": 101}, {"status": "us"}, {"after": "x"}, {"after": "1-"},
    {"after": "1-2\n"}, {"q": "a" * 201},
])
def test_values_that_cannot_be_understood_are_named(desk: Desk, program: Programs, query: dict[str, object]) -> None:
    said = check_problem(program(desk.ioana).get("/tickets", **query), 422)
    assert [one["where"].split(".")[-1] for one in said["errors"]] == list(query)


def test_our_own_failure_is_a_problem_too(desk: Desk, program: Programs, monkeypatch: pytest.MonkeyPatch,
                                          caplog: pytest.LogCaptureFixture) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("entendu.doors.api.tickets.queries.seen_by", fail)
    said = check_problem(program(desk.ioana).get("/tickets"), 500)
    assert "secret" not in str(said)
    assert "An API request failed" in caplog.text
