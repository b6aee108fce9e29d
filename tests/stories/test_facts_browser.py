"""From a letter with an error code among a hundred thousand to a reply that may say what was checked, in a browser."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import make_msgid

import pytest
from playwright.sync_api import Page, expect

from tests.servers.chromium import PHONE, Visitor, check_axe
from tests.servers.desk import Desk
from tests.servers.processes import LOOPBACK

Visit = Callable[..., Visitor]
MANY = 100_000
LETTER = ("Hello,\n\nsince Thursday my shop shows SHOP-094207 when somebody pays. I did nothing. We lost two orders "
          "this week.\n\nMarie\n")
DRAFT = "Hello Marie,\n\nyou lost two orders this week. We write to you tomorrow before noon with what we found."


def catalogue() -> bytes:
    """The shop's codes, as its makers export them."""
    rows = [f"SHOP-{n:06d},The payment queue {n} is full,Restart the queue,Your orders are safe; payment works again "
            f"in {n % 9 + 2} minutes." for n in range(MANY)]
    return "\n".join(["code,cause,fix,tell_en", *rows]).encode()


def write_in(desk: Desk) -> None:
    """Marie's mail program hands her letter, with a log, to the desk's own mail server."""
    message = EmailMessage()
    message["From"], message["To"] = "Marie Laval <marie@laval.example>", "support@example.org"
    message["Subject"], message["Message-ID"] = "Nobody can pay", make_msgid(domain="laval.example")
    message.set_content(LETTER)
    message.add_attachment(b"10:03 ERROR SHOP-094207 pay\n10:04 ERROR ZZ-4711 retry\n", "text", "plain",
                           filename="shop.log")
    with smtplib.SMTP(LOOPBACK, desk.smtp_port) as client:
        client.send_message(message)


def enter(visitor: Visitor, desk: Desk) -> Page:
    page = visitor.page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", desk.email)
    page.fill("[name=password]", desk.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/")
    return page


def remark(page: Page) -> None:
    expect(page.locator("#checks li", has_text="So far only the customer says")).to_have_count(1)


def test_a_code_is_known_and_a_claim_is_said_once_it_is_checked(desk: Desk, visit: Visit) -> None:
    page = enter(visit(base_url=desk.url), desk)
    page.goto("/settings/codes/")
    page.get_by_label("File").set_input_files({"name": "shop.csv", "mimeType": "text/csv", "buffer": catalogue()})
    page.get_by_label("Product").fill("Shop")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text("100,000 new, 0 changed")).to_be_visible(timeout=60_000)
    assert check_axe(page) == []

    write_in(desk)
    page.goto("/inbox/")
    page.get_by_role("link", name="Nobody can pay").click()
    facts = page.locator("#u-facts")
    expect(facts.locator("code", has_text="SHOP-094207")).to_be_visible()
    expect(facts).to_contain_text("The payment queue 94207 is full")
    expect(facts).to_contain_text("Marie’s word, not checked")
    box = page.get_by_role("textbox", name="Your words")
    box.fill(DRAFT)
    remark(page)
    expect(page.locator("#draft-state")).to_have_text("Draft kept")

    facts.get_by_role("link", name="Facts").click()
    claim = page.locator(".fact", has_text="We lost two orders this week")
    claim.get_by_text("Check it").click()
    claim.get_by_label("In its words").fill("19 Nov 10:12 order 4471 cancelled, 4473 cancelled")
    claim.get_by_role("button", name="It is so").click()
    expect(claim).to_contain_text("confirmed by")
    expect(claim).to_contain_text("4471 cancelled")
    assert check_axe(page) == []

    code = page.locator(".fact", has=page.locator(".fact-words code", has_text="SHOP-094207"))
    code.get_by_role("button", name="Put it into the reply").click()
    expect(box).to_have_value(f"{DRAFT}\n\nYour orders are safe; payment works again in 6 minutes.")
    expect(facts).to_contain_text("We lost two orders this week verified")
    box.press("End")
    box.type(" ")
    expect(page.locator("#draft-state")).to_have_text("Draft kept")
    expect(page.locator("#checks li", has_text="So far only the customer says")).to_have_count(0)

    page.goto("/settings/codes/")
    unknown = page.locator(".unknown-codes li", has_text="ZZ-4711")
    unknown.get_by_role("link", name="Add it").click()
    page.get_by_label("Cause").fill("The printer is away")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("ZZ-4711 is in the catalogue of Shop.")).to_be_visible()
    expect(page.locator(".unknown-codes")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_a_script_and_on_a_phone(desk: Desk, visit: Visit, scheme: str) -> None:
    write_in(desk)
    page = enter(visit(PHONE, base_url=desk.url, color_scheme=scheme), desk)
    page.wait_for_function("() => document.body.textContent.includes('Nobody can pay')", timeout=30_000)
    bare = visit(PHONE, base_url=desk.url, color_scheme=scheme, java_script_enabled=False,
                 storage_state=page.context.storage_state()).page()
    bare.goto("/c/1/facts/")
    bare.get_by_role("link", name="We lost two orders this week.").click()
    expect(bare.locator("#add-words")).to_have_value("We lost two orders this week.")
    page.goto("/c/1/facts/")
    assert check_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing scrolls sideways"
