"""What an administrator enters for WhatsApp, Messenger, Teams, the telephone and what Apprise reaches.

Secrets that we give to a provider, and not it to us, are made here and shown on the account's page.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entendu.channels.phone.dial import is_domain
from entendu.channels.webhooks.standard import new_secret
from entendu.doors.web.settings.channel_forms import FORMS as SMS_FORMS
from entendu.doors.web.settings.channel_forms import AccountForm, NumberForm, secret_field
from entendu.doors.web.settings.forms import NO_SPACES
from entendu.flows.channels.connect import Entered

TEMPLATE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})? [a-z0-9_]{1,512}")


def _secret(label: Any, help_text: Any = "", longest: int = 500) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=longest, help_text=help_text, widget=secret_field())


def _api_address() -> forms.URLField:
    return forms.URLField(label=gettext_lazy("Address of the interface"), required=False, max_length=200,
                          assume_scheme="https", help_text=gettext_lazy("Empty for the provider's own."))


class MetaForm(AccountForm):
    """What Meta's services have: a token, the app's secret, and a word by which Meta verifies our address."""

    token = _secret(gettext_lazy("Access token"), gettext_lazy("One of a system user that does not expire."))
    app_secret = _secret(gettext_lazy("App secret"), gettext_lazy("Under App settings, Basic: it signs what Meta "
                                                                  "tells us."))
    api_address = _api_address()
    settings: ClassVar[tuple[str, ...]] = ("api_address",)
    secrets = ("token", "app_secret", "verify_token")
    place = ("api_address",)

    def entered(self) -> Entered:
        """With a word of our own where there is none yet."""
        said = super().entered()
        if self.stored is not None and self.stored.settings.get("api_address", "") == said.settings["api_address"]:
            return said
        return replace(said, secrets={**said.secrets, "verify_token": secrets.token_urlsafe(18)})


class WhatsAppForm(MetaForm):
    """A number at WhatsApp's Cloud API."""

    address = forms.CharField(label=gettext_lazy("Phone number ID"), max_length=40, widget=NO_SPACES, help_text=(
        gettext_lazy("Under WhatsApp, API setup: a row of digits, and not the number itself.")))
    templates = forms.CharField(
        label=gettext_lazy("Templates"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line, as language and name: fr case_news. Approved, with one variable in the "
                               "body, for our words. Used when they wrote more than 24 hours ago."))
    provider = "whatsapp"
    at_hand = gettext_lazy(
        "Have at hand, from your app at Meta: the phone number ID, an access token that does not expire, and the app "
        "secret.")
    settings = ("templates", "api_address")

    def clean_address(self) -> str:
        """The id, which is all digits."""
        return _digits(self.cleaned_data["address"])

    def clean_templates(self) -> str:
        """Lines that each name a language and a template."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["templates"].splitlines() if line.strip()]
        for number, line in enumerate(lines, start=1):
            if not TEMPLATE.fullmatch(line):
                raise ValidationError(_("Line %(number)s: “%(text)s” is no template; write it as fr case_news.")
                                      % {"number": number, "text": line[:40]})
        return "\n".join(lines)


class MessengerForm(MetaForm):
    """A page at Messenger."""

    address = forms.CharField(label=gettext_lazy("Page ID"), max_length=40, widget=NO_SPACES, help_text=(
        gettext_lazy("Under the page's About, Page transparency: a row of digits.")))
    human_agent = forms.BooleanField(label=gettext_lazy("Meta has granted “Human Agent”"), required=False, help_text=(
        gettext_lazy("Then a person may still answer for seven days after they wrote.")))
    provider = "messenger"
    at_hand = gettext_lazy(
        "Have at hand, from your app at Meta: the page’s ID, an access token that does not expire, and the app secret.")
    settings = ("human_agent", "api_address")

    def clean_address(self) -> str:
        """The id, which is all digits."""
        return _digits(self.cleaned_data["address"])

    def entered(self) -> Entered:
        """Whether it was granted, as the channel reads it: "1" or nothing."""
        said = super().entered()
        granted = "1" if self.cleaned_data["human_agent"] else ""
        return replace(said, settings={**said.settings, "human_agent": granted})


class PlacelessForm(AccountForm):
    """An account without a number of ours."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["address"]


