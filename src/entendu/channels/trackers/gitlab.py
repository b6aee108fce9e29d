"""GitLab: REST API v4 (docs.gitlab.com, "Issues API") and its web hooks, here and on a server of one's own."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from entendu.channels.trackers.issue import Account, Draft, Issue, Outcome, Trouble, moment, words_of
from entendu.channels.trackers.line import Request

LONGEST_TITLE, LONGEST_BODY = 255, 1_000_000
# A signed hook that is older was sent before (Standard Webhooks, "Verifying webhook authenticity").
LATEST = timedelta(minutes=5)
SIGNING_TOKEN = "whsec_"
# While a secret is changed, a hook carries a signature by each of the two.
MOST_SIGNATURES = 5


def creation(account: Account, draft: Draft) -> Request:
    """The request that makes the issue. The key stands in a comment that nobody sees on the page."""
    body = {"title": draft.title[:LONGEST_TITLE], "description": f"{draft.body.rstrip()}\n\n<!-- {draft.key} -->\n"}
    labels = {"labels": ",".join(account.labels)} if account.labels else {}
    return Request("POST", f"{_project(account)}/issues", body=body | labels)


def created(answer: Any) -> Issue:
    """The issue in the answer to `creation`."""
    return _issue(answer)


def listing(account: Account, since: datetime) -> Request:
    """The issues that were made since."""
    query = {"created_after": since.strftime("%Y-%m-%dT%H:%M:%SZ"), "scope": "all", "order_by": "created_at",
             "sort": "desc", "per_page": 100}
    return Request("GET", f"{_project(account)}/issues", query=query)


def listed(answer: Any, key: str) -> Issue | None:
    """The one in the answer to `listing` that carries the key."""
    issues = answer if isinstance(answer, list) else []
    return next((_issue(one) for one in issues if f"<!-- {key} -->" in words_of(one, "description")), None)


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
    project = answers[0]
    if project.get("archived"):
        raise Trouble(_("{project} is archived: nothing can be written there.").format(project=account.project))
    if words_of(project, "issues_access_level") == "disabled" or project.get("issues_enabled") is False:
        raise Trouble(_("Issues are switched off in {project}; switch them on there.").format(project=account.project))
    return [_("{project} is there and takes issues.").format(project=words_of(project, "path_with_namespace"))]


def signed(headers: Mapping[str, str], body: bytes, secret: str, now: datetime) -> bool:
    """Whether GitLab sent it: signed with our secret (Standard Webhooks: HMAC-SHA256 of id, time and body, no older
    than five minutes), or, from servers that do not sign yet, with the secret itself in X-Gitlab-Token.

    Compared in constant time. Where a signature is given, it alone counts.
    """
    given = headers.get("webhook-signature", "")
    if not given:
        return hmac.compare_digest(headers.get("X-Gitlab-Token", "").encode(), secret.encode())
    stamp = headers.get("webhook-timestamp", "")
    content = f"{headers.get('webhook-id', '')}.{stamp}.".encode() + body
    ours = "v1," + base64.b64encode(hmac.new(_key(secret), content, hashlib.sha256).digest()).decode()
    right = sum(hmac.compare_digest(one.encode(), ours.encode()) for one in given.split()[:MOST_SIGNATURES])
    return bool(right) and stamp.isdecimal() and abs(int(stamp[:12]) - now.timestamp()) <= LATEST.total_seconds()


def told(headers: Mapping[str, str], news: Any) -> tuple[str, Issue] | None:
    """The project and the issue that a hook is about; None where it is about something else."""
    if words_of(news, "object_kind") not in {"issue", "work_item"}:
        return None
    said = news.get("object_attributes")
    if not isinstance(said, dict):
        return None
    by = words_of(news, "user", "username") if words_of(said, "action") == "close" else ""
    return words_of(news, "project", "path_with_namespace"), _issue(said | {"milestone": _milestone(news)}, by)


def _key(secret: str) -> bytes:
    """The bytes behind a signing token: base64 behind its prefix, or the text as it is."""
    try:
        return base64.b64decode(secret.removeprefix(SIGNING_TOKEN), validate=True)
    except (binascii.Error, ValueError):
        return secret.encode()


def _milestone(news: Any) -> Any:
    """A hook names the milestone by its number, and in newer versions by its title too."""
    return {"title": words_of(news, "object_attributes", "milestone", "title")}


def _project(account: Account) -> str:
    return f"/api/v4/projects/{quote(account.project.strip('/'), safe='')}"


def _issue(said: Any, by: str = "") -> Issue:
    number, closed = words_of(said, "iid"), words_of(said, "state") == "closed"
    if not number:
        raise Trouble(_("{tracker} answered something that is no issue; check the address.").format(tracker="GitLab"),
                      arrived=True)
    return Issue(number, words_of(said, "web_url") or words_of(said, "url"),
                 Outcome.DONE if closed else Outcome.OPEN, words_of(said, "state"),
                 words_of(said, "milestone", "title"),
                 (words_of(said, "closed_by", "username") or by) if closed else "", _moment(said.get("updated_at")))


def _moment(text: object) -> datetime | None:
    """Hooks of older servers write "2026-11-22 09:30:00 UTC"."""
    return moment(str(text).replace(" UTC", "+00:00"))
