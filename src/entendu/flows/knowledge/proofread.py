"""Words that customers may read one day are read as a reply is: an article, a known error, a limit, a decision."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from django.conf import settings

from entendu.core.wording import own_rules
from entendu.core.wording.findings import Context, Direction, Finding
from entendu.core.wording.glance import gravest_first
from entendu.core.wording.read import read
from entendu.core.wording.rules import RuleError
from entendu.parts.staff.models import Team
from entendu.parts.wording import queries as wording
from entendu.parts.wording.dictionaries import shelf

logger = logging.getLogger(__name__)

# What is said of a letter as a whole, or of the moment at which it goes, has no meaning for a page.
OF_LETTERS = frozenset({"promise", "no-empathy", "no-next-step", "length", "already-asked", "off-hours-detail",
                        "placeholder", "contradicts-limit", "no-reason"})


def proofread(text: str, language: str, team: Team | None, *, now: datetime) -> list[Finding]:
    """What the second reader says of these words in this language, the gravest first; with a team by its own rules and
    words too, and without what it has silenced."""
    own_words = wording.own_words(team.pk) if team else frozenset()
    dictionaries = shelf(Path(settings.ENTENDU_DATA, "dictionaries"))
    found = list(read(text, Direction.OUT, language, Context(now=now, words=own_words), dictionaries).findings)
    if team is not None:
        silenced = wording.silenced_rules(team.pk, language)
        found = [one for one in (*found, *_own(team, language, text)) if one.rule not in silenced]
    return list(gravest_first(one for one in found if one.check not in OF_LETTERS))


def _own(team: Team, language: str, text: str) -> list[Finding]:
    try:
        return own_rules.findings(text, language, Direction.OUT, wording.active_rows(team.pk, language))
    except RuleError as wrong:  # it was good when it was written, and an update has changed the form of rules
        logger.error("own rules not read: %s", wrong, extra={"team": team.pk})
        return []
