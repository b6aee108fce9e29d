"""Two entries are one person, or one is two: what will be joined is shown before, and it can be taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.nav import show
from entendu.doors.web.people.lists import name_of
from entendu.doors.web.people.reading import contact_or_404
from entendu.flows.people import identity
from entendu.parts.people import queries
from entendu.parts.people.actions.identity import can_be_undone
from entendu.parts.people.models import Contact, Identity
from entendu.parts.tickets.models import Ticket
from entendu.parts.tickets.queries import contact_seen_by, contacts_seen_by, tickets_of_contact

FOUND = 20
CASES = 50


class PartForm(forms.Form):
    """Who has the address, and which cases are theirs."""

    name = forms.CharField(label=gettext_lazy("Their name"), max_length=160, required=False)
    cases = forms.MultipleChoiceField(label=gettext_lazy("Cases that are theirs"), required=False,
                                      widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, cases: list[Ticket], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(one.pk), one.subject or _("Without a subject")) for one in cases]
        self.fields["cases"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["cases"]


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def same(request: HttpRequest, person_id: int) -> HttpResponse:
    """Finds the other entry (`q`), shows what would be joined (`with`), and by POST joins it."""
    contact = contact_or_404(request, person_id)
    other = _other(request, contact)
    if request.method == "POST":
        if other is None:
            raise Http404
        return _joined(request, contact, other)
    query = request.GET.get("q", "").strip()
    back = reverse("person", args=[contact.pk])
    return show(request, "web/people/same.html", {
        "name": name_of(contact), "person_url": back, "url": reverse("same_person", args=[contact.pk]), "query": query,
        "other": _joining(contact, other) if other else None,
        "found": [] if other else [_row(contact, one) for one in _found(request, contact, query)],
    }, at="people")


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, person_id: int, address_id: int) -> HttpResponse:
    """An address is somebody else's: a person of its own, with the cases that are theirs."""
    contact = contact_or_404(request, person_id)
    address = queries.address(contact, address_id)
    if address is None:
        raise Http404
    member = member_of(request)
    form = PartForm(request.POST or None, cases=list(tickets_of_contact(member, contact)[:CASES]))
    if request.method == "POST" and form.is_valid():
        cases = [int(one) for one in form.cleaned_data.get("cases", [])]
        kept = identity.part(address, cases, name=form.cleaned_data["name"], member=member, now=timezone.now())
        messages.success(request, _("%(address)s is a person of its own now.") % {"address": address.value})
        return redirect("person", kept.other_id)
    return show(request, "web/settings/form.html", {
        "title": _("%(address)s is somebody else’s") % {"address": address.value}, "form": form,
        "lede": _("It becomes a person of its own. The cases that you choose go along, with all that was said in them; "
                  "all others stay with %(name)s.") % {"name": name_of(contact)},
        "form_url": reverse("part_address", args=[contact.pk, address.pk]),
        "submit_label": _("Make it a person of its own"), "back_url": reverse("person", args=[contact.pk]),
        "back_label": name_of(contact)}, at="people", status=422 if form.is_bound else 200)


@members_only
@require_POST
def undo(request: HttpRequest, person_id: int, identity_id: int) -> HttpResponse:
    """Takes back what was found out about who is who, as long as nothing new hangs on them."""
    contact = contact_or_404(request, person_id)
    kept = next((one for one in queries.identities_of(contact) if one.pk == identity_id), None)
    if kept is None:
        raise Http404
    if identity.undo(kept, now=timezone.now()):
        messages.success(request, _("It is as it was before."))
        return redirect("person", kept.contact_id)
    messages.warning(request, _("Something new hangs on them since; nothing was changed. Take an address out, or join "
                                "them, by hand."))
    return redirect("person", contact.pk)


def found_out(contact: Contact) -> list[dict[str, Any]]:
    """What was found out about who this is, newest first: sentence, and where it is taken back, "" where it cannot.
    Only the latest can; whoever takes that back finds the one before."""
    found = queries.identities_of(contact)
    latest = found[0] if found and can_be_undone(found[0]) else None
    return [{"sentence": _sentence(contact, one),
             "undo_url": reverse("undo_identity", args=[contact.pk, one.pk]) if one is latest else ""}
            for one in found]


def _sentence(contact: Contact, kept: Identity) -> str:
    other = kept.other if kept.contact_id == contact.pk else kept.contact
    words = {"name": name_of(other), "who": kept.member.first_name if kept.member else "",
             "day": formats.date_format(timezone.localtime(kept.at), "DATE_FORMAT")}
    if kept.kind == Identity.Kind.JOINED and kept.member:
        return _("%(who)s joined %(name)s to them on %(day)s.") % words
    if kept.kind == Identity.Kind.JOINED:
        return _("%(name)s proved on %(day)s to be the same person.") % words
    return _("%(who)s told them and %(name)s apart on %(day)s.") % words


def _other(request: HttpRequest, contact: Contact) -> Contact | None:
    """Whom the form or the address names: somebody else whom the member may see."""
    named = (request.POST if request.method == "POST" else request.GET).get("with", "")
    if not named.isdecimal() or len(named) > 18 or int(named) == contact.pk:
        return None
    return contact_seen_by(member_of(request), int(named))


def _found(request: HttpRequest, contact: Contact, query: str) -> list[Contact]:
    seen = contacts_seen_by(member_of(request))
    if query:
        return list(queries.contacts_named(query, seen).exclude(pk=contact.pk)[:FOUND])
    return list(queries.alike(contact).filter(pk__in=seen.values("pk"))[:FOUND])


def _row(contact: Contact, other: Contact) -> dict[str, str]:
    return {"name": name_of(other), "url": f"{reverse('same_person', args=[contact.pk])}?with={other.pk}",
            "organisation": other.organisation.name if other.organisation else "",
            "addresses": ", ".join(one.value for one in other.addresses.all())}


def _joining(contact: Contact, other: Contact) -> dict[str, Any]:
    what = identity.joining(contact, other)
    return {"id": other.pk, "name": name_of(other), "addresses": [one.value for one in what.addresses],
            "cases": what.cases, "told": what.told, "stops": [one.value for one in what.stops],
            "url": reverse("person", args=[other.pk])}


def _joined(request: HttpRequest, contact: Contact, other: Contact) -> HttpResponse:
    try:
        identity.join(contact, other, member=member_of(request), now=timezone.now())
    except identity.NotTwo:
        messages.warning(request, _("These two are one person already; nothing was changed."))
    else:
        messages.success(request, _("%(name)s is one person now, with all cases and addresses.")
                         % {"name": name_of(contact)})
    return redirect("person", contact.pk)
