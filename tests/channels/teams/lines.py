"""Teams, as the contract of channels sees it: a workflow tells nothing of what became of a card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from entendu.parts.accounts import actions
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox.models import Delivery
from tests.channels.contract import GONE, LATER, NEVER, SILENT, TAKES, Opener, Request
from tests.servers import workflow as teams
from tests.servers.workflow import Workflow, running_workflow
from tests.world import World

NOTHING: frozenset[str] = frozenset()
MARIE = "7c3e8a3e-0000-4000-8000-000000000002"


@dataclass
class TeamsLine:
    """A channel of a team, with Marie in it."""

    account: ChannelAccount
    workflow: Workflow
    address: str = MARIE
    brings_files: bool = False
    has_clock: bool = True
    has_names: bool = True

    def plan(self, *outcomes: str) -> None:
        said: dict[str, int | None] = {TAKES: 202, LATER: 503, NEVER: 400, GONE: 413, SILENT: None}
        self.workflow.planned.extend(said[one] for one in outcomes)

    def taken(self) -> list[tuple[str, str]]:
        return [(self.address, re.sub(r"\\(.)", r"\1", said)) for said in self.workflow.texts()]

    def written(self, text: str, number: str, at: datetime, *, file: bytes = b"") -> Request:
        who = {"id": "29:marie", "name": "Marie Laval", "aadObjectId": self.address}
        body = teams.activity(text, at=at, id=number, **{"from": who})
        return Request(f"/hooks/teams/{self.account.token}/", headers=teams.signed(body), body=body)

    def told(self, delivery: Delivery, state: str) -> Request:
        raise AssertionError("Teams tells nothing of what it delivered: no test may ask for it.")

    def forged(self, request: Request) -> Request:
        return Request(request.path, headers=teams.signed(request.body, "YW5vdGhlciB0b2tlbg=="), body=request.body)

    def garbled(self, request: Request) -> Request | None:
        body = request.body[:-1]
        return Request(request.path, headers=teams.signed(body), body=body)


@contextmanager
def channel(world: World) -> Iterator[TeamsLine]:
    """A team's channel, whose cases go to Care."""
    with running_workflow() as workflow:
        account = actions.add_account(
            mailbox=world.care, channel="teams", provider="teams", name="Teams", address="", now=world.now,
            secret={"security_token": teams.TOKEN, "workflow_url": workflow.url})
        yield TeamsLine(account, workflow)
        assert workflow.wrong == []


LINES: dict[str, Opener] = {"teams": channel}
TELLS = {"teams": NOTHING}
