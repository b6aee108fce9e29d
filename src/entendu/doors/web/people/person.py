"""One contact: how they are reached and when, their cases, and what the team writes down about them."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entendu.core.tickets.states import Status, is_over
from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.care import style
from entendu.doors.web.care.between import between_us
from entendu.doors.web.care.brief import latest_cases
from entendu.doors.web.nav import show
from entendu.doors.web.people.changed import changed_before
from entendu.doors.web.people.choices import language_name
from entendu.doors.web.people.forms import AddressForm, ContactForm, NewContactForm
from entendu.doors.web.people.hours import in_words
from entendu.doors.web.people.identity import found_out
from entendu.doors.web.people.lists import name_of
from entendu.doors.web.people.proof import may_send
from entendu.doors.web.people.reading import contact_or_404
from entendu.doors.web.people.works import works
from entendu.flows.care.satisfaction import State
from entendu.flows.people.prefer import prefer
from entendu.parts.care.queries import solutions
from entendu.parts.people import actions, queries
from entendu.parts.people.models import Address, Contact
from entendu.parts.tickets.models import Ticket

CASES, MOST = 20, 500
FIELDS = ("name", "about", "organisation", "language", "time_zone", "channel", "hours", "emergencies")


@members_only
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The page of one contact."""
    contact = contact_or_404(request, person_id)
    return _page(request, contact, AddressForm(contact=contact, reader=member_of(request)))


@members_only
def new_person(request: HttpRequest) -> HttpResponse:
    """A contact entered by hand, before they wrote."""
    reader = member_of(request)
    form = NewContactForm(request.POST or None, reader=reader, initial={"emergencies": True})
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in FIELDS}
        contact = actions.add_contact(form.addresses(), now=timezone.now(), **fields)
        messages.success(request, _("%(name)s is among your people now.") % {"name": contact.name})
        return redirect("person", contact.pk)
    return _form(request, form, title=_("Add a person"), url=reverse("new_person"), back=None)


