"""Contacts, the addresses at which they are reached, and the organisations that they belong to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """The ways of reaching somebody. Each has its folder under `channels/` once a message goes both ways.

    `other` is whatever goes one way only, to a service that Apprise can reach; its address is Apprise's.
    """

    EMAIL = "email", _("Email")
    SMS = "sms", _("SMS")
    WHATSAPP = "whatsapp", _("WhatsApp")
    MESSENGER = "messenger", _("Messenger")
    TEAMS = "teams", _("Teams")
    PHONE = "phone", _("Phone")
    CHAT = "chat", _("Web chat")
    OTHER = "other", _("Another service")


# Where an address is a telephone number.
NUMBERED = frozenset({Channel.SMS, Channel.WHATSAPP, Channel.PHONE})


def normal(channel: str, value: str, region: str = "") -> str:
    """An address as it is compared: mail in lower case, numbers as E.164 (ITU-T), all others as they are.

    A number without its country code is read as one of `region` (ISO 3166, such as "MU"); without a region, and where
    no such number can exist, as a short code, its digits stay as they are. The local part of a mail address may differ
    by case (RFC 5321 §2.4); in practice none does, and two contacts for one person is the greater harm.
    """
    value = value.strip()
    if channel == Channel.EMAIL:
        return value.lower()
    if channel not in NUMBERED:
        return value
    plain = "".join(char for char in value if char.isdigit() or char == "+")
    if plain.startswith("00"):
        plain = value = f"+{plain[2:]}"
    if not plain.startswith("+") and not region:
        return plain
    import phonenumbers  # its tables take a sixth of a second, which a mail server's pipe need not pay

    try:
        number = phonenumbers.parse(value, region or None)
    except phonenumbers.NumberParseException:
        return plain
    if not phonenumbers.is_possible_number(number):
        return plain
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


class Organisation(models.Model):
    """A company or household that contacts belong to."""

    name = models.CharField(_("Name"), max_length=160, unique=True)
    domain = models.CharField(_("Mail domain"), max_length=190, blank=True, db_index=True)
    about = models.TextField(_("How they work"), blank=True)
    process = models.TextField(_("Their process"), blank=True)
    vocabulary = models.TextField(_("Their words"), blank=True)
    systems = models.TextField(_("Their systems"), blank=True)
    busy_times = models.TextField(_("When they are busy"), blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """One person outside. The row is the lock under which everything sent to this person is decided.

    `same_as` is who this one turned out to be: nothing hangs on such a row any more, and it is on no list.
    """

    name = models.CharField(_("Name"), max_length=160, blank=True)
    about = models.CharField(_("About"), max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="contacts",
                                     verbose_name=_("Organisation"))
    language = models.CharField(_("Language"), max_length=8, blank=True)
    time_zone = models.CharField(_("Time zone"), max_length=64, blank=True)
    channel = models.CharField(_("Chosen channel"), max_length=16, choices=Channel.choices, blank=True)
    hours = models.JSONField(_("Hours"), default=list, blank=True)
    emergencies = models.BooleanField(_("Urgent news at any hour"), default=True)
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="was_taken_for")
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name or "—"

    @property
    def first_name(self) -> str:
        """What we call them in one word; empty when we know no name."""
        return self.name.split()[0] if self.name.split() else ""

    @property
    def initials(self) -> str:
        """One or two letters for the face beside their words."""
        words = self.name.split() or ["?"]
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


class Address(models.Model):
    """One way to reach a contact. A mail address belongs to one contact; two people may share a telephone.

    `verified_at` is when we first knew that it is theirs: they wrote from it, or said a code that went there.
    """

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="addresses")
    channel = models.CharField(_("Channel"), max_length=16, choices=Channel.choices)
    value = models.CharField(_("Address or number"), max_length=254)
    undeliverable_since = models.DateTimeField(null=True, blank=True)
    undeliverable_why = models.CharField(max_length=300, blank=True)
    opted_out_at = models.DateTimeField(null=True, blank=True)
    opted_out_why = models.CharField(max_length=300, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "value"], condition=models.Q(channel="email"),
                                    name="one_contact_per_mail_address"),
            models.UniqueConstraint(fields=["contact", "channel", "value"], name="each_address_once_per_contact"),
        ]
        indexes: ClassVar = [models.Index(fields=["channel", "value"])]

    def __str__(self) -> str:
        return self.value


class Identity(models.Model):
    """One time that two were found to be one person, or one to be two, with all that takes it back.

    `moved` says by table which rows have moved, from `other` to `contact` when they are one and the other way when they
    are two; `before` what stood in fields that were filled from the other; `marks` the newest row of each table then.
    """

    class Kind(models.TextChoices):
        JOINED = "joined"
        PARTED = "parted"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="identities")
    other = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]


class AddressCode(models.Model):
    """A code that went to an address of the owner's: whoever says it back can read what goes there.

    `claimant` is who said that the address is theirs; the owner, where only the address is looked at.
    """

    owner = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    claimant = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=16, choices=Channel.choices)
    value = models.CharField(max_length=254)
    digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    GOOD_FOR: ClassVar = timedelta(hours=24)
    TRIES: ClassVar = 5

    class Meta:
        ordering: ClassVar = ["-id"]

    def is_open(self, now: datetime) -> bool:
        """Whether it still proves something."""
        return self.used_at is None and self.expires_at > now and self.tries < self.TRIES
