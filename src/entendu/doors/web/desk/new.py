"""A case that we begin: to whom, about what, from which mailbox. Its first words then lie in the composer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.desk.reading import number_in
from entendu.doors.web.nav import show
from entendu.flows import start
from entendu.parts.people import queries as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Mailbox


class NewCase(forms.Form):
    """What a case needs before anybody can write in it."""

    address = forms.EmailField(label=gettext_lazy("To"), max_length=254,
                               help_text=gettext_lazy("The mail address of the person whom it is for."))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=160, required=False)
    mailbox = forms.ModelChoiceField(Mailbox.objects.none(), label=gettext_lazy("From"), empty_label=None)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=300)
    text = forms.CharField(label=gettext_lazy("Your words"), required=False, widget=forms.Textarea(attrs={"rows": 8}),
                           help_text=gettext_lazy("They lie in the case as a draft; there you see when they would go."))

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mailbox"].queryset = tickets.mailboxes_of(member)  # type: ignore[attr-defined]


@members_only
def new(request: HttpRequest) -> HttpResponse:
    """The form, filled in for a person with `?to=<contact>`; then the case with its draft."""
    member = member_of(request)
    form = NewCase(request.POST or None, member=member, initial=_known(request, member))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        ticket = start.begin(said["mailbox"], member, start.Beginning(
            address=said["address"], name=said["name"], subject=said["subject"],
            text=said["text"].replace("\r\n", "\n")), now=timezone.now())
        return redirect("ticket", ticket.number)
    context = {"form": form, "form_url": reverse("new"), "back_url": reverse("inbox"), "back_label": _("Inbox")}
    return show(request, "web/ticket/new.html", context, status=422 if form.errors else 200)


def _known(request: HttpRequest, member: Member) -> dict[str, Any]:
    """Name and address of the person in question, as far as the member may see them."""
    contact = tickets.contact_seen_by(member, number_in(request.GET.get("to")))
    first = tickets.mailboxes_of(member).order_by("pk").first()
    known: dict[str, Any] = {"mailbox": first}
    if contact is not None:
        known |= {"name": contact.name, "address": people.mail_address_of(contact)}
    return known
