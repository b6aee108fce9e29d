"""A team's own rules and words, what its members kept all the same, what was read in customers' letters, and the
language model that may be asked for other words."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ro", _("Romanian"))]


class OwnRule(models.Model):
    """A rule that a team has written for itself. `row` is its TOML, as in docs/wording.md; `name` is the id in it."""

    team = models.ForeignKey("staff.Team", models.CASCADE, related_name="wording_rules")
    language = models.CharField(_("Language"), max_length=2, choices=LANGUAGES)
    name = models.CharField(max_length=80)
    row = models.TextField(_("Rule"))
    active = models.BooleanField(_("On"), default=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["language", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "language", "name"], name="one_own_rule_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class SilencedRule(models.Model):
    """A rule, of the product's or their own, of which a team does not want to hear in one language."""

    team = models.ForeignKey("staff.Team", models.CASCADE, related_name="silenced_rules")
    language = models.CharField(max_length=8)
    rule = models.CharField(max_length=80)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["language", "rule"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "language", "rule"], name="silenced_once_per_team"),
        ]

    def __str__(self) -> str:
        return self.rule


class OwnWord(models.Model):
    """A word that a team writes and no dictionary need know: a product, a place, a term of its trade."""

    team = models.ForeignKey("staff.Team", models.CASCADE, related_name="own_words")
    word = models.CharField(_("Word"), max_length=80)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["word"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["team", "word"], name="own_word_once_per_team")]

    def __str__(self) -> str:
        return self.word


class Kept(models.Model):
    """What a member chose to leave as it is in one message, in spite of a remark. `key` is the draft's."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    rule = models.CharField(max_length=80)
    words = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "member", "rule", "words"], name="kept_once_per_message"),
        ]
        indexes: ClassVar = [models.Index(fields=["rule", "language"], name="kept_by_rule")]


class EntryReading(models.Model):
    """What was read in an entry of a customer's, as `core.wording` gave it; its guesses are never a score for them."""

    entry = models.OneToOneField("tickets.Entry", models.CASCADE, related_name="read_as")
    language = models.CharField(max_length=8, blank=True)
    findings = models.JSONField(default=list)


class Correction(models.Model):
    """A member's word on one guess, by its place among the findings: "right", "wrong", or the emotion that it was."""

    reading = models.ForeignKey(EntryReading, models.CASCADE, related_name="corrections")
    place = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=16)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["reading", "place"], name="one_word_per_guess")]


class LanguageModel(models.Model):
    """Where members may ask for other words; one row at most. `secret` is the sealed key, or empty."""

    address = models.CharField(max_length=300)
    model = models.CharField(max_length=120)
    secret = models.TextField(blank=True)
    active = models.BooleanField(default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.model
