"""Something changed at a customer's: told by a program, by a signed web hook, by a file, or by hand on a case.

Whoever tells it, it is kept once, under the source's own name for it, in the log of that customer's system.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from itertools import islice

from entendu.channels.webhooks import github, standard
from entendu.core.diagnosis.change_file import LONGEST, Bad, Row, Wrong, rows
from entendu.core.diagnosis.timeline import Kind
from entendu.parts.diagnosis.actions import changes as actions
from entendu.parts.diagnosis.actions.changes import Change
from entendu.parts.diagnosis.models.changes import ChangeSource, System, SystemChange
from entendu.parts.people import queries as people
from entendu.parts.people.models import Channel, Contact, Organisation
from entendu.parts.sealed import unseal
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets import queries as ticket_queries
from entendu.parts.tickets.models import Ticket

DESK, FILE = "desk", "file"
AT_ONCE = 1000


class UnknownCustomer(ValueError):
    """Nobody here goes by the name that a change gives for its customer; nothing was taken. `place` counts from 0."""

    def __init__(self, place: int, name: str) -> None:
        super().__init__(f"No customer goes by {name!r}; nothing was taken; give a contact's id or address, or an "
                         "organisation's name or mail domain." if name else
                         "It is not said whose system changed; nothing was taken; name the customer.")
        self.place, self.name = place, name


@dataclass(frozen=True, slots=True)
class Told:
    """A change as it was told. `customer` is an id, an address, a mail domain or a name; '' means the usual one."""

    at: datetime
    object: str
    kind: Kind = Kind.OTHER
    actor: str = ""
    details: str = ""
    key: str = ""
    customer: str = ""
    system: str = ""


@dataclass(frozen=True, slots=True)
class By:
    """Who tells it: the source's name, the system that is meant where none is said, and the member who may see only
    some of the customers (None for a program of the house)."""

    source: str
    system: System | None = None
    member: Member | None = None


def take(by: By, told: Sequence[Told], *, now: datetime) -> list[tuple[SystemChange, bool]]:
    """Keeps what was told, all or none: each change in its order, and whether it was news.

    `UnknownCustomer` or `actions.ChangeReused` where it cannot be; then nothing was taken.
    """
    systems: dict[tuple[str, str], System] = {}
    changes = []
    for place, one in enumerate(told):
        name = one.customer, one.system
        if name not in systems:
            systems[name] = _system(by, place, one)
        changes.append(Change(systems[name], one.at, one.kind, one.actor, one.object, one.details, one.key))
    return actions.keep_changes(by.source, changes, member=by.member, now=now)


def owner_of(name: str, member: Member | None = None) -> Organisation | Contact | None:
    """Who goes by this id, address, domain or name; whoever belongs to an organisation stands for it.

    With a member, only among those whom the member may see.
    """
    name = name.strip()
    contact: Contact | None = None
    organisation: Organisation | None = None
    if name.isdecimal() and len(name) < 19:
        contact = people.contact(int(name))
    elif "@" in name or name.startswith("+"):
        contact = people.contact_at(Channel.EMAIL if "@" in name else Channel.SMS, name)
    if contact is not None:
        organisation = contact.organisation
    elif name:
        every = people.organisations()
        organisation = (every.filter(name__iexact=name).first()
                        or people.organisation_of_domain(name.rpartition("@")[2]))
    if member is None:
        return organisation or contact
    if organisation is not None:
        return ticket_queries.organisations_seen_by(member).filter(pk=organisation.pk).first()
    return contact and ticket_queries.contact_seen_by(member, contact.pk)


def by_hand(ticket: Ticket, told: Told, member: Member, *, now: datetime) -> SystemChange:
    """A colleague notes a change on a case, for the customer's system."""
    system = actions.system_of(ticket.contact.organisation or ticket.contact, told.system)
    ((kept, _fresh),) = take(By(DESK, system, member), [replace(told, customer="", system="")], now=now)
    tickets.tell_changed(ticket, "changes", member, now=now)
    return kept


