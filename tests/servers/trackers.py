"""A small GitHub, GitLab and Jira in one: keeps issues, checks what it is sent against their schemas, and signs hooks.

It holds to what the three have published of the few addresses that the desk uses: `tracker_schemas.py`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest

from tests.servers.processes import LOOPBACK
from tests.servers.tracker_schemas import violations

TOKEN = "ghp_a-token-of-the-tests"


@dataclass(frozen=True, slots=True)
class Refuse:
    """Answer one request with this status, these headers and this body; nothing is made."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lose:
    """Do what one request asks, and hang up without a word: whoever asked cannot know."""


@dataclass
class Made:
    """One issue."""

    number: int
    title: str
    body: Any
    labels: list[str] = field(default_factory=list)
    closed: bool = False
    reason: str = "completed"
    version: str = ""
    by: str = ""
    changed_at: datetime = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Trackers(ThreadingHTTPServer):
    """`issues` by number; `plan` tells how the next requests that make one fare; `wrong` is what broke a schema."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free loopback port."""
        super().__init__((LOOPBACK, 0), _Requests)
        self.issues: dict[int, Made] = {}
        self.planned: deque[Refuse | Lose] = deque()
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self.archived = self.no_issues = False

    @property
    def url(self) -> str:
        """The address of all three."""
        return f"http://{LOOPBACK}:{self.server_port}"

    def plan(self, *behaviours: Refuse | Lose) -> None:
        """The next requests that make an issue, in order, meet these."""
        self.planned.extend(behaviours)

    def make(self, title: str, body: Any, labels: list[str]) -> Made:
        """One more."""
        made = Made(812 + len(self.issues), title, body, labels)
        self.issues[made.number] = made
        return made

    def close_issue(self, number: int, by: str, *, version: str = "", reason: str = "completed",
                    at: datetime | None = None) -> None:
        """A developer closes it."""
        issue = self.issues[number]
        issue.closed, issue.by, issue.version, issue.reason = True, by, version, reason
        issue.changed_at = at or datetime.now(UTC)

    def hook(self, kind: Literal["github", "gitlab", "jira"], number: int, url: str, secret: str) -> httpx.Response:
        """Tells the desk of an issue as it stands, signed as that tracker signs."""
        headers, body = hook_of(kind, self.issues[number], secret)
        return httpx.post(url, content=body, headers=headers, timeout=20)


def hook_of(kind: str, issue: Made, secret: str, *, at: datetime | None = None,
            action: str = "") -> tuple[dict[str, str], bytes]:
    """Headers and body of a web hook about an issue."""
    number, at = issue.number, at or datetime.now(UTC)
    if kind == "github":
        body = {"action": action or ("closed" if issue.closed else "reopened"), "issue": github(issue),
                "repository": {"full_name": "acme/shop"}, "sender": {"login": issue.by or "somebody"}}
        headers = {"X-GitHub-Event": "issues", "X-GitHub-Delivery": f"delivery-{number}"}
    elif kind == "gitlab":
        body = {"object_kind": "issue", "user": {"username": issue.by or "somebody"},
                "project": {"path_with_namespace": "acme/shop"},
                "object_attributes": {"iid": number, "state": "closed" if issue.closed else "opened",
                                      "action": "close" if issue.closed else "reopen",
                                      "milestone": {"title": issue.version} if issue.version else None,
                                      "updated_at": issue.changed_at.strftime("%Y-%m-%d %H:%M:%S UTC")}}
        headers = {"X-Gitlab-Event": "Issue Hook"}
    else:
        body = {"webhookEvent": "jira:issue_updated", "user": {"displayName": issue.by}, "issue": jira(issue, "")}
        headers = {"X-Atlassian-Webhook-Identifier": f"hook-{number}"}
    raw = json.dumps(body).encode()
    return headers | {"Content-Type": "application/json"} | signature(kind, raw, secret, at), raw


def signature(kind: str, raw: bytes, secret: str, at: datetime) -> dict[str, str]:
    """How each tracker signs a body."""
    digest = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    if kind == "github":
        return {"X-Hub-Signature-256": f"sha256={digest}"}
    if kind == "jira":
        return {"X-Hub-Signature": f"sha256={digest}"}
    key = base64.b64decode(secret.removeprefix("whsec_"))
    stamp = str(int(at.timestamp()))
    signed = hmac.new(key, f"msg_1.{stamp}.".encode() + raw, hashlib.sha256).digest()
    return {"webhook-id": "msg_1", "webhook-timestamp": stamp,
            "webhook-signature": f"v1,{base64.b64encode(signed).decode()}"}


def github(issue: Made) -> dict[str, Any]:
    """An issue in GitHub's words."""
    return {"number": issue.number, "html_url": f"https://github.example/acme/shop/issues/{issue.number}",
            "title": issue.title, "body": issue.body, "state": "closed" if issue.closed else "open",
            "state_reason": issue.reason if issue.closed else None,
            "milestone": {"title": issue.version} if issue.version else None,
            "closed_by": {"login": issue.by} if issue.closed else None,
            "updated_at": issue.changed_at.strftime("%Y-%m-%dT%H:%M:%SZ")}


