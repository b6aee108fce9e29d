"""The staff: invited with a link, changed, shut out and let in again."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from entendu.doors.web.nav import show
from entendu.doors.web.settings.administrators import administrators_only
from entendu.doors.web.settings.forms import MemberForm
from entendu.flows.installation import invite
from entendu.parts.staff import actions, queries
from entendu.parts.staff.actions import LastAdministrator
from entendu.parts.staff.models import Member

FIELDS = ("name", "email", "role")


@administrators_only
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, or did."""
    secured = queries.members_with_second_factor()
    rows = [{
        "url": reverse("member", args=[one.pk]), "label": one.name, "trouble": "",
        "cells": [one.email, one.get_role_display(), ", ".join(team.name for team in one.teams.all()),
                  _standing(one), _("on") if one.pk in secured else _("off")],
    } for one in queries.members()]
    return show(request, "web/settings/table.html", {
        "title": _("Staff"), "lede": "", "back_url": reverse("settings"), "back_label": _("Settings"), "rows": rows,
        "columns": [_("Name"), _("Mail address"), _("Role"), _("Teams"), _("Signing in"), _("Second step")],
        "new_url": reverse("invite"), "new_label": _("Invite a colleague"), "empty_lead": "", "empty_text": "",
    }, at="settings")


@never_cache
@administrators_only
def invite_member(request: HttpRequest) -> HttpResponse:
    """A colleague is invited; the page that answers shows their link."""
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            member = invite.invite(invite.Invitation(said["email"], said["name"], said["role"], tuple(said["teams"])),
                                   timezone.now())
        except ValidationError:
            form.add_error("email", _("Somebody with this address works here already."))
        else:
            return _link(request, member)
    return show(request, "web/settings/form.html", {
        "title": _("Invite a colleague"), "form": form, "form_url": reverse("invite"), "back_url": reverse("staff"),
        "lede": _("They choose their password by a link that you hand over yourself."),
        "submit_label": _("Make the link"), "back_label": _("Staff"),
    }, at="settings", status=422 if form.is_bound else 200)


@administrators_only
def member(request: HttpRequest, member_id: int) -> HttpResponse:
    """What a colleague may do, and acts that concern their signing in."""
    known = _member(member_id)
    initial = {name: getattr(known, name) for name in FIELDS} | {"teams": known.teams.all()}
    form = MemberForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _kept(form, known):
        messages.success(request, _("Kept."))
        return redirect("member", known.pk)
    shown = _member(member_id)
    return show(request, "web/settings/member.html", {
        "title": shown.name, "lede": _standing(shown), "form": form, "form_url": reverse("member", args=[shown.pk]),
        "submit_label": _("Save"), "back_url": reverse("staff"), "back_label": _("Staff"),
        "is_active": shown.is_active, "has_second_step": shown.pk in queries.members_with_second_factor(),
        "link_url": reverse("member_link", args=[shown.pk]), "reset_url": reverse("reset_second_step", args=[shown.pk]),
        "access_url": reverse("member_access", args=[shown.pk]),
    }, at="settings", status=422 if form.is_bound else 200)


@never_cache
@administrators_only
@require_POST
def member_link(request: HttpRequest, member_id: int) -> HttpResponse:
    """A new link with which they choose a password."""
    known = _member(member_id)
    if not known.is_active:
        raise Http404
    return _link(request, known)


@administrators_only
@require_POST
def reset_second_step(request: HttpRequest, member_id: int) -> HttpResponse:
    """Their app, keys and recovery codes are forgotten."""
    known = _member(member_id)
    actions.reset_second_factor(known)
    messages.success(request, _("%(name)s signs in with the password alone until a second step is set up again.")
                     % {"name": known.name})
    return redirect("member", known.pk)


@administrators_only
@require_POST
def member_access(request: HttpRequest, member_id: int) -> HttpResponse:
    """Shuts a colleague out, or lets them in again (`active=1`). What they wrote stays."""
    known = _member(member_id)
    try:
        actions.change_member(known, is_active=request.POST.get("active") == "1")
    except LastAdministrator:
        messages.error(request, _("%(name)s is the only administrator; make somebody else one first.")
                       % {"name": known.name})
    else:
        words = _("%(name)s may sign in again.") if known.is_active else _("%(name)s can no longer sign in.")
        messages.success(request, words % {"name": known.name})
    return redirect("member", known.pk)


def _member(member_id: int) -> Member:
    known = queries.member(member_id)
    if known is None:
        raise Http404
    return known


def _kept(form: MemberForm, known: Member) -> bool:
    """Stores it; False when it cannot be, which the form then says."""
    said = dict(form.cleaned_data)
    teams = said.pop("teams")
    said["email"] = said["email"].lower()
    try:
        actions.change_member(known, **said)
    except LastAdministrator:
        form.add_error("role", _("This is the only administrator; make somebody else one first."))
        return False
    except ValidationError:
        form.add_error("email", _("Somebody with this address works here already."))
        return False
    actions.set_teams(known, teams)
    return True


def _link(request: HttpRequest, known: Member) -> HttpResponse:
    """The page with the link; it is in no message, no log and no address of ours."""
    key = invite.password_key(known)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": key.member, "key": key.secret})
    return show(request, "web/settings/link.html", {
        "name": known.name, "link": f"{settings.ENTENDU_URL}{path}", "back_url": reverse("member", args=[known.pk]),
    }, at="settings")


def _standing(known: Member) -> str:
    """Whether and when they signed in."""
    if not known.is_active:
        return _("may not sign in")
    if known.last_login is None:
        return _("has not signed in yet")
    return _("last signed in on %(day)s") % {
        "day": formats.date_format(timezone.localtime(known.last_login), "DATE_FORMAT")}
