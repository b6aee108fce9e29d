"""A case is passed on to the developers from its own page, and the page and the rail tell what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from entendu.flows.diagnosis import escalate
from entendu.parts.diagnosis.models.escalations import Escalation, TrackerAccount
from entendu.parts.sealed import unseal
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket
from tests.servers.trackers import TOKEN, Refuse, Trackers, hook_of
from tests.world import World

SignIn = Callable[[Member], Client]
FORM = {"name": "The shop", "kind": "github", "project": "acme/shop", "token": TOKEN, "language": "en", "active": "on"}


@pytest.fixture
def sofia(world: World, sign_in: SignIn, time_machine: Any) -> Client:
    """The administrator at her desk on the world's Monday."""
    time_machine.move_to(world.now, tick=False)
    return sign_in(world.sofia)


@pytest.fixture
def account(sofia: Client, trackers_server: Trackers) -> TrackerAccount:
    """A tracker, entered as an administrator enters it."""
    answer = sofia.post("/settings/trackers/new/", FORM | {"address": trackers_server.url})
    assert answer.status_code == 302, answer.content.decode()
    return TrackerAccount.objects.get()


@pytest.fixture
def leo(world: World, sign_in: SignIn) -> Client:
    """Léo at his desk."""
    return sign_in(world.leo)


@pytest.fixture
def case(world: World) -> Ticket:
    """Marie's case."""
    return world.write_in(world.marie, "I choose Export and get HTTP 502.\n\nMarie Laval", subject="Exports fail",
                          files=(("log.txt", "text/plain", b"14:02 upstream timed out"),))


def worker(world: World) -> None:
    """What the worker does within a second."""
    escalate.create_due(lambda: world.now)


def passed_on(leo: Client, case: Ticket, account: TrackerAccount, **more: str) -> Any:
    """Léo presses the button."""
    form = {"key": "one", "account": account.pk, "title": "Exports fail", "body": "## Steps\n\n1. Export\n", **more}
    return leo.post(f"/c/{case.number}/escalation/", form)


def test_without_a_tracker_the_page_says_who_can_help(leo: Client, case: Ticket, sofia: Client) -> None:
    assert "An administrator connects" in leo.get(f"/c/{case.number}/escalation/").content.decode()
    assert reverse("trackers") in sofia.get(f"/c/{case.number}/escalation/").content.decode()


def test_the_draft_and_what_goes_along(leo: Client, case: Ticket, account: TrackerAccount) -> None:
    page = leo.get(f"/c/{case.number}/escalation/").content.decode()
    assert "Marie Laval" not in page.partition("<textarea")[2].partition("</textarea>")[0]
    assert "Not known yet: the steps, where they work" in page
    file = case.entries.get(kind="theirs").attachments.get()
    with_file = leo.get(f"/c/{case.number}/escalation/", {"text": file.pk, "named": "1"}).content.decode()
    assert "upstream timed out" in with_file
    assert "Marie Laval" in with_file.partition("<textarea")[2].partition("</textarea>")[0]


def test_there_and_back(world: World, leo: Client, case: Ticket, account: TrackerAccount,
                        trackers_server: Trackers) -> None:
    answer = passed_on(leo, case, account)
    assert answer["Location"] == f"/c/{case.number}/"
    passed_on(leo, case, account)
    worker(world)
    assert len(trackers_server.issues) == 1
    rail = leo.get(f"/c/{case.number}/understanding/").content.decode()
    assert "With the developers" in rail
    assert ">GitHub 812</a>, " in rail
    trackers_server.close_issue(812, "ada", version="4.2.2")
    headers, body = hook_of("github", trackers_server.issues[812], unseal(account.hook_secret))
    headers.pop("Content-Type")
    address = reverse("tracker_hook", args=[account.hook])
    told = Client(enforce_csrf_checks=True).generic("POST", address, body, content_type="application/json",
                                                    headers=headers)
    assert (told.status_code, told.json()) == (200, {"taken": "heard"})
    page = leo.get(f"/c/{case.number}/").content.decode()
    assert "GitHub 812: fixed in 4.2.2, closed by ada" in page
    assert "You passed it on to the developers: GitHub, acme/shop" in page
    assert "fixed in 4.2.2" in leo.get(f"/c/{case.number}/understanding/").content.decode()


