"""The only writers of own rules, own words, silenced rules, what was kept, what was read in entries, and of the
language model that may be asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from entendu.core.wording import own_rules
from entendu.core.wording.rules import RuleError
from entendu.parts.staff.models import Member, Team
from entendu.parts.tickets.models import Entry, Ticket
from entendu.parts.wording.models import Correction, EntryReading, Kept, LanguageModel, OwnRule, OwnWord, SilencedRule


def add_rule(team: Team, language: str, row: str, member: Member, *, now: datetime) -> OwnRule:
    """A rule of the team's own, from its TOML. `RuleError` where it cannot be read, its examples fail or the id is
    taken; then nothing is kept."""
    name = _checked(row, language)
    _is_free(team, language, name)
    return OwnRule.objects.create(team=team, language=language, name=name, row=row, changed_by=member, changed_at=now)


def change_rule(rule: OwnRule, row: str, member: Member, *, now: datetime) -> OwnRule:
    """The rule reads so from now on; `RuleError` as for a new one, and the rule stays as it was."""
    name = _checked(row, rule.language)
    if name != rule.name:
        _is_free(rule.team, rule.language, name)
    rule.name, rule.row, rule.changed_by, rule.changed_at = name, row, member, now
    rule.save(update_fields=["name", "row", "changed_by", "changed_at"])
    return rule


def switch_rule(rule: OwnRule, active: bool, member: Member, *, now: datetime) -> OwnRule:
    """The rule speaks from now on, or does not."""
    rule.active, rule.changed_by, rule.changed_at = active, member, now
    rule.save(update_fields=["active", "changed_by", "changed_at"])
    return rule


def remove_rule(rule: OwnRule) -> None:
    """The team does without it."""
    rule.delete()


def add_word(team: Team, word: str, member: Member) -> OwnWord:
    """A word that need not be in any dictionary, for this team; `ValidationError` where it is empty or too long."""
    word = " ".join(word.split())
    known = OwnWord.objects.filter(team=team, word__iexact=word).first()
    if known is not None:
        return known
    new = OwnWord(team=team, word=word, member=member)
    new.full_clean()
    new.save()
    return new


def remove_word(word: OwnWord) -> None:
    """Only dictionaries know it from now on."""
    word.delete()


def keep(ticket: Ticket, member: Member, key: str, finding: tuple[str, str], language: str) -> Kept:
    """The member leaves these words as they are in the message with this key; `finding` is its rule and the words."""
    rule, words = finding
    kept, _ = Kept.objects.get_or_create(key=key, member=member, rule=rule, words=words[:300],
                                         defaults={"ticket": ticket, "language": language})
    return kept


def carry_keeps(key: str, to: str) -> None:
    """The message lies in its writer's box again, under another key; what was kept in it stays kept."""
    Kept.objects.filter(key=key).update(key=to)


def silence(teams: Iterable[Team], rule: str, language: str, member: Member) -> None:
    """These teams do not hear of the rule any more in this language."""
    for team in teams:
        SilencedRule.objects.get_or_create(team=team, language=language, rule=rule, defaults={"member": member})


def unsilence(teams: Iterable[Team], rule: str, language: str) -> None:
    """These teams hear of the rule again."""
    SilencedRule.objects.filter(team__in=list(teams), language=language, rule=rule).delete()


def record_reading(entry: Entry, language: str, findings: Sequence[dict[str, Any]]) -> EntryReading:
    """What was read in a customer's entry."""
    return EntryReading.objects.create(entry=entry, language=language, findings=list(findings))


def correct(reading: EntryReading, place: int, verdict: str, member: Member) -> Correction:
    """A member's word on the guess at this place; the latest counts."""
    word, _ = Correction.objects.update_or_create(reading=reading, place=place,
                                                  defaults={"verdict": verdict, "member": member})
    return word


@transaction.atomic
def set_language_model(member: Member, *, now: datetime, **fields: Any) -> LanguageModel:
    """From now on this model may be asked, or nobody is. `fields`: address, model, secret (sealed), active."""
    known = LanguageModel.objects.select_for_update().first() or LanguageModel()
    for name, value in fields.items():
        setattr(known, name, value)
    known.changed_by, known.changed_at = member, now
    known.full_clean()
    known.save()
    return known


def remove_language_model() -> None:
    """Nobody is asked, and the key is forgotten."""
    LanguageModel.objects.all().delete()


def _checked(row: str, language: str) -> str:
    name = own_rules.checked(row, language).id
    if len(name) > 80:
        raise RuleError(f"The id of the rule {name[:20]}… is longer than 80 characters.")
    return name


def _is_free(team: Team, language: str, name: str) -> None:
    if OwnRule.objects.filter(team=team, language=language, name=name).exists():
        raise RuleError(f"The team has a rule {name} already; give this one another id, or change that one.")
