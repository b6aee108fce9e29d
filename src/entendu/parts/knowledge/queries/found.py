"""What others ask of what we know: passages, known errors, limits and earlier cases, each with why it was found."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from entendu.core.diagnosis import terms
from entendu.core.knowledge.weight import CODE, covered, heaviest, weights
from entendu.core.wording.same_words import says_nothing
from entendu.parts.knowledge import search
from entendu.parts.knowledge.models.items import Item, ItemCode, Kind, Page, Stance
from entendu.parts.knowledge.models.passages import Counted, Passage, Term
from entendu.parts.knowledge.search import Among, fold_code, stem
from entendu.parts.staff.models import Team
from entendu.parts.tickets import search as ticket_words
from entendu.parts.tickets.models import Entry, Ticket
from entendu.parts.tickets.queries import OVER
from entendu.parts.tickets.search import WORD, fold, snippet

EVERYWHERE = Among()
MOST_TERMS = 8  # words of a case that are searched for
MOST_CANDIDATES = 80  # words of a case that are weighed
CLOSELY = 30  # of what the database found, how many are looked at word by word
LEAST = 0.25  # of a case's weight that must be in what is shown for it
LONGEST_READ = 5_000  # characters of an earlier message
TITLE = 0.2  # how much of the score its title decides
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found. `kind` is a kind of item or "document"; `item` and `language` lead to its page.
    `score` is between 0 and 1 where it was found for a case; `by_code` says that it is about the very error code."""

    kind: str
    title: str
    snippet: str
    text: str
    language: str
    at: datetime
    score: float
    passage: int
    item: int | None = None
    page: int | None = None
    document: int | None = None
    by_code: bool = False


@dataclass(frozen=True, slots=True)
class KnownError:
    """A published known error: its words in Markdown, the codes as they are written, and how well it fits."""

    item: int
    page: int
    language: str
    title: str
    symptoms: str
    cause: str
    fix: str
    workaround: str
    affected: str
    codes: tuple[str, ...]
    for_customers: bool
    score: float
    by_code: bool


