"""What somebody of ours said that they would do, and the rhythm in which news was agreed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Promise(models.Model):
    """One commitment to a contact, in the words in which it was given. What was only hoped is none.

    planned: a step of a plan that nobody outside was told of yet · open: due, or without a date; late once its moment
    is over · kept: done, at `settled_at`, by a message (`kept_by`) or an act (`why`) · moved: the contact was told
    another time before the old one · broken: the time went by, and they were told so · withdrawn: it was never given.

    `submission` is the id of the message that gave it, `told_by` of the one that said that it moves or was broken (the
    outbox stands above this part; null where it was said on the phone), `place` where it stands among the promises of
    its message. `mailbox` is the ticket's, which never changes: the board finds rows by it. A call or a visit begins
    between `opens` and `due`; `heads_up` is the message that announces it.
    """

    class Kind(models.TextChoices):
        WORD = "word"  # as it was said in a message
        NEWS = "news"  # news, by a rhythm that was agreed
        STEP = "step"  # a milestone of a plan
        CALL = "call"
        VISIT = "visit"

    class State(models.TextChoices):
        PLANNED = "planned"
        OPEN = "open"
        KEPT = "kept"
        MOVED = "moved"
        BROKEN = "broken"
        WITHDRAWN = "withdrawn"

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="promises")
    mailbox = models.ForeignKey("tickets.Mailbox", models.CASCADE, related_name="+")
    contact = models.ForeignKey("people.Contact", models.PROTECT, related_name="promises")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="promises")
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.WORD)
    submission = models.PositiveBigIntegerField(null=True)
    place = models.PositiveSmallIntegerField(default=0)
    words = models.TextField()
    opens = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    kept_by = models.PositiveBigIntegerField(null=True)
    why = models.CharField(max_length=300, blank=True)
    told_by = models.PositiveBigIntegerField(null=True)
    told_at = models.DateTimeField(null=True)
    moved_to = models.OneToOneField("self", models.SET_NULL, null=True, related_name="moved_from")
    heads_up = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering: ClassVar = [models.F("due").asc(nulls_last=True), "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "place"], name="each_promise_once_per_message"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ticket", "due"], name="promise_open", condition=models.Q(state="open")),
            # The board: what is open by its moment, and what was given for a week, whatever became of it;
            # what was kept, the latest first, what was late, and what was done in time.
            # SQLite reads from an index alone only where that holds the state too, although its condition says it.
            models.Index(fields=["due", "id", "mailbox", "owner", "contact", "state"], name="promise_by_day",
                         condition=models.Q(state="open")),
            models.Index(fields=["-settled_at", "-id", "mailbox", "owner", "state"], name="promise_kept",
                         condition=models.Q(state="kept")),
            models.Index(fields=["due", "mailbox", "contact", "state", "settled_at", "told_at"],
                         name="promise_let_down",
                         condition=models.Q(state__in=["moved", "broken"])
                         | models.Q(state="kept", settled_at__gt=models.F("due"))),
            models.Index(fields=["due", "mailbox", "state", "settled_at"], name="promise_on_time",
                         condition=models.Q(state="kept", settled_at__lte=models.F("due"))),
            models.Index(fields=["told_by"], name="promise_untold",
                         condition=models.Q(told_by__isnull=False, told_at__isnull=True)),
            models.Index(fields=["contact", "due"], name="promise_of_contact"),
            models.Index(fields=["kind", "due"], name="promise_kinds", condition=models.Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.words


class Rhythm(models.Model):
    """How often the contact of a ticket hears from us even when nothing changed: the next time is a promise of news.

    `every` is in working days, 0 for news by one date only. `doing` says what we do meanwhile, in the contact's own
    language. `text` is what stands ready to be sent for the promise `ready_for`, with `next_due` in its words;
    `by_rule` sends it where no person has.
    """

    ticket = models.OneToOneField("tickets.Ticket", models.CASCADE, related_name="rhythm")
    every = models.PositiveSmallIntegerField(default=0)
    by_rule = models.BooleanField(default=False)
    doing = models.CharField(max_length=300, blank=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    agreed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ready_for = models.ForeignKey(Promise, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(blank=True)
    next_due = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.ticket_id} every {self.every}"
