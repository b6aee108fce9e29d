"""Members of the staff and their teams. What a member may see follows from their teams alone."""

from __future__ import annotations

import hashlib
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class MemberAccounts(BaseUserManager["Member"]):
    """What Django's sign-in asks of a user table; members are made by `actions.add_member`."""

    def get_by_natural_key(self, username: str | None) -> Member:
        """The member with this e-mail address, whatever its case."""
        return self.get(email__iexact=username)


class Role(models.TextChoices):
    """What a member may change; what they may see follows from their teams."""

    AGENT = "agent", _("Agent")
    LEAD = "lead", _("Lead")
    ADMINISTRATOR = "administrator", _("Administrator")


class Team(models.Model):
    """People who share mailboxes."""

    name = models.CharField(_("Name"), max_length=80, unique=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Member(AbstractBaseUser):
    """One who signs in at the desk. `is_active` off means: cannot sign in, their words stay."""

    email = models.EmailField(_("Email"), unique=True)
    name = models.CharField(_("Name"), max_length=120)
    role = models.CharField(_("Role"), max_length=16, choices=Role.choices, default=Role.AGENT)
    teams = models.ManyToManyField(Team, related_name="members", blank=True, verbose_name=_("Teams"))
    language = models.CharField(_("Language"), max_length=8, default="en")
    time_zone = models.CharField(_("Time zone"), max_length=64, default="UTC")
    theme = models.CharField(_("Theme"), max_length=8, default="", blank=True)
    undo_seconds = models.PositiveSmallIntegerField(_("Time to take a reply back"), null=True, blank=True)
    single_keys = models.BooleanField(_("Single-key shortcuts"), default=True)
    hides_insults = models.BooleanField(_("Insults are shown on a press alone"), default=False)
    promises_a_day = models.PositiveSmallIntegerField(_("Promises a day"), null=True, blank=True)
    is_active = models.BooleanField(_("May sign in"), default=True)
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = MemberAccounts()
    # The mailboxes whose tickets they see, where whoever serves a request has read them once for all of its queries.
    mailbox_ids: tuple[int, ...] | None = None

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_administrator(self) -> bool:
        """May change mailboxes, teams and staff; sees every mailbox."""
        return self.role == Role.ADMINISTRATOR

    @property
    def first_name(self) -> str:
        """The first word of the name, as colleagues say it."""
        return self.name.split()[0] if self.name.split() else self.email

    @property
    def initials(self) -> str:
        """One or two letters for the face beside their words."""
        words = self.name.split() or [self.email]
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


def digest(secret: str) -> str:
    """What is kept of a token's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiToken(models.Model):
    """A secret by which a program asks in a member's name and sees what that member sees.

    Only its SHA-256 is kept: it is random in itself, so a slow hash would add nothing.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("What uses it"), max_length=80)
    sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name
