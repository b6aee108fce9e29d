"""How members sign in: allauth's password, TOTP and passkeys; nobody signs up by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccounts(DefaultAccountAdapter):
    """The staff's accounts are made by an administrator, so the door for newcomers is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a colleague is invited in the settings."""
        return False
