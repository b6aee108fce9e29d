"""GitHub, GitLab and Jira on loopback: an issue is made once, found, looked at; what goes wrong is one sentence."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from entendu.channels.trackers import create, trackers
from entendu.channels.trackers.issue import Account, Draft, Issue, Kind, Outcome, Trouble
from tests.servers.processes import free_port
from tests.servers.trackers import TOKEN, Lose, Refuse, Trackers, hook_of

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECRET = "whsec_c2hhcmVkIHdpdGggdGhlIHRyYWNrZXI="
KINDS = list(Kind)
BODY = "## What we heard\n\n> It fails.\n\n## Steps\n\n1. Open it\n\n```\n502\n```\n\nThe case: https://d.example/c/1/\n"


def account(server: Trackers, kind: Kind, **more: Any) -> Account:
    """The token of the tests at the server's project."""
    fields = {"address": server.url, "project": "SHOP" if kind is Kind.JIRA else "acme/shop", "token": TOKEN,
              "username": "leo@example.org" if kind is Kind.JIRA else "", "labels": ("from support",)}
    return Account(kind, **{**fields, **more})


def make(server: Trackers, kind: Kind, key: str = "entendu-1") -> Issue:
    """One report, passed on."""
    return create.create(account(server, kind), Draft("Exports end with a 502", BODY, key), now=NOW)


@pytest.mark.parametrize("kind", KINDS)
def test_an_issue_is_made_found_and_looked_at(trackers_server: Trackers, kind: Kind) -> None:
    made = make(trackers_server, kind)
    at = account(trackers_server, kind)
    assert made.number == ("SHOP-812" if kind is Kind.JIRA else "812")
    assert made.outcome is Outcome.OPEN
    assert made.url.startswith("http")
    found = trackers.find(at, "entendu-1", since=NOW, now=NOW)
    assert found is not None
    assert found.number == made.number
    assert trackers.find(at, "entendu-2", since=NOW, now=NOW) is None
    trackers_server.close_issue(812, "ada", version="4.2.2", at=NOW)
    seen = trackers.look(at, made.number, now=NOW)
    assert (seen.outcome, seen.version, seen.changed_at) == (Outcome.DONE, "4.2.2", NOW)
    assert seen.by == ("" if kind is Kind.JIRA else "ada")  # Jira tells who closed an issue in its hooks alone


@pytest.mark.parametrize("kind", [Kind.GITHUB, Kind.JIRA])
def test_closed_and_nothing_changed(trackers_server: Trackers, kind: Kind) -> None:
    made = make(trackers_server, kind)
    trackers_server.close_issue(812, "ada", reason="not_planned")
    assert trackers.look(account(trackers_server, kind), made.number, now=NOW).outcome is Outcome.DECLINED


@pytest.mark.parametrize("kind", KINDS)
def test_a_try_makes_nothing(trackers_server: Trackers, kind: Kind) -> None:
    probe = trackers.probe(account(trackers_server, kind), now=NOW)
    assert probe.ok, probe.sentence
    assert probe.steps[-1].endswith("is there and takes issues.")
    assert trackers_server.issues == {}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("more", "words"), [
    ({"token": "another"}, "does not accept the token"),
    ({"project": "NONE"}, "NONE is not there, or the token may not see it"),
    ({"address": "http://tracker.example"}, "is not encrypted"),
    ({"address": f"http://127.0.0.1:{free_port()}"}, "could not be reached"),
])
def test_a_try_says_what_is_wrong(trackers_server: Trackers, kind: Kind, more: dict[str, str], words: str) -> None:
    if more.get("project") and kind is Kind.GITHUB:
        more = {"project": "acme/NONE"}
    probe = trackers.probe(account(trackers_server, kind, **more), now=NOW)
    assert not probe.ok
    assert words in probe.sentence


@pytest.mark.parametrize("kind", KINDS)
def test_a_try_says_that_reports_could_not_be_made(trackers_server: Trackers, kind: Kind) -> None:
    trackers_server.no_issues = True
    assert not trackers.probe(account(trackers_server, kind), now=NOW).ok


def test_a_kind_of_issue_that_jira_does_not_have(trackers_server: Trackers) -> None:
    probe = trackers.probe(account(trackers_server, Kind.JIRA, issue_type="Defect"), now=NOW)
    assert probe.sentence == "SHOP has no issues of the kind “Defect”; choose one of: Bug."


