"""What colleagues did in the story of an empty desk, besides writing: each act by its name in `demo_story.toml`.

They go through the same flows as at the desk; what would leave is recorded as handed over in the past.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from entendu.core.diagnosis.causes import Verdict, Weigh
from entendu.flows.diagnosis import diagnose
from entendu.flows.listening import restate
from entendu.flows.promises import rhythm, settle
from entendu.flows.submit import Outcome
from entendu.flows.truth import choose
from entendu.flows.truth.letter import Sending
from entendu.parts.diagnosis.actions.causes import Seen
from entendu.parts.knowledge.actions import items
from entendu.parts.knowledge.models.items import Content
from entendu.parts.listening.queries import restatements
from entendu.parts.options.actions.offers import Draft, Way
from entendu.parts.outbox import actions as outbox
from entendu.parts.promises import queries as promises
from entendu.parts.promises.actions import Agreed
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket

LEFT = "250 accepted (the story of the first start; nothing left this machine)"


@dataclass(frozen=True, slots=True)
class Scene:
    """Where an act happens: on which case, by whom, when, and what the story says of it."""

    ticket: Ticket
    member: Member
    at: datetime
    said: Mapping[str, Any]

    @property
    def key(self) -> str:
        """A name for the message of this act, once in the story."""
        return f"story-{self.ticket.pk}-{self.at:%d%H%M}"


def arrived(outcome: Outcome) -> None:
    """What the act submitted has left and arrived."""
    if outcome.delivery is not None:
        outbox.sent(outcome.delivery, LEFT, now=outcome.delivery.due_at)


def _said_back(scene: Scene) -> None:
    sending = restate.Sending(scene.said["text"], scene.key, confirmed=True)
    arrived(restate.send(scene.ticket, scene.member, sending, now=scene.at))


def _confirmed(scene: Scene) -> None:
    restatement = restatements.with_them(scene.ticket)
    if restatement is not None:
        restate.say_yes(scene.ticket, restatement, now=scene.at)


def _first_error(scene: Scene) -> None:
    began = scene.at - timedelta(hours=scene.said["before"])
    diagnose.say_when(scene.ticket, began.isoformat(timespec="minutes"), member=scene.member, now=scene.at)


def _checked(scene: Scene) -> None:
    if handle := _handle(scene):
        diagnose.weigh(scene.ticket, handle, Seen(Weigh.STRONGLY_FOR, scene.said["text"]), member=scene.member,
                       now=scene.at)


def _settled(scene: Scene) -> None:
    if handle := _handle(scene):
        ruling = diagnose.Ruling(Verdict(scene.said["verdict"]), scene.said["text"])
        diagnose.settle(scene.ticket, handle, ruling, member=scene.member, now=scene.at)


def _handle(scene: Scene) -> str:
    """Of the cause that the story means: the change of this thing, or our own defect."""
    meant = scene.said.get("change")
    found = diagnose.diagnosis(scene.ticket, now=scene.at).causes
    return next((one.handle for one in found
                 if (one.change is not None and one.change.object == meant if meant else one.is_ours)), "")


def _options(scene: Scene) -> None:
    ways = tuple(Way(way["words"], tuple(way["pros"]), tuple(way["cons"]), way.get("cost", ""),
                     (scene.at + timedelta(days=way["days"])).date()) for way in scene.said["ways"])
    draft = Draft(ways, scene.said["text"])
    arrived(choose.send(scene.ticket, scene.member, draft, Sending(scene.key, confirmed=True), now=scene.at))


def _kept(scene: Scene) -> None:
    for promise in promises.open_promises(scene.ticket):
        settle.keep(promise, scene.member, now=scene.at)


def _news(scene: Scene) -> None:
    agreed = Agreed(every=scene.said["every"], doing=scene.said["text"])
    first = rhythm.first_date(scene.ticket, agreed.every, now=scene.at)
    rhythm.agree(scene.ticket, scene.member, agreed, first, now=scene.at)


def _learned(scene: Scene) -> None:
    about = items.About(scene.said["kind"], scene.ticket.mailbox.team, stance=scene.said.get("stance", ""),
                        codes=tuple(scene.said.get("codes", ())), ticket=scene.ticket)
    version = items.begin(about, "en", Content(**scene.said["content"]), scene.member, now=scene.at)
    items.publish(version, scene.member, now=scene.at)


ACTS: dict[str, Callable[[Scene], None]] = {
    "said-back": _said_back, "confirmed": _confirmed, "first-error": _first_error, "checked": _checked,
    "settled": _settled, "options": _options, "kept": _kept, "news": _news, "learned": _learned,
}