def test_a_hook_without_its_signature_learns_nothing(account: TrackerAccount) -> None:
    for hook in (account.hook, "nobody"):
        answer = Client().post(reverse("tracker_hook", args=[hook]), {"a": 1}, content_type="application/json")
        assert (answer.status_code, answer.json()) == (401, {"taken": "not believed"})
    assert Client().get(reverse("tracker_hook", args=[account.hook])).status_code == 405


@pytest.mark.parametrize(("more", "words"), [
    ({"body": "Marie Laval cannot export."}, "The report names the customer (Marie Laval)"),
    ({"title": "For marie@laval.example"}, "The report names the customer (marie@laval.example)"),
    ({"title": " "}, "has no title or no words"), ({"body": ""}, "has no title or no words"),
    ({"body": "x" * 65_100}, "101 characters too long for GitHub"),
])
def test_what_cannot_go_says_why(leo: Client, case: Ticket, account: TrackerAccount, more: dict[str, str],
                                 words: str) -> None:
    answer = passed_on(leo, case, account, **more)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Escalation.objects.count() == 0


def test_a_member_may_name_the_customer(leo: Client, case: Ticket, account: TrackerAccount) -> None:
    assert passed_on(leo, case, account, body="Marie Laval cannot export.", named="1").status_code == 302


def test_refused_and_tried_again_and_taken_back(world: World, leo: Client, case: Ticket, account: TrackerAccount,
                                                trackers_server: Trackers) -> None:
    trackers_server.plan(Refuse(410))
    passed_on(leo, case, account)
    worker(world)
    page = leo.get(f"/c/{case.number}/escalation/").content.decode()
    assert "Issues are switched off in acme/shop" in page
    assert "not taken" in leo.get(f"/c/{case.number}/understanding/").content.decode()
    escalation = Escalation.objects.get()
    leo.post(reverse("escalation_again", args=[escalation.pk]))
    worker(world)
    escalation.refresh_from_db()
    assert escalation.number == "812"
    answer = leo.post(reverse("escalation_removal", args=[escalation.pk]), follow=True)
    assert "it cannot be taken back" in answer.content.decode()
    passed_on(leo, case, account, key="two")
    second = Escalation.objects.get(key="entendu-two")
    answer = leo.post(reverse("escalation_removal", args=[second.pk]), follow=True)
    assert "Taken back; it did not leave." in answer.content.decode()


def test_a_tracker_that_takes_nothing_is_no_choice(leo: Client, case: Ticket, account: TrackerAccount,
                                                   sofia: Client) -> None:
    sofia.post(reverse("tracker", args=[account.pk]), FORM | {"address": account.address, "token": "", "active": ""})
    assert passed_on(leo, case, account).status_code == 404


def test_try_it_says_what_is_wrong(sofia: Client, trackers_server: Trackers) -> None:
    form = FORM | {"address": trackers_server.url, "try": "1"}
    good = sofia.post("/settings/trackers/new/", form).content.decode()
    assert "Reports can be passed on." in good
    bad = sofia.post("/settings/trackers/new/", form | {"token": "wrong"}).content.decode()
    assert "GitHub does not accept the token" in bad
    assert TrackerAccount.objects.count() == 0
    lacking = sofia.post("/settings/trackers/new/", form | {"token": ""})
    assert lacking.status_code == 422
    jira = sofia.post("/settings/trackers/new/", form | {"kind": "jira"})
    assert "Jira wants the address" in jira.content.decode()


def test_the_token_is_never_shown_and_the_hooks_secret_can_be_changed(sofia: Client, account: TrackerAccount) -> None:
    page = sofia.get(reverse("tracker", args=[account.pk])).content.decode()
    assert TOKEN not in page
    secret = unseal(account.hook_secret)
    assert secret in page
    assert reverse("tracker_hook", args=[account.hook]) in page
    sofia.post(reverse("tracker_secret", args=[account.pk]))
    account.refresh_from_db()
    assert unseal(account.hook_secret) != secret
    again = sofia.post(reverse("tracker", args=[account.pk]), FORM | {"address": account.address, "token": "",
                                                                      "name": "The till"})
    assert again.status_code == 302
    account.refresh_from_db()
    assert (account.name, unseal(account.secret)) == ("The till", TOKEN)
