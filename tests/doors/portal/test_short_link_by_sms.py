"""What Kannel is given of a message with links of ours, and what the composer says that it takes."""

from __future__ import annotations

import re

from django.conf import settings
from django.test import Client

from entendu.core.governor.links import as_counted
from entendu.core.governor.model import Decision, Verdict
from entendu.core.governor.sms import segments, typed_plainly
from entendu.doors.web.desk.sms_cost import cost
from entendu.flows import reply
from entendu.flows.deliver import deliver_due
from entendu.flows.portal import case_link
from entendu.parts.outbox.models import Delivery
from entendu.parts.people import actions as people
from entendu.parts.tickets.actions import drafts
from tests.channels.sms.lines import LINES
from tests.world import World


def test_its_links_are_short_and_counted_so(world: World, time_machine: object) -> None:
    time_machine.move_to(world.now, tick=False)  # type: ignore[attr-defined]
    ticket = world.write_in(world.marie, "When do you come?", subject="The visit")
    link = case_link.link(ticket, world.now, answer="yes")
    text = f"Ana comes on Friday at 10:00 in a white van. Is that right? Then tap {link}."
    with LINES["kannel"](world) as line:
        people.change_contact(world.marie, hours=[], channel="sms")
        people.add_address(world.marie, "sms", line.address)
        draft = drafts.open_draft(ticket, world.ioana, now=world.now)
        drafts.add_file(draft, "plan.txt", "text/plain", b"the plan")
        sent = reply.send(ticket, world.ioana, reply.Answer(draft.key, text, by="sms", confirmed=True), now=world.now)
        world.later(minutes=1)
        deliver_due(lambda: world.now)
        assert sent.delivery is not None
        sent.delivery.refresh_from_db()
        assert sent.delivery.state == Delivery.State.SENT, sent.delivery.why
        [said] = [text for _to, text in line.taken()]
        shown = cost(ticket, Decision(Verdict.SEND, world.now, "sms", line.address, ()), text)
    assert "/case/" not in said
    found = re.findall(re.escape(settings.ENTENDU_URL) + r"/s/[0-9a-z]{16}", said)
    assert len(found) == 2, "what was written, and where the file is"
    for short in found:
        assert Client().get(short.removeprefix(settings.ENTENDU_URL), follow=True).status_code == 200
    words = said.partition("\n\n")[0]
    assert segments(words) == segments(typed_plainly(as_counted(text, settings.ENTENDU_URL))) == 1
    assert segments(text) == 2, "with the signed link it would have been two"
    assert shown is not None
    assert shown["words"] == "1 SMS segment."
