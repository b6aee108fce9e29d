"""Accounts at the providers of channels, web hooks as they came, and the names of messages that came in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from entendu.parts.people.models import Channel


class ChannelAccount(models.Model):
    """Our number, page or bot at a provider. What is written to it opens cases in its mailbox.

    `address` is our own number or id, as the provider writes it; `settings` and the sealed `secret` (a JSON object)
    hold what the provider's form asks for; `token` is the part of its web hooks' address that stands for it.
    `serves_all` lets the other mailboxes send by it too. `hook_at` tells when a hook came last, `last_trouble` in one
    sentence what is wrong, since `trouble_at`; both empty when all is well.
    """

    mailbox = models.ForeignKey("tickets.Mailbox", models.PROTECT, related_name="channel_accounts",
                                verbose_name=_("Mailbox"))
    channel = models.CharField(_("Channel"), max_length=16, choices=Channel.choices)
    provider = models.CharField(max_length=24)
    name = models.CharField(_("Name"), max_length=80, unique=True)
    address = models.CharField(_("Our number"), max_length=254, blank=True)
    settings = models.JSONField(default=dict, blank=True)
    secret = models.TextField(blank=True)
    token = models.CharField(max_length=40, unique=True)
    serves_all = models.BooleanField(_("Other mailboxes write by it too"), default=True)
    enabled = models.BooleanField(_("In use"), default=True)
    hook_at = models.DateTimeField(null=True, blank=True)
    last_trouble = models.CharField(max_length=300, blank=True)
    trouble_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class WebHook(models.Model):
    """A web hook that was believed, as it came, until it is read: then its row goes. `aside` could not be read."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ASIDE = "aside"

    account = models.ForeignKey(ChannelAccount, models.CASCADE, related_name="hooks")
    method = models.CharField(max_length=8)
    url = models.TextField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["due_at"], name="hook_to_read", condition=models.Q(state="waiting"))]


class Piece(models.Model):
    """A part of a message that comes in several, until the last of them is there."""

    account = models.ForeignKey(ChannelAccount, models.CASCADE, related_name="+")
    sender = models.CharField(max_length=254)
    group = models.CharField(max_length=40)
    total = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    provider_id = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "sender", "group", "total", "place"],
                                    name="one_piece_per_place"),
        ]


class Arrival(models.Model):
    """A message that came in, by the provider's own name for it: however often it is told us, it is one."""

    account = models.ForeignKey(ChannelAccount, models.CASCADE, related_name="arrivals")
    provider_id = models.CharField(max_length=255)
    entry = models.OneToOneField("tickets.Entry", models.SET_NULL, null=True, related_name="arrival")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "provider_id"], name="one_arrival_per_name"),
        ]
