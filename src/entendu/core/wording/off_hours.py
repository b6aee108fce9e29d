"""Promised hours at which nobody works: "I'll call you on Saturday at 22:00", of a firm that is closed then."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from entendu.core.promises.working import WorkingTime
from entendu.core.wording import rules
from entendu.core.wording.findings import Context, Finding, Severity
from entendu.core.wording.prose import Prose

# An hour by the clock. "Tonight" and "by Friday" name none.
_CLOCK = re.compile(r"\d\s?[:.h]\s?\d\d|\d\s?(?:h|am|pm|a\.m|p\.m)\b|\b(?:ora|at)\s\d", re.IGNORECASE)


def findings(text: Prose, language: str, context: Context, promises: Iterable[Finding]) -> Iterator[Finding]:
    """Each promise whose hour lies outside `context.work`, at its words for the time; `promises` as `promise` finds."""
    doubt = rules.of_the_product(language).head("off-hours-detail").doubt
    for found in promises:
        at = text.text.find(found.value, found.start, found.end) if found.value else -1
        if doubt and at >= 0 and found.due and _CLOCK.search(found.value) and not _is_open(context.work, found.due):
            yield Finding("off-hours-detail", at, at + len(found.value), doubt, Severity.HINT, rule="off-hours-detail")


def _is_open(work: WorkingTime, moment: datetime) -> bool:
    """Whether somebody works then; the minute of closing still counts, as work that is due by then."""
    local = moment.astimezone(work.zone)
    minutes = local.hour * 60 + local.minute
    return work.works_on(local.date()) and any(
        opens <= minutes <= closes for opens, closes in work.windows[local.weekday()]
    )
