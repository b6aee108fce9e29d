"""What became of messages that were said to many at once."""

from __future__ import annotations

from collections.abc import Collection

from entendu.parts.outbox.models import Submission


def messages_under(keys: Collection[str]) -> dict[str, Submission]:
    """A member's messages with these keys, each with its delivery, verdicts and tries, in as many queries for all as
    for one."""
    rows = (Submission.objects.filter(source="desk", key__in=keys).select_related("delivery", "member", "contact")
            .prefetch_related("verdicts", "delivery__tries"))
    return {one.key: one for one in rows}
