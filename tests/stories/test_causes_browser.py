"""“I did nothing”: a contractor edited the template three days before. From what the hosting company's program tells
to a settled cause and a reply that gives credit, by keyboard and mouse in a real browser."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.servers.chromium import DESKTOP, PHONE, Visitor, check_axe
from tests.stories.served_desk import ServedDesk
from tests.stories.test_desk_browser import sign_in

Visit = Callable[..., Visitor]
CASE = "/c/1/"


def tell(served: ServedDesk, token: str, changes: list[dict[str, Any]]) -> dict[str, Any]:
    """What a program does: one request with a bearer token."""
    request = Request(f"{served.url}/api/v1/changes", json.dumps(changes).encode(), {
        "Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    with urlopen(request) as answer:
        return json.loads(answer.read())


def first_error() -> datetime:
    """Two mornings ago: far enough from both ends that the order of the story holds at any hour of the day."""
    return (datetime.now(UTC) - timedelta(days=2)).replace(hour=7, minute=52, second=0, microsecond=0)


def log(served: ServedDesk, page: Page) -> None:
    """The changes at Marie's, told through a token that Ioana makes for the hosting company."""
    page.goto(f"{served.url}/me/programs/")
    page.get_by_label("What will use it").fill("Hosting")
    page.get_by_role("button", name="Make a token").click()
    token = page.locator("pre").inner_text().strip()
    told = [{"at": (first_error() + timedelta(days=days)).isoformat(), "customer": "marie@laval.example", **change}
            for days, change in (
                (-3, {"kind": "template", "actor": "Ravi", "object": "header.html line 41",
                      "details": "banner for the winter offer"}),
                (-2, {"kind": "data", "actor": "Marie Laval", "object": "price list"}),
                (-0.1, {"kind": "setting", "actor": "Marie Laval", "object": "opening hours"}),
                (1, {"kind": "plugin", "actor": "hosting", "object": "cookie notice"}))]
    said = tell(served, token, told)
    assert (said["kept"], tell(served, token, told)["known"]) == (4, 4)


def keep(page: Page, name: str) -> None:
    """A picture of the step for whoever wants to look at it: `ENTENDU_SHOTS` names the folder."""
    folder = os.environ.get("ENTENDU_SHOTS")
    if folder:
        page.screenshot(path=Path(folder, f"causes-{name}.png"))


@pytest.fixture(scope="module")
def signed_in() -> dict[str, Any]:
    """Ioana's session, once she has signed in on this module's desk and the changes were told."""
    return {}


@pytest.fixture
def desk(visit: Visit, served: ServedDesk, signed_in: dict[str, Any]) -> Page:
    if signed_in:
        return visit(storage_state=signed_in).page()
    page = sign_in(visit(), served)
    log(served, page)
    signed_in.update(page.context.storage_state())
    return page


