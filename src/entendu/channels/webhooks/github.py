"""GitHub's web hooks as changes: pushes to the default branch and deployments.

Signed with HMAC-SHA256 over the body (docs.github.com, "Validating webhook deliveries"). GitHub sends no time; that a
delivery is told only once is kept by what it tells: the commit, or the deployment's id.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from entendu.channels.webhooks.standard import NotSigned

FILES, SHOWN = 20, 8


@dataclass(frozen=True, slots=True)
class Told:
    """One change: its own key, when, by whom, what and how."""

    key: str
    at: datetime
    actor: str
    object: str
    details: str


def verified(secret: str, headers: Mapping[str, str], body: bytes) -> str:
    """The name of the event, once the signature fits; `NotSigned` otherwise. Names of headers in lower case."""
    wanted = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(wanted.encode(), headers.get("x-hub-signature-256", "").encode()):
        raise NotSigned("The header X-Hub-Signature-256 does not fit the body; nothing was taken; give both sides the "
                        "same secret.")
    return headers.get("x-github-event", "")


def told(event: str, body: bytes, now: datetime) -> Told | None:
    """What a delivery says was changed; None for one that changes nothing (a ping, another branch, a deleted one).

    `ValueError` where the body is no such delivery.
    """
    said = json.loads(body)
    if not isinstance(said, dict):
        raise ValueError("is no object")
    try:
        if event == "push":
            return _push(said, now)
        return _deployment(said, now) if event == "deployment" else None
    except (KeyError, TypeError, AttributeError) as trouble:
        raise ValueError(f"lacks {trouble}") from trouble


def _push(said: Mapping[str, Any], now: datetime) -> Told | None:
    repository, head = said["repository"], said.get("head_commit")
    if said.get("deleted") or not head or said["ref"] != f"refs/heads/{repository['default_branch']}":
        return None
    commits = said.get("commits") or [head]
    files = dict.fromkeys(name for one in commits for kind in ("modified", "added", "removed")
                          for name in one.get(kind) or ())
    first = [str(one.get("message", "")).splitlines()[0] for one in commits if one.get("message")]
    details = "; ".join([", ".join(list(files)[:FILES]), *first[:SHOWN]]).strip("; ")
    author = head.get("author") or {}
    who = author.get("name") or (said.get("pusher") or {}).get("name") or ""
    return Told(f"{repository['full_name']}@{head['id']}", _moment(head.get("timestamp"), now), str(who),
                f"{repository['full_name']}@{repository['default_branch']}", details)


def _deployment(said: Mapping[str, Any], now: datetime) -> Told:
    one, repository = said["deployment"], said["repository"]
    details = f"{one.get('ref', '')} {one.get('description') or ''}".strip()
    return Told(f"{repository['full_name']}#deployment-{one['id']}", _moment(one.get("created_at"), now),
                str((one.get("creator") or {}).get("login", "")),
                f"{repository['full_name']} {one.get('environment', '')}".strip(), details)


def _moment(written: str | None, now: datetime) -> datetime:
    """When the commit was made; a clock that runs ahead, or none, counts as now."""
    if not written:
        return now
    at = datetime.fromisoformat(written)
    return min(at, now) if at.tzinfo else now