class TeamsForm(PlacelessForm):
    """A channel of a team at Microsoft Teams."""

    workflow_url = _secret(gettext_lazy("The workflow's address"), gettext_lazy(
        "Of a workflow that posts to the channel when a web hook request is received."), 2000)
    security_token = _secret(gettext_lazy("Security token"), gettext_lazy(
        "Of the team's outgoing web hook, by which they write to us. Empty: nothing comes in."))
    acknowledgement = forms.CharField(
        label=gettext_lazy("What Teams says at once"), required=False, max_length=200,
        help_text=gettext_lazy("Teams wants an answer in ten seconds. Empty: We have your message and answer here."))
    provider = "teams"
    at_hand = gettext_lazy(
        "Have at hand the address of a workflow that posts to the channel. Save, and this page shows what Teams asks "
        "for before people can write to you.")
    settings = ("acknowledgement",)
    secrets = ("workflow_url", "security_token")
    optional = ("security_token",)


class AppriseForm(PlacelessForm):
    """Any service that Apprise reaches."""

    url = _secret(gettext_lazy("Apprise's address of the service"), gettext_lazy(
        "Such as ntfy://ntfy.sh/{to}: for {to} stands each contact's own address. Nothing comes back from "
        "there."), 2000)
    provider = "apprise"
    at_hand = gettext_lazy(
        "One way only: what you write goes there, and nothing comes back. Have at hand the service’s address as "
        "Apprise writes it.")
    secrets = ("url",)


class TelephoneForm(NumberForm):
    """Calls by hand."""

    address = forms.CharField(label=gettext_lazy("Our number"), max_length=40, required=False, widget=NO_SPACES)
    sip_domain = forms.CharField(
        label=gettext_lazy("Exchange"), required=False, max_length=200, widget=NO_SPACES,
        help_text=gettext_lazy("Such as pbx.example.org: a click on a number opens sip: instead of tel:."))
    provider = "telephone"
    at_hand = gettext_lazy(
        "Nothing is connected: a click dials by your own telephone, and you write down how it went.")
    settings: ClassVar[tuple[str, ...]] = ("sip_domain", "region")

    def clean_sip_domain(self) -> str:
        """A host, or nothing."""
        domain: str = self.cleaned_data["sip_domain"].strip()
        if domain and not is_domain(domain):
            raise ValidationError(_("“%(domain)s” is no name of an exchange; write it as pbx.example.org.")
                                  % {"domain": domain[:60]})
        return domain


class ExchangeForm(TelephoneForm):
    """One's own exchange, which tells of calls."""

    provider = "pbx"
    at_hand = gettext_lazy(
        "A click dials, and your exchange tells of calls that ring, are answered and end. Save, and this page shows "
        "the address and the secret for its script.")
    secrets = ("signing_secret",)

    def entered(self) -> Entered:
        """With a secret of our own where there is none yet."""
        said = super().entered()
        return said if self.stored is not None else replace(said, secrets={"signing_secret": new_secret()})


class TwilioVoiceForm(NumberForm):
    """A number for calls at Twilio."""

    account_sid = _secret(gettext_lazy("Account SID"), longest=64)
    auth_token = _secret(gettext_lazy("Auth token"), longest=200)
    forward_to = forms.CharField(
        label=gettext_lazy("Our people's number"), required=False, max_length=40, widget=NO_SPACES,
        help_text=gettext_lazy("Calls that come in are put through to it, and a call back rings it first."))
    missed_words = forms.CharField(
        label=gettext_lazy("What callers hear when nobody answers"), required=False, max_length=300,
        help_text=gettext_lazy("Empty: Nobody can answer just now. We have seen your call and call you back."))
    language = forms.CharField(label=gettext_lazy("Language in which it is said"), required=False, max_length=10,
                               widget=NO_SPACES, help_text=gettext_lazy("Such as fr-FR."))
    api_address = _api_address()
    provider = "twilio-voice"
    at_hand = gettext_lazy(
        "A click rings you and puts you through. Have at hand the Account SID and the Auth token from Twilio’s "
        "console, and your number there.")
    settings = ("forward_to", "missed_words", "language", "region", "api_address")
    secrets = ("account_sid", "auth_token")
    place = ("api_address",)


def _digits(text: str) -> str:
    digits = text.strip()
    if not digits.isdecimal():
        raise ValidationError(_("That is no id: it is all digits."))
    return digits


FORMS: dict[str, type[AccountForm]] = SMS_FORMS | {form.provider: form for form in (
    WhatsAppForm, MessengerForm, TeamsForm, TelephoneForm, ExchangeForm, TwilioVoiceForm, AppriseForm)}
