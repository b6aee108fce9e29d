"""Quiet: what is held, was merged, was dropped or asks for a person, each with its reason, its words and a way out."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from entendu.core.governor.model import Reason
from entendu.core.governor.reasons import sentence
from entendu.doors.web.access import members_only
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.reading import number_in, reader_of
from entendu.doors.web.desk.rows import subject_of, ticket_url
from entendu.doors.web.nav import show
from entendu.doors.web.people.lists import name_of
from entendu.doors.web.templatetags.desk import by_channel, stamp
from entendu.flows.submit import RELEASABLE
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.outbox.queries import quiet as queries
from entendu.parts.tickets.queries import seen_by

PAGE = 30
KINDS = {
    "": gettext_lazy("All"), "held": gettext_lazy("Held"), "merged": gettext_lazy("Merged"),
    "dropped": gettext_lazy("Dropped"), "asks": gettext_lazy("Needs you"),
}
State = Submission.State


@members_only
@require_safe
def quiet(request: HttpRequest) -> HttpResponse:
    """The list, newest first, of the cases that the member may see; `kind` narrows it, `before` goes on."""
    reader, address = reader_of(request), reverse("quiet")
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    found = queries.quiet(seen_by(reader.member), kind, now=reader.now)
    page = queries.page(found, before=number_in(request.GET.get("before")), size=PAGE)
    counts = queries.parts_of(kept.delivery_id for kept in page.rows if kept.delivery_id is not None)
    following = urlencode({"kind": kind, "before": page.before} if kind else {"before": page.before})
    return show(request, "web/quiet.html", {
        "kinds": [{"label": label, "url": f"{address}?kind={code}" if code else address, "current": code == kind}
                  for code, label in KINDS.items()],
        "rows": [_row(kept, counts.get(kept.delivery_id or 0, 0), reader) for kept in page.rows],
        "older_url": f"{address}?{following}" if page.before else "",
    }, at="quiet")


def _row(kept: Submission, together: int, reader: Reader) -> dict[str, Any]:
    """The value of one row; see the head of the template."""
    state = _state(kept)
    return {
        "id": kept.pk, "state": state, "label": KINDS["asks" if state == "asked" else state],
        "reason": _merged(kept, together) if state == "merged" else _reason(kept, reader),
        "source": kept.member.first_name if kept.member is not None else kept.author or kept.source,
        "at": kept.submitted_at, "person": name_of(kept.contact),
        "person_url": reverse("person", args=[kept.contact_id]),
        "subject": subject_of(kept.ticket), "case_url": ticket_url(kept.ticket_id),
        "title": kept.subject, "words": kept.body, "lang": kept.language, "override": kept.override,
        "release_url": reverse("release", args=[kept.pk]) if _can_go(kept) else "",
        "drop_url": reverse("drop", args=[kept.pk]) if state == "asked" and kept.member_id is None else "",
    }


def _state(kept: Submission) -> str:
    doubted = kept.state == State.WAITING and next((one.verdict for one in kept.verdicts.all()), "") == "ask"
    if kept.state == State.ASKED or doubted:
        return "asked"
    if kept.state in {State.DROPPED, State.CARRIED}:
        return "dropped"
    return "held" if kept.delivery is None or kept.entry_id is not None else "merged"


def _can_go(kept: Submission) -> bool:
    """Whether a person can send it: not what is on its way in another message."""
    waits = kept.delivery is not None and kept.delivery.state == Delivery.State.WAITING
    return kept.state in RELEASABLE or (waits and kept.entry_id is not None)


def _reason(kept: Submission, reader: Reader) -> str:
    """The last decision's first reason, with its moments as one says them now."""
    verdict = next(iter(kept.verdicts.all()), None)
    if verdict is None or not verdict.reasons:
        return _("Not sent.")
    code, params = verdict.reasons[0]["code"], verdict.reasons[0]["params"]
    there = datetime.fromisoformat(params["now"]).tzinfo
    return sentence(Reason(code, params | {"now": reader.now.astimezone(there).isoformat()}), reader.language)


def _merged(kept: Submission, together: int) -> str:
    """That it left, or leaves, as a part of another message."""
    delivery = kept.delivery
    others = max(together - 1, 1)
    if delivery is None or delivery.sent_at is None:
        return ngettext("Goes in one message with %(n)d other.", "Goes in one message with %(n)d others.",
                        others) % {"n": others}
    words = {"n": others, "how": by_channel(delivery.channel), "when": stamp(delivery.sent_at)}
    return ngettext("Sent in one message with %(n)d other, %(how)s, %(when)s.",
                    "Sent in one message with %(n)d others, %(how)s, %(when)s.", others) % words
