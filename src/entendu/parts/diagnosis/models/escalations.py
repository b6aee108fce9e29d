"""Reports to the developers: the trackers they go to, each report on its way, the hooks that tell what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TrackerAccount(models.Model):
    """A project of a tracker, and the token that opens it. Token and hook secret are sealed (`parts/sealed.py`).

    `hook` is the part of the web hook's address that stands for this account; `hook_at` when a hook came last: where
    none ever came, the tracker is asked instead. `language` is that of the reports' headings.
    """

    class Kind(models.TextChoices):
        GITHUB = "github", "GitHub"
        GITLAB = "gitlab", "GitLab"
        JIRA = "jira", "Jira"

    name = models.CharField(_("Name"), max_length=60, unique=True)
    kind = models.CharField(_("Tracker"), max_length=6, choices=Kind.choices)
    address = models.URLField(_("Address"), max_length=200)
    project = models.CharField(_("Project"), max_length=200)
    username = models.CharField(_("User name"), max_length=254, blank=True)
    issue_type = models.CharField(_("Kind of issue"), max_length=60, blank=True, default="Bug")
    labels = models.CharField(_("Labels"), max_length=200, blank=True)
    language = models.CharField(_("Language of the headings"), max_length=8, default="en")
    secret = models.TextField()
    hook = models.CharField(max_length=40, unique=True)
    hook_secret = models.TextField()
    hook_at = models.DateTimeField(null=True, blank=True)
    active = models.BooleanField(_("Takes reports"), default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Escalation(models.Model):
    """One report on its way, and the issue that it became.

    waiting: leaves at `due_at` · claimed: a worker has it · made: the tracker has it as issue `number` · refused: it
    will not be tried again by itself, `why` says so · cancelled: taken back before it left. `unsure` is set before the
    tracker is spoken to and taken away by its answer: while it stands, the issue may exist, and is looked for by `key`
    before another is made. `outcome`, `status` and what follows are the tracker's last word, `told_at` the moment of
    it there; `look_at` when the tracker is asked again.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        CLAIMED = "claimed"
        MADE = "made"
        REFUSED = "refused"
        CANCELLED = "cancelled"

    class Outcome(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DECLINED = "declined", _("closed, nothing changed")

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="escalations")
    account = models.ForeignKey(TrackerAccount, models.PROTECT, related_name="escalations")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=250)
    body = models.TextField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    unsure = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=60, blank=True)
    url = models.CharField(max_length=500, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.OPEN)
    status = models.CharField(max_length=60, blank=True)
    version = models.CharField(max_length=120, blank=True)
    closed_by = models.CharField(max_length=120, blank=True)
    told_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="escalation_due", condition=models.Q(state="waiting")),
            models.Index(fields=["claimed_at"], name="escalation_claimed", condition=models.Q(state="claimed")),
            models.Index(fields=["look_at"], name="escalation_look", condition=models.Q(look_at__isnull=False)),
            models.Index(fields=["account", "number"], name="escalation_issue"),
        ]

    def __str__(self) -> str:
        return self.title


class TrackerHook(models.Model):
    """A hook that was believed, by the SHA-256 of its body: the same again, forwarded or replayed, changes nothing."""

    account = models.ForeignKey(TrackerAccount, models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "sha256"], name="each_hook_once")]