@members_only
def edit_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """What is written down about a contact."""
    contact = contact_or_404(request, person_id)
    initial = {name: getattr(contact, name) for name in FIELDS}
    form = ContactForm(request.POST or None, reader=member_of(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        prefer(contact, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("person", contact.pk)
    return _form(request, form, title=name_of(contact), url=reverse("edit_person", args=[contact.pk]), back=contact)


@members_only
@require_POST
def add_address(request: HttpRequest, person_id: int) -> HttpResponse:
    """One more way to reach them."""
    contact = contact_or_404(request, person_id)
    form = AddressForm(request.POST, contact=contact, reader=member_of(request))
    if not form.is_valid():
        return _page(request, contact, form)
    actions.add_address(contact, form.cleaned_data["channel"], form.cleaned_data["value"])
    messages.success(request, _("%(address)s is kept.") % {"address": form.cleaned_data["value"]})
    return redirect("person", contact.pk)


@members_only
@require_POST
def remove_address(request: HttpRequest, person_id: int, address_id: int) -> HttpResponse:
    """They are no longer reached there."""
    contact, address = _address(request, person_id, address_id)
    actions.remove_address(address)
    messages.success(request, _("%(address)s is taken out. What was sent there stays on record.")
                     % {"address": address.value})
    return redirect("person", contact.pk)


@members_only
@require_POST
def mend_address(request: HttpRequest, person_id: int, address_id: int) -> HttpResponse:
    """Somebody's word that the address works again."""
    contact, address = _address(request, person_id, address_id)
    actions.mark_deliverable(address)
    messages.success(request, _("%(address)s is written to again.") % {"address": address.value})
    return redirect("person", contact.pk)


def _address(request: HttpRequest, person_id: int, address_id: int) -> tuple[Contact, Address]:
    contact = contact_or_404(request, person_id)
    address = queries.address(contact, address_id)
    if address is None:
        raise Http404
    return contact, address


def _form(request: HttpRequest, form: ContactForm, *, title: str, url: str, back: Contact | None) -> HttpResponse:
    """The form on its page; `back` is the contact whom it is about."""
    where = {"back_url": reverse("person", args=[back.pk]), "back_label": name_of(back)} if back else {
        "back_url": reverse("people"), "back_label": _("People")}
    return show(request, "web/settings/form.html", {
        "title": title, "lede": "", "form": form, "form_url": url, "submit_label": _("Save"), **where,
    }, at="people", status=422 if form.is_bound else 200)


def _page(request: HttpRequest, contact: Contact, form: AddressForm) -> HttpResponse:
    member = member_of(request)
    every = "all" in request.GET
    cases = latest_cases(contact, member, MOST if every else CASES + 1)
    more = not every and len(cases) > CASES
    return show(request, "web/people/person.html", {
        "person": _described(contact), "people_url": reverse("people"),
        "cases": _cases(cases[:CASES] if more else cases),
        "cases_older_url": "?all" if more else "",
        "same_url": reverse("same_person", args=[contact.pk]), "found_out": found_out(contact),
        "address_form": form, "address_url": reverse("add_address", args=[contact.pk]),
        **between_us(contact, member, cases, timezone.now()), "style": style.on_page(contact),
        "changed": changed_before(contact, cases),
    }, at="people", status=422 if form.is_bound else 200)


def _described(contact: Contact) -> dict[str, Any]:
    """The value `person` of the template."""
    organisation = contact.organisation
    return {
        "name": name_of(contact), "face": contact.initials, "about": _sentence(contact),
        "write_url": f"{reverse('new')}?to={contact.pk}",
        "edit_url": reverse("edit_person", args=[contact.pk]),
        "addresses": [_reached(contact, address) for address in contact.addresses.all()],
        "organisation": organisation.name if organisation else "",
        "organisation_url": reverse("organisation", args=[organisation.pk]) if organisation else "",
        "how_they_work": works(organisation) if organisation else [],
        "language": language_name(contact.language) if contact.language else "",
        "time_zone": _clock(contact), "channels": contact.get_channel_display() if contact.channel else "",
        "hours": in_words(contact.hours),
        "quiet": _("Urgent news at any hour") if contact.emergencies else _("Never outside these hours"),
    }


def _reached(contact: Contact, address: Address) -> dict[str, Any]:
    note, broken = "", ""
    if address.opted_out_at:
        note = _("asked on %(day)s not to be written to here: %(why)s") if address.opted_out_why else _(
            "asked on %(day)s not to be written to here")
        note %= {"day": _day(address.opted_out_at), "why": address.opted_out_why}
    if address.undeliverable_since:
        why = address.undeliverable_why.strip().rstrip(".")
        broken = _("Does not work since %(day)s, because: %(why)s.") if why else _("Does not work since %(day)s.")
        broken %= {"day": _day(address.undeliverable_since), "why": why}
    send_url, code_url = may_send(address, timezone.now())
    return {
        "channel": address.channel, "value": address.value, "note": note, "broken": broken,
        "send_url": send_url, "code_url": code_url,
        "mend_url": reverse("mend_address", args=[contact.pk, address.pk]),
        "remove_url": reverse("remove_address", args=[contact.pk, address.pk]),
        "part_url": reverse("part_address", args=[contact.pk, address.pk]),
        "verified": _("verified") if address.verified_at else "",
    }


def _sentence(contact: Contact) -> str:
    """Who they are and what time it is for them, as far as we know."""
    parts = [part for part in (contact.about, contact.organisation.name if contact.organisation else "") if part]
    return ", ".join(parts)


def _clock(contact: Contact) -> str:
    """Their zone, and the time there now."""
    if not contact.time_zone:
        return ""
    place = contact.time_zone.rpartition("/")[2].replace("_", " ")
    try:
        there = timezone.now().astimezone(ZoneInfo(contact.time_zone))
    except (ZoneInfoNotFoundError, ValueError):
        return place
    return _("%(place)s, where it is %(time)s now") % {"place": place, "time": formats.date_format(there, "H:i")}


def _cases(tickets: list[Ticket]) -> list[dict[str, str]]:
    """The cases with how they stand; one query for what was said of those that we call solved."""
    said = solutions.states_of(tickets)
    return [_case(ticket, said.get(ticket.pk, "")) for ticket in tickets]


def _case(ticket: Ticket, said: str) -> dict[str, str]:
    words = {"status": ticket.get_status_display(), "day": _day(ticket.last_at)}
    over = is_over(Status(ticket.status))
    if over and said == State.AGREED:
        state = _("%(status)s by their own word, last word on %(day)s")
    elif over and said in {State.PLANNED, State.ASKED}:
        state = _("%(status)s, unverified, last word on %(day)s")
    else:
        state = _("%(status)s, last word on %(day)s")
    return {"url": reverse("ticket", args=[ticket.number]), "subject": ticket.subject or _("Without a subject"),
            "state_text": state % words}


def _day(moment: Any) -> str:
    return formats.date_format(timezone.localtime(moment), "DATE_FORMAT")
