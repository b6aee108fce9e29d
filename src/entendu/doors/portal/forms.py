"""What a customer says of how to reach them: one way, some days between two hours, and when not at all."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entendu.parts.people.models import Address, Channel, Contact

DAYS = [
    ("mon", gettext_lazy("Monday")), ("tue", gettext_lazy("Tuesday")), ("wed", gettext_lazy("Wednesday")),
    ("thu", gettext_lazy("Thursday")), ("fri", gettext_lazy("Friday")), ("sat", gettext_lazy("Saturday")),
    ("sun", gettext_lazy("Sunday")),
]
WEEK = [code for code, _name in DAYS]
CLOCKS = [(f"{half // 2:02}:{half % 2 * 30:02}",) * 2 for half in range(48)]
WAYS = {
    Channel.EMAIL: gettext_lazy("By email, at %(address)s"), Channel.SMS: gettext_lazy("By SMS, to %(address)s"),
    Channel.PHONE: gettext_lazy("By phone, on %(address)s"),
    Channel.WHATSAPP: gettext_lazy("By WhatsApp, on %(address)s"), Channel.MESSENGER: gettext_lazy("By Messenger"),
    Channel.TEAMS: gettext_lazy("By Teams"), Channel.CHAT: gettext_lazy("In the chat of our page"),
    Channel.OTHER: gettext_lazy("By another service"),
}
ANY, SOME, KEEP = "any", "some", "keep"


class ReachForm(forms.Form):
    """How the contact wants to be reached. Hours that are richer than this form can say may be kept as they are."""

    channel = forms.ChoiceField(label=gettext_lazy("By which way"), widget=forms.RadioSelect, required=False)
    when = forms.ChoiceField(label=gettext_lazy("When"), widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(label=gettext_lazy("On these days"), widget=forms.CheckboxSelectMultiple,
                                     choices=DAYS, required=False)
    opens = forms.ChoiceField(label=gettext_lazy("From"), choices=CLOCKS, initial="08:00")
    closes = forms.ChoiceField(label=gettext_lazy("Until"), choices=CLOCKS, initial="18:00")
    emergencies = forms.BooleanField(label=gettext_lazy("Urgent news may come at any hour"), required=False,
                                     help_text=gettext_lazy("Danger, an outage, a visit today that changes."))
    stop = forms.BooleanField(label=gettext_lazy("Do not write to me any more, except to answer me"), required=False)

    def __init__(self, data: Any = None, *, contact: Contact, now_hours: str, masked: bool = False) -> None:
        times = {(row[1], row[2]) for row in contact.hours}
        whens = [(ANY, _("At any hour")), (SOME, _("Only at these hours"))]
        if len(times) > 1:
            whens.insert(0, (KEEP, _("As now: %(hours)s") % {"hours": now_hours}))
        opens, closes = next(iter(times)) if len(times) == 1 else ("08:00", "18:00")
        super().__init__(data, initial={
            "channel": contact.channel, "when": KEEP if len(times) > 1 else SOME if times else ANY,
            "days": sorted(days_of(contact.hours), key=WEEK.index) or WEEK[:5], "opens": opens, "closes": closes,
            "emergencies": contact.emergencies,
            "stop": any(one.opted_out_at for one in contact.addresses.all())})
        self.contact = contact
        self.fields["channel"].choices = _ways(contact, masked)  # type: ignore[attr-defined]
        self.fields["when"].choices = whens  # type: ignore[attr-defined]
        for name in ("opens", "closes"):
            shown = {*CLOCKS, (self.initial[name],) * 2}
            self.fields[name].choices = sorted(shown)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Some hours need a day and two times."""
        said = super().clean() or self.cleaned_data
        if said.get("when") == SOME:
            if not said.get("days"):
                raise ValidationError({"days": _("Choose at least one day; nothing was changed.")})
            if said.get("opens") == said.get("closes"):
                raise ValidationError({"closes": _("It ends when it begins; choose another time.")})
        return said

    def hours(self) -> list[list[str]]:
        """The hours as they are stored: [["mon-fri", "08:00", "18:00"]]; none means always."""
        said = self.cleaned_data
        if said["when"] == KEEP:
            return list(self.contact.hours)
        return [] if said["when"] == ANY else rows_of(said["days"], said["opens"], said["closes"])


def rows_of(days: list[str], opens: str, closes: str) -> list[list[str]]:
    """One row for each run of days: Monday, Tuesday and Friday give "mon-tue" and "fri"."""
    runs: list[list[str]] = []
    for day in (day for day in WEEK if day in days):
        if runs and WEEK.index(day) == WEEK.index(runs[-1][-1]) + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [[run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}", opens, closes] for run in runs]


def days_of(rows: list[list[str]]) -> set[str]:
    """All days on which these rows open."""
    days = set()
    for first, _dash, last in (row[0].partition("-") for row in rows):
        start = WEEK.index(first)
        days |= {WEEK[(start + ahead) % 7] for ahead in range((WEEK.index(last or first) - start) % 7 + 1)}
    return days


def masked(address: Address) -> str:
    """An address that its owner recognises and nobody else can use: "m…@laval.example", "… 127"."""
    if address.channel != Channel.EMAIL:
        return f"… {address.value[-3:]}"
    local, _at, domain = address.value.rpartition("@")
    return f"{local[:1]}…@{domain}"


def _ways(contact: Contact, hides: bool) -> list[tuple[str, str]]:
    """The ways of which we have an address; of a number only its end, for a link may be passed on."""
    ways = {}
    for one in contact.addresses.all():
        shown = one.value if one.channel == Channel.EMAIL and not hides else masked(one)
        ways.setdefault(one.channel, str(WAYS[Channel(one.channel)]) % {"address": shown})
    return [*ways.items(), ("", _("As you think best"))]
