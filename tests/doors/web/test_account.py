"""A member's own settings: how the desk looks, how they sign in, and the programs that ask in their name."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from entendu.parts.staff import actions
from entendu.parts.staff.models import ApiToken, Member
from tests.doors.web.test_people import saved, text_of
from tests.world import World

PASSWORD = "a long and quiet evening"
SignIn = Callable[[Member], Client]
MINE = {"name": "Ioana Dumitru", "language": "ro", "time_zone": "Europe/Bucharest", "theme": "dark",
        "undo_seconds": "30", "single_keys": ""}


@pytest.fixture(autouse=True)
def ioanas_password(world: World) -> None:
    """Ioana has chosen one."""
    actions.set_password(world.ioana, PASSWORD)


def code_for(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def entered(client: Client) -> None:
    """Ioana's password is given on the sign-in page."""
    client.post("/accounts/login/", {"login": "ioana@example.org", "password": PASSWORD})


def secured(client: Client) -> str:
    """Ioana sets up an authenticator app, after saying once more that it is her; the app's secret."""
    asked = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert "Is it still you?" in text_of(asked)
    client.post(asked.redirect_chain[-1][0], {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    response = client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    assert response.status_code == 302, text_of(response)
    return secret


def test_each_member_has_their_own_look(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    page = saved(client, "/me/", **MINE)
    ioana = Member.objects.get(pk=world.ioana.pk)
    assert (ioana.language, ioana.time_zone, ioana.theme, ioana.undo_seconds, ioana.single_keys) == (
        "ro", "Europe/Bucharest", "dark", 30, False)
    html = page.content.decode()
    assert '<html lang="ro"' in html
    assert 'data-theme="dark"' in html
    assert 'data-single-keys="off"' in html


def test_a_member_cannot_make_themselves_administrator(world: World, sign_in: SignIn) -> None:
    saved(sign_in(world.ioana), "/me/", **MINE, role="administrator", email="eve@example.org", is_active="1")
    ioana = Member.objects.get(pk=world.ioana.pk)
    assert (ioana.role, ioana.email) == ("agent", "ioana@example.org")


@pytest.mark.parametrize(("field", "value"), [("undo_seconds", "0"), ("undo_seconds", "3600"), ("language", "xx"),
                                              ("time_zone", "Mars/Olympus"), ("theme", "pink"), ("name", "")])
def test_only_what_is_offered_can_be_chosen(world: World, sign_in: SignIn, field: str, value: str) -> None:
    response = sign_in(world.ioana).post("/me/", MINE | {field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_a_token_is_shown_once_works_and_is_revoked(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    page = client.post("/me/programs/", {"name": "Booking system"})
    secret = re.search(r"entendu_[\w-]+", page.content.decode())
    assert secret is not None
    assert "no-store" in page["Cache-Control"]
    again = client.get("/me/programs/")
    assert "Booking system" in text_of(again)
    assert secret[0] not in again.content.decode()

    def asked() -> int:
        return Client().get("/api/v1/tickets", headers={"Authorization": f"Bearer {secret[0]}"}).status_code

    assert asked() == 200
    saved(client, again.context["tokens"][0]["revoke_url"])
    assert asked() == 401
    assert client.post(again.context["tokens"][0]["revoke_url"]).status_code == 404


def test_nobody_revokes_a_colleagues_token(world: World, sign_in: SignIn) -> None:
    sign_in(world.ioana).post("/me/programs/", {"name": "Booking system"})
    token = ApiToken.objects.get()
    assert sign_in(world.leo).post(f"/me/programs/{token.pk}/revocation/").status_code == 404
    assert "Booking system" not in text_of(sign_in(world.leo).get("/me/programs/"))
    token.refresh_from_db()
    assert token.revoked_at is None


def test_signs_in_with_password_and_app(world: World) -> None:
    client = Client()
    entered(client)
    secret = secured(client)
    assert "Your session has expired" not in text_of(client.get("/accounts/2fa/"))
    client = Client()
    entered(client)
    assert client.get("/inbox/").status_code == 302  # the password alone is not enough
    assert "Second step" in text_of(client.get("/accounts/2fa/authenticate/"))
    refused = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert refused.status_code == 200
    accepted = client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert accepted.status_code == 302, text_of(accepted)
    assert client.get("/inbox/").status_code == 200


def test_a_recovery_code_lets_in_once(world: World) -> None:
    client = Client()
    entered(client)
    secured(client)
    codes = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10

    def opens(code: str) -> bool:
        visitor = Client()
        entered(visitor)
        visitor.post("/accounts/2fa/authenticate/", {"code": code})
        return visitor.get("/inbox/").status_code == 200

    assert opens(codes[0])
    assert not opens(codes[0])


def test_an_administrator_takes_back_a_lost_second_step(world: World, sign_in: SignIn) -> None:
    client = Client()
    entered(client)
    secured(client)
    sofia = sign_in(world.sofia)
    assert "Forget the second step" in text_of(sofia.get(f"/settings/staff/{world.ioana.pk}/"))
    saved(sofia, f"/settings/staff/{world.ioana.pk}/second-step/removal/")
    assert not Authenticator.objects.exists()
    assert "Forget the second step" not in text_of(sofia.get(f"/settings/staff/{world.ioana.pk}/"))
    client = Client()
    entered(client)
    assert client.get("/inbox/").status_code == 200


def test_changes_the_password_and_ends_other_sessions(world: World, sign_in: SignIn) -> None:
    client, elsewhere = Client(), sign_in(world.ioana)
    entered(client)
    new = "an even longer evening"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/inbox/").status_code == 200
    assert elsewhere.get("/inbox/").status_code == 302


@pytest.mark.parametrize("path", ["signup/", "email/", "password/reset/done/", "confirm-email/", "login/code/confirm/"])
def test_nobody_signs_up_or_has_mail_sent(world: World, path: str) -> None:
    page = Client().get(f"/accounts/{path}")
    assert "by invitation" in text_of(page) if path == "signup/" else page.status_code == 404
    Client().post("/accounts/signup/", {"email": "eve@example.org", "password1": PASSWORD})
    assert not Member.objects.filter(email="eve@example.org").exists()


def test_a_lost_password_is_an_administrators_matter(world: World) -> None:
    assert "Ask an administrator of this desk." in text_of(Client().get("/accounts/password/reset/"))
    assert Client().post("/accounts/password/reset/", {"email": "ioana@example.org"}).status_code == 405


def test_who_may_no_longer_sign_in_is_told_so(world: World) -> None:
    Member.objects.filter(pk=world.ioana.pk).update(is_active=False)
    client = Client()
    entered(client)
    assert client.get("/inbox/").status_code == 302


@pytest.mark.parametrize("path", ["/me/", "/me/programs/", "/accounts/2fa/", "/accounts/password/change/"])
def test_ones_own_pages_need_a_sign_in(world: World, path: str) -> None:
    assert Client().get(path)["Location"].startswith("/accounts/login/")
