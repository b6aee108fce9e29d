"""How a team writes: the rules in force in each language, its own rules, and its own words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from entendu.core.wording import linear, rules
from entendu.core.wording.findings import Direction
from entendu.core.wording.own_rules import rule_of
from entendu.doors.web.access import member_of
from entendu.doors.web.nav import show
from entendu.doors.web.people.choices import language_name
from entendu.doors.web.settings.leads import leads_only, team_of, teams_led_by
from entendu.flows.writing import read_draft
from entendu.parts.staff.models import Team
from entendu.parts.wording import actions, queries
from entendu.parts.wording.models import OwnRule

CHECKS = (
    ("blame", gettext_lazy("Blame")), ("overpromise", gettext_lazy("Promising too much")),
    ("incivility", gettext_lazy("Sharp words")), ("condescension", gettext_lazy("Talking down")),
    ("arguing", gettext_lazy("Arguing")), ("marketing", gettext_lazy("Slogans")),
    ("unverified-claim", gettext_lazy("Guesses told as facts")), ("vocabulary", gettext_lazy("Words of the house")),
    ("jargon", gettext_lazy("Words of our trade")), ("grammar", gettext_lazy("Grammar")),
)
NAMES = dict(CHECKS)
# What is looked at in the message as a whole, or word by word: there is one rule for each.
WHOLE = (
    ("no-empathy", gettext_lazy("They are upset, and the message begins without a word for it.")),
    ("no-next-step", gettext_lazy("The message ends without a next step.")),
    ("length", gettext_lazy("The message is longer than people read.")),
    ("spelling", gettext_lazy("A word is in no dictionary.")),
    ("claim-not-checked", gettext_lazy("What only the customer has said is told as a fact.")),
)


@leads_only
@require_safe
def wording(request: HttpRequest) -> HttpResponse:
    """All of it on one page, for one team and one language."""
    team, language = team_of(request), language_of(request)
    silenced = {row.rule for row in queries.silenced(team) if row.language == language}
    own = [row for row in queries.rules_of(team) if row.language == language]
    is_administrator = member_of(request).is_administrator
    return show(request, "web/settings/wording.html", {
        "title": _("Wording"), "team": team, "teams": teams_led_by(member_of(request)), "language": language,
        "languages": [{"code": code, "name": language_name(code), "url": here(team, code)} for code in rules.LANGUAGES],
        "own": [_own(row) for row in own], "groups": groups(language, silenced), "words": queries.words_of(team),
        "new_url": f"{reverse('new_rule')}?team={team.pk}&language={language}",
        "back_url": reverse("settings") if is_administrator else "",
    }, at="settings" if is_administrator else "wording")


@leads_only
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """One of the product's rules, named by `on` or `off`, speaks in this team or does not."""
    team, language = team_of(request), language_of(request)
    speaks = "on" in request.POST
    rule = request.POST.get("on" if speaks else "off", "")[:80]
    if rule:
        (read_draft.unsilence if speaks else read_draft.silence)(member_of(request), rule, language, team)
    return redirect(f"{here(team, language)}#rule-{rule}")


@leads_only
@require_POST
def add_word(request: HttpRequest) -> HttpResponse:
    """A word that the team writes and no dictionary need know."""
    team = team_of(request)
    try:
        actions.add_word(team, request.POST.get("word", ""), member_of(request))
    except ValidationError:
        messages.error(request, _("That is no word that can be kept; nothing was changed; write one of up to 80 "
                                  "letters."))
    return redirect(f"{here(team, language_of(request))}#words")


@leads_only
@require_POST
def remove_word(request: HttpRequest, word_id: int) -> HttpResponse:
    """Only dictionaries know it from now on."""
    for team in teams_led_by(member_of(request)):
        for word in queries.words_of(team).filter(pk=word_id):
            actions.remove_word(word)
            return redirect(f"{here(team, language_of(request))}#words")
    raise Http404


def language_of(request: HttpRequest) -> str:
    """The language that the address or the form names, else the member's own where it is one of ours."""
    asked = request.POST.get("language") or request.GET.get("language") or member_of(request).language
    return asked if asked in rules.LANGUAGES else rules.LANGUAGES[0]


def here(team: Team, language: str) -> str:
    """The page of that team and language."""
    return f"{reverse('wording')}?team={team.pk}&language={language}"


def groups(language: str, silenced: set[str]) -> list[dict[str, Any]]:
    """The product's rules by check; last what is looked at in the message as a whole."""
    book, models = rules.of_the_product(language), linear.of_the_product(language, Direction.OUT)
    found = []
    for check, title in CHECKS:
        rows = [{"id": rule.id, "says": rule.message, "language": language, "offers": rule.suggestions,
                 "bad": rule.bad, "good": rule.good, "on": rule.id not in silenced}
                for rule in book.rules if rule.check == check and rule.direction is Direction.OUT]
        if models.model(check) is not None:
            name = f"{check}-second-reader"
            rows.append({"id": name, "says": _("What no rule has thought of, said as a doubt."), "language": "",
                         "on": name not in silenced})
        if rows:
            found.append({"id": check, "title": title, "rows": rows})
    rows = [{"id": name, "says": says, "language": "", "on": name not in silenced} for name, says in WHOLE]
    return [*found, {"id": "whole", "title": _("The message as a whole"), "rows": rows}]


def _own(row: OwnRule) -> dict[str, Any]:
    return {"row": row, "says": rule_of(row.row, row.language).message,
            "url": reverse("rule", args=[row.pk]), "switch_url": reverse("switch_rule", args=[row.pk])}
