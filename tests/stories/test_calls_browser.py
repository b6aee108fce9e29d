"""A call from the first click to the log, in a real browser: the number, the words, what they said, written down."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.servers.chromium import PHONE, Visitor, check_axe
from tests.stories.served_desk import ServedDesk
from tests.stories.test_desk_browser import sign_in

Visit = Callable[..., Visitor]
NUMBER = "+493012345678"


def connect(page: Page, served: ServedDesk) -> None:
    """Sofia connects the telephone, and enters Jonas's number."""
    page.goto(f"{served.url}/settings/channels/new/telephone/")
    page.get_by_label("Name").fill("Telephone")
    page.get_by_label("Exchange").fill("pbx.example.org")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("opens sip:+1@pbx.example.org")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Kept. Messages can go by it.")).to_be_visible()


def test_a_call_is_chosen_made_and_logged(visit: Visit, served: ServedDesk) -> None:
    connect(sign_in(visit(), served, "sofia"), served)
    page = sign_in(visit(), served)
    page.get_by_role("link", name="Jonas Keller").first.click()
    case = page.url.partition("?")[0]
    page.goto(f"{case}call/")
    found = {"call": check_axe(page)}
    page.get_by_label("We spoke").check()
    page.get_by_label("What you told them").fill("The sign-in works again since noon.")
    page.get_by_label("What they said").fill("Good, but the code still comes late.")
    page.get_by_label("Minutes").fill("2")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("You spoke with them on the phone, for 2 minutes")).to_be_visible()
    expect(page.locator("#conversation").get_by_text("the code still comes late").first).to_be_visible()
    expect(page.locator(".msg-ours").last).to_contain_text("The sign-in works again since noon.")
    expect(page.get_by_text("Told on the phone").first).to_be_visible()
    found["case"] = check_axe(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_the_pages_of_calls_and_channels(visit: Visit, served: ServedDesk, scheme: str) -> None:
    page = sign_in(visit(color_scheme=scheme, device=PHONE), served, "sofia")
    found = {}
    for path in ("/calls/", "/c/1/call/", "/settings/channels/new/", "/settings/channels/new/whatsapp/",
                 "/settings/channels/new/twilio-voice/"):
        page.goto(served.url + path)
        found[path] = check_axe(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
