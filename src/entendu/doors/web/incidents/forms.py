"""What a member says of a defect or incident, and to all whom it touches."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from entendu.core.diagnosis.signs import signs_of
from entendu.parts.diagnosis.models.defects import Defect
from entendu.parts.staff import queries as staff
from entendu.parts.staff.models import Member, Team

FIELDS = ("kind", "title", "known", "signs", "state", "version")


class DefectForm(forms.Form):
    """What is wrong, and how it is recognised. Its team is chosen once: it says who sees it."""

    title = forms.CharField(label=gettext_lazy("What is wrong"), max_length=200, help_text=gettext_lazy(
        "For the team. Such as: exports above 10,000 rows fail."))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Defect.Kind.choices, help_text=gettext_lazy(
        "A defect stays until it is repaired, an incident passes."))
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=Defect.State.choices)
    version = forms.CharField(label=gettext_lazy("Fixed in"), max_length=60, required=False)
    signs = forms.CharField(
        label=gettext_lazy("Signs"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line: an error code, or a few words, in each language in which people write. A "
                               "letter that holds all words of a line may be about this."))
    known = forms.CharField(label=gettext_lazy("What we know"), required=False,
                            widget=forms.Textarea(attrs={"rows": 4}))
    team = forms.ModelChoiceField(label=gettext_lazy("Team"), queryset=Team.objects.none(), empty_label=None,
                                  help_text=gettext_lazy("It sees this, and its cases can be linked."))

    def __init__(self, *args: Any, member: Member, known: Defect | None = None, **options: Any) -> None:
        if known is not None:
            options["initial"] = {name: getattr(known, name) for name in FIELDS} | {"signs": "\n".join(known.signs)}
        super().__init__(*args, **options)
        if known is not None:
            del self.fields["team"]
        else:
            self.fields["team"].queryset = staff.teams() if member.is_administrator else member.teams.all()

    def clean_signs(self) -> list[str]:
        """The lines that hold a word."""
        return list(signs_of(self.cleaned_data["signs"]))

    def clean_known(self) -> str:
        """With the line ends that everything else here has."""
        known: str = self.cleaned_data["known"]
        return known.replace("\r\n", "\n")
