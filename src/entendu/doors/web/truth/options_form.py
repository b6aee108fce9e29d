"""The form in which options are written: some words before them, two to six options, until when one may change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from entendu.parts.options.actions.offers import MOST, Draft, Way
from entendu.parts.options.models import Offer

# So many empty places stand ready; one more comes with each that is filled.
FIRST = 3
LONGEST = 2_000


def _lines(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=LONGEST, strip=True,
                           widget=forms.Textarea(attrs={"rows": 2}))


class LeadForm(forms.Form):
    """What stands before the options, and until when the choice can be changed (on the member's clock)."""

    lead = forms.CharField(label=gettext_lazy("Words before the options"), required=False, max_length=LONGEST,
                           widget=forms.Textarea(attrs={"rows": 2}),
                           help_text=gettext_lazy("Left empty: “these are the ways to go on that we see. Which one "
                                                  "suits you?”, in their language."))
    until = forms.DateTimeField(label=gettext_lazy("They can change it until"), required=False,
                                widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
                                help_text=gettext_lazy("Your clock; the message says it on theirs."))


class WayForm(forms.Form):
    """One option."""

    words = forms.CharField(label=gettext_lazy("What we would do"), max_length=200, required=False)
    pros = _lines(gettext_lazy("What speaks for it, a line each"))
    cons = _lines(gettext_lazy("What speaks against it, a line each"))
    cost = forms.CharField(label=gettext_lazy("What it costs them"), max_length=120, required=False)
    ready_on = forms.DateField(label=gettext_lazy("Ready on"), required=False,
                               widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def way(self) -> Way | None:
        """The option; None where it has no words."""
        said = self.cleaned_data
        if not said["words"]:
            return None
        return Way(said["words"], _split(said["pros"]), _split(said["cons"]), said["cost"], said["ready_on"])


class OptionsForm:
    """All of it together."""

    def __init__(self, data: Mapping[str, Any] | None = None, offer: Offer | None = None) -> None:
        self.lead = LeadForm(data, initial=_lead(offer))
        filled = [_initial(one) for one in offer.options.all()] if offer is not None else []
        self.ways = [WayForm(data, prefix=f"o{place}", initial=initial)
                     for place, initial in enumerate(_places(data, filled))]
        for form in (self.lead, *self.ways):
            for field in form.fields.values():
                field.widget.attrs.setdefault("autocomplete", "off")

    def is_valid(self) -> bool:
        """Whether every field can be read; each says by itself what is wrong."""
        good = [form.is_valid() for form in (self.lead, *self.ways)]
        return all(good)

    def draft(self) -> Draft:
        """What was written, without places left empty. Call it where `is_valid()`."""
        ways = tuple(way for form in self.ways if (way := form.way()) is not None)
        return Draft(ways, self.lead.cleaned_data["lead"], self.lead.cleaned_data["until"])


def draft_of(offer: Offer) -> Draft:
    """An offer as it was written."""
    ways = tuple(Way(one.words, _split(one.pros), _split(one.cons), one.cost, one.ready_on)
                 for one in offer.options.all())
    return Draft(ways, offer.lead, offer.until)


def _places(data: Mapping[str, Any] | None, filled: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What stands in each place at first."""
    posted = sum(1 for place in range(MOST) if data is not None and f"o{place}-words" in data)
    places = max(posted, min(max(FIRST, len(filled) + 1), MOST)) if data is None else posted
    return [filled[place] if place < len(filled) else {} for place in range(places)]


def _initial(option: Any) -> dict[str, Any]:
    return {name: getattr(option, name) for name in ("words", "pros", "cons", "cost", "ready_on")}


def _lead(offer: Offer | None) -> dict[str, Any]:
    if offer is None:
        return {}
    return {"lead": offer.lead, "until": timezone.localtime(offer.until) if offer.until else None}


def _split(text: str) -> tuple[str, ...]:
    return tuple(line.strip(" \t+–-•*") for line in text.splitlines() if line.strip(" \t+–-•*"))
