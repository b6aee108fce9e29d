"""Jira Cloud: REST API v3 (developer.atlassian.com), descriptions in Atlassian Document Format, and its web hooks."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

from entendu.channels.trackers.issue import Account, Draft, Issue, Outcome, Trouble, moment, words_of
from entendu.channels.trackers.line import Request
from entendu.core.diagnosis import adf

LONGEST_TITLE, LONGEST_BODY = 255, 30_000  # a text field takes 32,767 characters
FIELDS = "status,resolution,fixVersions,updated,resolutiondate"
# The resolutions that Jira comes with and that mean that nothing was changed.
CLOSED_UNCHANGED = ("won't do", "won't fix", "duplicate", "cannot reproduce", "declined", "not a bug", "incomplete")


def creation(account: Account, draft: Draft) -> Request:
    """The request that makes the issue. The key is its last line, for want of comments that nobody sees."""
    document = adf.document(draft.body)
    document["content"].append(
        {"type": "paragraph", "content": [{"type": "text", "text": draft.key, "marks": [{"type": "code"}]}]})
    fields: dict[str, Any] = {
        "project": {"key": account.project}, "issuetype": {"name": account.issue_type},
        "summary": " ".join(draft.title.split())[:LONGEST_TITLE], "description": document}
    if account.labels:
        fields["labels"] = [label.replace(" ", "-") for label in account.labels]  # a label holds no space there
    return Request("POST", "/rest/api/3/issue", body={"fields": fields})


def created(answer: Any) -> Issue:
    """The issue in the answer to `creation`, which tells little of it: it is new, so it is open."""
    number = words_of(answer, "key")
    if not number:
        raise Trouble(_("{tracker} answered something that is no issue; check the address.").format(tracker="Jira"),
                      arrived=True)
    return Issue(number, _page(words_of(answer, "self"), number), Outcome.OPEN)


def listing(account: Account, since: datetime) -> Request:
    """The project's newest issues. JQL knows moments by the token owner's clock alone, so spans are asked for."""
    jql = f'project = "{account.project}" AND created >= "-3d" ORDER BY created DESC'
    return Request("GET", "/rest/api/3/search/jql", query={"jql": jql, "fields": f"description,{FIELDS}",
                                                           "maxResults": 100})


def listed(answer: Any, key: str) -> Issue | None:
    """The one in the answer to `listing` that carries the key."""
    issues = answer.get("issues", []) if isinstance(answer, dict) else []
    return next((_issue(one) for one in issues
                 if key in json.dumps((one.get("fields") or {}).get("description"))), None)


def look(account: Account, number: str) -> Request:
    """The request for one issue."""
    return Request("GET", f"/rest/api/3/issue/{quote(number, safe='')}", query={"fields": FIELDS})


def seen(answer: Any) -> Issue:
    """The issue in the answer to `look`."""
    return _issue(answer)


def trial(account: Account) -> tuple[Request, ...]:
    """What to ask to know whether the account works."""
    project = quote(account.project, safe="")
    return (Request("GET", "/rest/api/3/myself"), Request("GET", f"/rest/api/3/project/{project}"),
            Request("GET", "/rest/api/3/mypermissions",
                    query={"projectKey": account.project, "permissions": "CREATE_ISSUES"}))


def tried(account: Account, answers: list[Any]) -> list[str]:
    """What the answers to `trial` say, line by line; `Trouble` where a report could not be made."""
    me, project, rights = answers
    types = [words_of(one, "name") for one in project.get("issueTypes") or ()]
    if types and account.issue_type not in types:
        raise Trouble(_("{project} has no issues of the kind “{kind}”; choose one of: {kinds}.").format(
            project=account.project, kind=account.issue_type, kinds=", ".join(types)))
    permission = (rights.get("permissions") or {}).get("CREATE_ISSUES") or {}
    if permission.get("havePermission") is False:
        raise Trouble(_("{name} may not make issues in {project}; give them the right to.").format(
            name=words_of(me, "displayName"), project=account.project))
    return [_("The token is {name}’s.").format(name=words_of(me, "displayName")),
            _("{project} is there and takes issues.").format(project=words_of(project, "name"))]


def signed(headers: Mapping[str, str], body: bytes, secret: str, now: datetime) -> bool:
    """Whether Jira signed it with our secret: HMAC-SHA256 of the body in X-Hub-Signature (developer.atlassian.com,
    "Webhooks", secure admin webhooks; WebSub §8). Compared in constant time."""
    given = headers.get("X-Hub-Signature", "")
    ours = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(given.encode(), ours.encode())


def told(headers: Mapping[str, str], news: Any) -> tuple[str, Issue] | None:
    """The project and the issue that a hook is about; None where it is about something else."""
    if not words_of(news, "webhookEvent").startswith("jira:issue_") or not isinstance(news.get("issue"), dict):
        return None
    issue = _issue(news["issue"], words_of(news, "user", "displayName"))
    return issue.number.rpartition("-")[0], issue


def _page(address: str, number: str) -> str:
    """Where people read it: the API names its own address, on the same host."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/browse/{number}" if parts.scheme in {"http", "https"} else ""


def _issue(said: Any, by: str = "") -> Issue:
    number, fields = words_of(said, "key"), said.get("fields") if isinstance(said, dict) else None
    if not number or not isinstance(fields, dict):
        raise Trouble(_("{tracker} answered something that is no issue; check the address.").format(tracker="Jira"),
                      arrived=True)
    done = words_of(fields, "status", "statusCategory", "key") == "done"
    resolution = words_of(fields, "resolution", "name")
    unchanged = done and resolution.casefold().replace("’", "'") in CLOSED_UNCHANGED
    versions = ", ".join(words_of(one, "name") for one in fields.get("fixVersions") or ())
    outcome = Outcome.OPEN if not done else Outcome.DECLINED if unchanged else Outcome.DONE
    return Issue(number, _page(words_of(said, "self"), number), outcome,
                 resolution if unchanged else words_of(fields, "status", "name"), versions, by if done else "",
                 moment(fields.get("updated")))
