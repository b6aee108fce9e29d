"""The small trackers notice what the real ones would refuse."""

from __future__ import annotations

from typing import Any

import pytest

from tests.servers.tracker_schemas import violations

PARAGRAPH = {"type": "paragraph", "content": [{"type": "text", "text": "It fails."}]}


def of_jira(document: Any) -> Any:
    """An issue with this description."""
    return {"fields": {"project": {"key": "SHOP"}, "issuetype": {"name": "Bug"}, "summary": "x",
                       "description": document}}


@pytest.mark.parametrize(("path", "body", "wrong"), [
    ("/repos/acme/shop/issues", {"title": "x", "body": "y", "labels": ["bug"]}, False),
    ("/repos/acme/shop/issues", {"body": "y"}, True),
    ("/repos/acme/shop/issues", {"title": "x", "labels": "bug"}, True),
    ("/repos/acme/shop/issue", {"title": "x"}, True),
    ("/api/v4/projects/acme%2Fshop/issues", {"title": "x", "description": "y", "labels": "a,b"}, False),
    ("/api/v4/projects/acme/shop/issues", {"title": "x"}, True),
    ("/api/v4/projects/acme%2Fshop/issues", {"title": "x", "body": "y"}, True),
    ("/rest/api/3/issue", of_jira({"version": 1, "type": "doc", "content": [PARAGRAPH]}), False),
    ("/rest/api/3/issue", of_jira("It fails."), True),
    ("/rest/api/3/issue", of_jira({"version": 1, "type": "doc", "content": [{"type": "text", "text": "x"}]}), True),
    ("/rest/api/3/issue", of_jira({"version": 1, "type": "doc", "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": ""}]}]}), True),
])
def test_a_request_that_breaks_the_schema(path: str, body: Any, wrong: bool) -> None:
    assert bool(violations("POST", path, {}, body)) is wrong


def test_a_query_that_breaks_the_schema() -> None:
    assert violations("GET", "/repos/acme/shop/issues", {"state": "all", "per_page": "100"}, None) == []
    assert violations("GET", "/repos/acme/shop/issues", {"state": "every"}, None) != []
    assert violations("GET", "/repos/acme/shop/issues", {"stat": "all"}, None) != []
