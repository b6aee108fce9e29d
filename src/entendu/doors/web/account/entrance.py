"""Signing in, under /accounts/: of allauth's pages those that a desk needs, under the names that allauth gives them.

Nobody signs up, changes their address or asks for mail by themselves: an administrator invites, and hands over the link
that sets a password.
"""

from __future__ import annotations

from allauth.account import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe


@require_safe
def lost_password(request: HttpRequest) -> HttpResponse:
    """Whom to ask."""
    return render(request, "account/password_reset.html")


urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/reset/", lost_password, name="account_reset_password"),
    re_path(r"^password/set/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", views.password_reset_from_key,
            name="account_reset_password_from_key"),
    path("password/set/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("2fa/", include("allauth.mfa.urls")),
]
