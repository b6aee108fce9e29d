"""Somebody in a chat window, and the lines of that window."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Visit(models.Model):
    """One browser that has written to us through one chat account. It begins with the first word, not with a look.

    Whoever shows the key whose SHA-256 is `sha256` is that browser; the key itself is never stored. `address` is where
    channel "chat" finds it. `last` is the number of its newest line, under the lock of this row, so that numbers appear
    in their order. `left_at` stands while nobody is there. `mail` is an address that they gave and that another contact
    has: nothing is told on the strength of it, but it is written to.
    """

    account = models.ForeignKey("accounts.ChannelAccount", models.PROTECT, related_name="visits")
    contact = models.ForeignKey("people.Contact", models.PROTECT, related_name="visits")
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, null=True, related_name="visits")
    sha256 = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=40, unique=True)
    language = models.CharField(max_length=8, blank=True)
    page = models.CharField(max_length=300, blank=True)
    mail = models.CharField(max_length=254, blank=True)
    last = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["seen_at"], name="visit_here", condition=models.Q(left_at=None)),
            models.Index(fields=["account", "started_at"], name="visit_of_account"),
            models.Index(fields=["ticket", "-seen_at"], name="visit_of_ticket"),
            models.Index(fields=["contact", "-seen_at"], name="visit_of_contact"),
        ]


class Line(models.Model):
    """One line of a chat window, in the place that its number gives it.

    theirs: their own words; `key` was given by the window, so that a line that is sent again is the same line.
    ours: a message of ours; `reference` is its delivery's Message-ID. It was shown at `shown_at`, of which its delivery
    knows since `told_at`, or it went elsewhere at `went_at`, never both.
    moved: what was said went on elsewhere; `way` is the channel and `masked` the address as its owner knows it.
    """

    class Kind(models.TextChoices):
        THEIRS = "theirs"
        OURS = "ours"
        MOVED = "moved"

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    key = models.CharField(max_length=40, blank=True)
    entry = models.ForeignKey("tickets.Entry", models.SET_NULL, null=True, related_name="chat_lines")
    reference = models.CharField(max_length=255, blank=True)
    way = models.CharField(max_length=16, blank=True)
    masked = models.CharField(max_length=254, blank=True)
    at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    went_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "number"], name="chat_line_number_once"),
            models.UniqueConstraint(fields=["visit", "key"], condition=~models.Q(key=""), name="chat_line_key_once"),
            models.UniqueConstraint(fields=["reference"], condition=~models.Q(reference=""),
                                    name="chat_line_reference_once"),
            models.CheckConstraint(condition=models.Q(shown_at=None) | models.Q(went_at=None),
                                   name="chat_line_shown_or_gone_elsewhere"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["at"], name="chat_line_unseen",
                         condition=models.Q(kind="ours", shown_at=None, went_at=None)),
            models.Index(fields=["shown_at"], name="chat_line_untold",
                         condition=models.Q(kind="ours", shown_at__isnull=False, told_at=None)),
            models.Index(fields=["visit", "at"], name="chat_line_lately", condition=models.Q(kind="theirs")),
        ]