def gitlab(issue: Made) -> dict[str, Any]:
    """In GitLab's."""
    return {"iid": issue.number, "web_url": f"https://gitlab.example/acme/shop/-/issues/{issue.number}",
            "title": issue.title, "description": issue.body, "state": "closed" if issue.closed else "opened",
            "milestone": {"title": issue.version} if issue.version else None,
            "closed_by": {"username": issue.by} if issue.closed else None,
            "updated_at": issue.changed_at.isoformat()}


def jira(issue: Made, url: str) -> dict[str, Any]:
    """In Jira's."""
    status = {"name": "Done", "statusCategory": {"key": "done"}} if issue.closed else {
        "name": "To Do", "statusCategory": {"key": "new"}}
    resolution = {"completed": "Done", "not_planned": "Won't Do"}[issue.reason]
    return {"key": f"SHOP-{issue.number}", "self": f"{url}/rest/api/3/issue/{issue.number}",
            "fields": {"status": status, "resolution": {"name": resolution} if issue.closed else None,
                       "fixVersions": [{"name": issue.version}] if issue.version else [],
                       "description": issue.body, "updated": issue.changed_at.strftime("%Y-%m-%dT%H:%M:%S.000%z")}}


class _Requests(BaseHTTPRequestHandler):
    server: Trackers
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0)))))

    def _answer(self, body: Any) -> None:
        parts = urlsplit(self.path)
        path, query = parts.path, {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self.server.asked.append(f"{self.command} {unquote(path)}")
        self.server.wrong += violations(self.command, path, query, body)
        if not self._may():
            return self._say(401, {"message": "Bad credentials"})
        planned = self.server.planned.popleft() if body is not None and self.server.planned else None
        if isinstance(planned, Refuse):
            return self._say(planned.status, planned.body, planned.headers)
        status, answer = self._create(path, body) if body is not None else self._read(path)
        if isinstance(planned, Lose):
            self.close_connection = True
            return self.connection.close()
        return self._say(status, answer)

    def _may(self) -> bool:
        kind, _, shown = self.headers.get("Authorization", "").partition(" ")
        if kind == "Basic":
            shown = base64.b64decode(shown).decode().partition(":")[2]
        return shown == TOKEN

    def _create(self, path: str, body: Any) -> tuple[int, Any]:
        if path.startswith("/rest/"):
            fields = body["fields"]
            made = self.server.make(fields["summary"], fields["description"], fields.get("labels", []))
            return 201, {"id": str(made.number), "key": f"SHOP-{made.number}",
                         "self": f"{self.server.url}/rest/api/3/issue/{made.number}"}
        text, labels = body.get("body", body.get("description")), body.get("labels", [])
        made = self.server.make(body["title"], text, labels.split(",") if isinstance(labels, str) else labels)
        return 201, gitlab(made) if path.startswith("/api/v4/") else github(made)

    def _read(self, path: str) -> tuple[int, Any]:
        kind = jira_of if path.startswith("/rest/") else gitlab if path.startswith("/api/v4/") else github
        issues = [kind(issue) for issue in reversed(self.server.issues.values())]
        if path.endswith("/search/jql"):
            return 200, {"issues": issues}
        if path.endswith("/issues"):
            return 200, issues
        number = re.search(r"/issues?/(?:SHOP-)?(\d+)$", path)
        if number:
            issue = self.server.issues.get(int(number[1]))
            return (200, kind(issue)) if issue else (404, {"message": "Not Found"})
        return self._project(unquote(path))

    def _project(self, path: str) -> tuple[int, Any]:
        known = {
            "/repos/acme/shop": {"full_name": "acme/shop", "archived": self.server.archived,
                                 "has_issues": not self.server.no_issues},
            "/api/v4/projects/acme/shop": {"path_with_namespace": "acme/shop", "archived": self.server.archived,
                                           "issues_access_level": "disabled" if self.server.no_issues else "enabled"},
            "/rest/api/3/myself": {"displayName": "Léo Garnier"},
            "/rest/api/3/project/SHOP": {"key": "SHOP", "name": "The shop", "issueTypes": [{"name": "Bug"}]},
            "/rest/api/3/mypermissions": {"permissions": {"CREATE_ISSUES": {
                "havePermission": not self.server.no_issues}}},
        }
        return (200, known[path]) if path in known else (404, {"message": "Not Found"})

    def _say(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        blob = json.dumps(body).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(blob)))
        self.end_headers()
        self.wfile.write(blob)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: requests hold tokens."""


def jira_of(issue: Made) -> dict[str, Any]:
    """In Jira's words, on this machine."""
    return jira(issue, f"http://{LOOPBACK}")


@contextmanager
def running_trackers() -> Iterator[Trackers]:
    """All three on one thread; at the end nothing may have broken a schema."""
    with Trackers() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def trackers_server() -> Iterator[Trackers]:
    """The trackers, new for each test; whatever we sent them held to their schemas."""
    with running_trackers() as server:
        yield server
    assert server.wrong == []
