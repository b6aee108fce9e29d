"""A rule of a team's own: written in fields, checked by its examples while it is typed, kept in the product's form."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from entendu.core.wording import rules
from entendu.core.wording.findings import Direction
from entendu.core.wording.patterns import PatternError, compiled
from entendu.core.wording.prose import prose
from entendu.doors.web.access import member_of
from entendu.doors.web.nav import show
from entendu.doors.web.settings.leads import leads_only, team_of, teams_led_by
from entendu.doors.web.settings.wording import CHECKS, here, language_of
from entendu.parts.wording import actions, queries
from entendu.parts.wording.models import OwnRule

LINES = ("any", "unless", "suggestions", "bad", "good")  # fields that hold one thing a line
SEVERITIES = (("hint", gettext_lazy("Quietly")), ("warning", gettext_lazy("As a remark")),
              ("error", gettext_lazy("Ask before it is sent")))


class RuleForm(forms.Form):
    """The fields of a rule. Each error is one sentence beside the field that it is about."""

    message = forms.CharField(label=gettext_lazy("What it says"), max_length=200, help_text=gettext_lazy(
        "One sentence that tells the writer why, in the language of the messages."))
    check = forms.ChoiceField(label=gettext_lazy("Belongs to"), choices=CHECKS)
    severity = forms.ChoiceField(label=gettext_lazy("How it speaks"), choices=SEVERITIES, initial="warning")
    any = forms.CharField(label=gettext_lazy("Finds"), widget=forms.Textarea(attrs={"rows": 3}), help_text=gettext_lazy(
        "One pattern a line. (a|b) is either, [a] may be missing, word* begins so, ..3 is up to three words between."))
    unless = forms.CharField(label=gettext_lazy("But not in a sentence with"), required=False,
                             widget=forms.Textarea(attrs={"rows": 2}))
    suggestions = forms.CharField(label=gettext_lazy("Better"), required=False, help_text=gettext_lazy(
        "Wordings that can stand in its place, one a line."), widget=forms.Textarea(attrs={"rows": 2}))
    bad = forms.CharField(label=gettext_lazy("It must find"), widget=forms.Textarea(attrs={"rows": 3}),
                          help_text=gettext_lazy("Sentences, one a line. They are tried while you write."))
    good = forms.CharField(label=gettext_lazy("It must leave alone"), widget=forms.Textarea(attrs={"rows": 3}),
                           help_text=gettext_lazy("Sentences that come near and are fine, one a line."))

    def __init__(self, *args: Any, language: str, known: dict[str, Any] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.language, self.known = language, known or {}
        self.tried: list[dict[str, Any]] = []

    def clean(self) -> dict[str, Any]:
        """Tries the patterns, then each example; what was tried is in `tried`."""
        data = super().clean() or {}
        readable = [self._readable(name, data) for name in ("any", "unless")]
        if not data.get("any") or not all(readable):
            return data
        row = self.row_of(data | {"message": data.get("message") or "…"})
        try:
            rule = rules.rule_from(row, self.language, self.known.get("lists", {}))
        except rules.RuleError as wrong:
            self.add_error("any", str(wrong))
            return data
        book = rules.RuleBook(self.language, (rule,))
        self._try(book, lines(data.get("bad")), "bad", _("Not found: “%(text)s”"))
        self._try(book, lines(data.get("good")), "good", _("Found although it is fine: “%(text)s”"))
        return data

    def _readable(self, name: str, data: dict[str, Any]) -> bool:
        for pattern in lines(data.get(name)):
            try:
                compiled(pattern, self.known.get("lists", {}))
            except PatternError as wrong:
                self.add_error(name, _("The pattern “%(pattern)s” cannot be read; close what is open in it, and see "
                                       "the hint.") % {"pattern": pattern, "why": str(wrong)})
                return False
        return True

    def _try(self, book: rules.RuleBook, texts: Sequence[str], name: str, trouble: str) -> None:
        for text in texts:
            found = any(True for _found in book.findings(prose(text), Direction.OUT))
            right = found if name == "bad" else not found
            self.tried.append({"text": text, "found": found, "ok": right})
            if not right and name not in self.errors:
                self.add_error(name, trouble % {"text": text})

    def row_of(self, data: dict[str, Any]) -> dict[str, Any]:
        """The rule as the product's files write it."""
        given = {name: lines(data.get(name)) for name in LINES}
        name = self.known.get("id") or slugify(data["message"])[:60] or "rule"
        return {"id": name, "check": data.get("check") or "vocabulary", "severity": data.get("severity") or "warning",
                "message": data["message"], **{key: value for key, value in given.items() if value}}


