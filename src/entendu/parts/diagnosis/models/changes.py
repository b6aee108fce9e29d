"""The change log of customers' systems, and the programs that keep it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from entendu.core.diagnosis.timeline import Kind

KINDS = [
    (Kind.TEMPLATE.value, _("Template or page")), (Kind.DEPLOYMENT.value, _("Deployment")),
    (Kind.SETTING.value, _("Setting")), (Kind.PLUGIN.value, _("Plugin or theme")), (Kind.LOGIN.value, _("Sign-in")),
    (Kind.ACCESS.value, _("Accounts and rights")), (Kind.DATA.value, _("Data")),
    (Kind.NETWORK.value, _("Network and domain")), (Kind.CERTIFICATE.value, _("Certificate")),
    (Kind.DEVICE.value, _("Device or firmware")), (Kind.OTHER.value, _("Something else")),
]


class System(models.Model):
    """What a customer works with and what changes: the one of an organisation or of a contact, or a named one of
    several ("shop", "till 2"). `name` is '' where they have one, or nobody said which."""

    organisation = models.ForeignKey("people.Organisation", models.CASCADE, null=True, related_name="logged_systems")
    contact = models.ForeignKey("people.Contact", models.CASCADE, null=True, related_name="logged_systems")
    name = models.CharField(_("System"), max_length=80, blank=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(organisation__isnull=True) ^ models.Q(contact__isnull=True),
                                   name="a_system_is_somebodys"),
            models.UniqueConstraint(fields=["organisation", "name"], name="each_system_once_an_organisation"),
            models.UniqueConstraint(fields=["contact", "name"], name="each_system_once_a_contact"),
        ]

    def __str__(self) -> str:
        return self.name


class ChangeSource(models.Model):
    """A program that tells what changed: by the interface for programs, or by a web hook.

    Its secret is sealed, because a signature can only be checked with it; of the same secret the SHA-256 is kept, by
    which a request is recognised. `system` is what its changes concern where they do not say whose system it was.
    """

    class Form(models.TextChoices):
        STANDARD = "standard", _("Standard Webhooks, or the interface for programs")
        GITHUB = "github", _("GitHub: pushes and deployments of a repository")

    name = models.CharField(_("Name"), max_length=60, unique=True)
    form = models.CharField(_("Speaks"), max_length=8, choices=Form.choices, default=Form.STANDARD)
    secret = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    system = models.ForeignKey(System, models.SET_NULL, null=True, blank=True, related_name="+")
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class SystemChange(models.Model):
    """One change of a customer's system: what, when, by whom, and where that is known from.

    `source` and `key` name it once: handed in again, it stands as it is. `fingerprint` tells whether it was the same.
    """

    system = models.ForeignKey(System, models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    kind = models.CharField(_("Kind"), max_length=12, choices=KINDS, default=Kind.OTHER.value)
    actor = models.CharField(_("Who"), max_length=160, blank=True)
    object = models.CharField(_("What"), max_length=300)
    details = models.CharField(_("Details"), max_length=2000, blank=True)
    source = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "key"], name="each_change_once_a_source")]
        indexes: ClassVar = [
            models.Index(fields=["system", "kind", "-at"], name="change_of_kind"),
            models.Index(fields=["system", "-at"], name="change_of_system"),
        ]

    def __str__(self) -> str:
        return self.object