LATER = NOW + timedelta(minutes=7)
TROUBLE = [
    (Refuse(429, {"Retry-After": "420"}), "takes no more from us for now", LATER, False, False),
    (Refuse(403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(LATER.timestamp()) - 1)}),
     "takes no more from us for now", LATER, False, False),
    (Refuse(429, {"Retry-After": "999999"}), "takes no more", NOW + timedelta(hours=2), False, False),
    (Refuse(403, {}, {"message": "Resource not accessible by personal access token"}), "not accessible", None, True,
     False),
    (Refuse(410, {}, {"message": "Issues are disabled"}), "Issues are switched off", None, True, False),
    (Refuse(422, {}, {"message": "Validation Failed", "errors": [{"field": "title", "code": "missing"}]}),
     "Validation Failed; title missing", None, True, False),
    (Refuse(400, {}, {"errorMessages": [], "errors": {"summary": "You must specify a summary"}}),
     "summary: You must specify a summary", None, True, False),
    (Refuse(301, {"Location": "/elsewhere"}), "has moved", None, True, False),
    (Refuse(502), "has trouble of its own (502)", None, False, True),
    (Lose(), "broke off", None, False, True),
]


@pytest.mark.parametrize(("behaviour", "words", "again_at", "final", "arrived"), TROUBLE)
def test_what_goes_wrong_is_one_sentence(trackers_server: Trackers, behaviour: Refuse | Lose, words: str,
                                         again_at: datetime | None, final: bool, arrived: bool) -> None:
    trackers_server.plan(behaviour)
    with pytest.raises(Trouble) as told:
        make(trackers_server, Kind.GITHUB)
    assert words in told.value.words
    assert (told.value.again_at, told.value.final, told.value.arrived) == (again_at, final, arrived)
    assert TOKEN not in str(told.value)


def test_an_answer_that_was_lost_is_found_by_its_key(trackers_server: Trackers) -> None:
    for kind in KINDS:
        trackers_server.issues.clear()
        trackers_server.plan(Lose())
        with pytest.raises(Trouble):
            make(trackers_server, kind, f"entendu-{kind}")
        found = trackers.find(account(trackers_server, kind), f"entendu-{kind}", since=NOW, now=NOW)
        assert found is not None
        assert found.number.endswith("812")


def test_a_slow_answer_may_have_arrived(monkeypatch: pytest.MonkeyPatch, trackers_server: Trackers) -> None:
    def slow(*words: Any, **more: Any) -> httpx.Response:
        raise httpx.ReadTimeout("")

    monkeypatch.setattr(httpx, "request", slow)
    with pytest.raises(Trouble) as told:
        make(trackers_server, Kind.GITLAB)
    assert told.value.arrived


@pytest.mark.parametrize("kind", KINDS)
def test_a_hook_is_believed_by_its_signature_alone(trackers_server: Trackers, kind: Kind) -> None:
    make(trackers_server, kind)
    trackers_server.close_issue(812, "ada", version="4.2.2")
    headers, body = hook_of(kind, trackers_server.issues[812], SECRET, at=NOW)
    assert trackers.is_signed(kind, headers, body, SECRET, NOW)
    assert not trackers.is_signed(kind, headers, body + b" ", SECRET, NOW)
    assert not trackers.is_signed(kind, headers, body, "whsec_YW5vdGhlcg==", NOW)
    assert not trackers.is_signed(kind, {}, body, SECRET, NOW)
    assert not trackers.is_signed(kind, {}, body, "", NOW)
    project, issue = trackers.told(kind, headers, json.loads(body)) or ("", None)
    assert project == ("SHOP" if kind is Kind.JIRA else "acme/shop")
    assert issue is not None
    assert (issue.outcome, issue.version, issue.by) == (Outcome.DONE, "4.2.2", "ada")


def test_an_old_hook_of_gitlab_is_refused(trackers_server: Trackers) -> None:
    make(trackers_server, Kind.GITLAB)
    headers, body = hook_of("gitlab", trackers_server.issues[812], SECRET, at=NOW)
    assert not trackers.is_signed(Kind.GITLAB, headers, body, SECRET, NOW + timedelta(minutes=6))
    plain = {"X-Gitlab-Token": SECRET}
    assert trackers.is_signed(Kind.GITLAB, plain, body, SECRET, NOW)
    assert not trackers.is_signed(Kind.GITLAB, headers | plain, body, SECRET, NOW + timedelta(minutes=6))


@pytest.mark.parametrize("news", [
    {}, {"issue": None}, {"object_kind": "push"}, {"zen": "Keep it logically awesome."}, {"object_kind": "issue"},
    {"webhookEvent": "jira:issue_deleted", "issue": {}}, {"issue": {"number": None}},
])
@pytest.mark.parametrize("kind", KINDS)
def test_other_news_is_nobodys(kind: Kind, news: dict[str, Any]) -> None:
    assert trackers.told(kind, {"X-GitHub-Event": "issues"}, news) is None
