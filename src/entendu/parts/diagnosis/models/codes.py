"""The catalogue of error codes: per product, in versions, with what to tell the customer; and codes seen on tickets."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Catalogue(models.Model):
    """The error codes of one product. `version` is the newest that is complete; `shapes` are those of its codes
    (`core.diagnosis.codes`), by which they are recognised in a text."""

    product = models.CharField(_("Product"), max_length=80, unique=True)
    version = models.PositiveIntegerField(default=0)
    shapes = models.JSONField(default=list)
    codes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["product"]

    def __str__(self) -> str:
        return self.product


class CodeImport(models.Model):
    """One file of error codes on its way in; the row that its progress is read from.

    waiting: nobody has begun · running: a worker reads it · done: its versions are in force · failed: nothing of it
    is in force, `why` says so in a sentence. `bad` are the first lines that could not be taken, each as
    [line, reason, words]; `bad_count` how many there were.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    product = models.CharField(_("Product"), max_length=80, blank=True)
    file_name = models.CharField(max_length=255)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    bad_count = models.PositiveIntegerField(default=0)
    bad = models.JSONField(default=list)
    why = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["touched_at"], name="code_import_unfinished",
                         condition=models.Q(state__in=["waiting", "running"])),
        ]


class CodeFile(models.Model):
    """The bytes of an uploaded file, until it has been read."""

    run = models.OneToOneField(CodeImport, models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()


class CatalogueVersion(models.Model):
    """One state of a catalogue: what an import made of it."""

    catalogue = models.ForeignKey(Catalogue, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    run = models.ForeignKey(CodeImport, models.SET_NULL, null=True, related_name="versions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["catalogue", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["catalogue", "number"], name="each_version_once")]


class ErrorCode(models.Model):
    """One code as it reads from version `since` on and until before `until`; without `until` it reads so today.

    `key` is what it is looked up by: letters and digits alone, in capitals. `tell` is what to tell the customer, by
    language; '' is for any. `digest` is of all that the row says, so that an import sees what changed.
    """

    catalogue = models.ForeignKey(Catalogue, models.CASCADE, related_name="error_codes")
    code = models.CharField(max_length=120)
    key = models.CharField(max_length=120)
    cause = models.TextField(blank=True)
    fix = models.TextField(blank=True)
    tell = models.JSONField(default=dict)
    digest = models.CharField(max_length=32)
    since = models.PositiveIntegerField()
    until = models.PositiveIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["catalogue", "code", "-since"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["catalogue", "code", "since"], name="each_code_once_a_version"),
        ]
        indexes: ClassVar = [models.Index(fields=["key"], name="code_by_key")]

    def __str__(self) -> str:
        return self.code


class SeenCode(models.Model):
    """A code that stood in what came in on a ticket, once a ticket; `known` where a catalogue has it."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="seen_codes")
    entry = models.ForeignKey("tickets.Entry", models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=120)
    written = models.CharField(max_length=120)
    known = models.BooleanField(default=False)
    times = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["ticket", "key"], name="seen_once_a_ticket")]
        indexes: ClassVar = [
            models.Index(fields=["key"], name="code_not_known", condition=models.Q(known=False)),
        ]


class NoCode(models.Model):
    """What looks like an error code and is none, as somebody said: it is not collected again."""

    key = models.CharField(max_length=120, unique=True)
    written = models.CharField(max_length=120)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
