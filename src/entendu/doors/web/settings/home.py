"""What can be set, in groups, and how the desk is reached."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from entendu.doors.web.nav import show
from entendu.doors.web.people.hours import in_words
from entendu.doors.web.settings.administrators import administrators_only
from entendu.doors.web.settings.fetching import state_of_fetching, way_in, way_out
from entendu.parts.inbox.queries import account_of
from entendu.parts.outbox.queries import send_account_of
from entendu.parts.tickets.models import Mailbox
from entendu.parts.tickets.queries import mailboxes


@administrators_only
def home(request: HttpRequest) -> HttpResponse:
    """Ways to everything that an administrator may change."""
    return show(request, "web/settings/home.html", {"title": _("Settings"), "lede": "", "groups": [
        {"title": _("Mail"), "items": [
            {"label": _("Mailboxes"), "url": reverse("mailboxes"),
             "hint": _("Our addresses, the servers behind them, our hours, our signature.")},
            {"label": _("How we are reached"), "url": reverse("reached"),
             "hint": _("Each way in and out at a glance, and whether it works.")},
            {"label": _("Channels"), "url": reverse("channels"),
             "hint": _("SMS, WhatsApp, Messenger, Teams: our numbers there, and whether they work.")},
            {"label": _("Chat windows"), "url": reverse("chat_windows"),
             "hint": _("A window on your own pages; when they leave it, it goes on by mail or SMS.")},
        ]},
        {"title": _("Systems"), "items": [
            {"label": _("Sources"), "url": reverse("sources"),
             "hint": _("Booking, billing, monitoring: who else tells contacts something, and what becomes of it.")},
            {"label": _("Trackers"), "url": reverse("trackers"),
             "hint": _("GitHub, GitLab, Jira: where cases are passed on to the developers.")},
            {"label": _("Error codes"), "url": reverse("codes"),
             "hint": _("What each code means, what mends it, what to tell; and the codes that nobody knows yet.")},
            {"label": _("Web search"), "url": reverse("web_search"),
             "hint": _("A SearXNG that members may ask from a case.")},
            {"label": _("Who tells what changed"), "url": reverse("change_sources"),
             "hint": _("Programs that tell what changed at your customers, for the line beside the first error.")},
        ]},
        {"title": _("Words"), "items": [
            {"label": _("Wording"), "url": reverse("wording"),
             "hint": _("What the second reader remarks in each language, your own rules, your own words.")},
            {"label": _("Saved replies"), "url": reverse("replies"),
             "hint": _("What a team finds after a slash: texts for hard moments, in each language.")},
            {"label": _("Not ours"), "url": reverse("elsewhere"),
             "hint": _("What people ask us for and others look after: whom to ask, and how to say it kindly.")},
        ]},
        {"title": _("People who work here"), "items": [
            {"label": _("Staff"), "url": reverse("staff"), "hint": _("Invite a colleague, change what they may do.")},
            {"label": _("Teams"), "url": reverse("teams"), "hint": _("Who shares which mailboxes.")},
        ]},
    ]}, at="settings")


@administrators_only
def reached(request: HttpRequest) -> HttpResponse:
    """Each mailbox with its way in, its way out and its hours."""
    rows = [_reached(one) for one in mailboxes()]
    return show(request, "web/settings/table.html", {
        "title": _("How we are reached"), "back_url": reverse("settings"), "back_label": _("Settings"),
        "lede": _("Letters come in by the account of a mailbox, or from a mail server that hands them to this desk "
                  "(%(address)s); answers leave by the outgoing server.") % {"address": settings.ENTENDU_URL},
        "columns": [_("Mailbox"), _("Comes in"), _("Leaves"), _("We answer")], "rows": rows,
        "empty_lead": _("There is no mailbox yet."), "empty_text": _("Add the address that people write to."),
    }, at="settings")


def _reached(mailbox: Mailbox) -> dict[str, object]:
    account = account_of(mailbox)
    hours = in_words(mailbox.hours) or _("at any hour")
    return {"url": reverse("mailbox", args=[mailbox.pk]), "label": mailbox.address,
            "cells": [way_in(account), way_out(send_account_of(mailbox)), hours],
            "trouble": state_of_fetching(account).trouble}
