"""A case is looked up in what we know and, when a member asks for it, in the web; what was found goes into the draft.

Nothing is asked outside by itself: `ask_web` takes the words that a member has seen and pressed the button for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from entendu.channels.documents.read import Unreadable, read
from entendu.channels.searxng.ask import Answer, NotAnswered, ask
from entendu.core.knowledge import markdown
from entendu.core.mail.language import detect
from entendu.parts.knowledge.actions import passages
from entendu.parts.knowledge.models import Document, Page
from entendu.parts.knowledge.models.items import FIELDS_OF, LANGUAGES, Kind
from entendu.parts.knowledge.queries import found, items
from entendu.parts.knowledge.queries.found import Found, Similar
from entendu.parts.staff import queries as staff
from entendu.parts.staff.models import Member, Team
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Entry, Ticket
from entendu.parts.wording import queries as wording

MOST = 8
LETTERS = 20  # of the customer's latest, in which an error code is looked for
WORDS_COUNTED = 500  # entries in one go
TRACE = "trace"  # what stands for a stack trace among the codes


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What was found for a case. `query` is what was typed, "" where the case itself was asked; `terms` and `codes`
    are the case's words and error codes. `nearest` is another spelling that would find something."""

    query: str
    terms: tuple[str, ...]
    codes: tuple[str, ...]
    known: tuple[Found, ...]
    similar: tuple[Similar, ...]
    nearest: str


class CannotImport(ValueError):
    """Why a document was not imported: one sentence."""


class WebSilent(Exception):
    """Why the web search gave nothing: one sentence."""


def look_up(ticket: Ticket, member: Member, query: str = "") -> LookedUp:
    """What the member may see of what fits the case, or of what holds each word of the query."""
    among = items.among_for(member)
    mailboxes = tickets.mailbox_ids(member)
    if query:
        known = tuple(found.find(query, among, MOST * 2))
        similar = _solved(member, query)
        nearest = "" if known or similar else _nearest(member, query)
        return LookedUp(query, (), (), known, similar, nearest)
    codes, weighed = codes_of(ticket), found.terms_of_ticket(ticket, without=_names(ticket))
    known = tuple(found.found_for(weighed, codes, among, language=language_of(ticket), limit=MOST))
    similar = tuple(found.similar_solved(ticket, MOST, known=weighed, mailboxes=mailboxes))
    return LookedUp("", tuple(weighed), codes, known, similar, "")


def codes_of(ticket: Ticket) -> tuple[str, ...]:
    """The error codes that were read in the customer's letters, the latest letter's first; two queries."""
    theirs = tickets.said_on(ticket).select_related(None).only("pk").filter(kind=Entry.Kind.THEIRS)
    entries = list(theirs.order_by("-at", "-id")[:LETTERS])
    readings = wording.readings_of(entries)
    codes: dict[str, None] = {}
    for entry in entries:
        for one in readings[entry.pk].findings if entry.pk in readings else ():
            if one["check"] == "error-code" and one.get("value") != TRACE:
                codes.setdefault(one.get("value") or one["text"])
    return tuple(codes)


def language_of(ticket: Ticket) -> str:
    """The language in which this case is answered, of those that the desk speaks."""
    known = ticket.contact.language
    return known if known in dict(LANGUAGES) else "en"


def web_query(looked: LookedUp) -> str:
    """What would be asked in the web: the error codes and the telling words, for the member to change. No names."""
    return " ".join([*looked.codes, *looked.terms[:5]])[:200] if not looked.query else looked.query[:200]


def ask_web(query: str, language: str) -> Answer:
    """Asks the configured SearXNG these very words; `WebSilent` says why there is nothing."""
    service = items.web_search()
    if service is None or not service.active:
        raise WebSilent(_("No web search is set up; nothing was asked; an administrator can name one."))
    return try_web(service.address, query, language)


def try_web(address: str, query: str, language: str = "") -> Answer:
    """Asks the SearXNG at this address, configured or about to be; `WebSilent` says why there is nothing."""
    try:
        return ask(address, query, language)
    except NotAnswered as silent:
        raise WebSilent(_sentence(silent)) from None


