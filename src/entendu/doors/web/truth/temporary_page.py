"""The page of temporary fixes: each put on record, told, confirmed, and how it ends: repaired, or they live with it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from entendu.core.tickets.closing import OPEN, Fix
from entendu.doors.web.access import members_only, ticket_or_404
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.reading import reader_of, view_of
from entendu.doors.web.desk.rows import beside, ticket_url
from entendu.doors.web.desk.ticket import beside_step
from entendu.doors.web.templatetags.desk import stamp
from entendu.doors.web.truth import going
from entendu.doors.web.understanding.temporary import state_words
from entendu.flows.diagnosis.diagnose import confirmed_cause
from entendu.flows.submit import NotConfirmed
from entendu.flows.truth import temporary as flow
from entendu.flows.truth.letter import NothingSaid, language_of, put_into_reply
from entendu.parts.options.actions.temporary import InPlace
from entendu.parts.options.models import TemporaryFix
from entendu.parts.options.queries import temporary as queries
from entendu.parts.tickets.models import Ticket

LONGEST = 2_000


class FixForm(forms.Form):
    """What is in place, in words that the customer reads."""

    name = forms.CharField(label=gettext_lazy("The stopgap, in a few words"), max_length=120,
                           widget=forms.TextInput(attrs={"autocomplete": "off"}))
    works = forms.CharField(label=gettext_lazy("What works by it, and what does not"), max_length=LONGEST,
                            required=False, widget=forms.Textarea(attrs={"rows": 3}))
    since = forms.DateTimeField(label=gettext_lazy("In place since"), required=False,
                                widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"))
    until = forms.DateField(label=gettext_lazy("Taken out by"), required=False,
                            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                            help_text=gettext_lazy("The message says it, and so it becomes a promise. Left empty: no "
                                                   "day yet."))
    voice_fields = ("name", "works")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What was wrong with what was tried: with which fix (None: a new one), its form, words that want a second look."""

    fix: int | None
    form: FixForm | None = None
    doubts: tuple[str, ...] = ()


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def temporary(request: HttpRequest, number: int) -> HttpResponse:
    """Shows it; by POST records it, tells them, asks whether they can live with it, or ends it."""
    ticket, reader = ticket_or_404(request, number), reader_of(request)
    if request.method != "POST":
        return _page(request, ticket)
    act, chosen = request.POST.get("act", ""), request.POST.get("fix", "")
    if act == "to-reply":
        return _to_reply(request, ticket, reader)
    fix = next((one for one in queries.standing(ticket) if str(one.pk) == chosen), None)
    if act == "record" and (fix is not None or not chosen):
        return _record(request, ticket, reader, fix)
    if fix is None:
        messages.error(request, _("Nothing temporary stands on this case any more; nothing was changed."))
        return _back(request, ticket)
    if act in {"tell", "ask"}:
        return _send(request, ticket, fix, act)
    _settle(request, fix, act, reader)
    return _back(request, ticket)


def _record(request: HttpRequest, ticket: Ticket, reader: Reader, fix: TemporaryFix | None) -> HttpResponse:
    """Puts a new one on record, or one that stands into other words."""
    form = FixForm(request.POST, auto_id=_ids(fix))
    if not form.is_valid():
        return _page(request, ticket, Trouble(fix.pk if fix else None, form), status=422)
    form_said = form.cleaned_data
    said = InPlace(form_said["name"], form_said["works"], form_said["since"] or reader.now, form_said["until"])
    if fix is None:
        flow.record(ticket, reader.member, said, now=reader.now)
    else:
        flow.reword(fix, reader.member, said)
    return _back(request, ticket)


def _send(request: HttpRequest, ticket: Ticket, fix: TemporaryFix, act: str) -> HttpResponse:
    reader, sending = reader_of(request), going.sending(request)
    try:
        send = flow.tell if act == "tell" else flow.ask_to_live
        return going.gone(request, ticket, send(fix, reader.member, sending, now=reader.now))
    except NothingSaid:
        messages.error(request, _("They have not been told that it is temporary; nothing was sent; tell them first."))
        return _page(request, ticket, status=422)
    except NotConfirmed as trouble:
        return _page(request, ticket, Trouble(fix.pk, doubts=tuple(one.message for one in trouble.findings)),
                     status=422)


