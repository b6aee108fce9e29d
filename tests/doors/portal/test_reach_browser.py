"""The customer's own page in a real browser: without a script, on a phone, in the dark, for everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from entendu.flows.people import own_page
from entendu.parts.people import actions as people
from tests.servers.chromium import PHONE, Visitor, check_axe
from tests.world import World, build

Visit = Callable[..., Visitor]


@pytest.fixture
def served(transactional_db: None, settings: Settings, live_server: LiveServer) -> World:
    """The world behind Django's own server, which knows files by their plain names."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    world = build()
    people.add_address(world.marie, "phone", "+23055550127")
    return world


def own(world: World) -> str:
    return f"/you/{own_page.token(world.marie, timezone.now())}/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_everybody_can_use_it(served: World, visit: Visit, live_server: LiveServer, device: str, scheme: str) -> None:
    more = {"device": PHONE} if device == "phone" else {}
    page = visit(color_scheme=scheme, base_url=live_server.url, **more).page()
    for language in ("en", "fr", "ro"):
        page.goto(own(served) + f"?language={language}")
        assert check_axe(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_without_a_script_on_a_phone(served: World, visit: Visit, live_server: LiveServer) -> None:
    page = visit(PHONE, base_url=live_server.url, java_script_enabled=False).page()
    page.goto(own(served))
    page.get_by_label("By email, at marie@laval.example").check()
    page.get_by_label("Sunday").check()
    page.get_by_label("Until").select_option("20:30")
    page.locator("form").filter(has_text="By which way").get_by_role("button", name="Save").tap()
    expect(page.get_by_role("status")).to_have_text("Kept. We go by this from now on.")
    served.marie.refresh_from_db()
    assert (served.marie.channel, served.marie.hours) == ("email", [["mon-sun", "08:00", "20:30"]])
    page.get_by_label("At any hour", exact=True).check()
    expect(page.get_by_label("Sunday")).to_be_hidden()
    page.get_by_role("link", name="Français").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Marie, comment vous joindre")
