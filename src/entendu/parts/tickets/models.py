"""Mailboxes, tickets and what was said in them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from entendu.core.tickets.states import Status


class Mailbox(models.Model):
    """An address of ours. Its team sees its tickets, nobody else does."""

    name = models.CharField(_("Name"), max_length=80, unique=True)
    address = models.EmailField(_("Address"), unique=True)
    team = models.ForeignKey("staff.Team", models.PROTECT, related_name="mailboxes", verbose_name=_("Team"))
    language = models.CharField(_("Language"), max_length=8, default="en")
    time_zone = models.CharField(_("Time zone"), max_length=64, default="UTC")
    hours = models.JSONField(_("Our hours"), default=list, blank=True)
    holidays = models.JSONField(_("Holidays"), default=list, blank=True)
    signature = models.TextField(_("Signature"), blank=True)
    confirms = models.BooleanField(_("Confirm new requests"), default=True)
    plus_addresses = models.BooleanField(_("Plus-addresses work"), default=False)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """A word by which tickets are found again."""

    name = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


STATUS_NAMES = {
    Status.OPEN: _("open"), Status.WAITING_FOR_US: _("waiting for us"), Status.WAITING_FOR_THEM: _("waiting for them"),
    Status.SOLVED: _("solved"), Status.CLOSED: _("closed"),
}


class Ticket(models.Model):
    """One matter between one contact and us. Its number is its key."""

    subject = models.CharField(_("Subject"), max_length=300, blank=True)
    base_subject = models.CharField(max_length=300, blank=True)
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="tickets")
    contact = models.ForeignKey("people.Contact", models.PROTECT, related_name="tickets")
    status = models.CharField(_("Status"), max_length=8, default=Status.OPEN,
                              choices=[(status.value, name) for status, name in STATUS_NAMES.items()])
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
                                 related_name="tickets", verbose_name=_("Assigned to"))
    tags = models.ManyToManyField(Tag, blank=True, related_name="tickets")
    channel = models.CharField(max_length=16, default="email")
    created_at = models.DateTimeField()
    last_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True, blank=True)
    later_until = models.DateTimeField(null=True, blank=True)
    # Since when the contact is to be spared updates of systems on it, as they asked: these go along with other news.
    spared_at = models.DateTimeField(null=True, blank=True)
    # The case that this one turned out to be. Whatever was its own hangs on that one, and nothing lists it any more.
    joined_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="joined")

    class Meta:
        ordering: ClassVar = ["-last_at"]
        indexes: ClassVar = [
            # Everything that the lists and their counts ask: they are answered from these alone.
            models.Index(fields=["mailbox", "status", "assignee", "later_until"], name="ticket_list"),
            models.Index(fields=["mailbox", "status", "last_at", "id", "assignee", "later_until"],
                         name="ticket_newest"),
            models.Index(fields=["mailbox", "status", "waiting_since", "id", "assignee", "later_until"],
                         name="ticket_longest"),
            models.Index(fields=["assignee", "status"], name="ticket_mine"),
            models.Index(fields=["contact", "-last_at"], name="ticket_of_contact"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.subject}"

    @property
    def number(self) -> int:
        """What people call it by."""
        return int(self.pk)


class Joining(models.Model):
    """Two cases that turned out to be one matter: what hung on `ticket` hangs on `into` now. `moved` are the ids of the
    rows that were taken along, by the field that names their case, and `was` what either case was: to take it back."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    into = models.ForeignKey(Ticket, models.CASCADE, related_name="joinings")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    moved = models.JSONField(default=dict)
    was = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket"], condition=models.Q(undone_at=None), name="joined_once"),
        ]


class Entry(models.Model):
    """One thing in a ticket's conversation, in the order in which it happened.

    A note is no message: there is no way from a note to the outbox (freescout#5138).
    """

    class Kind(models.TextChoices):
        THEIRS = "theirs"
        OURS = "ours"
        NOTE = "note"
        EVENT = "event"

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    contact = models.ForeignKey("people.Contact", models.PROTECT, null=True, blank=True, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    author = models.CharField(max_length=160, blank=True)
    channel = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    visible = models.TextField(blank=True)
    html = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=255, blank=True)
    automatic = models.CharField(max_length=16, blank=True)
    event = models.CharField(max_length=32, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["ticket", "at"], name="entry_thread"),
            models.Index(fields=["message_id"], name="entry_message_id"),
        ]


class MissingLetter(models.Model):
    """A letter that a ticket's letters answer and that we have not seen. Should it still come, it belongs there."""

    message_id = models.CharField(max_length=255)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message_id", "ticket"], name="missing_letter_once_per_ticket"),
        ]


class File(models.Model):
    """The bytes of a file, once however often it is sent: its key is the SHA-256 of its content."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()


class Attachment(models.Model):
    """A file that came or went with an entry. A letter's own files stay in the letter and are read from there."""

    entry = models.ForeignKey(Entry, models.CASCADE, null=True, related_name="attachments")
    draft = models.ForeignKey("Draft", models.CASCADE, null=True, related_name="attachments")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    inline = models.BooleanField(default=False)
    content_id = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]


class Draft(models.Model):
    """What a member is writing on a ticket. It belongs to its writer (zammad#5953).

    The key is made when the draft is opened and goes with the submission: however often the button is pressed on a
    bad line, one message leaves (chatwoot#9314).
    """

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="drafts")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=8, default=Entry.Kind.OURS)
    key = models.CharField(max_length=40, unique=True)
    text = models.TextField(blank=True)
    channel = models.CharField(max_length=16, blank=True)
    seen_entry = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ticket", "member"], name="one_draft_per_member")]


class Unfinished(models.Model):
    """What keeps a ticket from being over, kept up by the part that knows of it; see `core.tickets.closing`."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="unfinished")
    end = models.CharField(max_length=16)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ticket", "end"], name="unfinished_once")]


class Reading(models.Model):
    """How far a member has read a ticket."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="readings")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings")
    entry = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ticket", "member"], name="one_reading_per_member")]


class Change(models.Model):
    """Something happened to a ticket: what open pages listen for. Rows older than a day are swept away."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=32)
    at = models.DateTimeField(db_index=True)
