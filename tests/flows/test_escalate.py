"""A case goes to the developers and comes back: made once whatever happens on the way, told once however often."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from entendu.core.tickets.states import Status
from entendu.flows.diagnosis import escalate, report, tracker_account, tracker_news
from entendu.flows.diagnosis.report import Wanted
from entendu.flows.diagnosis.tracker_account import Entered
from entendu.flows.diagnosis.tracker_news import Taken
from entendu.parts.diagnosis.actions import escalations as actions
from entendu.parts.diagnosis.actions.escalations import Report
from entendu.parts.diagnosis.models.escalations import Escalation, TrackerAccount
from entendu.parts.people import actions as people
from entendu.parts.sealed import unseal
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry, Ticket
from tests.servers.trackers import TOKEN, Lose, Refuse, Trackers, hook_of
from tests.world import World

State = Escalation.State
LETTER = """Hello,

1. I open Orders
2. I choose Export

and get HTTP 502 in Firefox 128. Call me at +230 5712 3456.

Marie Laval
"""


def connect(server: Trackers, world: World, kind: str = "github", **more: Any) -> TrackerAccount:
    """A tracker of these tests, as an administrator would enter it."""
    fields = {"name": "The shop", "kind": kind, "address": server.url, "token": TOKEN,
              "project": "SHOP" if kind == "jira" else "acme/shop", "username": "leo@example.org" * (kind == "jira")}
    return tracker_account.keep_account(None, Entered(**{**fields, **more}), now=world.now)


def passed_on(world: World, account: TrackerAccount, ticket: Ticket | None = None) -> Escalation:
    """Léo passes Marie's case on."""
    ticket = ticket or world.write_in(world.marie, LETTER, subject="Exports end with a 502")
    words = Report("entendu-1", "Exports end with a 502", "## Steps\n\n1. Open Orders\n")
    return escalate.pass_on(ticket, account, world.leo, words, now=world.now)


def work(world: World, escalation: Escalation) -> Escalation:
    """The worker does what is due now."""
    escalate.create_due(lambda: world.now)
    escalation.refresh_from_db()
    return escalation


def events(ticket: Ticket, name: str) -> list[dict[str, Any]]:
    """What stands on the case."""
    return list(Entry.objects.filter(ticket=ticket, event=name).values_list("details", flat=True))


@pytest.mark.parametrize("kind", ["github", "gitlab", "jira"])
def test_a_report_becomes_an_issue_and_the_case_hears_of_it(world: World, trackers_server: Trackers, kind: str) -> None:
    account = connect(trackers_server, world, kind)
    done = work(world, passed_on(world, account))
    assert (done.state, done.unsure, done.number) == (State.MADE, False, "SHOP-812" if kind == "jira" else "812")
    trackers_server.close_issue(812, "ada", version="4.2.2", at=world.later(hours=1))
    secret = unseal(account.hook_secret)
    headers, body = hook_of(kind, trackers_server.issues[812], secret, at=world.now)
    assert tracker_news.take_hook(account.hook, headers, body, now=world.now) is Taken.HEARD
    assert tracker_news.take_hook(account.hook, headers, body, now=world.now) is Taken.SAID_BEFORE
    (told,) = events(done.ticket, "tracker")
    said = told["outcome"], told["version"], told["closed_by"], told["number"]
    assert said == ("done", "4.2.2", "ada", done.number)


def test_pressed_twice_it_is_one(world: World, trackers_server: Trackers) -> None:
    account = connect(trackers_server, world)
    first = passed_on(world, account)
    again = passed_on(world, account, first.ticket)
    assert first.pk == again.pk
    work(world, first)
    work(world, first)
    assert len(trackers_server.issues) == 1
    assert len(events(first.ticket, "escalated")) == 1


@pytest.mark.parametrize("kind", ["github", "gitlab", "jira"])
def test_a_lost_answer_makes_no_second_issue(world: World, trackers_server: Trackers, kind: str) -> None:
    escalation = passed_on(world, connect(trackers_server, world, kind))
    trackers_server.plan(Lose())
    work(world, escalation)
    assert (escalation.state, escalation.unsure) == (State.WAITING, True)
    assert not actions.cancel(escalation), "it may have left"
    assert work(world, escalation).state == State.WAITING, "not before its time"
    world.later(minutes=2)
    assert work(world, escalation).number.endswith("812")
    assert len(trackers_server.issues) == 1


def test_a_worker_that_died_after_asking_makes_no_second_issue(world: World, trackers_server: Trackers) -> None:
    escalation = passed_on(world, connect(trackers_server, world))
    assert actions.claim(escalation.pk, now=world.now)
    escalation.refresh_from_db()
    assert actions.begin(escalation)
    trackers_server.make("Exports end", f"…\n<!-- {escalation.key} -->\n", [])
    world.later(minutes=6)
    assert escalate.recover(lambda: world.now) == 1
    assert work(world, escalation).number == "812"
    assert len(trackers_server.issues) == 1


