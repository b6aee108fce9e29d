"""What goes to a tracker and what comes back, the same for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """Which tracker."""

    GITHUB = "github"
    GITLAB = "gitlab"
    JIRA = "jira"


NAMES = {Kind.GITHUB: "GitHub", Kind.GITLAB: "GitLab", Kind.JIRA: "Jira"}


@dataclass(frozen=True, slots=True)
class Account:
    """Where reports go: a project of one tracker, and the token that opens it.

    `address` is the tracker's own ("https://api.github.com", "https://gitlab.com", "https://example.atlassian.net");
    `project` is "owner/repository", "group/project" or a Jira project's key. `username` and `issue_type` are Jira's:
    the address of the token's owner, and what an issue is called there ("Bug").
    """

    kind: Kind
    address: str
    project: str
    token: str = field(repr=False)
    username: str = ""
    issue_type: str = "Bug"
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A report on its way: one line, Markdown, and the key by which it is found again should nobody know whether it
    arrived."""

    title: str
    body: str
    key: str


class Outcome(StrEnum):
    """How an issue stands: open; done; or closed without anything being changed."""

    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as its tracker tells it. `number` as people call it there ("812", "OPS-17"); `state` in the tracker's
    own word; `version` in which it is done, `by` who closed it, `changed_at` when it changed last ("" and None: not
    told).
    """

    number: str
    url: str
    outcome: Outcome
    state: str = ""
    version: str = ""
    by: str = ""
    changed_at: datetime | None = None


class Trouble(Exception):
    """A tracker did not do what it was asked. `words` are one sentence without what happens next.

    `arrived` is True where it may have done it all the same and only the answer is missing; `final` where asking again
    changes nothing until a person does something; `again_at` is when the tracker wants to be asked again.
    """

    def __init__(self, words: str, *, arrived: bool = False, final: bool = False,
                 again_at: datetime | None = None) -> None:
        super().__init__(words)
        self.words, self.arrived, self.final, self.again_at = words, arrived, final, again_at


def moment(text: object) -> datetime | None:
    """An instant as trackers write it (RFC 3339; Jira's offset without a colon); None for anything else."""
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def words_of(value: object, *names: str) -> str:
    """The text that lies in a JSON value under these names; "" where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""
