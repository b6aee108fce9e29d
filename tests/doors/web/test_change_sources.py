"""Programs that tell what changed, in the settings: added with a secret that is shown once, switched off, renewed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from entendu.parts.diagnosis.models.changes import ChangeSource
from entendu.parts.staff.models import Member
from tests.world import World

SignIn = Callable[[Member], Client]
NEW = {"name": "Hosting", "form": "standard", "customer": "laval.example"}


@pytest.fixture
def sofia(world: World, sign_in: SignIn, time_machine: Any) -> Client:
    time_machine.move_to(world.now, tick=False)
    return sign_in(world.sofia)


def tell(client: Client, secret: str) -> int:
    body = {"at": "2026-11-16T15:04:00Z", "object": "header.html"}
    return client.post("/api/v1/changes", body, content_type="application/json",
                       headers={"Authorization": f"Bearer {secret}"}).status_code


def secret_in(page: str) -> str:
    return page[page.index("whsec_"):].split("<")[0]


def test_a_source_is_added_and_its_secret_is_shown_once(world: World, sofia: Client) -> None:
    page = sofia.post("/settings/changes/new/", NEW).content.decode()
    source = ChangeSource.objects.get()
    assert str(source.system.organisation) == "Laval Electrical"
    assert f"/api/v1/hooks/changes/{source.pk}" in page
    secret = secret_in(page)
    assert "whsec_" not in sofia.get(f"/settings/changes/{source.pk}/").content.decode()
    assert tell(Client(), secret) == 201
    assert "Hosting" in sofia.get("/settings/changes/").content.decode()
    renewed = secret_in(sofia.post(f"/settings/changes/{source.pk}/secret/").content.decode())
    assert (tell(Client(), secret), tell(Client(), renewed)) == (401, 201)
    sofia.post(f"/settings/changes/{source.pk}/access/", {"active": "0"})
    assert tell(Client(), renewed) == 401
    sofia.post(f"/settings/changes/{source.pk}/access/", {"active": "1"})
    assert tell(Client(), renewed) == 201


@pytest.mark.parametrize(("form", "said"), [
    ({**NEW, "customer": "nobody.example"}, "No customer goes by this name."),
    ({**NEW, "form": "github", "customer": ""}, "GitHub does not say whose system it is; name the customer."),
    ({**NEW, "name": "desk"}, "The desk itself goes by this name; choose another."),
])
def test_what_cannot_be_added(sofia: Client, form: dict[str, str], said: str) -> None:
    response = sofia.post("/settings/changes/new/", form)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not ChangeSource.objects.exists()


def test_github_is_told_where_to_send(sofia: Client) -> None:
    page = sofia.post("/settings/changes/new/", {**NEW, "form": "github"}).content.decode()
    assert "content type application/json" in page
