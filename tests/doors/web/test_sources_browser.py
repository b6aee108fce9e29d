"""The pages about sources in a browser, on a desktop and on a phone: axe finds nothing, the keyboard reaches all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from entendu.parts.outbox.actions import sources
from entendu.parts.outbox.actions.sources import Seen
from entendu.parts.outbox.models.sources import Source
from entendu.parts.staff import actions as staff
from tests.servers.chromium import DESKTOP, PHONE, Visitor, check_axe
from tests.world import PASSWORD, World, build

Visit = Callable[..., Visitor]


@pytest.fixture
def served(transactional_db: None, settings: Settings, live_server: LiveServer) -> World:
    """The world behind Django's own server, which knows files by their plain names; Sofia has a password."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    world = build()
    world.may_type_a_password(world.sofia)
    staff.change_member(world.sofia, time_zone="UTC")
    return world


@pytest.mark.parametrize(("device", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_a_source_is_added_and_its_form_letter_named(served: World, visit: Visit, live_server: LiveServer,
                                                     device: dict[str, Any], scheme: str) -> None:
    visitor = visit(device, base_url=live_server.url, color_scheme=scheme)
    visitor.expect("/live/")
    page = visitor.page()
    page.goto("/accounts/login/?next=/settings/sources/")
    page.get_by_label("Email").fill(served.sofia.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    check_axe(page)
    page.get_by_role("link", name="Add a source").click()
    page.get_by_label("Name").fill("Booking")
    check_axe(page)
    page.get_by_role("button", name="Make its password").click()
    expect(page.get_by_text("entendu_source_")).to_be_visible()
    check_axe(page)
    source = Source.objects.get()
    sources.see_template(source, Seen("d1", "Your visit", "your visit on <value>", "update"), now=served.now)
    page.goto(f"/settings/sources/{source.pk}/")
    page.get_by_label("What it is for").select_option("confirmation")
    check_axe(page)
    page.get_by_role("button", name="Name it").click()
    expect(page.get_by_text("Named by Sofia Lindqvist.")).to_be_visible()
