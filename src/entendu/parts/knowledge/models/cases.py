"""What a case leaves behind and leans on: what was learned from it, and where it was looked up."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from entendu.parts.knowledge.models.items import Item, Page
from entendu.parts.knowledge.models.passages import Document
from entendu.parts.knowledge.models.replies import SavedReply


class Reference(models.Model):
    """Something that helped with a case: a page of ours, a document, an earlier case, or a place outside."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="knowledge_references")
    url = models.URLField(max_length=2000, blank=True)
    title = models.CharField(max_length=300)
    note = models.CharField(max_length=500, blank=True)
    page = models.ForeignKey(Page, models.CASCADE, null=True, related_name="+")
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="+")
    other = models.ForeignKey("tickets.Ticket", models.CASCADE, null=True, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.title


class Lesson(models.Model):
    """What was learned from a case, in one line; without words it was asked and passed over."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="lessons")
    text = models.CharField(max_length=300, blank=True)
    item = models.ForeignKey(Item, models.SET_NULL, null=True, related_name="+")
    reply = models.ForeignKey(SavedReply, models.SET_NULL, null=True, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.text


class WebSearch(models.Model):
    """The SearXNG that members may ask; one row at most."""

    address = models.URLField(max_length=300)
    active = models.BooleanField(default=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.address