def quotes(page: Page) -> list[str]:
    """What can be put into a reply from a published page, as words for a letter, each by itself.

    Of a known error that is its fix and what worked instead, of a limit or decision what it says with its reason.
    """
    version = page.published
    if version is None:
        return []
    if page.item.kind == Kind.ERROR:
        parts = (version.fix, version.workaround)
        return [words for part in parts if (words := markdown.to_words(part))]
    if page.item.kind == Kind.ARTICLE:
        return markdown.quotable(version.body)
    return ["\n\n".join(words for words in (version.title, markdown.to_words(version.reason)) if words)]


@transaction.atomic
def put_in_reply(ticket: Ticket, member: Member, words: str, *, now: datetime) -> None:
    """The words stand at the end of the member's draft, which nobody sends but the member."""
    draft = drafts.open_draft(ticket, member, now=now)
    text = f"{draft.text.rstrip()}\n\n{words}" if draft.text.strip() else words
    drafts.write(draft, text=text, kind=Entry.Kind.OURS, channel=ticket.channel, now=now)


def import_document(name: str, content: bytes, team: Team | None, member: Member | None, *, now: datetime) -> Document:
    """A document can be found from now on, in the language that it is written in; `CannotImport` says why not."""
    try:
        text = read(name, content)
    except Unreadable as trouble:
        raise CannotImport(_why(trouble)) from None
    language = detect(" ".join(words for _heading, words in text.passages)[:5_000]) or "en"
    kept = passages.Read(name, text.type, text.title, text.passages, len(content), sha256(content).hexdigest())
    return passages.add_document(kept, language, team, member, now=now)


def count_words(most: int = 4) -> int:
    """Counts the words of letters that came in, some hundreds in one go; how many letters that were."""
    done = 0
    for _turn in range(most):
        counted = passages.count_entries(WORDS_COUNTED)
        done += counted
        if counted < WORDS_COUNTED:
            break
    return done


def sections(page: Page) -> list[tuple[str, str]]:
    """The fields of a published page that hold words, by name, in their order; the title apart."""
    version = page.published
    names = FIELDS_OF[Kind(page.item.kind)]
    return [(name, getattr(version, name)) for name in names if name != "title" and getattr(version, name).strip()]


def _solved(member: Member, query: str) -> tuple[Similar, ...]:
    hits = tickets.search_tickets(tickets.mailboxes_of(member), query, MOST, tickets.OVER)
    return tuple(Similar(hit.ticket, hit.snippet, hit.score, ()) for hit in hits)


def _nearest(member: Member, query: str) -> str:
    """Another spelling of the query, where it finds something."""
    nearest = found.nearest_query(query)
    if not nearest:
        return ""
    is_there = found.find(nearest, items.among_for(member), 1) or tickets.search_tickets(
        tickets.mailboxes_of(member), nearest, 1)
    return nearest if is_there else ""


def _names(ticket: Ticket) -> Iterable[str]:
    """Who takes part: names say nothing of the matter and are nobody's business outside."""
    contact = ticket.contact
    yield from (address.value for address in contact.addresses.all())
    if contact.organisation is not None:
        yield contact.organisation.name
    yield from (colleague.name for colleague in staff.colleagues_on(ticket.mailbox.team_id))


def _sentence(silent: NotAnswered) -> str:
    return {
        "address": _("The web search cannot be reached; nothing was found; look whether its address is right."),
        "time": _("The web search took too long; nothing was found; ask again in a moment."),
        "json": _("The web search does not answer programs; nothing was found; its administrator allows it by adding "
                  "json to search.formats."),
        "many": _("The web search was asked too often; nothing was found; ask again in a minute."),
        "status": _("The web search answered with an error (%(status)s); nothing was found; ask again later.")
        % {"status": silent.status},
        "form": _("What answered is no SearXNG; nothing was found; look whether its address is right."),
    }[silent.why]


def _why(trouble: Unreadable) -> str:
    return {
        "type": _("“%(name)s” is no Markdown, HTML or PDF; nothing was imported; save it as one of these."),
        "large": _("“%(name)s” is larger than 20 MB; nothing was imported; split it."),
        "empty": _("“%(name)s” holds no text; nothing was imported; a scan has to be turned into text first."),
        "text": _("“%(name)s” is not text; nothing was imported; save it as UTF-8."),
        "pdf": _("“%(name)s” could not be read as PDF; nothing was imported; print it into a new PDF and try that."),
        "pdf-program": _("PDF cannot be read on this machine; nothing was imported; install poppler-utils, which has "
                         "pdftotext."),
    }[trouble.why] % {"name": trouble.name}

