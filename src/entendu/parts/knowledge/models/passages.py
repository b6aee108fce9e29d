"""What can be found: published pages and imported documents in passages, and how many texts hold each word.

The words of the passages lie in `knowledge_words` (FTS5 or tsvector) and the terms' spellings in `knowledge_spelling`
(trigrams); both are made in the migration and written by `parts.knowledge.search` alone.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from entendu.parts.knowledge.models.items import LANGUAGES, Page


class Document(models.Model):
    """A document that was imported: Markdown, HTML or PDF, kept as its words."""

    class Type(models.TextChoices):
        MARKDOWN = "markdown", _("Markdown")
        HTML = "html", _("HTML")
        PDF = "pdf", _("PDF")

    title = models.CharField(max_length=200)
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=8, choices=Type.choices)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    team = models.ForeignKey("staff.Team", models.CASCADE, null=True, blank=True, related_name="+")
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["name"], name="document_name")]

    def __str__(self) -> str:
        return self.title


class Passage(models.Model):
    """A stretch of text that can be found, of a published page or of a document."""

    kind = models.CharField(max_length=8)  # a kind of item, or "document"
    team = models.ForeignKey("staff.Team", models.CASCADE, null=True, related_name="+")
    language = models.CharField(max_length=2)
    page = models.ForeignKey(Page, models.CASCADE, null=True, related_name="passages")
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="passages")
    place = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=300)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["place"]


class Term(models.Model):
    """A word, folded, and how many of the texts that were counted hold it."""

    text = models.CharField(max_length=32, unique=True)
    documents = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["text"]

    def __str__(self) -> str:
        return self.text


class Counted(models.Model):
    """How far the words of tickets were counted: up to which entry, and how many texts that makes with the pages'."""

    name = models.CharField(max_length=16, unique=True)
    value = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
