"""People's paths through the browser: invited, secured with an app and a passkey; and pages in which axe finds nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from entendu.doors.web.people.hours import SPARE_ROWS
from entendu.flows.mail import connect
from entendu.parts.inbox import actions as inbox
from entendu.parts.people import actions as people
from entendu.parts.staff import actions as staff
from tests.servers.chromium import DESKTOP, PHONE, Visitor, check_axe
from tests.world import World, build

PASSWORD = "a long and quiet evening"
Visit = Callable[..., Visitor]


@pytest.fixture
def served(transactional_db: None, settings: Settings, live_server: LiveServer) -> World:
    """The world behind Django's own server, which knows files by their plain names; Ioana and Sofia have passwords."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    world = build()
    for member in (world.ioana, world.sofia):
        staff.set_password(member, PASSWORD)
    return world


@pytest.fixture
def browse(visit: Visit, live_server: LiveServer) -> Visit:
    """As `visit`, at this server; it speaks no ASGI, so the stream of live events is refused and that is all right."""

    def new(device: dict[str, Any] = DESKTOP, **options: Any) -> Visitor:
        visitor = visit(device, base_url=live_server.url, **options)
        visitor.expect("/live/")
        return visitor

    return new


def sign_in(page: Page, email: str) -> None:
    """The sign-in page is filled in and sent."""
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm(page: Page) -> None:
    """It is still the same person."""
    expect(page.get_by_role("heading", name="Is it still you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def sign_out(page: Page) -> None:
    """From one's own page."""
    page.goto("/me/")
    page.get_by_role("button", name="Sign out").click()


def test_password_and_app(served: World, browse: Visit) -> None:
    page = browse().page()
    sign_in(page, "ioana@example.org")
    page.goto("/me/")
    page.get_by_role("link", name="Second step").click()
    page.get_by_role("link", name="Switch it on").click()
    confirm(page)
    assert page.locator("img.qr").evaluate("picture => picture.naturalWidth") > 0
    assert check_axe(page) == []
    secret = page.get_by_label("The same in letters").input_value()
    page.get_by_label("Authenticator code").fill(code_for(secret))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert check_axe(page) == []
    sign_out(page)
    sign_in(page, "ioana@example.org")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    assert check_axe(page) == []
    page.get_by_label("Code").fill(code_for(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile("/inbox/$"))


def test_a_passkey_replaces_the_password(served: World, browse: Visit) -> None:
    """Chromium plays a security key (the protocol's WebAuthn domain)."""
    visitor = browse()
    page = visitor.page()
    keys = visitor.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True}})
    sign_in(page, "ioana@example.org")
    page.goto("/accounts/2fa/webauthn/add/")
    confirm(page)
    page.get_by_label("Name").fill("This laptop")
    page.get_by_label("Passwordless").check()
    assert check_axe(page) == []
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("heading", name="This laptop")).to_be_visible()
    assert check_axe(page) == []
    sign_out(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("/inbox/$"))
    expect(page.get_by_role("link", name="Ioana Dumitru")).to_be_visible()


def test_an_invited_colleague_comes_in(served: World, live_server: LiveServer, browse: Visit,
                                       settings: Settings) -> None:
    settings.ENTENDU_URL = live_server.url
    administrator = browse().page()
    sign_in(administrator, "sofia@example.org")
    administrator.goto("/settings/staff/invitation/")
    administrator.get_by_label("Name").fill("Grace Adeyemi")
    administrator.get_by_label("Mail address").fill("grace@example.org")
    administrator.get_by_label("Care").check()
    administrator.get_by_role("button", name="Make the link").click()
    link = administrator.locator("#link").inner_text()
    assert check_axe(administrator) == []
    theirs = browse(PHONE).page()
    theirs.goto(link)
    assert check_axe(theirs) == []
    for field in ("New Password", "New Password (again)"):
        theirs.get_by_label(field, exact=True).fill("a quiet garden wall")
    theirs.get_by_role("button", name="Keep this password").click()
    expect(theirs.get_by_role("heading", name="Your password is kept.")).to_be_visible()
    assert check_axe(theirs) == []


