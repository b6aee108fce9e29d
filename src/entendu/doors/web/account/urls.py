"""A member's own settings, under /me/."""

from django.urls import path

from entendu.doors.web.account import me, programs

urlpatterns = [
    path("", me.me, name="me"),
    path("programs/", programs.programs, name="programs"),
    path("programs/<int:token_id>/revocation/", programs.revoke_token, name="revoke_token"),
]
