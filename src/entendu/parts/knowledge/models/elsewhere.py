"""What is not ours to do: the topic, whom to ask, and words that say so kindly."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Elsewhere(models.Model):
    """One topic that others look after. `signs` are lines by which a letter about it is known
    (`core.diagnosis.signs`). A reply may be prepared in each language; without one the product's own words say whom to
    ask. Without a team it is for all."""

    team = models.ForeignKey("staff.Team", models.CASCADE, null=True, blank=True, related_name="elsewhere")
    topic = models.CharField(_("Topic"), max_length=120)
    signs = models.TextField(_("How they speak of it"), blank=True)
    whom = models.CharField(_("Whom to ask"), max_length=200)
    link = models.CharField(_("Where to reach them"), max_length=300, blank=True)
    reply_en = models.TextField(_("Prepared reply, English"), blank=True)
    reply_fr = models.TextField(_("Prepared reply, French"), blank=True)
    reply_ro = models.TextField(_("Prepared reply, Romanian"), blank=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["topic", "id"]

    def __str__(self) -> str:
        return self.topic

    def reply(self, language: str) -> str:
        """What was prepared in this language; "" where nothing was."""
        return {"en": self.reply_en, "fr": self.reply_fr, "ro": self.reply_ro}.get(language, "").strip()