def code_for(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def told(world: World) -> dict[str, str]:
    """The world has something to show on each page; the pages by name."""
    world.write_in(world.marie, "The Confirm button does nothing on phones.", subject="Booking page")
    people.add_address(world.marie, "sms", "+230 5 555 01 27")
    people.mark_undeliverable("email", "marie@laval.example", "The mailbox is full.", world.now)
    people.change_organisation(world.laval, about="Mornings on ladders, news best after 16:00.")
    account = connect.keep_incoming(world.care, connect.Incoming("imap.example.org", 993, "tls", "care", password="x"))
    inbox.fetched(account, uid_validity=1, last_uid=1, now=world.now)
    inbox.fetch_failed(account, "imap.example.org refused the user name or password; enter them again.", now=world.now)
    mailbox = f"/settings/mailboxes/{world.care.pk}/"
    return {
        "people": "/people/", "person": f"/people/{world.marie.pk}/", "person-edit": f"/people/{world.marie.pk}/edit/",
        "person-new": "/people/new/", "organisations": "/people/organisations/",
        "organisation": f"/people/organisations/{world.laval.pk}/", "settings": "/settings/",
        "reached": "/settings/reached/", "mailboxes": "/settings/mailboxes/", "mailbox": mailbox,
        "incoming": f"{mailbox}incoming/", "outgoing": f"{mailbox}outgoing/", "teams": "/settings/teams/",
        "staff": "/settings/staff/", "member": f"/settings/staff/{world.ana.pk}/",
        "invite": "/settings/staff/invitation/", "me": "/me/", "programs": "/me/programs/",
        "second-step": "/accounts/2fa/", "password": "/accounts/password/change/",
        "lost-password": "/accounts/password/reset/",
    }


@pytest.mark.parametrize(("device", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"])
def test_every_page_is_accessible_and_fits(served: World, browse: Visit, device: dict[str, Any],
                                           scheme: str) -> None:
    """axe finds nothing, nothing scrolls sideways; ENTENDU_SHOTS names a folder for pictures to look at."""
    page = browse(device, color_scheme=scheme).page()
    pages, shots, found = told(served), os.environ.get("ENTENDU_SHOTS"), {}
    sign_in(page, "sofia@example.org")
    for name, address in pages.items():
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[name] = check_axe(page) + (["scrolls sideways"] if wide else [])
        if shots:
            page.screenshot(path=Path(shots) / f"{name}-{scheme}.png", full_page=True)
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_try_it_answers_on_the_page(served: World, browse: Visit) -> None:
    page = browse().page()
    sign_in(page, "sofia@example.org")
    page.goto(f"/settings/mailboxes/{served.care.pk}/incoming/")
    page.get_by_label("Server").fill("127.0.0.1")
    page.get_by_label("Port").fill("1")
    page.get_by_label("Password", exact=False).first.fill("hunter2")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing listens at 127.0.0.1 on port 1; check the port.")
    expect(page.get_by_label("Server")).to_have_value("127.0.0.1")
    assert check_axe(page) == []


def test_hours_are_entered_without_script(served: World, browse: Visit) -> None:
    visitor = browse(java_script_enabled=False)
    visitor.expect("status of 422")
    page = visitor.page()
    sign_in(page, "sofia@example.org")
    page.goto(f"/people/{served.marie.pk}/edit/")
    rows = page.get_by_role("group", name=re.compile("Row "))
    assert rows.count() == 1 + SPARE_ROWS
    rows.nth(1).get_by_label("From day").select_option("Sunday")
    rows.nth(1).get_by_label("From time").fill("10h")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".err")).to_contain_text("Row 2 has no end; enter a time such as 17:30.")
    page.get_by_role("group", name="Row 2").get_by_label("To time").fill("12")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Monday to Saturday, 08:00 to 18:00; Sunday, 10:00 to 12:00")).to_be_visible()
