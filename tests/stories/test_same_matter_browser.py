"""Two cases of one matter, in a real browser: joined beside each other's names, read as one, taken apart again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.servers.chromium import DESKTOP, PHONE, Visitor, check_axe
from tests.stories.served_desk import ServedDesk
from tests.stories.shots import shot
from tests.stories.test_desk_browser import sign_in

Visit = Callable[..., Visitor]
STORY = "the same matter"


def second_case(page: Page, served: ServedDesk, subject: str) -> None:
    """Another case of Marie's, told on the telephone, in the mailbox of the first."""
    page.goto(f"{served.url}/new/")
    page.get_by_label("To").fill("marie@laval.example")
    page.get_by_label("From").select_option(label="Care")
    page.get_by_label("Subject").fill(subject)
    page.get_by_role("button", name="Open the case").click()
    page.wait_for_url("**/c/*/**")


def test_joined_read_as_one_and_taken_apart(visit: Visit, served: ServedDesk) -> None:
    page = sign_in(visit(), served)
    second_case(page, served, "Tablets")
    page.goto(f"{served.url}/c/1/")
    page.get_by_text("The same matter?").click()
    shot(page, STORY, "offered")
    page.get_by_label("Which case").select_option(label="Tablets")
    page.get_by_role("button", name="Join it to this case").click()
    expect(page.get_by_text("You joined the case “Tablets” to this one")).to_be_visible()
    expect(page.get_by_text("“Tablets” is part of this case.")).to_be_visible()
    shot(page, STORY, "one case")
    page.get_by_role("button", name="Take apart").click()
    expect(page.get_by_text("“Tablets” is a case of its own again")).to_be_visible()
    expect(page.get_by_role("link", name="Tablets")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_everybody_can_use_it(visit: Visit, served: ServedDesk, device: dict[str, object], scheme: str) -> None:
    page = sign_in(visit(device, color_scheme=scheme), served)
    if not page.goto(f"{served.url}/c/1/about/") or not page.get_by_text("The same matter?").count():
        second_case(page, served, "Tablets")
        page.goto(f"{served.url}/c/1/about/")
    page.get_by_text("The same matter?").click()
    shot(page, STORY, f"the rail, {scheme}, {'phone' if device is PHONE else 'desktop'}")
    assert check_axe(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
