"""What a customer does on their case page: says yes or not quite, answers, writes, changes their wishes. By POST."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from entendu.doors.portal.case import reach_you
from entendu.doors.portal.case.page import Visit, back, post_only, shown, through_the_door
from entendu.doors.portal.case.write import NotTaken, post_of
from entendu.flows.people import prefer
from entendu.flows.portal import case_page

LARGEST = 2**63 - 1


@post_only
@through_the_door
def case_heard(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Yes, or not quite with what is different. Said twice, the first word counts."""
    number = number_in(request.POST.get("restatement", ""))
    if request.POST.get("answer") == "yes":
        case_page.say_yes(visit.ticket, number, now=visit.now)
        return back(request, visit, "yes", "heard")
    try:
        post = post_of(request)
    except NotTaken as trouble:
        return _not_taken(request, visit, "heard", trouble)
    if not post.text.strip():
        return _not_taken(request, visit, "heard", NotTaken(_("Say in a few words what is different; nothing was sent "
                                                              "yet.")))
    case_page.say_not_quite(visit.ticket, number, post, now=visit.now)
    return back(request, visit, "not-quite", "heard")


@post_only
@through_the_door
def case_write(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Words and files become an entry of theirs."""
    try:
        post = post_of(request)
        if not post.text.strip() and not post.files:
            raise NotTaken(_("There is nothing in it yet; nothing was sent; write a word or choose a file."))
    except NotTaken as trouble:
        return _not_taken(request, visit, "write", trouble)
    case_page.write(visit.ticket, post, now=visit.now)
    return back(request, visit, "written", "write")


@post_only
@through_the_door
def case_task(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The answer to something that we asked. A button of its own may say it in one tap (`say`)."""
    try:
        post = post_of(request)
        said = request.POST.get("say", "").strip()
        post = replace(post, text="\n\n".join(part for part in (said, post.text.strip()) if part))
        if not post.text.strip() and not post.files:
            raise NotTaken(_("There is nothing in it yet; nothing was sent; write a word or choose a file."))
    except NotTaken as trouble:
        return _not_taken(request, visit, "need", trouble)
    case_page.answer_task(visit.ticket, number_in(request.POST.get("task", "")), post, now=visit.now)
    return back(request, visit, "answered", "need")


@post_only
@through_the_door
def case_solved(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Yes, it works; or not yet, which opens the case again, with a line of what still happens or none."""
    if request.POST.get("answer") == "yes":
        case_page.say_solved(visit.ticket, now=visit.now)
        return back(request, visit, "solved", "solved")
    try:
        post = post_of(request)
    except NotTaken as trouble:
        return _not_taken(request, visit, "solved", trouble)
    case_page.say_not_yet(visit.ticket, post, now=visit.now)
    return back(request, visit, "not-yet", "write")


@post_only
@through_the_door
def case_wishes(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How they want to be reached from now on."""
    form = reach_you.form_of(visit.contact, request.POST)
    if not form.is_valid():
        section = reach_you.with_form(visit.ticket, visit.contact, form, visit.now)
        return shown(request, replace(visit, instead={section.name: section}), status=422)
    said = form.cleaned_data
    with transaction.atomic():
        prefer.prefer(visit.contact, now=visit.now, channel=said["channel"], hours=form.hours(),
                      emergencies=said["emergencies"])
        if said["stop"] != form.initial["stop"]:
            prefer.stop(visit.contact, now=visit.now) if said["stop"] else prefer.go_on(visit.contact)
    return back(request, visit, "wishes", "wishes")


def _not_taken(request: HttpRequest, visit: Visit, name: str, trouble: NotTaken) -> HttpResponse:
    """The page with the sentence beside the form and their words still in it."""
    words = request.POST.get("text", "")
    return shown(request, replace(visit, wrong={name: str(trouble)}, words=words), status=422)


def number_in(value: str) -> int:
    """The number that a form names; 0 for anything else."""
    return min(int(value), LARGEST) if value.isdecimal() and len(value) < 20 else 0
