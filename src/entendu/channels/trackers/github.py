"""GitHub: REST API version 2022-11-28 (docs.github.com, "REST API endpoints for issues") and its web hooks.

On GitHub Enterprise Server the address is `https://HOST/api/v3`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from entendu.channels.trackers.issue import Account, Draft, Issue, Outcome, Trouble, moment, words_of
from entendu.channels.trackers.line import Request

LONGEST_TITLE, LONGEST_BODY = 256, 65_000  # GitHub takes 65,536 characters; the key goes along
CLOSED_UNCHANGED = frozenset({"not_planned", "duplicate"})


def creation(account: Account, draft: Draft) -> Request:
    """The request that makes the issue. The key stands in a comment that nobody sees on the page."""
    body = {"title": draft.title[:LONGEST_TITLE], "body": f"{draft.body.rstrip()}\n\n<!-- {draft.key} -->\n"}
    labels = {"labels": list(account.labels)} if account.labels else {}
    return Request("POST", f"{_project(account)}/issues", body=body | labels)


def created(answer: Any) -> Issue:
    """The issue in the answer to `creation`."""
    return _issue(answer)


def listing(account: Account, since: datetime) -> Request:
    """The issues that changed since; listed rather than searched for, because GitHub's search runs behind."""
    query = {"state": "all", "since": since.strftime("%Y-%m-%dT%H:%M:%SZ"), "sort": "created", "direction": "desc",
             "per_page": 100}
    return Request("GET", f"{_project(account)}/issues", query=query)


def listed(answer: Any, key: str) -> Issue | None:
    """The one in the answer to `listing` that carries the key."""
    issues = answer if isinstance(answer, list) else []
    return next((_issue(one) for one in issues if f"<!-- {key} -->" in words_of(one, "body")), None)


def look(account: Account, number: str) -> Request:
    """The request for one issue."""
    return Request("GET", f"{_project(account)}/issues/{quote(number, safe='')}")


def seen(answer: Any) -> Issue:
    """The issue in the answer to `look`."""
    return _issue(answer)


def trial(account: Account) -> tuple[Request, ...]:
    """What to ask to know whether the account works."""
    return (Request("GET", _project(account)),)


def tried(account: Account, answers: list[Any]) -> list[str]:
    """What the answers to `trial` say, line by line; `Trouble` where a report could not be made."""
    repository = answers[0]
    if repository.get("archived"):
        raise Trouble(_("{project} is archived: nothing can be written there.").format(project=account.project))
    if not repository.get("has_issues", True):
        raise Trouble(_("Issues are switched off in {project}; switch them on there.").format(project=account.project))
    return [_("{project} is there and takes issues.").format(project=words_of(repository, "full_name"))]


def signed(headers: Mapping[str, str], body: bytes, secret: str, now: datetime) -> bool:
    """Whether GitHub signed it with our secret: HMAC-SHA256 of the body (docs.github.com, "Validating webhook
    deliveries"). Compared in constant time."""
    given = headers.get("X-Hub-Signature-256", "")
    ours = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(given.encode(), ours.encode())


def told(headers: Mapping[str, str], news: Any) -> tuple[str, Issue] | None:
    """The project and the issue that a hook is about; None where it is about something else."""
    if headers.get("X-GitHub-Event") != "issues" or not isinstance(news.get("issue"), dict):
        return None
    return words_of(news, "repository", "full_name"), _issue(news["issue"], words_of(news, "sender", "login"))


def _project(account: Account) -> str:
    return f"/repos/{quote(account.project.strip('/'), safe='/')}"


def _issue(said: Any, by: str = "") -> Issue:
    number, closed = words_of(said, "number"), words_of(said, "state") == "closed"
    if not number:
        raise Trouble(_("{tracker} answered something that is no issue; check the address.").format(tracker="GitHub"),
                      arrived=True)
    reason = words_of(said, "state_reason")
    unchanged = reason in CLOSED_UNCHANGED
    outcome = Outcome.OPEN if not closed else Outcome.DECLINED if unchanged else Outcome.DONE
    return Issue(number, words_of(said, "html_url"), outcome, reason if unchanged else words_of(said, "state"),
                 words_of(said, "milestone", "title"), (words_of(said, "closed_by", "login") or by) if closed else "",
                 moment(said.get("updated_at")))
