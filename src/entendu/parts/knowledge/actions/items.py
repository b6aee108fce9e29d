"""The only writers of items, their pages and versions: drafted by anybody, published by a lead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from entendu.parts.knowledge import search
from entendu.parts.knowledge.actions import passages
from entendu.parts.knowledge.models.items import Content, Item, ItemCode, Kind, Page, Stance, Version
from entendu.parts.staff.models import Member, Role, Team
from entendu.parts.tickets.models import Ticket

State = Version.State
OPEN = (State.DRAFT, State.REVIEW)


class MayNotPublish(PermissionError):
    """Whoever wants to publish leads no team that this belongs to; nothing was changed."""


class Overtaken(ValueError):
    """Somebody else has written in the meantime; nothing was changed. `by` is their name."""

    def __init__(self, by: str) -> None:
        super().__init__(f"{by} has changed this in the meantime; nothing was overwritten; read it before yours goes.")
        self.by = by


@dataclass(frozen=True, slots=True)
class About:
    """What an item is, whatever its language: `team` None for all teams, `stance` of a limit alone, `codes` of a known
    error alone, `ticket` the case that it was found on."""

    kind: str
    team: Team | None = None
    stance: str = ""
    for_customers: bool = True
    codes: tuple[str, ...] = ()
    ticket: Ticket | None = None


@transaction.atomic
def begin(about: About, language: str, content: Content, member: Member, *, now: datetime) -> Version:
    """A new item with a draft in one language; `ValidationError` where something is missing."""
    _check(about, content)
    item = Item(kind=about.kind, team=about.team, stance=about.stance, for_customers=about.for_customers,
                ticket=about.ticket, added_by=member, added_at=now)
    item.save()
    _set_codes(item, about.codes)
    return translate(item, language, content, member, now=now)


@transaction.atomic
def change(item: Item, about: About) -> None:
    """What the item is, in all its languages; what is published can be found under it at once."""
    _check(about, None)
    item.team, item.stance, item.for_customers = about.team, about.stance, about.for_customers
    item.save(update_fields=["team", "stance", "for_customers"])
    _set_codes(item, about.codes)
    for page in item.pages.select_related("item", "published").exclude(published=None):
        passages.learn_page(page)


@transaction.atomic
def translate(item: Item, language: str, content: Content, member: Member, *, now: datetime) -> Version:
    """The item in one more language, as a draft; `ValidationError` where it has that language already."""
    _check(None, content)
    if Page.objects.filter(item=item, language=language).exists():
        raise ValidationError(_("It is there in this language already; nothing was kept; open that page instead."))
    page = Page(item=item, language=language, changed_at=now)
    page.save()
    return _new_version(page, content, member, now)


@transaction.atomic
def write(page: Page, content: Content, member: Member, *, seen: tuple[int, int] | None, now: datetime) -> Version:
    """These words become the page's draft. What is published stays until a lead publishes them.

    `seen` is the version and the number of edits that the writer had before them; `Overtaken` where that is no longer
    the newest. What was in review is a draft again.
    """
    _check(None, content)
    page = Page.objects.select_for_update().get(pk=page.pk)
    newest = page.versions.select_related("written_by").first()
    if newest is not None and seen is not None and seen != (newest.pk, newest.edits):
        raise Overtaken(newest.written_by.name if newest.written_by else _("Somebody"))
    page.changed_at = now
    page.save(update_fields=["changed_at"])
    if newest is None or not newest.is_open:
        return _new_version(page, content, member, now)
    for name, words in asdict(content).items():
        setattr(newest, name, words)
    newest.state, newest.written_by, newest.written_at, newest.edits = State.DRAFT, member, now, newest.edits + 1
    newest.save()
    return newest


@transaction.atomic
def propose(version: Version, *, now: datetime) -> None:
    """The draft waits for a lead to read it."""
    Version.objects.filter(pk=version.pk, state=State.DRAFT).update(state=State.REVIEW, asked="")
    _touch(version.page, now)


@transaction.atomic
def give_back(version: Version, member: Member, words: str, *, now: datetime) -> None:
    """A lead would like something changed first and says what; it is a draft again."""
    _may_publish(version.page.item, member)
    Version.objects.filter(pk=version.pk, state=State.REVIEW).update(
        state=State.DRAFT, asked=" ".join(words.split())[:500], decided_by=member, decided_at=now)
    _touch(version.page, now)


@transaction.atomic
def publish(version: Version, member: Member, *, now: datetime) -> None:
    """From now on the page reads so; `MayNotPublish` for who leads no team of its, `Overtaken` where it was edited
    since it was read."""
    page = Page.objects.select_for_update().select_related("item").get(pk=version.page_id)
    _may_publish(page.item, member)
    done = Version.objects.filter(pk=version.pk, state__in=OPEN, edits=version.edits).update(
        state=State.PUBLISHED, decided_by=member, decided_at=now, asked="")
    if not done:
        newest = page.versions.select_related("written_by").first()
        raise Overtaken(newest.written_by.name if newest and newest.written_by else _("Somebody"))
    page.versions.filter(state=State.PUBLISHED).exclude(pk=version.pk).update(state=State.REPLACED)
    version.refresh_from_db()
    page.published, page.changed_at = version, now
    page.save(update_fields=["published", "changed_at"])
    passages.learn_page(page)


@transaction.atomic
def withdraw(page: Page, member: Member, *, now: datetime) -> None:
    """The page is no longer found; its versions stay."""
    _may_publish(page.item, member)
    page.versions.filter(state=State.PUBLISHED).update(state=State.REPLACED)
    page.published, page.changed_at = None, now
    page.save(update_fields=["published", "changed_at"])
    passages.forget_page(page)


@transaction.atomic
def discard(version: Version) -> None:
    """The draft is thrown away; a page, and an item, that has nothing else goes with it."""
    page = version.page
    if not version.is_open:
        return
    version.delete()
    if not page.versions.exists():
        item = page.item
        page.delete()
        if not item.pages.exists():
            item.delete()


def may_publish(item: Item, member: Member) -> bool:
    """Leads decide on what belongs to their team or to all teams, administrators on everything."""
    if member.is_administrator:
        return True
    return member.role == Role.LEAD and (item.team_id is None or member.teams.filter(pk=item.team_id).exists())


def _may_publish(item: Item, member: Member) -> None:
    if not may_publish(item, member):
        raise MayNotPublish(_("Only a lead of the team can decide that; it stays as it is; ask one to look at it."))


def _new_version(page: Page, content: Content, member: Member, now: datetime) -> Version:
    number = (page.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = Version(page=page, number=number, written_by=member, written_at=now, **asdict(content))
    version.save()
    return version


def _check(about: About | None, content: Content | None) -> None:
    """`ValidationError` names the field that is wrong."""
    wrong: dict[str, str] = {}
    if about is not None and (about.kind == Kind.LIMIT) != (about.stance in set(Stance)):
        wrong["stance"] = _("Say whether it can be done, cannot, or is planned.")
    if content is not None and not content.title.strip():
        wrong["title"] = _("Say in one sentence what it is about.")
    if wrong:
        raise ValidationError(wrong)


def _set_codes(item: Item, codes: Iterable[str]) -> None:
    wanted = {search.fold_code(code): " ".join(code.split())[:80] for code in codes if search.fold_code(code)}
    item.codes.exclude(folded__in=wanted).delete()
    there = set(item.codes.values_list("folded", flat=True))
    ItemCode.objects.bulk_create(ItemCode(item=item, text=text, folded=folded)
                                 for folded, text in wanted.items() if folded not in there)


def _touch(page: Page, now: datetime) -> None:
    Page.objects.filter(pk=page.pk).update(changed_at=now)
