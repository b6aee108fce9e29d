"""A promise that must be moved, door to record and back, in browsers: asked about when it is made, given, moved with
the customer told, kept, and the case closed by the customer's own word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.servers.chromium import PHONE, Visitor, check_axe
from tests.stories.customer_page import mail_of
from tests.stories.served_desk import ServedDesk
from tests.stories.shots import shot
from tests.stories.test_desk_browser import sign_in

Visit = Callable[..., Visitor]
STORY = "a promise that must be moved"
ODILE = 3


def working_days() -> Callable[[int], date]:
    """The first, second, … working day from the day after tomorrow on."""
    ahead = [one for n in range(2, 12) if (one := date.today() + timedelta(days=n)).weekday() < 5]
    return ahead.__getitem__


def answer(page: Page, served: ServedDesk, words: str) -> None:
    """Writes a reply to Odile and presses Send."""
    page.goto(f"{served.url}/c/{ODILE}/")
    box = page.get_by_role("textbox", name="Your words")
    box.fill(words)
    expect(page.locator("#draft-state")).to_have_text("Draft kept")
    page.get_by_role("button", name="Send", exact=True).click()


def promise(page: Page, served: ServedDesk, first: str) -> None:
    """A repair is asked about before it is promised; what can be promised goes."""
    answer(page, served, f"Hello Odile,\n\nthe page will be fixed by {first} at 15:00.\n\nIoana")
    expect(page.get_by_role("alert")).to_contain_text("The cause is not known yet")
    expect(page.get_by_role("button", name="Yes, I promise this")).to_be_visible()
    shot(page, STORY, "asked before a repair is promised")
    box = page.get_by_role("textbox", name="Your words")
    box.fill(f"Hello Odile,\n\nI will send you the corrected invoice by {first} at 15:00.\n\nIoana")
    expect(page.locator("#checks")).to_contain_text("You promise: by")
    shot(page, STORY, "what can be promised")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".msg-ours")).to_contain_text("the corrected invoice")


def test_a_promise_that_must_be_moved(visit: Visit, served: ServedDesk) -> None:
    agent = visit()
    agent.expect("422")  # the page that asks before a repair is promised
    day, page = working_days(), sign_in(agent, served)
    first, later = f"{day(0).day} {day(0):%B}", f"{day(2).day} {day(2):%B}"

    promise(page, served, first)
    case = link_in(mail_of(served, ODILE), page, served)

    page.goto(f"{served.url}/promises/")
    row = page.locator("li.p", has_text="I will send you the corrected invoice")
    expect(row).to_contain_text("Odile Faure, by you")
    shot(page, STORY, "on the board")
    row.locator("[data-step]").focus()
    page.keyboard.press("m")
    expect(page.get_by_role("heading", name="A new date, and they hear it", level=1)).to_be_visible()
    page.get_by_label("New date, on their clock").first.fill(f"{day(2)}T12:00")
    page.get_by_role("button", name="Write to them").click()
    words = page.get_by_label("What Odile reads")
    expect(words).to_have_value(re.compile("It takes longer, and you hear it from us before that hour"))
    shot(page, STORY, "the message that tells of the new date")
    page.get_by_role("button", name="Move it and tell them").click()
    expect(page.get_by_role("status").first).to_contain_text("and told.")
    expect(page.locator("li.p", has_text="the corrected invoice")).to_have_count(1)
    shot(page, STORY, "on the board with its new date")
    assert later in mail_of(served, ODILE)

    phone = visit(PHONE, java_script_enabled=False).page()
    phone.goto(case)
    plan = phone.locator("#plan")
    expect(plan).to_contain_text("Moved; we told you before.")
    expect(plan.locator(".is-word")).to_contain_text("Our word. If it slips you hear it from us first.")
    shot(phone, STORY, "the plan on the customer's phone")

    answer(page, served, "Hello Odile,\n\nhere is the corrected invoice. Does it look right to you?\n\nIoana")
    expect(page.locator(".msg-ours").last).to_contain_text("here is the corrected invoice")
    mail_of(served, ODILE)
    page.goto(f"{served.url}/c/{ODILE}/promises/")
    page.locator(".pr-case .is-open").get_by_role("button", name="Done").first.click()
    expect(page.locator(".pr-case .is-kept")).to_contain_text("kept")
    shot(page, STORY, "kept by the message that brought it")
    page.goto(f"{served.url}/promises/")
    expect(page.locator(".is-today .is-kept")).to_contain_text("the corrected invoice")

    page.goto(f"{served.url}/c/{ODILE}/")
    page.get_by_label("State").select_option("solved")
    page.get_by_role("button", name="Save", exact=True).click()
    phone.reload()
    expect(plan.locator(".is-done").last).to_contain_text("the corrected invoice")
    phone.locator("#solved").get_by_role("button", name="Yes, it works").tap()
    expect(phone.get_by_role("status")).to_contain_text("Thank you")
    shot(phone, STORY, "solved by the customer's own word")
    page.reload()
    expect(page.locator("#u-satisfaction")).to_contain_text(re.compile("Odile|works", re.IGNORECASE))
    shot(page, STORY, "closed and confirmed")


def link_in(mail: str, page: Page, served: ServedDesk) -> str:
    """The address of the case page: from the mail, or, where a reply brings none, from what we ask next."""
    found = re.search(r"http\S+/case/\S+/", mail)
    if found is None:
        page.goto(f"{served.url}/c/{ODILE}/tasks/")
        page.get_by_label("In words that they read").fill("Tell us the number of the invoice.")
        page.get_by_role("button", name="Add it").click()
        page.get_by_role("button", name="Ask Odile").click()
        expect(page.locator(".msg-ours").last).to_contain_text("the number of the invoice")
        found = re.search(r"http\S+/case/\S+/", mail_of(served, ODILE))
    assert found is not None
    return found[0]


PRIYA = 4
PAGES = ("/promises/", "/promises/all/late/", "/promises/all/undated/", f"/c/{PRIYA}/promises/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_everybody_can_use_each_page(visit: Visit, served: ServedDesk, device: str, scheme: str) -> None:
    more = {"device": PHONE} if device == "phone" else {}
    page = sign_in(visit(color_scheme=scheme, **more), served)
    page.goto(f"{served.url}/c/{PRIYA}/promises/")
    if page.get_by_role("link", name="Move").count() == 0:
        page.get_by_label("First by, on their clock").fill(f"{working_days()(1)}T12:00")
        page.get_by_role("button", name="Agree it").click()
    moving = page.get_by_role("link", name="Move").first.get_attribute("href") or ""
    found = {}
    for path in (*PAGES, moving):
        page.goto(served.url + path)
        found[path] = check_axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{path} scrolls sideways"
        shot(page, f"promises {device} {scheme}", path.partition("?")[0].strip("/").replace("/", " "))
    assert {path: lines for path, lines in found.items() if lines} == {}
