"""The facts of a case on a page of their own: checked with what shows it, put in other words, added, taken out.

Everything works without a script: a sentence of the conversation is a link that fills the form it belongs to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from entendu.core.wording.prose import prose
from entendu.doors.web.access import member_of, members_only, ticket_or_404
from entendu.doors.web.desk.reading import number_in, view_of
from entendu.doors.web.desk.rows import beside, ticket_url
from entendu.doors.web.desk.ticket import beside_step
from entendu.doors.web.templatetags.desk import stamp
from entendu.doors.web.understanding.facts import aside, in_order
from entendu.flows.diagnosis import claims
from entendu.flows.diagnosis.claims import CodeHelp, NoEvidence
from entendu.parts.diagnosis.actions.claims import Said, Shown
from entendu.parts.diagnosis.models.claims import Evidence, Fact, FactEvent
from entendu.parts.diagnosis.queries import claims as queries
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Attachment, Entry, Ticket

State, Kind = Fact.State, Fact.Kind
LONGEST = 500
# So much of the conversation is laid out to be cited.
ENTRIES, SENTENCES, SHORTEST = 8, 12, 8
IN_WORDS = (
    ("log", gettext_lazy("a line of a log")), ("change", gettext_lazy("a change")), ("test", gettext_lazy("a test")),
    ("link", gettext_lazy("a link")),
)
STATES = {"confirm": State.CONFIRMED, "refute": State.REFUTED, "reopen": State.CLAIMED, "withdraw": State.WITHDRAWN}
NOTHING_SHOWS_IT = gettext_lazy("Nothing shows it yet; nothing was changed; say what does: a message, a file, a line "
                                "of a log, a change, a test or a link.")


@members_only
@require_safe
def facts(request: HttpRequest, number: int) -> HttpResponse:
    """All facts of the case. `?cite=` names a sentence of the conversation, `?fact=` the fact that it is for."""
    return _page(request, ticket_or_404(request, number))


@members_only
@require_POST
def add(request: HttpRequest, number: int) -> HttpResponse:
    """One more, in one line. What we found ourselves is confirmed where it says what shows it."""
    ticket = ticket_or_404(request, number)
    words = " ".join(request.POST.get("words", "").split())[:LONGEST]
    if not words:
        return _page(request, ticket, _("There are no words yet; nothing was added; write one line."))
    kind = Kind.FINDING if request.POST.get("kind") == Kind.FINDING else Kind.CLAIM
    shown = _shown(request, ticket)
    fact = claims.add(ticket, member_of(request), Said(kind, words), shown, now=timezone.now())
    return _back(request, ticket, fact)


@members_only
@require_POST
def settle(request: HttpRequest, number: int, fact_id: int) -> HttpResponse:
    """`act` is confirm, refute, reopen, withdraw or edit; `what` and `shows` name what shows it."""
    ticket = ticket_or_404(request, number)
    fact = queries.fact_on(ticket, fact_id)
    if fact is None:
        raise Http404
    act, member, now = request.POST.get("act", ""), member_of(request), timezone.now()
    if act == "edit":
        words = " ".join(request.POST.get("words", "").split())[:LONGEST]
        if not words:
            return _page(request, ticket, _("There are no words yet; it stays as it was; write one line."))
        if not claims.edit(fact, words, member, now=now):
            return _page(request, ticket, _("The case has just that already; nothing was changed."))
        return _back(request, ticket, fact)
    if act not in STATES:
        return _page(request, ticket, _("Nothing was asked for; nothing was changed; press one of the buttons."))
    checked = act in {"confirm", "refute"}
    shown = _shown(request, ticket) if checked else None
    if shown is not None and act == "refute":
        shown = replace(shown, against=True)
    try:
        claims.settle(fact, STATES[act], member, shown, now=now)
    except NoEvidence:
        return _page(request, ticket, str(NOTHING_SHOWS_IT), chosen=fact.pk)
    return _back(request, ticket, fact)


@members_only
@require_POST
def drop(request: HttpRequest, number: int, evidence_id: int) -> HttpResponse:
    """It showed nothing after all."""
    ticket = ticket_or_404(request, number)
    evidence = queries.evidence_on(ticket, evidence_id)
    if evidence is None:
        raise Http404
    claims.drop_evidence(evidence, member_of(request), now=timezone.now())
    return _back(request, ticket, evidence.fact)


@members_only
@require_POST
def tell(request: HttpRequest, number: int) -> HttpResponse:
    """What to tell them of an error code, or the question for one, stands in the reply."""
    ticket = ticket_or_404(request, number)
    if request.POST.get("ask"):
        words = claims.missing_code(ticket) or ""
    else:
        words = claims.what_to_tell(number_in(request.POST.get("code")), ticket.contact.language)
    if words:
        claims.put_in_reply(ticket, member_of(request), words, now=timezone.now())
    else:
        messages.error(request, _("There is nothing to put into the reply any more; it stays as it was."))
    return redirect(f"{ticket_url(number, view_of(request))}#reply")


def _shown(request: HttpRequest, ticket: Ticket) -> Shown | None:
    return claims.evidence_from(ticket, request.POST.get("what", ""), request.POST.get("shows", ""))


def _page(request: HttpRequest, ticket: Ticket, trouble: str = "", chosen: int = 0) -> HttpResponse:
    """The page; with a sentence of trouble it comes with 422 and keeps what was typed."""
    chosen = chosen or number_in(request.GET.get("fact"))
    every = queries.with_all(ticket)
    cited = _cited(ticket, request.GET.get("cite", ""))
    standing = [one for one in in_order(every) if one.state != State.WITHDRAWN]
    helped = claims.help_with(standing, ticket.contact.language)
    here = beside("facts", ticket.number, view_of(request))
    choices = _choices(ticket)
    shown = [_fact(one, ticket, list(helped.get(one.pk, ()))) for one in standing]
    for one in shown:
        one["open"] = one["id"] == chosen
        one["what"], one["shows"] = _filled(request, one, cited) if one["open"] else (one["what"], "")
    return beside_step(request, ticket, "web/understanding/facts_page.html", {
        "step_title": _("Facts"), "step_lede": "", "step_url": here, "trouble": trouble, "facts": shown,
        "gone": [_gone(one) for one in every if one.state == State.WITHDRAWN], "choices": choices,
        "missing": claims.missing_code(ticket) or "", "tell_url": beside("tell_code", ticket.number, view_of(request)),
        "add": {"url": beside("add_fact", ticket.number, view_of(request)), "kind": request.POST.get("kind", ""),
                "words": request.POST.get("words", "") or (cited["words"] if cited and not chosen else ""),
                "shows": request.POST.get("shows", "") if not chosen else ""},
        "chosen": next((one for one in shown if one["open"]), None),
        "said": _said(ticket, here, chosen), "language": ticket.contact.language,
    }, status=422 if trouble else 200)


def _fact(one: Fact, ticket: Ticket, helped: list[CodeHelp]) -> dict[str, Any]:
    """One fact with everything that hangs on it; see the head of `web/understanding/facts_page.html`."""
    source = f"{ticket_url(ticket.number)}#e-{one.entry_id}" if one.entry_id else ""
    settled = [event for event in one.history.all() if event.act in {State.CONFIRMED, State.REFUTED}]
    return {
        "id": one.pk, "words": one.words, "state": one.state, "kind": one.get_kind_display(),
        "is_code": one.kind == Kind.CODE, "is_theirs": one.kind == Kind.CLAIM,
        "aside": aside(one, ticket, bool(helped)),
        "by": _by(settled[-1]) if settled and one.state == settled[-1].act else "",
        "source_url": source, "source": _source(one),
        "evidence": [_evidence(piece, ticket) for piece in one.evidence.all()],
        "history": [_event(event) for event in one.history.all()], "help": helped, "what": _by_itself(one),
        "url": reverse("settle_fact", args=[ticket.number, one.pk]),
    }


def _by_itself(one: Fact) -> str:
    """What most likely shows it: a code or a version shows where it stands; what somebody claims, a log."""
    if one.kind not in {Kind.CODE, Kind.VERSION} or not one.entry_id:
        return "log"
    return f"file-{one.file_id}" if one.file_id else f"entry-{one.entry_id}"


def _filled(request: HttpRequest, one: dict[str, Any], cited: dict[str, Any] | None) -> tuple[str, str]:
    """What the form of the chosen fact holds: what was typed, else the sentence that was cited."""
    if request.method == "POST":
        return request.POST.get("what", one["what"]), request.POST.get("shows", "")
    return (f"entry-{cited['entry']}", cited["words"]) if cited else (one["what"], "")


def _by(event: FactEvent) -> str:
    name = event.member.name if event.member else _("somebody who left")
    words = _("confirmed by %(name)s, %(when)s") if event.act == State.CONFIRMED else _("refuted by %(name)s, %(when)s")
    return words % {"name": name, "when": stamp(event.at)}


def _event(event: FactEvent) -> dict[str, Any]:
    return {"act": event.get_act_display(), "by": event.member.name if event.member else "", "at": event.at,
            "was": event.was}


def _source(one: Fact) -> str:
    if one.file is not None:
        return one.file.name
    if one.entry is None:
        return _("added by %(name)s") % {"name": one.member.name} if one.member else ""
    return _author(one.entry)


def _author(entry: Entry) -> str:
    """Whose message it is and of when: "Marie Laval, Mon 10:20"."""
    name = entry.author or (entry.contact.name if entry.contact else entry.member.name if entry.member else "")
    words = _("note by %(name)s, %(when)s") if entry.kind == Entry.Kind.NOTE else _("%(name)s, %(when)s")
    return words % {"name": name or _("Somebody"), "when": stamp(entry.at)}


def _evidence(piece: Evidence, ticket: Ticket) -> dict[str, Any]:
    url, words = "", piece.words
    if piece.entry is not None:
        url, words = f"{ticket_url(ticket.number)}#e-{piece.entry_id}", words or _author(piece.entry)
    elif piece.file is not None:
        url, words = reverse("file", args=[piece.file_id]), f"{piece.file.name} {words}".strip()
    elif piece.kind == Evidence.Kind.LINK:
        url = piece.words
    return {"id": piece.pk, "kind": piece.get_kind_display(), "words": words, "url": url, "against": piece.against,
            "is_link": piece.kind == Evidence.Kind.LINK, "by": piece.member.name if piece.member else "",
            "at": piece.at, "drop_url": reverse("drop_evidence", args=[ticket.number, piece.pk])}


def _gone(one: Fact) -> dict[str, Any]:
    return {"id": one.pk, "words": one.words, "url": reverse("settle_fact", args=[one.ticket_id, one.pk])}


def _choices(ticket: Ticket) -> list[dict[str, Any]]:
    """What can show a fact: words of ours, the messages and the files of the case; two queries."""
    entries = _latest(ticket)
    files = Attachment.objects.filter(entry__ticket=ticket).order_by("-pk")[:20]
    groups = [{"label": _("In words"), "options": [(value, str(label)) for value, label in IN_WORDS]},
              {"label": _("A message"), "options": [(f"entry-{one.pk}", _author(one)) for one in entries]},
              {"label": _("A screenshot or file"), "options": [(f"file-{one.pk}", one.name) for one in files]}]
    return [group for group in groups if group["options"]]


def _latest(ticket: Ticket) -> list[Entry]:
    """What people said and noted last; what systems wrote for us shows nothing."""
    people = Q(kind=Entry.Kind.THEIRS, automatic="") | Q(member__isnull=False)
    said = tickets.said_on(ticket).exclude(kind=Entry.Kind.EVENT).filter(people)
    return list(said.defer("html").order_by("-at", "-id")[:ENTRIES])


def _said(ticket: Ticket, here: str, chosen: int) -> list[dict[str, Any]]:
    """The latest messages and notes, sentence by sentence; each sentence is a link that cites it."""
    sign = "&" if "?" in here else "?"
    where = f"{here}{sign}fact={chosen}&cite=%s#f-{chosen}" if chosen else f"{here}{sign}cite=%s#add"
    found = []
    for entry in _latest(ticket):
        text = entry.visible or entry.text
        rows = [{"words": " ".join(text[one.start:one.end].split()),
                 "url": where % f"{entry.pk}-{one.start}-{one.end}"} for one in prose(text[:5000]).sentences
                if one.end - one.start >= SHORTEST][:SENTENCES]
        if rows:
            found.append({"author": _author(entry), "kind": entry.kind, "lang": entry.language, "rows": rows,
                          "url": f"{ticket_url(ticket.number)}#e-{entry.pk}"})
    return found


def _cited(ticket: Ticket, cite: str) -> dict[str, Any] | None:
    """The sentence that the address names: "12-40-88" is from the 40th to the 88th character of entry 12."""
    number, start, end = ([number_in(part) for part in cite.split("-")] + [0, 0, 0])[:3]
    entry = tickets.said_on(ticket).filter(pk=number).first() if number else None
    words = " ".join((entry.visible or entry.text)[start:end].split())[:LONGEST] if entry else ""
    return {"entry": number, "words": words} if words else None


def _back(request: HttpRequest, ticket: Ticket, fact: Fact) -> HttpResponse:
    return redirect(f"{beside('facts', ticket.number, view_of(request))}#f-{fact.pk}")
