"""What a person's page says of how it is between us: a call where one is proposed, the line, our word."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from entendu.doors.web.care.brief import brief, row
from entendu.doors.web.care.line import drawn
from entendu.flows.care import between, radar
from entendu.flows.care.radar import Proposed
from entendu.parts.people.models import Contact
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket


def between_us(contact: Contact, member: Member, latest: list[Ticket], now: datetime) -> dict[str, Any]:
    """The values `call`, `brief`, `rel` and `our_word` of `web/people/person.html`; what is quiet is None. `latest` are
    their cases as `brief.latest_cases` gives them."""
    boxes = member.mailbox_ids or ()
    why = radar.reasons_for(contact, member, now)
    shown: dict[str, Any] = {"call": None, "rel": drawn(between.happened([contact.pk], boxes, now), now),
                             "our_word": _our_word(between.our_word(contact.pk, boxes, now))}
    if why:
        shown |= {"call": row(Proposed(contact, why), now) | {"key": contact.pk},
                  "brief": brief(contact, latest, now), "back": "person",
                  "not_now_url": reverse("not_now", args=[contact.pk])}
    return shown


def _our_word(word: between.OurWord) -> dict[str, str] | None:
    if not word.given:
        return None
    sentence = ngettext("%(kept)d of %(n)d promise kept.", "%(kept)d of %(n)d promises kept.", word.given) % {
        "kept": word.kept, "n": word.given}
    return {"sentence": sentence, "late": word.late}
