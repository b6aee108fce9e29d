"""Readers of the civility ladder."""

from __future__ import annotations

from django.db.models import QuerySet

from entendu.core.care.civility import Standing, Step
from entendu.parts.care.models import CivilityStep
from entendu.parts.people.models import Contact


def standing(contact_id: int) -> Standing:
    """Where a contact stands; one query by an index."""
    found = (CivilityStep.objects.filter(contact=contact_id, taken_back_at=None).order_by("-id")
             .values_list("step", "until").first())
    return Standing(Step(found[0]), found[1]) if found else Standing()


def latest(contact_id: int) -> CivilityStep | None:
    """The step that counts."""
    return (CivilityStep.objects.filter(contact=contact_id, taken_back_at=None).select_related("member", "manager")
            .order_by("-id").first())


def history(contact: Contact) -> QuerySet[CivilityStep]:
    """Every step with this contact, those that were taken back too, the newest first."""
    return (CivilityStep.objects.filter(contact=contact).select_related("member", "manager", "taken_back_by", "ticket")
            .order_by("-id"))


def of_message(submission: int) -> CivilityStep | None:
    """The step whose words this message carried."""
    return CivilityStep.objects.filter(submission=submission, taken_back_at=None).select_related("ticket").first()