def _settle(request: HttpRequest, fix: TemporaryFix, act: str, reader: Reader) -> None:
    """What a member says of it; without the words that it wants, a sentence says so and nothing is changed."""
    words = " ".join(request.POST.get("words", "").split())[:300]
    if act == "confirmed":
        flow.confirm(fix, now=reader.now, by=reader.member)
    elif act == "discard":
        flow.discard(fix, now=reader.now)
    elif act == "accepted" and words:
        flow.accept(fix, words, now=reader.now, by=reader.member)
    elif act == "repaired" and words:
        flow.repaired(fix, words, reader.member, now=reader.now)
    elif act == "accepted":
        messages.error(request, _("Say how they agreed; the fix stays temporary until then."))
    elif act == "repaired":
        messages.error(request, _("Say what was repaired; the fix stays temporary until then."))


def _to_reply(request: HttpRequest, ticket: Ticket, reader: Reader) -> HttpResponse:
    chosen = request.POST.get("fix", "")
    fix = next((one for one in queries.fixes(ticket) if str(one.pk) == chosen and one.state == Fix.FIXED), None)
    if fix is not None:
        put_into_reply(ticket, reader.member, flow.news_of_repair(fix), now=reader.now)
    return HttpResponseRedirect(ticket_url(ticket.number, view_of(request)) + "#reply")


def _page(request: HttpRequest, ticket: Ticket, trouble: Trouble | None = None, *, status: int = 200) -> HttpResponse:
    reader, view = reader_of(request), view_of(request)
    rows = list(queries.fixes(ticket))
    standing = [one for one in reversed(rows) if one.state in OPEN]
    cause = confirmed_cause(ticket) if standing else None
    tried = trouble.form if trouble is not None and trouble.fix is None else None
    return beside_step(request, ticket, "web/truth/temporary_page.html", {
        "step_title": _("Temporary fix"), "step_url": beside("temporary", ticket.number, view), "step_lede": "",
        "name": ticket.contact.first_name or _("them"), "key": uuid.uuid4().hex, "language": language_of(ticket),
        "fixes": [_open(one, ticket, reader, trouble) for one in standing],
        "over": [_shown(one, ticket) for one in rows if one.state not in OPEN],
        "form": tried or FixForm(initial={"since": timezone.localtime(reader.now)}), "was_changed": tried is not None,
        "can_send": going.can_send(ticket), "cause": cause.words if cause else "",
    }, status=status)


def _open(fix: TemporaryFix, ticket: Ticket, reader: Reader, trouble: Trouble | None) -> dict[str, Any]:
    """One that stands, with its form and what was wrong with what was tried."""
    its = trouble if trouble is not None and trouble.fix == fix.pk else Trouble(fix.pk)
    initial = {"name": fix.name, "works": fix.works, "since": timezone.localtime(fix.since), "until": fix.until}
    return (_shown(fix, ticket) | _preview(fix, reader)
            | {"form": its.form or FixForm(initial=initial, auto_id=_ids(fix)), "was_changed": its.form is not None,
               "doubts": its.doubts})


def _preview(fix: TemporaryFix, reader: Reader) -> dict[str, Any]:
    """How the message would read that tells them, and when it would go; nothing once they were told."""
    if fix.state != Fix.RECORDED:
        return {"reads": "", "verdict": None}
    return {"reads": flow.message(fix, reader.member.first_name, reader.now),
            "verdict": going.verdict(flow.verdict(fix, reader.member, now=reader.now), reader)}


def _shown(fix: TemporaryFix, ticket: Ticket) -> dict[str, Any]:
    return {"id": fix.pk, "name": fix.name, "works": fix.works, "language": fix.language, "since": stamp(fix.since),
            "until": fix.until, "state": fix.state, "state_words": state_words(fix, ticket), "told": stamp(fix.told_at),
            "asked": stamp(fix.asked_at), "confirmed": stamp(fix.confirmed_at),
            "words": fix.entry.visible if fix.entry else "", "ended": stamp(fix.ended_at),
            "ended_words": fix.ended_words, "by": fix.ended_by.first_name if fix.ended_by else ""}


def _ids(fix: TemporaryFix | None) -> str:
    """How the fields of its form are called on the page, where several forms are alike."""
    return f"id_{fix.pk}_%s" if fix is not None else "id_%s"


def _back(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    return HttpResponseRedirect(beside("temporary", ticket.number, view_of(request)))