@dataclass(slots=True)
class Imported:
    """What a file brought: new changes, those that were known already, and the lines that could not be taken."""

    new: int = 0
    known: int = 0
    bad: list[Bad] = field(default_factory=list)


def take_file(content: bytes, by: By, zone: tzinfo, *, now: datetime) -> Iterator[Imported]:
    """Takes the rows of a file (`core.diagnosis.change_file`), a thousand in each transaction; yields the sum so far.

    What was taken stands, whatever happens to the rest: the same file may be given again. `NotAChangeFile` at once.
    """
    done = Imported()
    found = iter(rows(content, zone))
    while part := list(islice(found, AT_ONCE)):
        good = [one for one in part if isinstance(one, Row)]
        bad = [one for one in part if isinstance(one, Bad)]
        good, nobodys = _with_customer(good, by)
        for _row, fresh in _kept(good, by, now, bad):
            done.new += fresh
            done.known += not fresh
        done.bad += [*bad, *nobodys]
        yield done


def _with_customer(found: Sequence[Row], by: By) -> tuple[list[Row], list[Bad]]:
    """The rows whose customer is known, and the others."""
    known = {name: bool(owner_of(name, by.member)) if name else by.system is not None
             for name in {row.customer for row in found}}
    return ([row for row in found if known[row.customer]],
            [Bad(row.line, Wrong.NO_CUSTOMER) for row in found if not known[row.customer]])


def _kept(found: Sequence[Row], by: By, now: datetime, bad: list[Bad]) -> list[tuple[SystemChange, bool]]:
    """Keeps rows together; where one's key stands for another change, each by itself."""
    told = [Told(row.at, row.object, row.kind, row.actor, row.details, row.key, row.customer, row.system)
            for row in found]
    try:
        return take(by, told, now=now)
    except actions.ChangeReused:
        kept = []
        for row, one in zip(found, told, strict=True):
            try:
                kept += take(by, [one], now=now)
            except actions.ChangeReused:
                bad.append(Bad(row.line, Wrong.OTHER_CHANGE))
        return kept


def receive_hook(source: ChangeSource, headers: Mapping[str, str], body: bytes, now: datetime) -> list[Told] | None:
    """What a signed web hook says, once its signature is right; None for an event that changes nothing.

    `standard.NotSigned` where it is not the source's; `ValueError` where the body is not understood. GitHub's is read
    here; a Standard Webhook's body is the interface's own form, which its door reads: then an empty list is returned.
    """
    secret = unseal(source.secret)
    if source.form == ChangeSource.Form.STANDARD:
        standard.verified(secret, headers, body, now)
        return []
    told = github.told(github.verified(secret, headers, body), body, now)
    if told is None:
        return None
    fields = {name: getattr(told, name)[:LONGEST[name]] for name in ("actor", "object", "details", "key")}
    return [Told(told.at, kind=Kind.DEPLOYMENT, **fields)]


def new_source(name: str, form: str, system: System | None, *, now: datetime) -> tuple[ChangeSource, str]:
    """A program that may tell what changed, and its secret, shown once; `ValidationError` names the wrong field."""
    secret = standard.new_secret()
    return actions.add_source(name=name, form=form, system=system, secret=secret, now=now), secret


def renew_secret(source: ChangeSource) -> str:
    """Another secret; the old one opens nothing from now on."""
    secret = standard.new_secret()
    actions.renew_secret(source, secret)
    return secret


def _system(by: By, place: int, one: Told) -> System:
    if one.customer:
        owner = owner_of(one.customer, by.member)
        if owner is None:
            raise UnknownCustomer(place, one.customer)
        return actions.system_of(owner, one.system)
    if by.system is None:
        raise UnknownCustomer(place, "")
    if not one.system:
        return by.system
    whose = by.system.organisation or by.system.contact
    return actions.system_of(whose, one.system) if whose is not None else by.system


def with_keys(told: Iterable[Told], key: str) -> list[Told]:
    """What was told under one key of a request: each change that has none of its own goes by its place under it."""
    return [one if one.key or not key else replace(one, key=f"{key}#{place}") for place, one in enumerate(told)]
