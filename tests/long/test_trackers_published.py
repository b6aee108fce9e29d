"""What we send to GitHub is held against GitHub's own published description, by Prism; what we send to Jira against
Atlassian's own schema of its documents. Both are fetched from npm; a run that cannot fetch them fails and says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import httpx
import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.channels.trackers.github import creation, listing, look
from entendu.channels.trackers.issue import Account, Draft, Kind
from entendu.channels.trackers.line import ask
from entendu.core.diagnosis import adf
from entendu.core.diagnosis.report import Attached, Cause, Code, Fact, Report, markdown
from tests.servers.published import running_prism
from tools import npm_packages

pytestmark = pytest.mark.long
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
OURS = ("/repos/{owner}/{repo}/issues", "/repos/{owner}/{repo}/issues/{issue_number}")


@pytest.fixture(scope="session")
def published() -> None:
    """Prism and the descriptions are there."""
    npm_packages.fetch()


@pytest.fixture(scope="module")
def github(published: None) -> Iterator[str]:
    """The address of a GitHub that takes what its description allows and nothing else."""
    with running_prism(npm_packages.FOLDER / "api.github.com.json", OURS) as address:
        yield address


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[httpx.Response]:
    """All that was answered to us."""
    kept: list[httpx.Response] = []
    ask = httpx.request

    def asked(*words: Any, **more: Any) -> httpx.Response:
        kept.append(ask(*words, **more))
        return kept[-1]

    monkeypatch.setattr(httpx, "request", asked)
    return kept


def account(address: str) -> Account:
    """A repository there."""
    return Account(Kind.GITHUB, address, "acme/shop", "ghp_token", labels=("from support",))


def test_prism_refuses_what_the_description_does_not_allow(github: str) -> None:
    every = httpx.get(f"{github}/repos/acme/shop/issues", params={"state": "every"}, timeout=60)
    assert every.status_code == 422, every.text
    assert httpx.get(f"{github}/repos/acme/shop/isues", timeout=60).status_code == 404


def test_each_of_our_requests_is_one_that_github_describes(github: str, answers: list[httpx.Response]) -> None:
    at = account(github)
    draft = Draft("Exports fail", "## Steps\n\n1. Export\n", "entendu-1")
    for request in (creation(at, draft), listing(at, NOW), look(at, "1347")):
        ask(at, request, now=NOW)
    assert [one.status_code for one in answers] == [201, 200, 200]
    violations = [one.headers["sl-violations"] for one in answers if "sl-violations" in one.headers]
    assert violations == []


@given(st.text(min_size=1), st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_each_issue_is_one_that_github_describes(published: None, title: str, body: str, labels: list[str]) -> None:
    """The body by the schema itself: Prism leaves this one alone."""
    at = Account(Kind.GITHUB, "https://api.github.com", "acme/shop", "t", labels=tuple(labels))
    made = creation(at, Draft(title, body, "entendu-1")).body
    assert [error.message for error in issues_of_github().iter_errors(made)] == []


def test_the_schema_refuses_what_is_no_issue(published: None) -> None:
    for wrong in ({"body": "no title"}, {"title": "x", "body": {"type": "doc"}}, {"title": "x", "labels": "bug"}):
        assert list(issues_of_github().iter_errors(wrong)) != []


@cache
def issues_of_github() -> jsonschema_rs.Draft4Validator:
    """What GitHub takes for an issue (its description is OpenAPI 3.0, whose schemas are JSON Schema of that time)."""
    whole = json.loads((npm_packages.FOLDER / "api.github.com.json").read_text())
    content = whole["paths"]["/repos/{owner}/{repo}/issues"]["post"]["requestBody"]["content"]
    return jsonschema_rs.Draft4Validator(content["application/json"]["schema"])


WORDS = st.text(alphabet=st.sampled_from("ab 1.-#>*_`~[]()\\\n"), max_size=60)
REPORTS = st.builds(
    Report, heard=WORDS, confirmed=st.booleans(), said=WORDS, facts=st.lists(st.builds(
        Fact, WORDS, st.sampled_from(["claimed", "confirmed", "refuted"]), WORDS), max_size=2).map(tuple),
    steps=st.lists(WORDS, max_size=3).map(tuple), environment=st.lists(WORDS, max_size=2).map(tuple),
    codes=st.lists(st.builds(Code, WORDS, WORDS), max_size=2).map(tuple),
    causes=st.lists(st.builds(Cause, WORDS, st.sampled_from(["open", "out", "found"]), WORDS), max_size=2).map(tuple),
    attached=st.lists(st.builds(Attached, WORDS, st.just("https://d.example/1"), WORDS), max_size=2).map(tuple),
    case=st.just("https://d.example/c/1/"))


@given(REPORTS)
def test_each_report_is_a_document_that_atlassian_describes(published: None, report: Report) -> None:
    errors = [error.message for error in validator().iter_errors(adf.document(markdown(report, "en")))]
    assert errors == []


@given(WORDS)
def test_whatever_a_member_types_is_one_too(published: None, text: str) -> None:
    assert [error.message for error in validator().iter_errors(adf.document(text))] == []


@cache
def validator() -> jsonschema_rs.Draft4Validator:
    """Atlassian's schema, read once."""
    return jsonschema_rs.Draft4Validator(json.loads((npm_packages.FOLDER / "adf.json").read_text()))