def test_a_worker_that_died_before_asking_makes_the_first(world: World, trackers_server: Trackers) -> None:
    escalation = passed_on(world, connect(trackers_server, world))
    assert actions.claim(escalation.pk, now=world.now)
    world.later(minutes=4)
    assert escalate.recover(lambda: world.now) == 0, "it may still be at it"
    world.later(minutes=2)
    escalate.recover(lambda: world.now)
    assert work(world, escalation).state == State.MADE
    assert trackers_server.asked == ["POST /repos/acme/shop/issues"], "nothing to look for"


def test_two_workers_make_one(world: World, trackers_server: Trackers) -> None:
    escalation = passed_on(world, connect(trackers_server, world))
    assert [actions.claim(escalation.pk, now=world.now) for _ in range(2)] == [True, False]


def test_a_tracker_that_wants_less_is_left_in_peace_until_then(world: World, trackers_server: Trackers) -> None:
    escalation = passed_on(world, connect(trackers_server, world))
    trackers_server.plan(Refuse(429, {"Retry-After": "420"}))
    work(world, escalation)
    assert (escalation.state, escalation.due_at, escalation.unsure) == (
        State.WAITING, world.now + timedelta(seconds=420), False)
    assert escalation.why == "GitHub takes no more from us for now."
    world.later(seconds=421)
    assert work(world, escalation).state == State.MADE


def test_a_refusal_rests_until_somebody_acts(world: World, trackers_server: Trackers) -> None:
    escalation = passed_on(world, connect(trackers_server, world))
    trackers_server.plan(Refuse(403, {}, {"message": "Resource not accessible"}))
    work(world, escalation)
    assert (escalation.state, escalation.unsure) == (State.REFUSED, False)
    assert "read and write issues" in events(escalation.ticket, "escalation-refused")[0]["words"]
    world.later(hours=3)
    assert work(world, escalation).state == State.REFUSED
    assert actions.try_again(escalation, now=world.now)
    assert work(world, escalation).state == State.MADE


def test_a_tracker_that_is_away_for_a_day_is_given_up(world: World, trackers_server: Trackers) -> None:
    escalation = passed_on(world, connect(trackers_server, world))
    for _ in range(30):
        trackers_server.plan(Refuse(502))
        work(world, escalation)
        world.later(hours=2, minutes=1)
    assert escalation.state == State.REFUSED
    assert escalation.attempts < 30
    assert escalation.unsure, "a gateway's error does not say that nothing was made"


def test_taken_back_before_it_left(world: World, trackers_server: Trackers) -> None:
    escalation = passed_on(world, connect(trackers_server, world))
    assert actions.cancel(escalation)
    assert work(world, escalation).state == State.CANCELLED
    assert trackers_server.issues == {}


@pytest.mark.parametrize("kind", ["github", "gitlab", "jira"])
def test_without_a_hook_the_tracker_is_asked(world: World, trackers_server: Trackers, kind: str) -> None:
    done = work(world, passed_on(world, connect(trackers_server, world, kind)))
    trackers_server.close_issue(812, "ada", version="4.2.2", at=world.now)
    assert tracker_news.look_due(lambda: world.now) == 0
    world.later(minutes=15)
    assert tracker_news.look_due(lambda: world.now) == 1
    done.refresh_from_db()
    assert (done.outcome, done.version, done.look_at) == ("done", "4.2.2", None)
    world.later(days=2)
    assert tracker_news.look_due(lambda: world.now) == 0


def test_where_hooks_come_the_tracker_is_asked_once_a_day(world: World, trackers_server: Trackers) -> None:
    account = connect(trackers_server, world)
    done = work(world, passed_on(world, account))
    headers, body = hook_of("github", trackers_server.issues[812], unseal(account.hook_secret))
    tracker_news.take_hook(account.hook, headers, body, now=world.now)
    done.refresh_from_db()
    assert done.look_at == world.now + timedelta(hours=24)


def test_a_tracker_that_is_away_is_asked_at_the_next_turn(world: World, trackers_server: Trackers) -> None:
    done = work(world, passed_on(world, connect(trackers_server, world)))
    trackers_server.issues.clear()
    world.later(minutes=15)
    tracker_news.look_due(lambda: world.now)
    done.refresh_from_db()
    assert (done.outcome, done.look_at) == ("open", world.now + timedelta(minutes=15))


def test_forged_and_old_hooks_change_nothing(world: World, trackers_server: Trackers) -> None:
    account = connect(trackers_server, world)
    done = work(world, passed_on(world, account))
    secret, issue = unseal(account.hook_secret), trackers_server.issues[812]
    issue.changed_at = world.now
    opened = hook_of("github", issue, secret)
    assert tracker_news.take_hook(account.hook, *opened, now=world.now) is Taken.HEARD
    trackers_server.close_issue(812, "ada", at=world.later(hours=1))
    headers, body = hook_of("github", issue, secret)
    for forged in ((headers, body.replace(b"ada", b"eve")), ({}, body), (hook_of("github", issue, "guessed"))):
        assert tracker_news.take_hook(account.hook, *forged, now=world.now) is Taken.REFUSED
    assert tracker_news.take_hook("no-such-hook", headers, body, now=world.now) is Taken.REFUSED
    assert tracker_news.take_hook(account.hook, headers, body, now=world.now) is Taken.HEARD
    actions.sweep_hooks(world.later(days=100))
    assert tracker_news.take_hook(account.hook, *opened, now=world.now) is Taken.HEARD, "nobody remembers it"
    done.refresh_from_db()
    assert done.outcome == "done", "what is older than what is known changes nothing"
    assert len(events(done.ticket, "tracker")) == 1


