"""What an administrator enters for an account at a provider: a form for each provider, all of one shape.

A field stands in the account's settings under its own name, or sealed among its secrets; `place` names the settings
that say where secrets are shown.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entendu.core.governor.cost import read_price
from entendu.doors.web.settings.forms import HIGHEST_PORT, NO_SPACES
from entendu.flows.channels import connect
from entendu.flows.channels.connect import Entered
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.tickets.models import Mailbox

# Always at the top, wanted or not: by this an account is known.
FIRST = ("name", "mailbox", "address")


def secret_field() -> forms.PasswordInput:
    """What was entered a moment ago stands there again after a try; what is stored never does."""
    return forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=True)


class AccountForm(forms.Form):
    """What every account has. `stored` is the one that is changed, None for a new one; `at_hand` says in a sentence
    what somebody needs who sets it up. What has to be entered stands before what may be left."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy(
        "What colleagues call it, such as: Our SMS number."))
    mailbox = forms.ModelChoiceField(label=gettext_lazy("Mailbox"), queryset=Mailbox.objects.all(), empty_label=None,
                                     help_text=gettext_lazy("What is written to it opens cases there."))
    address = forms.CharField(label=gettext_lazy("Our number"), max_length=254, widget=NO_SPACES, help_text=(
        gettext_lazy("With its country code, such as +230 5 555 01 27; or a short code, or a name.")))
    serves_all = forms.BooleanField(label=gettext_lazy("Other mailboxes write by it too"), required=False, initial=True)
    enabled = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)
    provider: ClassVar[str] = ""
    settings: ClassVar[tuple[str, ...]] = ()
    secrets: ClassVar[tuple[str, ...]] = ()
    place: ClassVar[tuple[str, ...]] = ()
    optional: ClassVar[tuple[str, ...]] = ()
    last: ClassVar[tuple[str, ...]] = ("api_address", "serves_all", "enabled")
    at_hand: ClassVar[Any] = ""

    def __init__(self, *args: Any, stored: ChannelAccount | None, **options: Any) -> None:
        if stored is not None:
            initial = {name: stored.settings.get(name, "") for name in self.settings}
            options["initial"] = initial | {name: getattr(stored, name) for name in (
                "name", "mailbox", "address", "serves_all", "enabled")}
        super().__init__(*args, **options)
        self.stored = stored
        kept = stored is not None and bool(stored.secret)
        for name in self.fields.keys() & set(self.secrets):
            self.fields[name].required = not kept and name not in self.optional
            if kept:
                self.fields[name].help_text = _("One is stored. Leave this empty to keep it.")
        wanted = [name for name, field in self.fields.items() if field.required or name in (*self.secrets, *FIRST)]
        rest = [name for name in self.fields if name not in (*wanted, *self.last)]
        self.order_fields([*wanted, *rest, *self.last])

    def entered(self) -> Entered:
        """What was entered, as the flow's value."""
        said = self.cleaned_data
        return Entered(provider=self.provider, name=said["name"].strip(), mailbox=said["mailbox"],
                       address=said.get("address", ""), serves_all=said["serves_all"], enabled=said["enabled"],
                       settings={name: str(said[name] or "").strip() for name in self.settings},
                       secrets={name: said.get(name, "").strip() for name in self.secrets}, place=self.place)

    def clean(self) -> dict[str, Any]:
        """Secrets have to be there, once."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for name in set(connect.missing_secrets(self.stored, self.entered())).difference(self.optional):
                self.add_error(name, _("Enter it; what is stored is shown to no other server."))
        return cleaned


class NumberForm(AccountForm):
    """An account whose addresses are telephone numbers."""

    region = forms.CharField(label=gettext_lazy("Country"), max_length=2, required=False, widget=NO_SPACES, help_text=(
        gettext_lazy("Two letters, such as MU: of numbers that come without their country code.")))

    def clean_region(self) -> str:
        """A country that has telephones, or none."""
        from phonenumbers import SUPPORTED_REGIONS  # its tables take a sixth of a second, and only this form needs them

        region: str = self.cleaned_data["region"].strip().upper()
        if region and region not in SUPPORTED_REGIONS:
            raise ValidationError(_("“%(region)s” is no country; write two letters, such as MU or FR.")
                                  % {"region": region})
        return region


class SmsForm(NumberForm):
    """What every way of sending SMS has."""

    segment_price = forms.CharField(label=gettext_lazy("Price of a segment"), max_length=20, required=False, help_text=(
        gettext_lazy("Such as 0.045 EUR. Whoever writes sees what the message will cost.")))

    def clean_segment_price(self) -> str:
        """An amount and a currency, or nothing."""
        words: str = self.cleaned_data["segment_price"].strip()
        if words and read_price(words) is None:
            raise ValidationError(_("“%(words)s” is no price; write it as 0.045 EUR.") % {"words": words})
        return words


class KannelForm(SmsForm):
    """A Kannel gateway."""

    url = forms.URLField(label=gettext_lazy("Address of sendsms"), max_length=200, assume_scheme="https", help_text=(
        gettext_lazy("Such as https://sms.example.org/cgi-bin/sendsms, or http://127.0.0.1:13013/cgi-bin/sendsms.")))
    username = forms.CharField(label=gettext_lazy("User name"), max_length=80, widget=NO_SPACES)
    password = forms.CharField(label=gettext_lazy("Password"), required=False, max_length=200, strip=False,
                               widget=secret_field())
    smsc = forms.CharField(label=gettext_lazy("SMS centre"), required=False, max_length=80, widget=NO_SPACES,
                           help_text=gettext_lazy("The smsc-id by which Kannel shall send; empty for any."))
    provider = "kannel"
    at_hand = gettext_lazy(
        "Kannel stands between the desk and your operator. Have at hand the address of its sendsms service, and a "
        "sendsms-user of its configuration.")
    settings = ("url", "username", "smsc", "region", "segment_price")
    secrets = ("password",)
    place = ("url", "username")


class TwilioForm(SmsForm):
    """Twilio's Messaging API."""

    account_sid = forms.CharField(label=gettext_lazy("Account SID"), required=False, max_length=64, widget=NO_SPACES)
    auth_token = forms.CharField(label=gettext_lazy("Auth token"), required=False, max_length=200,
                                 widget=secret_field())
    api_address = forms.URLField(label=gettext_lazy("Address of the interface"), required=False, max_length=200,
                                 assume_scheme="https", help_text=gettext_lazy(
                                     "Empty for Twilio's own, api.twilio.com; another for one of its regions."))
    provider = "twilio"
    at_hand = gettext_lazy(
        "Have at hand the Account SID and the Auth token from Twilio’s console, and the number that you have there.")
    settings = ("api_address", "region", "segment_price")
    secrets = ("account_sid", "auth_token")
    place = ("api_address",)


