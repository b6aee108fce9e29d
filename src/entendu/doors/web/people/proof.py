"""Whether an address is theirs: a code goes there, and whoever of us is told it enters it here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.desk.fate import There, fate
from entendu.doors.web.desk.reading import reader_of
from entendu.doors.web.middleware import zone
from entendu.doors.web.nav import show
from entendu.doors.web.people.lists import name_of
from entendu.doors.web.people.reading import contact_or_404
from entendu.doors.web.templatetags.desk import stamp
from entendu.flows.people import verify
from entendu.flows.people.verify import Asked
from entendu.parts.people import queries
from entendu.parts.people.models import Address, AddressCode, Contact
from entendu.parts.tickets.models import Mailbox
from entendu.parts.tickets.queries import mailboxes_of, seen_by, tickets_of_contact

LONGEST = 40


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: HttpRequest, person_id: int, address_id: int) -> HttpResponse:
    """What became of the code; by POST what somebody was told (`code`)."""
    contact, address = _theirs(request, person_id, address_id)
    if request.method != "POST" or address.verified_at is not None:
        return _page(request, contact, address)
    said = request.POST.get("code", "")[:LONGEST]
    if not verify.told(address, said, member_of(request), now=timezone.now()):
        return _page(request, contact, address, wrong=True)
    messages.success(request, _("%(address)s is verified: it is theirs.") % {"address": address.value})
    return redirect("person", contact.pk)


@members_only
@require_POST
def send_code(request: HttpRequest, person_id: int, address_id: int) -> HttpResponse:
    """A code goes to the address, as far as the governor lets it."""
    contact, address = _theirs(request, person_id, address_id)
    mailbox = _mailbox(request, contact)
    if mailbox is None or address.verified_at is not None:
        return redirect("person", contact.pk)
    match verify.ask_owner(address, member_of(request), mailbox, now=timezone.now()):
        case Asked.SENT:
            messages.success(request, _("A code is on its way to %(address)s.") % {"address": address.value})
        case Asked.LATELY:
            messages.info(request, _("A code went there within a day; no second one was sent."))
        case Asked.SHARED:
            messages.warning(request, _("Nothing was sent: somebody else has %(address)s too, and a code would prove "
                                        "neither.") % {"address": address.value})
            return redirect("person", contact.pk)
        case Asked.NO_WAY:
            messages.warning(request, _("Nothing was sent: no written message goes to %(address)s. Ask them another "
                                        "way.") % {"address": address.value})
            return redirect("person", contact.pk)
    return redirect("address_proof", contact.pk, address.pk)


def may_send(address: Address, now: datetime) -> tuple[str, str]:
    """Where a code is sent, and where one that is on its way is entered: at most one of both, the other "". An address
    of `contact_seen_by` knows its code (`code_until`)."""
    if address.verified_at is not None or not verify.can_be_asked(address):
        return "", ""
    until = getattr(address, "code_until", None)
    where = [address.contact_id, address.pk]
    if until is not None and until > now:
        return "", reverse("address_proof", args=where)
    return reverse("send_code", args=where), ""


def _theirs(request: HttpRequest, person_id: int, address_id: int) -> tuple[Contact, Address]:
    contact = contact_or_404(request, person_id)
    address = queries.address(contact, address_id)
    if address is None:
        raise Http404
    return contact, address


def _mailbox(request: HttpRequest, contact: Contact) -> Mailbox | None:
    """By which a member writes to them: that of their latest case which the member sees, else the member's first."""
    member = member_of(request)
    latest = tickets_of_contact(member, contact).select_related("mailbox").first()
    return latest.mailbox if latest is not None else mailboxes_of(member).order_by("pk").first()


def _page(request: HttpRequest, contact: Contact, address: Address, *, wrong: bool = False) -> HttpResponse:
    kept = queries.latest_code(address)
    now = timezone.now()
    again_at = kept.asked_at + AddressCode.GOOD_FOR if kept is not None else now
    again, sending = again_at <= now, reverse("send_code", args=[contact.pk, address.pk])
    return show(request, "web/people/proof.html", {
        "name": name_of(contact), "person_url": reverse("person", args=[contact.pk]), "address": address.value,
        "verified": stamp(address.verified_at) if address.verified_at else "",
        "message": _message(request, contact, kept) if kept is not None else None,
        "is_open": kept is not None and kept.is_open(now), "until": stamp(kept.expires_at) if kept is not None else "",
        "left": AddressCode.TRIES - kept.tries if kept is not None else 0, "wrong": wrong,
        "again_at": "" if again else stamp(again_at),
        "url": reverse("address_proof", args=[contact.pk, address.pk]),
        "send_url": sending if again and verify.can_be_asked(address) else "",
    }, at="people", status=422 if wrong else 200)


def _message(request: HttpRequest, contact: Contact, kept: AddressCode) -> dict[str, Any]:
    """What became of the message in which the code went, and its case, where the member sees it."""
    sent, reader = verify.message_of(kept), reader_of(request)
    there = There(contact.first_name, zone(contact.time_zone or sent.ticket.mailbox.time_zone))
    seen = seen_by(reader.member).filter(pk=sent.ticket_id).exists()
    return {"outcome": fate(sent, reader, there)["outcome"],
            "case_url": reverse("ticket", args=[sent.ticket.number]) if seen else ""}