def test_a_hook_of_another_repository_is_not_ours(world: World, trackers_server: Trackers) -> None:
    account = connect(trackers_server, world)
    work(world, passed_on(world, account))
    actions.change_account(account, project="acme/other")
    headers, body = hook_of("github", trackers_server.issues[812], unseal(account.hook_secret))
    assert tracker_news.take_hook(account.hook, headers, body, now=world.now) is Taken.NOT_OURS
    assert tracker_news.take_hook(account.hook, *signed_body(b"[1]", account), now=world.now) is Taken.NOT_OURS
    assert tracker_news.take_hook(account.hook, *signed_body(b"{", account), now=world.now) is Taken.UNREADABLE


def signed_body(body: bytes, account: TrackerAccount) -> tuple[dict[str, str], bytes]:
    """A body that GitHub signed, whatever is in it."""
    from tests.servers.trackers import signature

    return signature("github", body, unseal(account.hook_secret), account.created_at), body


def test_a_closed_issue_brings_a_waiting_case_back(world: World, trackers_server: Trackers) -> None:
    account = connect(trackers_server, world)
    done = work(world, passed_on(world, account))
    tickets.move(done.ticket, Status.WAITING_FOR_THEM, member=world.leo, now=world.now)
    trackers_server.close_issue(812, "ada", at=world.later(hours=1))
    headers, body = hook_of("github", trackers_server.issues[812], unseal(account.hook_secret))
    tracker_news.take_hook(account.hook, headers, body, now=world.now)
    done.ticket.refresh_from_db()
    assert done.ticket.status == Status.WAITING_FOR_US
    over = Ticket.objects.get(pk=done.ticket.pk)
    tickets.move(over, Status.CLOSED, member=world.leo, now=world.now)
    trackers_server.issues[812].closed = False
    trackers_server.issues[812].changed_at = world.later(hours=1)
    tracker_news.take_hook(account.hook, *hook_of("github", trackers_server.issues[812], unseal(account.hook_secret)),
                           now=world.now)
    over.refresh_from_db()
    assert over.status == Status.CLOSED, "a case that is over stays so"


def test_the_token_lies_sealed_and_goes_to_no_other_server(world: World, trackers_server: Trackers) -> None:
    account = connect(trackers_server, world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret, hook_secret FROM diagnosis_trackeraccount")
        assert TOKEN not in json.dumps(cursor.fetchall())
    stays = Entered("The shop", "github", trackers_server.url, "acme/shop")
    elsewhere = Entered("The shop", "github", "http://127.0.0.1:9", "acme/shop")
    assert not tracker_account.lacks_token(account, stays)
    assert tracker_account.lacks_token(account, elsewhere)
    assert tracker_account.try_account(account, stays, now=world.now).ok
    assert trackers_server.issues == {}


def test_what_people_copy_is_put_right(world: World) -> None:
    assert tracker_account.api_address(Entered("x", "github", "https://github.com/", "a/b")) == "https://api.github.com"
    assert tracker_account.api_address(Entered("x", "gitlab", "https://gitlab.com/", "a/b")) == "https://gitlab.com"


def test_the_draft_holds_what_they_said_and_no_name(world: World) -> None:
    people.add_address(world.marie, "phone", "+230 5712 3456")
    ticket = world.write_in(world.marie, LETTER, subject="Marie's exports end with a 502",
                            files=(("log.txt", "text/plain", b"14:02 Marie Laval: upstream timed out"),
                                   ("screen.png", "image/png", b"\x89PNG")))
    log, screen = (file for file, _ in report.files_of(ticket))
    made = report.drafted(ticket, Wanted(links=frozenset({screen.pk}), texts=frozenset({log.pk, screen.pk})))
    assert made.title == "[the customer]'s exports end with a 502"
    for words in ("1. I open Orders", "2. I choose Export", "- Firefox 128", "upstream timed out",
                  f"/files/{screen.pk}/", f"/c/{ticket.number}/"):
        assert words in made.body
    assert report.names_in(ticket, made.title + made.body) == ()
    assert made.lacking == ("codes",) or made.lacking == ()
    named = report.drafted(ticket, Wanted(named=True, language="fr"))
    assert "Marie Laval" in named.body
    assert "## Étapes" in named.body
    assert report.names_in(ticket, named.body) == ("+230 5712 3456", "Marie Laval")
