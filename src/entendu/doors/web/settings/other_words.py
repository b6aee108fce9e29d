"""The language model that members may ask for other words. Off until somebody names one, and nothing needs it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from entendu.channels.chat_completions.ask import plain_address
from entendu.doors.web.access import member_of
from entendu.doors.web.nav import show
from entendu.doors.web.settings.administrators import administrators_only
from entendu.doors.web.settings.forms import NO_SPACES
from entendu.flows.writing import language_model as flow
from entendu.flows.writing.language_model import Entered
from entendu.parts.wording import actions, queries
from entendu.parts.wording.models import LanguageModel

WRONG = {
    "address": gettext_lazy("That is no address of a server; enter one such as http://localhost:11434/v1."),
    "name": gettext_lazy("No name or password belongs in the address; enter the key below."),
    "open": gettext_lazy("That is outside your network, and what is asked would travel in the open; enter an address "
                         "that begins with https://."),
}


class LanguageModelForm(forms.Form):
    """Where it is, what it is called, its key, and whether it may be asked.

    A key is never on the page, not even the one that was entered a moment ago: once it was tried, `carried` has it
    sealed.
    """

    address = forms.CharField(label=gettext_lazy("Address"), max_length=300, widget=NO_SPACES, help_text=gettext_lazy(
        "Of a server that answers /chat/completions: Ollama, llama.cpp or vLLM on a machine of yours "
        "(http://localhost:11434/v1), or a provider."))
    model = forms.CharField(label=gettext_lazy("Model"), max_length=120, widget=NO_SPACES, help_text=gettext_lazy(
        "Its name, as that server lists it."))
    key = forms.RegexField(r"^[!-~]*$", label=gettext_lazy("Key"), required=False, max_length=500,
                           widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
                           help_text=gettext_lazy("A model of your own usually wants none."), error_messages={
                               "invalid": gettext_lazy("A key has letters, figures and marks alone; copy it again.")})
    carried = forms.CharField(required=False, max_length=2_000, widget=forms.HiddenInput)
    forgets_key = forms.BooleanField(label=gettext_lazy("Forget the stored key"), required=False)
    active = forms.BooleanField(label=gettext_lazy("Members may ask it"), required=False, initial=True)

    def __init__(self, *args: Any, stored: LanguageModel | None, **options: Any) -> None:
        if stored is not None:
            options["initial"] = {name: getattr(stored, name) for name in ("address", "model", "active")}
        super().__init__(*args, **options)
        self.stored = stored
        if stored is not None and stored.secret:
            self.fields["key"].help_text = _("One is stored. Leave this empty to keep it.")
        else:
            del self.fields["forgets_key"]

    def clean_address(self) -> str:
        """As it is kept; a sentence where it is none that may be asked."""
        try:
            return plain_address(self.cleaned_data["address"])
        except ValueError as wrong:
            raise forms.ValidationError(WRONG[str(wrong)]) from None

    def clean(self) -> dict[str, Any]:
        """A stored key is shown to the server that knows it and to no other."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and flow.drops_key(self.stored, self.entered()):
            self.add_error("key", _("Enter the key again, or have the stored one forgotten: it is shown to no other "
                                    "server."))
        return cleaned

    def entered(self) -> Entered:
        """What was entered, as the flow's value."""
        said = self.cleaned_data
        key = said["key"] or flow.carried(said["carried"], said["address"])
        return Entered(said["address"], said["model"], key, said["active"], said.get("forgets_key", False))

    def carry(self) -> None:
        """The page that comes back holds what was entered, to be kept by the next press: the key sealed."""
        sealed = flow.carry(self.entered())
        self.data = self.data.copy()
        self.data["carried"] = sealed
        if sealed:
            self.fields["key"].help_text = _("The one that you have entered is kept when you save. Leave this empty.")


@never_cache
@administrators_only
def other_words_settings(request: HttpRequest) -> HttpResponse:
    """The model: shown, tried or kept."""
    stored = queries.language_model()
    form, result = LanguageModelForm(request.POST or None, stored=stored), None
    if request.method == "POST" and form.is_valid():
        member, now = member_of(request), timezone.now()
        if request.POST.get("try"):
            tried = flow.try_model(stored, form.entered(), member.language, now=now)
            form.carry()
            result = {"ok": tried.ok, "text": tried.sentence, "steps": [], "sample": "\n".join(tried.words)}
        else:
            flow.keep_model(stored, form.entered(), member, now=now)
            messages.success(request, _("Kept."))
            return redirect("other_words_settings")
    return show(request, "web/settings/form.html", {
        "title": _("Other words"), "form": form, "form_url": reverse("other_words_settings"),
        "submit_label": _("Save"), "try_label": _("Try it"), "result": result, "back_url": reverse("wording"),
        "back_label": _("Wording"),
        "lede": _("At a remark a member may ask a language model for other words. One sentence goes there, with marks "
                  "in the place of names, figures, days and codes. Nothing is asked by itself, and nothing is sent to "
                  "a customer."),
        "delete_url": reverse("remove_other_words") if stored else "", "delete_label": _("Ask no model"),
        "delete_text": _("The address and the key are forgotten. Remarks stay as they are without it."),
    }, at="settings", status=422 if form.is_bound and bool(form.errors) else 200)


@administrators_only
@require_POST
def remove_other_words(request: HttpRequest) -> HttpResponse:
    """Nobody is asked, and the key is forgotten."""
    actions.remove_language_model()
    messages.success(request, _("No model is asked any more, and its key is forgotten."))
    return redirect("wording")