@leads_only
def new_rule(request: HttpRequest) -> HttpResponse:
    """One more rule of the team's."""
    return _edit(request, None)


@leads_only
def rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """One of the team's own rules."""
    return _edit(request, rule_or_404(request, rule_id))


@leads_only
@require_POST
def try_rule(request: HttpRequest) -> HttpResponse:
    """What the rule does with its examples as it stands in the form; nothing is kept."""
    form = RuleForm(request.POST, language=language_of(request))
    form.is_valid()
    return render(request, "web/settings/rule_tried.html", {"form": form, "oob": True})


@leads_only
@require_POST
def switch_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """The rule speaks from now on, or does not."""
    known = rule_or_404(request, rule_id)
    actions.switch_rule(known, request.POST.get("on") == "1", member_of(request), now=timezone.now())
    return redirect(f"{here(known.team, known.language)}#own")


@leads_only
@require_POST
def remove_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """The team does without it."""
    known = rule_or_404(request, rule_id)
    actions.remove_rule(known)
    return redirect(f"{here(known.team, known.language)}#own")


def rule_or_404(request: HttpRequest, rule_id: int) -> OwnRule:
    """A rule of a team that the member leads."""
    for team in teams_led_by(member_of(request)):
        known = queries.rules_of(team).filter(pk=rule_id).first()
        if known is not None:
            return known
    raise Http404


def lines(text: str | None) -> list[str]:
    """What a field holds, one thing a line."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def toml_of(row: dict[str, Any], lists: dict[str, Any]) -> str:
    """A rule as TOML. JSON's strings and arrays of strings are TOML's as well (TOML 1.0, Basic String)."""
    head = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in lists.items()]
    body = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in row.items()]
    return "\n".join([*(["[lists]", *head, ""] if head else []), "[[rule]]", *body, ""])


def _edit(request: HttpRequest, known: OwnRule | None) -> HttpResponse:
    team = known.team if known else team_of(request)
    language = known.language if known else language_of(request)
    table = tomllib.loads(known.row) if known else {}
    old = (table["rule"][0] if isinstance(table.get("rule"), list) else table) | {"lists": table.get("lists", {})}
    initial = {key: "\n".join(value) if key in LINES else value for key, value in old.items()}
    form = RuleForm(request.POST or None, initial=initial, language=language, known=old if known else None)
    if request.method == "POST" and form.is_valid() and _kept(request, form, known, (team, language)):
        return redirect(f"{here(team, language)}#own")
    address = reverse("rule", args=[known.pk]) if known else f"{reverse('new_rule')}"
    return show(request, "web/settings/rule.html", {
        "title": _("A rule of our own") if known else _("Add a rule"), "form": form, "form_url": address, "team": team,
        "language": language, "back_url": here(team, language), "known": known,
    }, at="settings" if member_of(request).is_administrator else "wording", status=422 if form.is_bound else 200)


def _kept(request: HttpRequest, form: RuleForm, known: OwnRule | None, where: tuple[Any, str]) -> bool:
    """Stores it; False where the desk cannot, which the form then says."""
    row = toml_of(form.row_of(form.cleaned_data), form.known.get("lists", {}))
    member, now = member_of(request), timezone.now()
    try:
        if known:
            actions.change_rule(known, row, member, now=now)
        else:
            actions.add_rule(*where, row, member, now=now)
    except rules.RuleError as wrong:
        form.add_error("message", str(wrong))
        return False
    return True
