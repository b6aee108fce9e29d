"""Ways to go on, each with what speaks for and against it, its cost and its date; and which one they chose."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Offer(models.Model):
    """Options put to the customer together. Sent, its words never change; another version takes its place.

    draft: being written · sent: with the customer · answered: they wrote of them, and a person decides which one they
    meant · chosen: they chose; the last of its choices counts. `submission` is the id of the message that carried it
    (the outbox stands above this part), `entry` their words that wait for a person.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SENT = "sent"
        ANSWERED = "answered"
        CHOSEN = "chosen"

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="offers")
    version = models.PositiveSmallIntegerField()
    lead = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    until = models.DateTimeField(null=True)  # so long may they change their mind; None: as long as they like
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()
    submission = models.PositiveBigIntegerField(null=True, db_index=True)
    sent_at = models.DateTimeField(null=True)
    entry = models.ForeignKey("tickets.Entry", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["ticket", "version"], name="offer_versions")]


class Option(models.Model):
    """One of them: what would be done, what speaks for and against it (a line each), cost and day."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="options")
    place = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    pros = models.TextField(blank=True)
    cons = models.TextField(blank=True)
    cost = models.CharField(max_length=120, blank=True)
    ready_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["offer", "place"], name="option_places")]

    def __str__(self) -> str:
        return self.words

    @property
    def letter(self) -> str:
        """What it is called: "A" for the first."""
        return "ABCDEF"[self.place]


class Choice(models.Model):
    """They chose an option, and when. Kept for good; the latest counts. `member` is who read it in their words."""

    class Way(models.TextChoices):
        PAGE = "page", _("on the case page")
        WORDS = "words", _("in their words")
        TOLD = "told", _("told us")

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="choices")
    option = models.ForeignKey(Option, models.CASCADE, related_name="+")
    way = models.CharField(max_length=5, choices=Way.choices)
    at = models.DateTimeField()
    entry = models.ForeignKey("tickets.Entry", models.SET_NULL, null=True, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
