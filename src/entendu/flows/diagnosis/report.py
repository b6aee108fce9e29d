"""What is known of a case, gathered into the report that its developers get: a draft that a member reads and changes.

It names the customer only where the member wants it so: names, addresses and numbers are taken out of all that goes in,
and looked for once more in what the member made of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from entendu.core.diagnosis.naming import Customer, named_in, unnamed
from entendu.core.diagnosis.report import Attached, Cause, Code, Fact, Report, lacking, markdown
from entendu.core.diagnosis.surroundings import environment_in, steps_in
from entendu.flows.mail.file_content import content_of
from entendu.parts.diagnosis.queries import for_report
from entendu.parts.listening.queries import restatements
from entendu.parts.people.models import Channel
from entendu.parts.people.queries import addresses_of
from entendu.parts.tickets.models import Attachment, Entry, Ticket

LETTERS = 20
LONGEST_SAID = 4000
LONGEST_TITLE = 120
TEXTS = ("text/", "application/json", "application/xml", "application/x-yaml")
LARGEST_TEXT = 200_000  # bytes that are looked at of a file that goes along as text


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a member wants in the report: whether it may name the customer, which files (by id) go along as links and
    which as text, and the language of its headings."""

    language: str = "en"
    named: bool = False
    links: frozenset[int] = frozenset()
    texts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Drafted:
    """The report as a draft. `lacking` names what developers ask for first and nobody knows: heard, steps, environment,
    codes."""

    title: str
    body: str
    lacking: tuple[str, ...]


def drafted(ticket: Ticket, wanted: Wanted) -> Drafted:
    """A first draft from the restatement, the facts, the letters, the codes and the causes of the case."""
    letters = list(Entry.objects.filter(ticket=ticket, kind=Entry.Kind.THEIRS, automatic="").order_by("at", "id")
                   .only("visible")[:LETTERS])
    said = [letter.visible for letter in letters]
    heard = restatements.with_them(ticket)
    report = Report(
        heard=heard.text if heard else "", confirmed=bool(heard and heard.state == heard.State.CONFIRMED),
        said=said[0][:LONGEST_SAID] if said else "", facts=tuple(_facts(ticket)), steps=steps_in(said),
        environment=environment_in(said), codes=tuple(_codes(ticket)), causes=tuple(_causes(ticket, wanted.language)),
        attached=tuple(_attached(ticket, wanted)), case=case_address(ticket))
    title = _title(ticket, report)
    if not wanted.named:
        customer = customer_of(ticket)
        with translation.override(wanted.language):
            names = _("[the customer]"), _("[address]")
        report, title = _without_names(report, customer, names), unnamed(title, customer, *names)
    return Drafted(title, markdown(report, wanted.language), lacking(report))


def names_in(ticket: Ticket, text: str) -> tuple[str, ...]:
    """What of the ticket's contact can be read in the text: names, addresses, numbers."""
    return named_in(text.replace(case_address(ticket), ""), customer_of(ticket))


def customer_of(ticket: Ticket) -> Customer:
    """Whom a report does not name."""
    contact = ticket.contact
    organisation = contact.organisation
    numbers = [one.value for one in addresses_of(contact) if one.channel != Channel.EMAIL]
    return Customer((contact.name, organisation.name if organisation else ""), tuple(numbers))


def case_address(ticket: Ticket) -> str:
    """Where members find the case."""
    return settings.ENTENDU_URL + reverse("ticket", args=[ticket.number])


def files_of(ticket: Ticket) -> list[tuple[Attachment, bool]]:
    """The files that came or went with the case, oldest first, and whether each can go along as text."""
    found = Attachment.objects.filter(entry__ticket=ticket, inline=False).order_by("id")
    return [(one, one.type.startswith(TEXTS)) for one in found]


def _title(ticket: Ticket, report: Report) -> str:
    """What the case is called; where it is called nothing, the first line of what was heard."""
    lines = [line.strip() for line in (report.heard or report.said).splitlines() if line.strip()]
    title = ticket.subject or (lines[0] if lines else "")
    return title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE - 1].rsplit(' ', 1)[0]}…"


def _facts(ticket: Ticket) -> list[Fact]:
    rows = []
    for fact in for_report.facts_of(ticket):
        wanted_side = fact.state == fact.State.REFUTED
        shown = [one.words for one in fact.evidence.all() if one.words and one.against is wanted_side]
        rows.append(Fact(fact.words, fact.state, "; ".join(shown)))
    return rows


def _codes(ticket: Ticket) -> list[Code]:
    return [Code(code, meaning) for code, meaning in for_report.codes_of(ticket)]


def _causes(ticket: Ticket, language: str) -> list[Cause]:
    """A proposal that nobody has put into words of their own stands for its kind."""
    states = {"open": "open", "ruled-out": "out", "confirmed": "found"}
    rows = []
    for cause in for_report.causes_of(ticket):
        with translation.override(language):
            ours = _("A defect on our side") if cause.origin == for_report.OURS else ""
            words = cause.words or ours or (cause.change.object if cause.change else "")
        if words:
            shown = "; ".join(one.words for one in cause.evidence.all() if one.words)
            rows.append(Cause(words, states[cause.verdict], shown))
    return rows


def _attached(ticket: Ticket, wanted: Wanted) -> list[Attached]:
    rows = []
    for file, may_be_text in files_of(ticket):
        if may_be_text and file.pk in wanted.texts:
            rows.append(Attached(file.name, text=_text_of(file)))
        elif file.pk in wanted.links:
            rows.append(Attached(file.name, url=settings.ENTENDU_URL + reverse("file", args=[file.pk])))
    return rows


def _text_of(file: Attachment) -> str:
    content = content_of(file) or b""
    return content[:LARGEST_TEXT].decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\0", "")


def _without_names(report: Report, customer: Customer, names: tuple[str, str]) -> Report:
    def clean(text: str) -> str:
        return unnamed(text, customer, *names)

    return replace(
        report, heard=clean(report.heard), said=clean(report.said),
        facts=tuple(Fact(clean(one.words), one.state, clean(one.evidence)) for one in report.facts),
        steps=tuple(map(clean, report.steps)), environment=tuple(map(clean, report.environment)),
        codes=tuple(Code(one.code, clean(one.meaning)) for one in report.codes),
        causes=tuple(Cause(clean(one.words), one.state, clean(one.evidence)) for one in report.causes),
        attached=tuple(Attached(clean(one.name), one.url, clean(one.text)) for one in report.attached))
