"""The tokens with which programs ask in a member's name: made, shown once, revoked."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.nav import show
from entendu.parts.staff import actions, queries


class TokenForm(forms.Form):
    """What the token is for, so that one knows later which to revoke."""

    name = forms.CharField(label=gettext_lazy("What will use it"), max_length=80,
                           help_text=gettext_lazy("Such as: booking system, monitoring."))


@never_cache
@members_only
def programs(request: HttpRequest) -> HttpResponse:
    """The member's tokens; a new one is shown on the page that answers its making, and nowhere else."""
    member, secret = member_of(request), ""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _token, secret = actions.make_api_token(member, form.cleaned_data["name"], now=timezone.now())
        form = TokenForm()
    tokens = [{"name": one.name, "created_at": one.created_at, "last_used_at": one.last_used_at,
               "revoke_url": reverse("revoke_token", args=[one.pk])} for one in queries.api_tokens_of(member)]
    return show(request, "web/account/programs.html", {
        "tokens": tokens, "secret": secret, "form": form, "form_url": reverse("programs"), "back_url": reverse("me"),
        "description_url": reverse("api:openapi-json"),
    }, at="me", status=422 if form.is_bound else 200)


@members_only
@require_POST
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """The token opens nothing from now on."""
    token = queries.api_tokens_of(member_of(request)).filter(pk=token_id).first()
    if token is None:
        raise Http404
    actions.revoke_api_token(token, now=timezone.now())
    messages.success(request, _("%(name)s can no longer ask in your name.") % {"name": token.name})
    return redirect("programs")
