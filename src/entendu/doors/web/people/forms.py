"""What can be written down about a contact, an address, an organisation."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entendu.doors.web.people.choices import LanguageField, ZoneField
from entendu.doors.web.people.hours import HoursField
from entendu.parts.people import queries
from entendu.parts.people.models import Channel, Contact, Organisation, normal
from entendu.parts.staff.models import Member
from entendu.parts.tickets.queries import contact_seen_by, organisations_seen_by

DOMAIN = re.compile(r"^(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$")
SHORTEST_NUMBER = 5


class ContactForm(forms.Form):
    """A contact. `reader` is the member who fills it in: they choose among the organisations that they may see."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    about = forms.CharField(label=gettext_lazy("About"), max_length=200, required=False,
                            help_text=gettext_lazy("A few words for the team: what they do, how they like to be met."))
    organisation = forms.ModelChoiceField(label=gettext_lazy("Organisation"), queryset=Organisation.objects.none(),
                                          required=False, empty_label=gettext_lazy("None"))
    language = LanguageField(label=gettext_lazy("Language"))
    time_zone = ZoneField(label=gettext_lazy("Time zone"), nothing=gettext_lazy("Not known: as the mailbox"))
    channel = forms.ChoiceField(label=gettext_lazy("Chosen channel"), required=False,
                                choices=[("", gettext_lazy("They have not chosen")), *Channel.choices])
    hours = HoursField(label=gettext_lazy("Hours at which they may be written to"),
                       help_text=gettext_lazy("On their clock. Leave all rows empty for any time."))
    emergencies = forms.BooleanField(label=gettext_lazy("Urgent news at any hour"), required=False)

    def __init__(self, *args: Any, reader: Member, **options: Any) -> None:
        super().__init__(*args, **options)
        organisations: QuerySet[Organisation] = organisations_seen_by(reader)
        present = self.initial.get("organisation")
        if present is not None:
            organisations = organisations | Organisation.objects.filter(pk=present.pk)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class NewContactForm(ContactForm):
    """A contact entered by hand, with the first ways to reach them."""

    email = forms.CharField(label=gettext_lazy("Mail address"), max_length=254, required=False,
                            widget=forms.EmailInput)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False,
                            widget=forms.TextInput(attrs={"inputmode": "tel"}))
    field_order = ("name", "email", "phone")

    def __init__(self, *args: Any, reader: Member, **options: Any) -> None:
        super().__init__(*args, reader=reader, **options)
        self.reader = reader

    def clean_email(self) -> str:
        """A mail address that is nobody else's, or none."""
        return _checked(Channel.EMAIL, self.cleaned_data["email"], self.reader)

    def clean_phone(self) -> str:
        """A number that one can dial, or none."""
        return _checked(Channel.PHONE, self.cleaned_data["phone"], self.reader)

    def addresses(self) -> list[tuple[str, str]]:
        """The ways to reach them that were entered, as (channel, value)."""
        entered = [(Channel.EMAIL, self.cleaned_data["email"]), (Channel.PHONE, self.cleaned_data["phone"])]
        return [(channel, value) for channel, value in entered if value]


class AddressForm(forms.Form):
    """One more way to reach a contact."""

    channel = forms.ChoiceField(label=gettext_lazy("By"), choices=Channel.choices)
    value = forms.CharField(label=gettext_lazy("Address or number"), max_length=254)

    def __init__(self, *args: Any, contact: Contact, reader: Member, **options: Any) -> None:
        super().__init__(*args, **options)
        self.contact, self.reader = contact, reader

    def clean(self) -> dict[str, Any]:
        """The address fits its channel and is nobody else's, nor theirs already."""
        entered = super().clean() or self.cleaned_data
        if not {"channel", "value"} <= entered.keys():
            return entered
        channel, value = entered["channel"], normal(entered["channel"], entered["value"])
        if any((one.channel, one.value) == (channel, value) for one in queries.addresses_of(self.contact)):
            self.add_error("value", _("%(address)s stands here already.") % {"address": value})
            return entered
        try:
            entered["value"] = _checked(channel, entered["value"], self.reader)
        except ValidationError as error:
            self.add_error("value", error)
        return entered


class OrganisationForm(forms.Form):
    """A company or household."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    domain = forms.CharField(label=gettext_lazy("Mail domain"), max_length=190, required=False, help_text=gettext_lazy(
        "Such as laval.mu. Whoever writes from there for the first time belongs to this organisation."))
    about = forms.CharField(label=gettext_lazy("How they work, in a line"), required=False, help_text=(
        gettext_lazy("Such as: on ladders, phone only, reads at 12:30. It stands beside every case of theirs.")))
    process = forms.CharField(label=gettext_lazy("Their process"), required=False,
                              widget=forms.Textarea(attrs={"rows": 3}),
                              help_text=gettext_lazy("How their work goes, in their way, before anybody improves it."))
    vocabulary = forms.CharField(label=gettext_lazy("Their words"), required=False,
                                 widget=forms.Textarea(attrs={"rows": 2}),
                                 help_text=gettext_lazy("What they call things: a visit, a mandate, a run."))
    systems = forms.CharField(label=gettext_lazy("Their systems"), required=False,
                              widget=forms.Textarea(attrs={"rows": 2}))
    busy_times = forms.CharField(label=gettext_lazy("When they are busy"), required=False,
                                 widget=forms.Textarea(attrs={"rows": 2}),
                                 help_text=gettext_lazy("The end of the month, the first days of term, Saturdays."))

    def __init__(self, *args: Any, organisation: Organisation | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.organisation = organisation

    def clean_domain(self) -> str:
        """A domain as it stands behind the @, that is no other organisation's."""
        domain: str = self.cleaned_data["domain"].strip().lower().rpartition("@")[2]
        if not domain:
            return ""
        if not DOMAIN.match(domain):
            raise ValidationError(_("“%(domain)s” is no mail domain; write what stands behind the @, such as laval.mu.")
                                  % {"domain": domain})
        owner = queries.organisation_of_domain(domain)
        if owner and owner != self.organisation:
            raise ValidationError(_("Mail from %(domain)s belongs to another organisation already.")
                                  % {"domain": domain})
        return domain


def _checked(channel: str, value: str, reader: Member) -> str:
    """The address as it is stored; a sentence when it is none, or another contact's mail address."""
    if not value.strip():
        return ""
    value = normal(channel, value)
    if channel != Channel.EMAIL:
        if sum(char.isdigit() for char in value) < SHORTEST_NUMBER or "+" in value[1:]:
            raise ValidationError(_("This is no telephone number; write it with its country code, such as "
                                    "+230 5 555 01 27."))
        return value
    try:
        validate_email(value)
    except ValidationError:
        raise ValidationError(_("“%(address)s” is no mail address; check for a missing @ or a blank.")
                              % {"address": value}) from None
    owner = queries.contact_at(channel, value)
    if owner is None:
        return value
    if contact_seen_by(reader, owner.pk) and owner.name:
        raise ValidationError(_("%(address)s belongs to %(name)s already.") % {"address": value, "name": owner.name})
    raise ValidationError(_("%(address)s belongs to another contact already.") % {"address": value})
