"""Each channel's page in the settings as somebody sees it who sets it up for the first time, and the code that proves
an address: wide and on a telephone, light and dark, by everybody's means."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from entendu.doors.web.settings.channel_service_forms import FORMS
from tests.servers.chromium import DESKTOP, PHONE, Visitor, check_axe
from tests.stories.served_desk import ServedDesk
from tests.stories.shots import shot
from tests.stories.test_desk_browser import sign_in

Visit = Callable[..., Visitor]
STORY = "setting up a channel"


def looked_at(page: Page, step: str) -> list[str]:
    """What is wrong with the page: for axe, or because it is wider than the screen."""
    shot(page, STORY, step)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return check_axe(page) + (["wider than the screen"] if wide else [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_each_channel_is_one_page(visit: Visit, served: ServedDesk, device: dict[str, object], scheme: str) -> None:
    page = sign_in(visit(device, color_scheme=scheme), served, "sofia")
    how = f"{scheme}, {'phone' if device is PHONE else 'desktop'}"
    found = {}
    for name in ("", "new/", *(f"new/{provider}/" for provider in FORMS)):
        page.goto(f"{served.url}/settings/channels/{name}")
        if name not in ("", "new/"):
            expect(page.locator(".lede"), "it says what to have at hand").to_be_visible()
        found[name] = looked_at(page, f"{name.strip('/').replace('/', ' ') or 'all'}, {how}")
    page.goto(f"{served.url}/settings/channels/new/pbx/")
    page.get_by_label("Name").fill(f"Exchange {how}")
    page.get_by_label("Exchange").fill("pbx.example.org")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("Secret and address look right.")).to_be_visible()
    found["tried"] = looked_at(page, f"tried, {how}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Kept. Messages can go by it.")).to_be_visible()
    page.get_by_text("Show it").first.click()
    found["kept"] = looked_at(page, f"kept, {how}")
    page.goto(f"{served.url}/settings/channels/")
    expect(page.get_by_role("link", name=f"Exchange {how}")).to_be_visible()
    found["listed"] = looked_at(page, f"listed, {how}")
    assert {step: wrong for step, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_code_is_sent_and_entered(visit: Visit, served: ServedDesk, device: dict[str, object], scheme: str) -> None:
    """An address that somebody told on the telephone: its code, a wrong one, and how many tries are left."""
    visitor = visit(device, color_scheme=scheme)
    visitor.expect("422")
    page = sign_in(visitor, served)
    how = f"{scheme}, {'phone' if device is PHONE else 'desktop'}"
    page.goto(f"{served.url}/people/2/")
    page.get_by_text("Add an address or number").click()
    page.get_by_label("Address or number", exact=True).fill(f"{scheme}{'p' if device is PHONE else 'd'}@keller.example")
    page.get_by_role("button", name="Add it").click()
    found = {"person": looked_at(page, f"a person, {how}")}
    page.get_by_role("button", name="Send a code").last.click()
    expect(page.get_by_text("A code is on its way")).to_be_visible()
    found["sent"] = looked_at(page, f"a code is sent, {how}")
    page.get_by_label("The code, as they tell it to you").fill("12")
    page.get_by_role("button", name="They told me this code").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not the code")
    found["wrong"] = looked_at(page, f"not the code, {how}")
    page.get_by_role("link", name="Leave it").click()
    expect(page.get_by_role("link", name="Enter the code").last).to_be_visible()
    found["open"] = looked_at(page, f"a code is open, {how}")
    assert {step: wrong for step, wrong in found.items() if wrong} == {}
