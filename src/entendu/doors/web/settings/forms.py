"""What an administrator enters: a mailbox, its two servers, a team, a colleague."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entendu.doors.web.people.choices import ZoneField
from entendu.doors.web.people.hours import HoursField
from entendu.flows.mail import connect
from entendu.flows.mail.connect import Incoming, Outgoing
from entendu.parts.inbox.models import MailAccount
from entendu.parts.outbox.models import SendAccount
from entendu.parts.staff.models import Role, Team
from entendu.parts.tickets.models import Mailbox

MOST_HOLIDAYS = 200
HIGHEST_PORT = 65535
NO_SPACES = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"})


def _secret(autocomplete: str) -> forms.PasswordInput:
    """What was entered a moment ago stands there again after a try; what is stored never does."""
    return forms.PasswordInput(attrs={"autocomplete": autocomplete}, render_value=True)


class HolidaysField(forms.CharField):
    """Days on which we are not here, one a line; stored as ["2026-12-25"]."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> str:
        """Stored days as lines; entered ones as they are."""
        return "\n".join(value) if isinstance(value, list) else value or ""

    def clean(self, value: str) -> list[str]:  # type: ignore[override]
        """Sorted days; a sentence for each line that is none."""
        days, mistakes = set(), []
        for number, line in enumerate((value or "").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                days.add(date.fromisoformat(line.strip()).isoformat())
            except ValueError:
                mistakes.append(_("Line %(number)s: “%(text)s” is no day; write it as 2026-12-25.")
                                % {"number": number, "text": line.strip()[:30]})
        if len(days) > MOST_HOLIDAYS:
            mistakes.append(_("These are more than %(most)s days; keep those of the next two years.")
                            % {"most": MOST_HOLIDAYS})
        if mistakes:
            raise ValidationError(mistakes)
        return sorted(days)


class MailboxForm(forms.Form):
    """An address of ours."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy(
        "Contacts read it beside your name when you write from here."))
    address = forms.EmailField(label=gettext_lazy("Address"), max_length=254)
    team = forms.ModelChoiceField(label=gettext_lazy("Team"), queryset=Team.objects.all(), empty_label=None,
                                  help_text=gettext_lazy("Its members see what is written here, and nobody else does."))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, help_text=gettext_lazy(
        "For confirmations to people whose language we do not know."))
    time_zone = ZoneField(label=gettext_lazy("Time zone"))
    hours = HoursField(label=gettext_lazy("Our hours"),
                       help_text=gettext_lazy("When somebody answers. Leave all rows empty for any time."))
    holidays = HolidaysField(label=gettext_lazy("Holidays"), required=False,
                             help_text=gettext_lazy("One day a line, such as 2026-12-25."))
    signature = forms.CharField(label=gettext_lazy("Signature"), required=False,
                                widget=forms.Textarea(attrs={"rows": 4}))
    confirms = forms.BooleanField(label=gettext_lazy("Confirm new requests"), required=False, help_text=gettext_lazy(
        "Whoever writes for the first time in a while hears once that we have it."))
    plus_addresses = forms.BooleanField(label=gettext_lazy("Plus-addresses work"), required=False, help_text=(
        gettext_lazy("Mail to name+anything@… arrives here too. Answers then find their case even without a subject.")))
    voice_fields = ("signature",)

    def clean_signature(self) -> str:
        """With the line ends that everything else here has."""
        signature: str = self.cleaned_data["signature"]
        return signature.replace("\r\n", "\n")


class IncomingForm(forms.Form):
    """The IMAP account of a mailbox. `mailbox` tells which secrets are stored."""

    host = forms.CharField(label=gettext_lazy("Server"), max_length=253, widget=NO_SPACES)
    port = forms.IntegerField(label=gettext_lazy("Port"), min_value=1, max_value=HIGHEST_PORT, initial=993)
    security = forms.ChoiceField(label=gettext_lazy("Encryption"), choices=MailAccount.Security.choices)
    username = forms.CharField(label=gettext_lazy("User name"), max_length=254, widget=NO_SPACES)
    sign_in = forms.ChoiceField(label=gettext_lazy("Sign-in"), choices=MailAccount.SignIn.choices)
    password = forms.CharField(label=gettext_lazy("Password"), required=False, strip=False, max_length=500,
                               widget=_secret("new-password"))
    token_url = forms.URLField(label=gettext_lazy("Token address"), required=False, assume_scheme="https",
                               help_text=gettext_lazy("For OAuth 2 only, as are the next three."))
    client_id = forms.CharField(label=gettext_lazy("Client id"), required=False, max_length=254, widget=NO_SPACES)
    client_secret = forms.CharField(label=gettext_lazy("Client secret"), required=False, max_length=500,
                                    widget=_secret("off"))
    refresh_token = forms.CharField(label=gettext_lazy("Refresh token"), required=False, max_length=4000,
                                    widget=_secret("off"))
    folder = forms.CharField(label=gettext_lazy("Folder"), max_length=254, initial="INBOX", widget=NO_SPACES)
    active = forms.BooleanField(label=gettext_lazy("Fetch mail"), required=False, initial=True)

    def __init__(self, *args: Any, mailbox: Mailbox, stored: MailAccount | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.mailbox = mailbox
        if stored and stored.secret:
            for name in ("password", "client_secret", "refresh_token"):
                self.fields[name].help_text = _("Leave it empty to keep the one that is stored.")

    def clean(self) -> dict[str, Any]:
        """What the chosen sign-in needs is there."""
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        said["host"] = said["host"].strip().lower()
        entered = self.entered()
        if entered.by_oauth:
            for name in ("token_url", "client_id"):
                if not said[name]:
                    self.add_error(name, _("OAuth 2 needs this; your provider's pages say what it is."))
        if connect.lacks_incoming_secret(self.mailbox, entered):
            self.add_error("refresh_token" if entered.by_oauth else "password",
                           _("Enter it for this server and user; what is stored is shown to no other."))
        return said

    def entered(self) -> Incoming:
        """The account as it stands in the form."""
        return Incoming(**self.cleaned_data)


class OutgoingForm(forms.Form):
    """The SMTP server by which a mailbox's mail leaves."""

    host = forms.CharField(label=gettext_lazy("Server"), max_length=253, widget=NO_SPACES)
    port = forms.IntegerField(label=gettext_lazy("Port"), min_value=1, max_value=HIGHEST_PORT, initial=587)
    security = forms.ChoiceField(label=gettext_lazy("Encryption"), choices=SendAccount.Security.choices,
                                 initial=SendAccount.Security.STARTTLS)
    username = forms.CharField(label=gettext_lazy("User name"), required=False, max_length=254, widget=NO_SPACES,
                               help_text=gettext_lazy("Leave it empty when the server asks for none."))
    password = forms.CharField(label=gettext_lazy("Password"), required=False, strip=False, max_length=500,
                               widget=_secret("new-password"))

    def __init__(self, *args: Any, mailbox: Mailbox, stored: SendAccount | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.mailbox = mailbox
        if stored and stored.secret:
            self.fields["password"].help_text = _("Leave it empty to keep the one that is stored.")

    def clean(self) -> dict[str, Any]:
        """A user name comes with a password."""
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        said["host"] = said["host"].strip().lower()
        if connect.lacks_outgoing_secret(self.mailbox, self.entered()):
            self.add_error("password", _("Enter it for this server and user; what is stored is shown to no other."))
        return said

    def entered(self) -> Outgoing:
        """The server as it stands in the form."""
        return Outgoing(**self.cleaned_data)


class TeamForm(forms.Form):
    """People who share mailboxes."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)


class MemberForm(forms.Form):
    """A colleague: who they are, what they may change, which mailboxes they see."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("Mail address"), max_length=254,
                             help_text=gettext_lazy("They sign in with it."))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices, help_text=gettext_lazy(
        "Administrators see every mailbox and change these settings."))
    teams = forms.ModelMultipleChoiceField(label=gettext_lazy("Teams"), queryset=Team.objects.all(), required=False,
                                           widget=forms.CheckboxSelectMultiple)
