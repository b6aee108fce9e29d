"""The only writer of passages, documents and counted words: what can be found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from entendu.core.knowledge import markdown
from entendu.parts.knowledge import search
from entendu.parts.knowledge.models.items import FIELDS, Page
from entendu.parts.knowledge.models.passages import Counted, Document, Passage
from entendu.parts.staff.models import Member, Team
from entendu.parts.tickets.models import Entry

DOCUMENT = "document"
ENTRIES, TEXTS = "entries", "texts"
LONGEST_COUNTED = 20_000  # characters of an entry: what follows is a log or a book


@dataclass(frozen=True, slots=True)
class Read:
    """A document as it was read: its type, title and passages (heading and text), and the SHA-256 of its bytes."""

    name: str
    type: str
    title: str
    passages: tuple[tuple[str, str], ...]
    size: int
    sha256: str


def learn_page(page: Page) -> None:
    """What is published of the page can be found, and what was before cannot."""
    forget_page(page)
    version, item = page.published, page.item
    if version is None:
        return
    codes = list(item.codes.values_list("text", flat=True))
    texts = [getattr(version, name) for name in FIELDS if name != "title"]
    text = "\n\n".join([*(markdown.to_words(one) for one in texts if one.strip()), " ".join(codes)]).strip()
    passage = Passage(kind=item.kind, team_id=item.team_id, language=page.language, page=page, title=version.title,
                      text=text, at=page.changed_at)
    passage.save()
    _learn([passage])


def forget_page(page: Page) -> None:
    """The page cannot be found."""
    _forget(list(page.passages.values_list("pk", flat=True)))


@transaction.atomic
def add_document(read: Read, language: str, team: Team | None, member: Member | None, *, now: datetime) -> Document:
    """A document can be found by its passages. Of the same name and team the newer takes the older one's place; the
    very same bytes are left as they are."""
    known = Document.objects.filter(name=read.name, team=team).first()
    if known is not None and known.sha256 == read.sha256:
        return known
    if known is not None:
        remove_document(known)
    document = Document(title=read.title[:200], name=read.name[:255], type=read.type, language=language, team=team,
                        size=read.size, sha256=read.sha256, added_by=member, added_at=now)
    document.save()
    passages = Passage.objects.bulk_create(
        Passage(kind=DOCUMENT, team=team, language=language, document=document, place=place,
                title=(heading or read.title)[:300], text=text, at=now)
        for place, (heading, text) in enumerate(read.passages))
    _learn(passages)
    return document


@transaction.atomic
def remove_document(document: Document) -> None:
    """The document is gone, and nothing of it is found."""
    _forget(list(document.passages.values_list("pk", flat=True)))
    document.delete()


def learn_anew() -> None:
    """Forgets the words of all passages and learns them again; what was counted stays."""
    every = list(Passage.objects.all())
    search.drop_words([one.pk for one in every])
    search.keep_words({one.pk: f"{one.title}\n{one.text}" for one in every})
    search.spell_anew()


@transaction.atomic
def count_entries(most: int) -> int:
    """Counts the words of so many entries that were not counted yet; returns how many there were.

    Two workers may try at once: the one who moves the mark counts.
    """
    mark, _new = Counted.objects.get_or_create(name=ENTRIES)
    waiting = list(Entry.objects.filter(pk__gt=mark.value).exclude(kind=Entry.Kind.EVENT).order_by("pk")
                   .values_list("pk", "ticket__subject", "visible", "text")[:most])
    if not waiting:
        return 0
    if not Counted.objects.filter(name=ENTRIES, value=mark.value).update(value=waiting[-1][0]):
        return 0
    _count(f"{subject} {visible or text}"[:LONGEST_COUNTED] for _key, subject, visible, text in waiting)
    return len(waiting)


def _learn(passages: Sequence[Passage]) -> None:
    texts = {one.pk: f"{one.title}\n{one.text}" for one in passages}
    search.keep_words(texts)
    _count(texts.values())


def _forget(passages: list[int]) -> None:
    search.drop_words(passages)
    Passage.objects.filter(pk__in=passages).delete()


def _count(texts: Iterable[str]) -> None:
    words: Counter[str] = Counter()
    number = 0
    for text in texts:
        words.update(search.words_counted(text))
        number += 1
    search.count(words)
    mark, _new = Counted.objects.get_or_create(name=TEXTS)
    mark.value += number
    mark.save(update_fields=["value"])