@dataclass(frozen=True, slots=True)
class Limit:
    """A published limit: what can be done, cannot, or is planned, and why. `statement` is plain text, `reason`
    Markdown."""

    item: int
    page: int
    language: str
    stance: str
    statement: str
    reason: str
    for_customers: bool


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier case that was solved: the words that it shares, where they stand, and how well it fits (0 to 1)."""

    ticket: Ticket
    snippet: str
    score: float
    shared: tuple[str, ...]


def find(query: str, among: Among = EVERYWHERE, limit: int = 50) -> list[Found]:
    """Passages that hold every word of the query, of the last one its beginning; best of the newest first."""
    words = WORD.findall(fold(query))
    keys = search.passages_with(words, among, limit, every=True)
    rows = Passage.objects.annotate(item=F("page__item")).in_bulk(keys)
    titled = [key for key in keys if key in rows and all(word in fold(rows[key].title) for word in words)]
    order = [*titled, *(key for key in keys if key in rows and key not in titled)]
    return [_found(rows[key], query, 1.0) for key in order]


def nearest_query(query: str) -> str:
    """The query with each word that nobody ever wrote here put into its nearest spelling; "" where none is nearer."""
    words = WORD.findall(fold(query))
    known = set(Term.objects.filter(text__in=words).values_list("text", flat=True))
    better = [word if word in known or not search.COUNTED.fullmatch(word) else search.nearest(word) or word
              for word in words]
    return " ".join(better) if better != words else ""


def terms_of(texts: Iterable[str], *, without: Iterable[str] = ()) -> dict[str, float]:
    """The words of these texts that tell most, at most eight, with their weights. `without` are names and the like."""
    left_out = {word for text in without for word in WORD.findall(fold(text))}
    words: dict[str, int] = {}
    for word in (word for text in texts for word in WORD.findall(fold(text))):
        empty = says_nothing(word) or terms.says_nothing(word)
        if not empty and word not in left_out and not NUMBER.fullmatch(word):
            words.setdefault(word[:32], 0)
    candidates = dict(list(words.items())[:MOST_CANDIDATES])
    counted = dict(Term.objects.filter(text__in=candidates).values_list("text", "documents"))
    texts_counted = Counted.objects.filter(name="texts").values_list("value", flat=True).first() or 0
    known = weights({word: counted.get(word, 0) for word in candidates}, texts_counted)
    return {word: known[word] for word in heaviest(known, MOST_TERMS)}


def found_for(known: Mapping[str, float], codes: Collection[str], among: Among = EVERYWHERE, *, language: str = "",
              limit: int = 8) -> list[Found]:
    """What is known of a case with these weighed words and error codes, the best first; of an item in several
    languages the one asked for."""
    coded = _items_with(codes, among)
    keys = search.passages_with(list(known), among, CLOSELY, every=False)
    wanted = Q(pk__in=keys) | Q(page__item__in=coded)
    rows = list(Passage.objects.annotate(item=F("page__item")).filter(wanted)) if keys or coded else []
    scored = []
    for row in rows:
        score, by_code = _score(row, known), row.item in coded
        if by_code or score >= LEAST:
            scored.append(_found(row, " ".join(known), score + (CODE if by_code else 0), by_code=by_code))
    scored.sort(key=lambda one: (-one.score, one.language != language, -one.passage))
    return _once_each(scored, language)[:limit]


def known_errors_for(codes: Collection[str], words: Iterable[str], *, team: Team | None = None, language: str = "",
                     limit: int = 8) -> list[KnownError]:
    """Published known errors for these error codes and texts (symptoms in a customer's words), the best first.

    `team` leaves out those of other teams; `language` chooses among translations. A code outweighs all words.
    """
    among = Among((team.pk,) if team else None, (Kind.ERROR,))
    found = found_for(terms_of(words), codes, among, language=language, limit=limit)
    pages = (Page.objects.select_related("item", "published").prefetch_related("item__codes")
             .in_bulk([one.page for one in found if one.page]))
    errors = []
    for one in found:
        page = pages.get(one.page or 0)
        if page is None or page.published is None:
            continue
        version = page.published
        errors.append(KnownError(
            page.item_id, page.pk, page.language, version.title, version.symptoms, version.cause, version.fix,
            version.workaround, version.affected, tuple(code.text for code in page.item.codes.all()),
            page.item.for_customers, one.score, one.by_code))
    return errors


def errors_about(codes: Collection[str], among: Among, language: str = "") -> list[Found]:
    """Published known errors about one of these very codes, by nothing else; two queries."""
    return found_for({}, codes, Among(among.teams, (Kind.ERROR,)), language=language)


def limits_for(team: Team | int, *, language: str = "", stances: Sequence[str] = tuple(Stance)) -> list[Limit]:
    """The published limits of a team and of all teams, newest first; with `language` those in it, or else all."""
    team_id = team if isinstance(team, int) else team.pk
    pages = Page.objects.filter(Q(item__team=None) | Q(item__team=team_id), item__kind=Kind.LIMIT,
                                item__stance__in=stances).exclude(published=None)
    if language:
        pages = pages.filter(language=language)
    rows = pages.order_by("-changed_at", "-pk").values_list(
        "item_id", "pk", "language", "item__stance", "published__title", "published__reason", "item__for_customers")
    return [Limit(*row) for row in rows]


def similar_solved(ticket: Ticket, limit: int = 5, *, known: Mapping[str, float] | None = None,
                   mailboxes: Iterable[int] | None = None) -> list[Similar]:
    """Solved and closed tickets that share this one's telling words, the best first; of the same team's mailboxes
    unless others are given. `known` are its weighed words where the caller has them."""
    known = terms_of_ticket(ticket) if known is None else known
    where = list(mailboxes) if mailboxes is not None else list(
        ticket.mailbox.team.mailboxes.values_list("pk", flat=True))
    hits = ticket_words.hits_of_any(list(known), where, OVER, CLOSELY)
    hits = [hit for hit in hits if hit.ticket != ticket.pk]
    entries = Entry.objects.select_related("ticket__contact", "ticket__mailbox").only(
        "visible", "text", "ticket").in_bulk([hit.entry for hit in hits])
    similar = []
    for hit in hits:
        entry = entries.get(hit.entry)
        if entry is None:
            continue
        text = (entry.visible or entry.text)[:LONGEST_READ]
        shared = _held(f"{entry.ticket.subject} {text}", known)
        score = covered(shared, known)
        if score >= LEAST:
            similar.append(Similar(entry.ticket, snippet(text, " ".join(shared)), score, tuple(shared)))
    return sorted(similar, key=lambda one: (-one.score, -one.ticket.pk))[:limit]


def terms_of_ticket(ticket: Ticket, *, without: Iterable[str] = ()) -> dict[str, float]:
    """The telling words of what the customer wrote on a ticket, their first message and the latest ones."""
    theirs = list(Entry.objects.filter(ticket=ticket, kind=Entry.Kind.THEIRS, automatic="").order_by("at", "id")
                  .values_list("visible", flat=True))
    said = [text[:LONGEST_READ] for text in [*theirs[:2], *theirs[2:][-3:]]]
    names = [ticket.contact.name, ticket.mailbox.name]
    return terms_of([ticket.subject, *said], without=[*names, *without])


def _items_with(codes: Collection[str], among: Among) -> set[int]:
    """The items that are about one of these codes, as far as they may be looked at."""
    wanted = [folded for code in codes if (folded := fold_code(code))]
    if not wanted:
        return set()
    items = Item.objects.filter(pk__in=ItemCode.objects.filter(folded__in=wanted).values("item"))
    if among.teams is not None:
        items = items.filter(Q(team=None) | Q(team__in=among.teams))
    if among.kinds:
        items = items.filter(kind__in=among.kinds)
    return set(items.values_list("pk", flat=True))


def _score(row: Passage, known: Mapping[str, float]) -> float:
    titled = covered(_held(row.title, known), known)
    return (1 - TITLE) * covered(_held(f"{row.title} {row.text[:LONGEST_READ]}", known), known) + TITLE * titled


def _held(text: str, known: Iterable[str]) -> list[str]:
    """Which of these words the text holds, by their stems."""
    folded = f" {ticket_words.in_words(text)}"
    return [word for word in known if f" {stem(word)}" in folded]


def _found(row: Passage, query: str, score: float, *, by_code: bool = False) -> Found:
    return Found(row.kind, row.title, snippet(row.text, query), row.text, row.language, row.at, round(score, 4), row.pk,
                 row.item, row.page_id, row.document_id, by_code)  # type: ignore[attr-defined]


def _once_each(found: Sequence[Found], language: str) -> list[Found]:
    """Each item and document once: in the language asked for where it was found in it, else as it was found best."""
    wanted = {one.item: one for one in found if one.item and one.language == language}
    once: dict[tuple[str, int | None], Found] = {}
    for one in found:
        key = ("item", one.item) if one.item else ("document", one.document)
        once.setdefault(key, wanted.get(one.item, one) if one.item else one)
    return list(once.values())
