"""Organisations: their mail domain, how they work, and who belongs to them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.care.line import drawn
from entendu.doors.web.nav import show
from entendu.doors.web.people.forms import OrganisationForm
from entendu.doors.web.people.lists import name_of
from entendu.flows.care.between import happened
from entendu.parts.people import actions
from entendu.parts.people.models import Organisation
from entendu.parts.tickets.queries import contacts_seen_by, organisations_seen_by

PAGE = 100


@members_only
def organisations(request: HttpRequest) -> HttpResponse:
    """Organisations by name."""
    page = Paginator(organisations_seen_by(member_of(request)), PAGE).get_page(request.GET.get("page"))
    rows = [{"url": reverse("organisation", args=[one.pk]), "label": one.name, "cells": [one.domain], "trouble": ""}
            for one in page]
    return show(request, "web/settings/table.html", {
        "title": _("Organisations"), "lede": _("The companies and households that your people belong to."),
        "back_url": reverse("people"), "back_label": _("People"), "rows": rows,
        "columns": [_("Name"), _("Mail domain")],
        "new_url": reverse("new_organisation"), "new_label": _("Add an organisation"),
        "older_url": f"?page={page.number + 1}" if page.has_next() else "",
        "empty_lead": _("There is no organisation yet."),
        "empty_text": _("Add one with its mail domain, and whoever writes from there belongs to it."),
    }, at="people")


@members_only
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """What is known of one, and its people as far as the member may see them."""
    found = organisations_seen_by(member_of(request)).filter(pk=organisation_id).first()
    if found is None:
        raise Http404
    return _edit(request, found)


@members_only
def new_organisation(request: HttpRequest) -> HttpResponse:
    """One that nobody has written from yet."""
    return _edit(request, None)


def _edit(request: HttpRequest, known: Organisation | None) -> HttpResponse:
    initial = {name: getattr(known, name) for name in OrganisationForm.base_fields} if known else {}
    form = OrganisationForm(request.POST or None, organisation=known, initial=initial)
    if request.method == "POST" and form.is_valid() and _kept(form, known):
        messages.success(request, _("Kept."))
        return redirect("organisations")
    return show(request, "web/people/organisation.html", {
        "title": known.name if known else _("Add an organisation"), "lede": "", "form": form,
        "form_url": reverse("organisation", args=[known.pk]) if known else reverse("new_organisation"),
        "submit_label": _("Save"), "back_url": reverse("organisations"), "back_label": _("Organisations"),
        "people": _people(request, known) if known else [], "rel": _between(request, known) if known else None,
    }, at="people", status=422 if form.is_bound else 200)


def _between(request: HttpRequest, known: Organisation) -> dict[str, Any] | None:
    """The line of ups and downs with all of its people that the member sees."""
    member, now = member_of(request), timezone.now()
    theirs = contacts_seen_by(member).filter(organisation=known).values_list("pk", flat=True)
    return drawn(happened(theirs, member.mailbox_ids or (), now), now)


def _kept(form: OrganisationForm, known: Organisation | None) -> bool:
    """Stores it; False when another has the name, which the form then says."""
    try:
        if known:
            actions.change_organisation(known, **form.cleaned_data)
        else:
            actions.add_organisation(**form.cleaned_data)
    except ValidationError:
        form.add_error("name", _("Another organisation has this name."))
        return False
    return True


def _people(request: HttpRequest, known: Organisation) -> list[dict[str, str]]:
    theirs = contacts_seen_by(member_of(request)).filter(organisation=known).prefetch_related("addresses")
    return [{"name": name_of(contact), "url": reverse("person", args=[contact.pk]), "about": contact.about}
            for contact in theirs.order_by("name", "pk")]
