"""What others read of a team's own words, of what was read in letters, and of the language model."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from entendu.parts.staff.models import Member, Team
from entendu.parts.tickets.models import Entry
from entendu.parts.wording.models import EntryReading, Kept, LanguageModel, OwnRule, OwnWord, SilencedRule


def rules_of(team: Team) -> QuerySet[OwnRule]:
    """The team's own rules, on and off, by language and id."""
    return OwnRule.objects.filter(team=team).select_related("changed_by")


def active_rows(team_id: int, language: str) -> tuple[str, ...]:
    """The team's own rules that are on in this language, as TOML."""
    rows = OwnRule.objects.filter(team=team_id, language=language, active=True)
    return tuple(rows.order_by("id").values_list("row", flat=True))


def silenced(team: Team) -> QuerySet[SilencedRule]:
    """What the team does not want to hear of."""
    return SilencedRule.objects.filter(team=team).select_related("member")


def silenced_rules(team_id: int, language: str) -> frozenset[str]:
    """The rules of which this team does not want to hear in this language."""
    return frozenset(SilencedRule.objects.filter(team=team_id, language=language).values_list("rule", flat=True))


def words_of(team: Team) -> QuerySet[OwnWord]:
    """The team's own words in the order of the alphabet."""
    return OwnWord.objects.filter(team=team).select_related("member")


def own_words(team_id: int) -> frozenset[str]:
    """The team's own words, as they are written."""
    return frozenset(OwnWord.objects.filter(team=team_id).values_list("word", flat=True))


def kept_in(member: Member, key: str) -> frozenset[tuple[str, str]]:
    """What this member keeps in the message with this key: rule and words."""
    return frozenset(Kept.objects.filter(member=member, key=key).values_list("rule", "words"))


def times_kept(team_id: int, rule: str, language: str, words: str = "") -> int:
    """In how many messages the team has kept what this rule remarked; with `words`, only these very words."""
    kept = Kept.objects.filter(ticket__mailbox__team=team_id, rule=rule, language=language)
    if words:
        kept = kept.filter(words__iexact=words)
    return kept.values("key").distinct().count()


def readings_of(entries: Iterable[Entry]) -> dict[int, EntryReading]:
    """What was read in these entries, by entry id, with the corrections."""
    rows = EntryReading.objects.filter(entry__in=list(entries)).prefetch_related("corrections__member")
    return {reading.entry_id: reading for reading in rows}


def reading(reading_id: int) -> EntryReading | None:
    """One reading with its entry."""
    return EntryReading.objects.select_related("entry__ticket").filter(pk=reading_id).first()


def language_model() -> LanguageModel | None:
    """The language model that may be asked for other words, switched on or off."""
    return LanguageModel.objects.first()


def may_ask_for_words() -> bool:
    """Whether there is one, and it is switched on."""
    return LanguageModel.objects.filter(active=True).exists()
