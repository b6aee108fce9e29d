"""What a case stands on: claims, error codes, versions and since when, read in letters, notes and files, then checked.

What is read is only noted. A member confirms or refutes it with what shows it; what is confirmed may be told as a
fact, and what is not is remarked on while a reply is written (`read_draft.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from entendu.core.diagnosis.claims import told_in
from entendu.core.diagnosis.codes import key_of
from entendu.core.listening.missing import missing
from entendu.core.wording.findings import Finding
from entendu.flows.diagnosis.recognise import MOST_FILES, TRACE, Recognised, codes_in, codes_in_file, is_text, named_in
from entendu.flows.listening.letters_of import theirs, told
from entendu.flows.mail.file_content import files_in
from entendu.parts.diagnosis.actions import claims as actions
from entendu.parts.diagnosis.actions import codes as code_actions
from entendu.parts.diagnosis.actions.claims import Said, Shown
from entendu.parts.diagnosis.actions.codes import Seen
from entendu.parts.diagnosis.models.claims import Evidence, Fact
from entendu.parts.diagnosis.models.codes import ErrorCode
from entendu.parts.diagnosis.queries import claims as queries
from entendu.parts.diagnosis.queries import codes
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets import queries as ticket_queries
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Attachment, Draft, Entry, Ticket

State, Kind = Fact.State, Fact.Kind

# So many codes of a letter, and of a file, are put before a reader; all that were seen are collected.
KNOWN_SHOWN, UNKNOWN_SHOWN = 5, 3
ERROR = "error"  # what `core.listening.missing` calls an error code


class NoEvidence(ValueError):
    """Nothing was given that shows it; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What may be told as a fact, and what only somebody says."""

    known: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeHelp:
    """What a catalogue says of a code on a case. `tell` is in the customer's language where the catalogue has it; the
    language it is in is `tell_language`, '' where it does not say."""

    id: int
    code: str
    product: str
    version: int
    cause: str
    fix: str
    tell: str
    tell_language: str


def note_letter(entry: Entry, text: str, language: str, findings: Sequence[Finding], zone: ZoneInfo) -> None:
    """What is to be checked of a customer's letter and its files, in the caller's transaction. `text` is what was read
    of it, `findings` what was found there."""
    places = [one.start for one in findings if one.check == "claim"]
    said = [Said(one.kind.value, one.words, one.start) for one in told_in(text, language, entry.at, zone, places)]
    named = [(one.value, one.start) for one in findings if one.check == "error-code" and one.value != TRACE]
    seen = codes_in(text, named)
    said += _shown(seen)
    for file, content in _texts(entry):
        found = codes_in_file(content)
        said += _shown(found, file)
        seen += found
    _keep(entry, said, seen)


def note_note(entry: Entry) -> None:
    """The error codes in a note for the team: somebody read them out on the telephone."""
    seen = codes_in(entry.text, named_in(entry.text))
    _keep(entry, _shown(seen), seen)


def add(ticket: Ticket, member: Member, said: Said, shown: Shown | None = None, *, now: datetime) -> Fact:
    """A claim of theirs or a finding of ours, by hand. A finding with what shows it is confirmed at once."""
    with transaction.atomic():
        fact = actions.add(ticket, member, said, now=now)
        if shown is not None:
            actions.show(fact, [shown], member, now=now)
            if said.kind == Kind.FINDING:
                actions.set_state(fact, State.CONFIRMED, member, now=now)
        tickets.understanding_changed(ticket, member, now=now)
    return fact


def settle(fact: Fact, state: str, member: Member, shown: Shown | None = None, *, now: datetime) -> None:
    """Confirmed or refuted, by what shows it; `NoEvidence` where nothing does. Open again, or withdrawn, by a word."""
    with transaction.atomic():
        if shown is not None:
            actions.show(fact, [shown], member, now=now)
        against = state == State.REFUTED
        if state in {State.CONFIRMED, State.REFUTED} and not fact.evidence.filter(against=against).exists():
            raise NoEvidence("Nothing shows it yet; nothing was changed; say what does: a message, a log, a test.")
        actions.set_state(fact, state, member, now=now)
        tickets.understanding_changed(fact.ticket, member, now=now)


def edit(fact: Fact, words: str, member: Member, *, now: datetime) -> bool:
    """The same in other words; False where the case has just that already."""
    with transaction.atomic():
        done = actions.edit(fact, words, member, now=now)
        tickets.understanding_changed(fact.ticket, member, now=now)
    return done


def drop_evidence(evidence: Evidence, member: Member, *, now: datetime) -> None:
    """It showed nothing. What it alone had settled is open again."""
    with transaction.atomic():
        fact = evidence.fact
        actions.drop_evidence(evidence, now=now)
        settled = fact.state in {State.CONFIRMED, State.REFUTED}
        if settled and not fact.evidence.filter(against=fact.state == State.REFUTED).exists():
            actions.set_state(fact, State.CLAIMED, member, now=now)
        tickets.understanding_changed(fact.ticket, member, now=now)


def evidence_from(ticket: Ticket, what: str, words: str) -> Shown | None:
    """Evidence as a form names it: "entry-12", "file-3", or "log", "change", "test", "link" with words. None where it
    names nothing on this case, or has no words where it needs them."""
    name, _dash, number = what.partition("-")
    words = " ".join(words.split())
    if name == "entry" and number.isdecimal():
        entry = ticket_queries.said_on(ticket).filter(pk=int(number)).first()
        return Shown(Evidence.Kind.MESSAGE, words, entry=entry) if entry else None
    if name == "file" and number.isdecimal():
        file = Attachment.objects.filter(entry__ticket=ticket, pk=int(number)).first()
        return Shown(Evidence.Kind.FILE, words, file=file) if file else None
    if not words or name not in {"log", "change", "test", "link"}:
        return None
    if name == "link" and not is_link(words):
        return None
    return Shown("link" if is_link(words) else name, words)


def is_link(words: str) -> bool:
    """Whether the words are the address of a page."""
    try:
        parts = urlsplit(words)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and " " not in words


def checked(ticket: Ticket) -> Checked:
    """What a draft on this ticket may say as a fact, and what it may not; one query."""
    facts = queries.facts_of(ticket)
    return Checked(
        tuple(one.words for one in facts if one.state == State.CONFIRMED),
        tuple(one.words for one in facts if one.state in {State.CLAIMED, State.REFUTED} and one.kind == Kind.CLAIM))


def help_with(facts: Iterable[Fact], language: str) -> dict[int, list[CodeHelp]]:
    """What the catalogues say of the error codes among these facts, by fact; one query, none without a code."""
    keys = {one.pk: key_of(one.words) for one in facts if one.kind == Kind.CODE}
    rows = codes.look_up(keys.values()) if keys else {}
    return {pk: [_help(row, language) for row in rows[key]] for pk, key in keys.items() if key in rows}


def what_to_tell(code_id: int, language: str) -> str:
    """What to tell the customer of this code; '' where the catalogue does not say."""
    row = codes.code(code_id)
    return _tell(row, language)[0] if row else ""


def put_in_reply(ticket: Ticket, member: Member, words: str, *, now: datetime) -> Draft:
    """The words stand at the end of what the member is writing."""
    draft = drafts.open_draft(ticket, member, now=now)
    text = draft.text.rstrip()
    if words not in text:
        text = f"{text}\n\n{words}" if text else words
    drafts.write(draft, text=text, kind=Entry.Kind.OURS, channel=draft.channel or ticket.channel, now=now)
    return draft


def missing_code(ticket: Ticket) -> str | None:
    """What to ask, in the customer's language, where they report a failure and no error code was given, nor was it said
    that there is none; None otherwise. It says how to find one. At most four queries."""
    if any(one.kind == Kind.CODE for one in queries.facts_of(ticket)):
        return None
    if ERROR not in missing(told(theirs(ticket))):
        return None
    with translation.override(ticket.contact.language or ticket.mailbox.language):
        return _("Does it show an error code or a number? It often stands in small print at the end of the message, or "
                 "in the last line of the log; a photo of the screen is fine too.")


def _texts(entry: Entry) -> Iterator[tuple[Attachment, bytes]]:
    """The texts among an entry's files, with their bytes. The letter that holds them is opened once."""
    files = [file for file in entry.attachments.all() if is_text(file.name, file.type)][:MOST_FILES]
    if not files:
        return
    in_letter = {sha256(one.content).hexdigest(): one.content for one in files_in(entry.pk)}
    for file in files:
        content = in_letter.get(file.sha256) or ticket_queries.file_content(file.sha256)
        if content:
            yield file, content


def _shown(seen: Sequence[Recognised], file: Attachment | None = None) -> list[Said]:
    known = [one for one in seen if one.rows][:KNOWN_SHOWN]
    unknown = [one for one in seen if not one.rows][:UNKNOWN_SHOWN]
    return [Said(Kind.CODE, one.rows[0].code if one.rows else one.written, one.start, file)
            for one in (*known, *unknown)]


def _keep(entry: Entry, said: Sequence[Said], seen: Sequence[Recognised]) -> None:
    if said:
        actions.note(entry.ticket, said, entry=entry, now=entry.at)
    if seen:
        code_actions.see_codes(entry.ticket, entry, [Seen(one.written, bool(one.rows)) for one in seen], now=entry.at)


def _help(row: ErrorCode, language: str) -> CodeHelp:
    tell, said_in = _tell(row, language)
    return CodeHelp(row.pk, row.code, row.catalogue.product, row.catalogue.version, row.cause, row.fix, tell, said_in)


def _tell(row: ErrorCode, language: str) -> tuple[str, str]:
    for name in (language[:2], "", "en", *sorted(row.tell)):
        if row.tell.get(name):
            return str(row.tell[name]), name
    return "", ""