class SmppForm(SmsForm):
    """An SMS centre by SMPP 3.4."""

    host = forms.CharField(label=gettext_lazy("Server"), max_length=253, widget=NO_SPACES)
    port = forms.IntegerField(label=gettext_lazy("Port"), min_value=1, max_value=HIGHEST_PORT, initial=2775)
    security = forms.ChoiceField(label=gettext_lazy("Encryption"), choices=[
        ("tls", gettext_lazy("TLS")), ("none", gettext_lazy("None (inside a tunnel or this machine only)"))])
    username = forms.CharField(label=gettext_lazy("System id"), max_length=15, widget=NO_SPACES)
    password = forms.CharField(label=gettext_lazy("Password"), required=False, max_length=8, strip=False,
                               widget=secret_field())
    system_type = forms.CharField(label=gettext_lazy("System type"), required=False, max_length=12, widget=NO_SPACES)
    alphabet = forms.ChoiceField(label=gettext_lazy("Its default alphabet"), choices=[
        ("gsm", gettext_lazy("GSM 7-bit (most centres)")), ("latin1", gettext_lazy("Latin-1"))])
    provider = "smpp"
    at_hand = gettext_lazy(
        "Your operator gives you a server with its port, a system id and a password (SMPP 3.4, transceiver).")
    settings = ("host", "port", "security", "username", "system_type", "alphabet", "region", "segment_price")
    secrets = ("password",)
    place = ("host", "port", "username")


FORMS: dict[str, type[AccountForm]] = {form.provider: form for form in (KannelForm, TwilioForm, SmppForm)}
