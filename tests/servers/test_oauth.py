"""The provider refreshes, knows its tokens, and can refuse."""

from collections.abc import Iterator

import httpx
import pytest

from tests.servers.oauth import OAuthServer, running_oauth


@pytest.fixture
def provider() -> Iterator[OAuthServer]:
    with running_oauth() as server:
        yield server


def refresh(provider: OAuthServer, token: str, secret: str | None = None) -> httpx.Response:
    return httpx.post(provider.token_url, data={
        "grant_type": "refresh_token", "refresh_token": token, "client_id": provider.client_id,
        "client_secret": secret or provider.client_secret,
    })


def test_a_refresh_token_gives_an_access_token_that_is_known(provider: OAuthServer) -> None:
    answer = refresh(provider, provider.grant("help@desk.example")).json()
    assert (answer["token_type"], answer["expires_in"], provider.refreshed) == ("Bearer", 3600, 1)
    known = httpx.post(provider.introspection_url, data={"token": answer["access_token"]}).json()
    assert known == {"active": True, "email": "help@desk.example"}
    provider.expire_access_tokens()
    assert httpx.post(provider.introspection_url, data={"token": answer["access_token"]}).json() == {"active": False}


def test_a_client_may_authenticate_in_the_header(provider: OAuthServer) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": provider.grant("help@desk.example")}
    answer = httpx.post(provider.token_url, data=form, auth=(provider.client_id, provider.client_secret))
    assert answer.status_code == 200


def test_wrong_secrets_revoked_consent_and_outages_are_refused(provider: OAuthServer) -> None:
    token = provider.grant("help@desk.example")
    assert refresh(provider, token, secret="wrong").json()["error"] == "invalid_client"
    provider.fail_with = (503, "temporarily_unavailable")
    assert refresh(provider, token).status_code == 503
    provider.fail_with = None
    provider.revoke("help@desk.example")
    assert refresh(provider, token).json()["error"] == "invalid_grant"
    assert httpx.post(provider.token_url.replace("/token", "/elsewhere")).status_code == 404
