"""What is promised on one case, on a page of its own: kept, moved, planned, news in a rhythm, a call or a visit."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from entendu.core.promises.meeting import Wrong
from entendu.core.promises.rhythm import MOST_DAYS
from entendu.core.promises.working import WorkingTime
from entendu.doors.web.access import members_only, ticket_or_404
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.reading import number_in, reader_of
from entendu.doors.web.desk.ticket import beside_step
from entendu.doors.web.promises.board import mondays
from entendu.doors.web.promises.rows import by, is_nobodys, late, moment, phone_of, short, theirs
from entendu.flows.promises import letters, meet, plan, rhythm
from entendu.flows.promises.letters import Words
from entendu.flows.promises.meet import Meeting, NotArranged
from entendu.flows.submit import NotConfirmed
from entendu.flows.writing.read_draft import work_of
from entendu.parts.promises import queries
from entendu.parts.promises.actions import Agreed
from entendu.parts.promises.models import Promise, Rhythm
from entendu.parts.promises.queries import WEEKS
from entendu.parts.tickets.models import Ticket

State, Kind = Promise.State, Promise.Kind
LONGEST, A_LINE, KEY = 8_000, 300, 40
STATES = {
    State.OPEN: gettext_lazy("open"), State.KEPT: gettext_lazy("kept"), State.MOVED: gettext_lazy("moved"),
    State.BROKEN: gettext_lazy("not kept"), State.PLANNED: gettext_lazy("planned, not told yet"),
}
WINDOW = {
    Wrong.PAST: gettext_lazy("That window is over, or begins this minute; nothing was sent; choose a later one."),
    Wrong.BACKWARDS: gettext_lazy("It ends before it begins, or in the same minute; nothing was sent; put it right."),
    Wrong.WIDE: gettext_lazy("Nobody keeps more than two hours free for us; nothing was sent; choose a narrower "
                             "window."),
    Wrong.CLOSED: gettext_lazy("Nobody of us works then; nothing was sent; choose another time."),
}
NOT_READ = gettext_lazy("That is no day and hour; nothing was changed; choose them again.")


@members_only
@require_safe
def case_promises(request: HttpRequest, number: int) -> HttpResponse:
    """All of it."""
    return _page(request, ticket_or_404(request, number))


@members_only
@require_POST
def plan_step(request: HttpRequest, number: int) -> HttpResponse:
    """One more step of the plan, or one less (`remove`)."""
    ticket, reader = ticket_or_404(request, number), reader_of(request)
    if remove := number_in(request.POST.get("remove")):
        step = next((one for one in queries.planned(ticket) if one.pk == remove), None)
        if step is not None:
            plan.remove(step, reader.member, now=reader.now)
        return _back(ticket, "plan")
    words = " ".join(request.POST.get("words", "").split())[:A_LINE]
    due = _moment(request.POST.get("due", ""), ticket)
    if not words or due is None or due <= reader.now:
        return _page(request, ticket, wrong={"plan": _("A step needs words and a date that is still to come; nothing "
                                                       "was added.")})
    plan.add(ticket, reader.member, words, due, now=reader.now)
    return _back(ticket, "plan")


@members_only
@require_POST
def tell_plan(request: HttpRequest, number: int) -> HttpResponse:
    """The planned steps go in one message, and are promises from then on."""
    ticket, reader = ticket_or_404(request, number), reader_of(request)
    text = _text(request)
    try:
        plan.tell(ticket, reader.member, _words(request), now=reader.now)
    except NotConfirmed as doubt:
        return _page(request, ticket, wrong={"plan": doubt.findings[0].message}, ask="plan", texts={"plan": text})
    except plan.NotTold:
        return _page(request, ticket, wrong={"plan": _("The plan was not sent: no step is planned, or no message "
                                                       "reaches them at present. What was planned is kept.")})
    messages.success(request, _("They are told; each step is a promise now."))
    return _back(ticket, "plan")


@members_only
@require_POST
def agree_news(request: HttpRequest, number: int) -> HttpResponse:
    """A rhythm of news, one date for news, or the end of it (`act=end`)."""
    ticket, reader = ticket_or_404(request, number), reader_of(request)
    if request.POST.get("act") == "end":
        rhythm.end(ticket, reader.member, now=reader.now)
        return _back(ticket, "news")
    every = min(number_in(request.POST.get("every")), MOST_DAYS)
    first = _moment(request.POST.get("first", ""), ticket)
    if first is None and every:
        first = rhythm.first_date(ticket, every, now=reader.now)
    if first is None or first <= reader.now:
        return _page(request, ticket, wrong={"news": _("Choose how often, or a date that is still to come; nothing was "
                                                      "agreed.")})
    agreed = Agreed(every, request.POST.get("by_rule") == "1", " ".join(request.POST.get("doing", "").split())[:A_LINE])
    rhythm.agree(ticket, reader.member, agreed, first, now=reader.now)
    return _back(ticket, "news")


@members_only
@require_POST
def send_news(request: HttpRequest, number: int) -> HttpResponse:
    """What stands ready goes, as a person has left it."""
    ticket, reader = ticket_or_404(request, number), reader_of(request)
    text = _text(request)
    try:
        rhythm.send(ticket, reader.member, _words(request), now=reader.now)
    except NotConfirmed as doubt:
        return _page(request, ticket, wrong={"news": doubt.findings[0].message}, ask="news", texts={"news": text})
    except rhythm.NothingReady:
        return _page(request, ticket, wrong={"news": _("No news is due any more; nothing was sent.")})
    messages.success(request, _("They hear from us; the next date is kept in mind."))
    return _back(ticket, "news")


@members_only
@require_POST
def arrange(request: HttpRequest, number: int) -> HttpResponse:
    """A call or a visit in a narrow window; one message tells them."""
    ticket, reader = ticket_or_404(request, number), reader_of(request)
    opens = _moment(request.POST.get("opens", ""), ticket)
    minutes = number_in(request.POST.get("minutes"))
    if opens is None:
        return _page(request, ticket, wrong={"meeting": str(NOT_READ)})
    kind = Kind.VISIT if request.POST.get("kind") == Kind.VISIT else Kind.CALL
    where = " ".join(request.POST.get("where", "").split())[:A_LINE]
    wanted = Meeting(kind, opens, opens + timedelta(minutes=min(minutes, 24 * 60)), where, _key(request))
    try:
        meet.arrange(ticket, reader.member, wanted, now=reader.now)
    except NotArranged as refused:
        says = WINDOW[refused.wrong] if refused.wrong else _("No message reaches them at present; nothing was sent.")
        return _page(request, ticket, wrong={"meeting": str(says)})
    messages.success(request, _("They are told, and hear from us once more an hour before."))
    return _back(ticket, "meeting")


def _page(request: HttpRequest, ticket: Ticket, *, wrong: dict[str, str] | None = None, ask: str = "",
          texts: dict[str, str] | None = None) -> HttpResponse:
    """The page, or with a sentence beside the form that was not taken, and its words still in it."""
    reader, every = reader_of(request), queries.promises_of(ticket)
    steps = [one for one in every if one.state == State.PLANNED]
    agreed, texts, wrong = queries.rhythm_of(ticket), texts or {}, wrong or {}
    here = reverse("case_promises", args=[ticket.number])
    typed = request.POST if request.method == "POST" else {}
    return beside_step(request, ticket, "web/promises/case.html", {
        "step_title": _("Promises"), "step_lede": _kept_words(ticket, reader.now),
        "rows": [_row(one, reader, here) for one in every if one.state != State.PLANNED],
        "steps": [{"id": one.pk, "words": one.words, "when": moment(one.due, reader.now) if one.due else "",
                   "theirs": theirs(one, one.due) if one.due else ""} for one in steps],
        "plan_text": texts.get("plan") or (plan.proposed(ticket, steps, reader.member) if steps else ""),
        "news": _news(agreed, ticket, reader, texts), "wrong": wrong, "ask": ask, "typed": typed,
        "phone": phone_of(ticket.contact), "name": ticket.contact.first_name or _("them"), "here": here,
        "language": letters.language_of(ticket), "key": uuid.uuid4().hex,
        **{f"{name}_url": reverse(name, args=[ticket.number]) for name in (
            "plan_step", "tell_plan", "agree_news", "send_news", "arrange_meeting")},
        "opens": _opens(ticket, reader.now, work_of(ticket.mailbox, "")),
    }, status=422 if wrong else 200)


def _row(one: Promise, reader: Reader, here: str) -> dict[str, Any]:
    """See the head of `web/promises/case.html`."""
    is_late = one.state == State.OPEN and one.due is not None and one.due < reader.now
    said = str(STATES[State(one.state)])
    if one.state == State.KEPT and one.due and one.settled_at and one.settled_at > one.due:
        said = late(one.settled_at - one.due)
    elif one.state == State.MOVED and one.moved_to and one.moved_to.due:
        said = _("moved to %(when)s, told before") % {"when": moment(one.moved_to.due, reader.now)}
    elif one.state == State.BROKEN:
        said = _("not kept, and said so") if one.told_at or one.told_by else _("not kept")
    elif is_late and one.due:
        said = late(reader.now - one.due)
    return {
        "id": one.pk, "words": short(one.words), "state": one.state, "says": said, "late": is_late,
        "when": moment(one.due, reader.now) if one.due else _("without a date"), "why": one.why,
        "opens": formats.date_format(timezone.localtime(one.opens), "H:i") if one.opens else "",
        "theirs": theirs(one, one.due) if one.due else "", "by": by(one, reader), "nobody": is_nobodys(one),
        "act_url": reverse("promise_act", args=[one.pk]), "kind": one.kind,
        "move_url": f"{reverse('move_promise', args=[one.pk])}?next={here}%23p-{one.pk}",
    }


def _news(agreed: Rhythm | None, ticket: Ticket, reader: Reader, texts: dict[str, str]) -> dict[str, Any]:
    if agreed is None:
        return {"on": False, "text": "", "every": 2, "doing": "", "by_rule": False}
    ready = agreed.ready_for is not None and agreed.ready_for.state == State.OPEN
    return {"on": True, "text": (texts.get("news") or agreed.text) if ready else "", "every": agreed.every,
            "doing": agreed.doing, "by_rule": agreed.by_rule,
            "due": moment(agreed.ready_for.due, reader.now)
            if ready and agreed.ready_for and agreed.ready_for.due else ""}


def _kept_words(ticket: Ticket, now: datetime) -> str:
    """How much was kept of what was promised to this customer in twelve weeks."""
    weeks = queries.weeks_kept([ticket.mailbox_id], mondays(now), now, ticket.contact_id)
    given = sum(week.given for week in weeks)
    if not given:
        return ""
    return _("To %(name)s: %(kept)d of %(given)d kept on time in %(weeks)d weeks.") % {
        "name": ticket.contact.first_name or _("this customer"), "kept": sum(week.kept for week in weeks),
        "given": given, "weeks": WEEKS}


def _opens(ticket: Ticket, now: datetime, work: WorkingTime) -> str:
    """An hour of the next working day, as the field takes it: on their clock."""
    day = work.next_working_day(now.astimezone(work.zone).date())
    at = work.opening(day) + timedelta(hours=1)
    return letters.theirs(ticket, at).replace(tzinfo=None).isoformat(timespec="minutes")


def _moment(value: str, ticket: Ticket) -> datetime | None:
    try:
        return datetime.fromisoformat(value).replace(tzinfo=letters.their_zone(ticket))
    except ValueError:
        return None


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n").replace("\0", "")[:LONGEST]


def _words(request: HttpRequest) -> Words:
    return Words(_key(request), _text(request), request.POST.get("confirmed") == "1")


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:KEY] or uuid.uuid4().hex


def _back(ticket: Ticket, anchor: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('case_promises', args=[ticket.number])}#{anchor}")