def test_from_what_changed_to_a_settled_cause(desk: Page, served: ServedDesk) -> None:
    page = desk
    page.goto(served.url + CASE)
    page.locator("summary[aria-label='More actions']").click()
    page.get_by_role("link", name="Possible causes").first.click()
    expect(page.get_by_role("heading", name="Possible causes", level=1)).to_be_visible()
    page.get_by_role("link", name="Changes and the first error").first.click()
    when = page.get_by_label("It began")
    when.fill(first_error().strftime("%Y-%m-%d %H:%M"))
    when.press("Enter")
    expect(page.get_by_text("as one of us said")).to_be_visible()
    expect(page.get_by_role("img", name="3 changes before the first error.")).to_be_visible()
    first = page.locator(".change-list > li").first
    expect(first).to_contain_text("header.html line 41")
    expect(first).to_contain_text("about the same: pages and buttons")
    expect(page.get_by_role("heading", name="After the first error")).to_be_visible()
    keep(page, "time-line")
    page.goto(f"{served.url}/people/1/")
    expect(page.get_by_role("heading", name="What changed before the first error")).to_be_visible()
    expect(page.locator(".chg .is-it")).to_contain_text("header.html line 41")
    page.get_by_role("link", name="Changes and the first error").click()
    first.get_by_role("link", name="Among the possible causes").click()

    causes = page.locator(".cause-list > li")
    expect(causes.first).to_contain_text("header.html line 41 was changed")
    expect(page.get_by_role("heading", name="A defect on our side")).to_be_visible()
    keep(page, "proposed")
    header = causes.filter(has_text="header.html line 41")
    header.get_by_text("A check came in").click()
    header.get_by_label("What was seen").fill("On a copy with the old header, Confirm works")
    header.get_by_role("button", name="Note it").click()
    expect(causes.first.locator(".cause-head")).to_contain_text("likely")
    ours = causes.filter(has_text="A defect on our side")
    ours.get_by_text("Settle it").click()
    ours.get_by_label("What shows it").fill("Our booking service answered every request")
    ours.get_by_role("button", name="Rule it out").click()
    expect(page.locator(".cause-list s", has_text="A defect on our side")).to_be_visible()
    header.get_by_text("Settle it").click()
    header.get_by_role("button", name="Confirm it").click()
    expect(causes.first.locator(".cause-head")).to_contain_text("confirmed")
    header.get_by_role("button", name="The idea came from Marie").click()
    expect(page.get_by_text("You were right, and it showed us where to look.")).to_be_visible()
    keep(page, "settled")
    page.get_by_role("region", name="For your reply").get_by_role("button", name="Put it into the reply").click()
    box = page.get_by_role("textbox", name="Your words")
    expect(box).to_have_value(
        "You were right, and it showed us where to look. What caused it: header.html line 41 was changed.")
    rail = page.locator("#u-causes")
    expect(rail).to_have_class("u is-done")
    expect(rail.locator("b")).to_have_text("header.html line 41 was changed")
    expect(rail.locator("s")).to_have_text("A defect on our side")
    keep(page, "rail")


def test_with_the_keyboard_alone(desk: Page, served: ServedDesk) -> None:
    page = desk
    page.goto(f"{served.url}{CASE}causes/")
    page.get_by_label("What may have caused it").focus()
    page.keyboard.type("Old page kept by phones")
    page.keyboard.press("Tab")
    page.keyboard.type("Open it in a private window")
    page.keyboard.press("Enter")
    item = page.locator(".cause-list > li", has_text="Old page kept by phones")
    expect(item).to_contain_text("Open it in a private window")
    item.locator("summary", has_text="Settle it").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("It fails in a private window too")
    for _press in range(2):
        page.keyboard.press("Tab")
    expect(item.get_by_role("button", name="Rule it out")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".cause-list s", has_text="Old page kept by phones")).to_be_visible()


@pytest.mark.usefixtures("desk")
def test_without_script(visit: Visit, served: ServedDesk, signed_in: dict[str, Any]) -> None:
    page = visit(java_script_enabled=False, storage_state=signed_in).page()
    page.goto(f"{served.url}{CASE}causes/")
    page.get_by_label("What may have caused it").fill("A clock that is wrong")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="A clock that is wrong")).to_be_visible()
    page.goto(f"{served.url}{CASE}changes/")
    page.get_by_label("When", exact=True).fill("yesterday at 18:00")
    page.get_by_label("What", exact=True).fill("confirm button")
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("confirm button").first).to_be_visible()


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_everybody_can_use_each_page(visit: Visit, served: ServedDesk, signed_in: dict[str, Any],
                                     device: dict[str, Any], scheme: str) -> None:
    page = visit(device=device, color_scheme=scheme, storage_state=signed_in).page()
    found = {}
    for path in (f"{CASE}changes/", f"{CASE}causes/", f"{CASE}about/", "/people/1/"):
        page.goto(served.url + path)
        keep(page, f"{path.split('/')[-2]}-{device['viewport']['width']}-{scheme}")
        found[path] = check_axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{path} scrolls sideways"
    assert {path: lines for path, lines in found.items() if lines} == {}
