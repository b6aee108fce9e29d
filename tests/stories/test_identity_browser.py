"""Two entries of one person, in a real browser: found, looked at, joined, taken back, and an address told apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.servers.chromium import DESKTOP, PHONE, Visitor, check_axe
from tests.stories.served_desk import ServedDesk
from tests.stories.shots import shot
from tests.stories.test_desk_browser import sign_in

Visit = Callable[..., Visitor]
STORY = "one person, many addresses"


def add(page: Page, url: str, name: str, mail: str) -> None:
    """One more entry, by hand."""
    page.goto(f"{url}/people/new/")
    page.get_by_label("Name").fill(name)
    page.locator("input[name=email]").fill(mail)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def person(page: Page, url: str, name: str) -> None:
    """The page of somebody, from the list."""
    page.goto(f"{url}/people/?q={name}")
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def test_joined_and_taken_back(visit: Visit, served: ServedDesk) -> None:
    page = sign_in(visit(), served)
    add(page, served.url, "M. Laval", "m.laval@home.example")
    person(page, served.url, "Marie Laval")
    page.get_by_role("link", name="Is the same as").click()
    page.get_by_label("Name, address or number").fill("home.example")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="M. Laval").click()
    expect(page.get_by_text("m.laval@home.example")).to_be_visible()
    shot(page, STORY, "what will be joined")
    page.get_by_role("button", name="They are one person").click()
    expect(page.get_by_role("paragraph").filter(has_text="Ioana joined M. Laval to them")).to_be_visible()
    expect(page.locator(".facts").get_by_text("m.laval@home.example")).to_be_visible()
    shot(page, STORY, "one person")
    page.get_by_role("button", name="Undo Ioana joined").click()
    expect(page.get_by_text("It is as it was before.")).to_be_visible()
    expect(page.locator(".facts").get_by_text("m.laval@home.example")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_everybody_can_use_it(visit: Visit, served: ServedDesk, device: dict[str, object], scheme: str) -> None:
    page = sign_in(visit(device, color_scheme=scheme), served)
    found, person_url = {}, f"{served.url}/people/1/"
    pages = {"alike": "same/", "search": "same/?q=e", "joining": "same/?with=2",
             "apart": "addresses/1/parting/", "person": ""}
    for step, url in pages.items():
        page.goto(person_url + url)
        found[step] = check_axe(page)
        shot(page, STORY, f"{step}, {scheme}, {'phone' if device is PHONE else 'desktop'}")
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert {step: wrong for step, wrong in found.items() if wrong} == {}
