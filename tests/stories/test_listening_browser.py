"""Listening, door to record and back, in browsers: said back by a member, confirmed on a phone, seen live."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from tests.servers.chromium import PHONE, Visitor, check_axe
from tests.stories.customer_page import mail_of
from tests.stories.served_desk import ServedDesk
from tests.stories.test_desk_browser import sign_in

Visit = Callable[..., Visitor]


def say_back(page: Page, served: ServedDesk, number: int, words: str) -> str:
    """A member writes what they understood and asks; returns the mail that arrives."""
    page.goto(f"{served.url}/c/{number}/heard/")
    page.get_by_label("What you understood").fill(words)
    expect(page.locator("#heard-verdict")).to_contain_text("by email")
    page.get_by_role("button", name=re.compile("^Ask ")).click()
    expect(page.locator(".msg-ours").last).to_contain_text(words)
    return mail_of(served, number)


def link_in(mail: str, answer: str) -> str:
    found = re.search(rf"http\S+\?heard={answer}#heard", mail)
    assert found is not None, mail
    return found[0]


def test_one_tap_on_a_phone_confirms_and_the_desk_knows(visit: Visit, served: ServedDesk) -> None:
    ioana = sign_in(visit(), served)
    mail = say_back(ioana, served, 2, "Since this morning the sign-in page sends you back to itself.")
    assert "Is this right?" in mail
    phone = visit(PHONE, java_script_enabled=False).page()
    phone.goto(link_in(mail, "yes"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Did we understand you? One tap tells us.")
    expect(phone.locator("#heard .heard")).to_have_text("Since this morning the sign-in page sends you back to itself.")
    phone.get_by_role("button", name="Yes", exact=True).tap()
    expect(phone.get_by_role("status")).to_contain_text("This is how we see it together from now on.")
    expect(ioana.get_by_text("Jonas says that what we understood is right")).to_be_visible()
    ioana.reload()
    expect(ioana.locator("#u-heard")).to_contain_text("confirmed by Jonas")
    phone.go_back()
    expect(phone.locator("#heard")).to_contain_text("You said that this is right.")
    expect(ioana.get_by_text("Jonas says that what we understood is right")).to_have_count(1)


def test_not_quite_with_what_is_different(visit: Visit, served: ServedDesk) -> None:
    ioana = sign_in(visit(), served)
    mail = say_back(ioana, served, 3, "One invoice has two lines of VAT.")
    phone = visit(PHONE, java_script_enabled=False).page()
    phone.goto(link_in(mail, "no"))
    phone.get_by_label("What is different?").fill("It is two invoices, October and November.")
    phone.locator("#heard").get_by_role("button", name="Send").tap()
    expect(phone.get_by_role("status")).to_contain_text("tell you again what we understood")
    expect(ioana.locator(".msg").last).to_contain_text("It is two invoices, October and November.")
    ioana.goto(f"{served.url}/c/3/heard/")
    expect(ioana.get_by_role("heading", name="Not quite, says Odile", exact=True)).to_be_visible()
    say_back(ioana, served, 3, "Two invoices, October and November, have two lines of VAT each.")
    phone.reload()
    expect(phone.locator("#heard .heard")).to_contain_text("Two invoices, October and November")


def test_a_picture_from_a_phone_answers_what_we_need(visit: Visit, served: ServedDesk, tmp_path: Path) -> None:
    ioana = sign_in(visit(), served)
    ioana.goto(f"{served.url}/c/4/tasks/")
    ioana.get_by_label("They shall").select_option("send")
    ioana.get_by_label("In words that they read").fill("Send us a picture of the calendar.")
    ioana.get_by_role("button", name="Add it").click()
    ioana.get_by_role("button", name="Ask Priya").click()
    expect(ioana.locator(".msg-ours").last).to_contain_text("Send us a picture of the calendar.")
    own = re.search(r"http\S+/case/\S+/", mail_of(served, 4))
    assert own is not None
    picture = tmp_path / "calendar.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n calendar")
    phone = visit(PHONE).page()
    phone.goto(own[0])
    expect(phone.get_by_role("heading", level=1)).to_have_text("We need one thing from you.")
    phone.locator("#need").get_by_label("Pictures or files").set_input_files(picture)
    phone.locator("#need").get_by_label("Send us a picture of the calendar.").fill("Here it is.")
    phone.locator("#need").get_by_role("button", name="Send").tap()
    expect(phone.get_by_role("status")).to_have_text("We have it. Thank you.")
    expect(ioana.locator(".msg").last).to_contain_text("Here it is.")
    expect(ioana.get_by_role("link", name=re.compile("calendar.png"))).to_be_visible()
    phone.locator("#write").get_by_label("Your words").fill("One more thing: it is both calendars.")
    phone.locator("#write").get_by_role("button", name="Send").tap()
    expect(ioana.locator(".msg").last).to_contain_text("it is both calendars")


def test_a_call_by_keyboard_alone(visit: Visit, served: ServedDesk) -> None:
    page = sign_in(visit(), served)
    page.goto(f"{served.url}/c/2/")
    page.locator("summary[aria-label='More actions']").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Call", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Begin the call").press("Enter")
    expect(page.get_by_label("What they say")).to_be_focused()
    page.keyboard.type("three people locked out")
    expect(page.locator(".call-lines li")).to_have_text(re.compile(r"^00:\d\d\s*three people locked out\s*$"))
    page.keyboard.press("Enter")
    page.keyboard.type("all on the same floor")
    expect(page.locator(".call-lines li")).to_have_count(2)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg-note").last).to_contain_text("three people locked out")
    expect(page.locator(".msg-note").last).to_contain_text("Call, 1 minute")


DESK = ("/c/1/", "/c/1/heard/", "/c/1/tasks/", "/c/1/call/", "/c/1/request/", "/c/1/about/", "/needs/",
        "/people/organisations/1/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_everybody_can_use_the_desk_pages(visit: Visit, served: ServedDesk, device: str, scheme: str) -> None:
    more = {"device": PHONE} if device == "phone" else {}
    page = sign_in(visit(color_scheme=scheme, **more), served)
    found = {}
    for path in DESK:
        page.goto(served.url + path)
        page.wait_for_load_state("networkidle")
        found[path] = check_axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{path} scrolls sideways"
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_everybody_can_use_the_case_page(visit: Visit, served: ServedDesk, device: str, scheme: str) -> None:
    own = re.search(r"http\S+/case/\S+/(?=\s|\?|$)", mail_of(served, 3))
    assert own is not None
    more = {"device": PHONE} if device == "phone" else {}
    visitor = visit(color_scheme=scheme, **more)
    visitor.expect("410")
    page = visitor.page()
    weights: list[int] = []
    page.on("response", lambda answer: weights.append(weight(answer)))
    page.goto(own[0])
    page.wait_for_load_state("networkidle")
    assert 0 < sum(weights) < 60_000, sum(weights)
    for language in ("en", "fr", "ro"):
        for path in ("", "said/"):
            page.goto(f"{own[0]}{path}?language={language}&heard=no")
            assert check_axe(page) == []
            wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            assert not wide, f"{language} {path} scrolls sideways"
    page.goto(f"{served.url}/case/")
    assert check_axe(page) == []


def weight(answer: Response) -> int:
    """What travelled, in bytes: head and body as they came over the line."""
    sizes = answer.request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]
