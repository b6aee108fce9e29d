"""What each member decides for themselves."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.nav import show
from entendu.doors.web.people.choices import ZoneField
from entendu.parts.staff import actions

FIELDS = ("name", "language", "time_zone", "theme", "undo_seconds", "single_keys", "hides_insults",
          "promises_a_day")


class MyForm(forms.Form):
    """How the desk looks and behaves for one member."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120,
                           help_text=gettext_lazy("Contacts read it under what you write."))
    language = forms.ChoiceField(label=gettext_lazy("Language of the desk"), choices=settings.LANGUAGES)
    time_zone = ZoneField(label=gettext_lazy("Time zone"))
    theme = forms.ChoiceField(label=gettext_lazy("Light or dark"), required=False, widget=forms.RadioSelect, choices=[
        ("", gettext_lazy("As this device")), ("light", gettext_lazy("Light")), ("dark", gettext_lazy("Dark"))])
    undo_seconds = forms.TypedChoiceField(
        label=gettext_lazy("Time to take a reply back"), widget=forms.RadioSelect, coerce=int, choices=[
            (10, gettext_lazy("10 seconds")), (30, gettext_lazy("30 seconds")), (60, gettext_lazy("60 seconds"))])
    single_keys = forms.BooleanField(
        label=gettext_lazy("Single-key shortcuts"), required=False,
        help_text=gettext_lazy("Switch them off if you speak to your computer or often touch keys by accident."))
    hides_insults = forms.BooleanField(
        label=gettext_lazy("Insults are shown on a press alone"), required=False,
        help_text=gettext_lazy("Where one was read in a letter, its words are covered until you want to see them. "
                               "Whatever may be urgent stays in sight."))
    promises_a_day = forms.IntegerField(
        label=gettext_lazy("Promises a day"), required=False, min_value=1, max_value=99,
        help_text=gettext_lazy("How many you can keep. On a day on which a colleague has no room left, the board says "
                               "that you have some. Empty: nobody counts."))


@members_only
def me(request: HttpRequest) -> HttpResponse:
    """The form, and ways to what concerns signing in."""
    member = member_of(request)
    initial = {name: getattr(member, name) for name in FIELDS}
    if initial["undo_seconds"] is None:
        initial["undo_seconds"] = settings.ENTENDU_UNDO_SECONDS
    form = MyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_member(member, **form.cleaned_data)
        translation.activate(member.language)
        messages.success(request, _("Kept."))
        return redirect("me")
    return show(request, "web/settings/form.html", {
        "title": _("Your settings"), "lede": member.email, "form": form, "form_url": reverse("me"),
        "submit_label": _("Save"), "sign_out_url": reverse("account_logout"), "links": [
            {"label": _("Password"), "url": reverse("account_change_password"), "hint": _("Choose a new one.")},
            {"label": _("Second step"), "url": reverse("mfa_index"),
             "hint": _("An app or a key beside your password.")},
            {"label": _("Programs that ask in your name"), "url": reverse("programs"),
             "hint": _("Tokens for the interface for programs.")},
        ],
    }, at="me", status=422 if form.is_bound else 200)
