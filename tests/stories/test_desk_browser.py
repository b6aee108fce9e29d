"""A person's path through the desk in a real browser: reading, answering, second thoughts, keys, a phone, the dark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest
from playwright.sync_api import Page, expect

from tests.servers.chromium import PHONE, Visitor, check_axe
from tests.stories.customer_page import mail_of
from tests.stories.served_desk import ServedDesk
from tests.stories.shots import shot
from tests.world import PASSWORD

Visit = Callable[..., Visitor]


def sign_in(visitor: Visitor, served: ServedDesk, who: str = "ioana") -> Page:
    """Through the form, as anybody."""
    page = visitor.page()
    page.goto(f"{served.url}/inbox/")
    page.get_by_label("Email").fill(f"{who}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Inbox", level=1)).to_be_visible()
    page.wait_for_load_state()  # whoever is so quick with a key as a test finds nobody listening
    return page


def test_read_reply_undo_and_send_again(visit: Visit, served: ServedDesk) -> None:
    page = sign_in(visit(), served)
    page.get_by_role("link", name="Odile Faure").click()
    expect(page.get_by_role("heading", name="Two VAT lines on one invoice", level=1)).to_be_visible()
    box = page.get_by_role("textbox", name="Your words")
    box.fill("Hello Odile,\n\nthe second line is wnorg.")
    expect(page.locator("#verdict")).to_contain_text("by email")
    expect(page.locator("#draft-state")).to_have_text("Draft kept")
    page.get_by_role("button", name="Send", exact=True).click()
    undo = page.get_by_role("button", name="Undo the reply to Odile")
    expect(undo).to_be_visible()
    expect(page.get_by_text("Goes by email in a few seconds.")).to_be_visible()
    page.goto(f"{served.url}/keys/")
    undo.click()
    expect(box).to_have_value("Hello Odile,\n\nthe second line is wnorg.")
    box.fill("Hello Odile,\n\nthe second line is wrong.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".msg-ours")).to_contain_text("the second line is wrong.")
    expect(page.locator(".msg-ours")).to_have_count(1)


def test_the_words_survive_a_closed_window(visit: Visit, served: ServedDesk) -> None:
    page = sign_in(visit(), served)
    page.get_by_role("link", name="Priya Nair").click()
    page.get_by_role("textbox", name="Your words").fill("Half a thought")
    expect(page.locator("#draft-state")).to_have_text("Draft kept")
    again = sign_in(visit(), served)
    again.get_by_role("link", name="Priya Nair").click()
    expect(again.get_by_role("textbox", name="Your words")).to_have_value("Half a thought")


def test_held_until_morning_and_a_note(visit: Visit, served: ServedDesk) -> None:
    page = sign_in(visit(), served)
    page.goto(f"{served.url}/us/")
    page.get_by_role("link", name="Marie Laval").click()
    page.get_by_role("radio", name="Note").check(force=True)
    page.get_by_role("textbox", name="Your words").fill("She is up a ladder.")
    expect(page.locator("#draft-state")).to_have_text("Draft kept")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".msg-note").last).to_contain_text("She is up a ladder.")
    page.get_by_role("group").get_by_text("Show as sent").first.click()
    shown = page.frame_locator("iframe").first
    expect(shown.get_by_text("Two jobs gone this week.")).to_be_visible()
    page.get_by_label("State").select_option("us")
    page.get_by_label("Tags").fill("booking")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("You tagged it: booking")).to_be_visible()
    page.locator("summary", has_text="Hand over").first.click()
    page.get_by_role("button", name="Ioana Dumitru").first.click()
    expect(page.get_by_text("You took it")).to_be_visible()
    expect(page.get_by_role("heading", name="Waiting for us", level=2)).to_be_visible()


def test_a_colleague_acts_and_the_page_knows(visit: Visit, served: ServedDesk) -> None:
    ioana, leo = sign_in(visit(), served), sign_in(visit(), served, "leo")
    for page in (ioana, leo):
        page.get_by_role("link", name="Jonas Keller").click()
        expect(page.get_by_role("heading", name="Sign-in loops", level=1)).to_be_visible()
    leo.get_by_role("radio", name="Note").check(force=True)
    leo.get_by_role("textbox", name="Your words").fill("I look into it.")
    leo.get_by_role("button", name="Keep the note").click()
    expect(ioana.locator(".msg-note")).to_contain_text("I look into it.")
    expect(ioana.locator("#announce")).to_have_text("Léo left a note in this case.")


def test_with_the_keyboard_alone(visit: Visit, served: ServedDesk) -> None:
    page = sign_in(visit(), served)
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keyboard", level=1)).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("u")
    expect(page.get_by_role("heading", name="Waiting for us", level=1)).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Your words")).to_be_visible()
    page.goto(f"{served.url}/c/2/")
    page.keyboard.press("r")
    page.keyboard.type("Hello Jonas, it works again.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Undo the reply to Jonas")).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_role("textbox", name="Your words")).to_have_value("Hello Jonas, it works again.")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("booking")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Marie Laval").first).to_be_visible()


PAGES = ("/inbox/", "/mine/", "/them/", "/all/", "/c/1/", "/c/1/about/", "/search/?q=booking", "/search/?q=zebra",
         "/new/", "/keys/", "/more/", "/c/1/their-view/", "/quiet/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_everybody_can_use_each_page(visit: Visit, served: ServedDesk, device: str, scheme: str) -> None:
    more = {"device": PHONE} if device == "phone" else {}
    page = sign_in(visit(color_scheme=scheme, **more), served)
    found = {}
    for path in PAGES:
        page.goto(served.url + path)
        found[path] = check_axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{path} scrolls sideways"
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_their_view_from_the_composer_and_back(visit: Visit, served: ServedDesk) -> None:
    page = sign_in(visit(), served)
    page.goto(f"{served.url}/c/1/")
    page.get_by_role("textbox", name="Your words").fill("Hello Marie, it is found. The form works on Friday at 17:00.")
    page.keyboard.press("Escape")
    page.keyboard.press("v")
    expect(page.get_by_role("heading", level=1)).to_contain_text("This would be number 2.")
    framed = page.locator(".ph-m[aria-current]")
    expect(framed).to_contain_text("The form works on Friday at 17:00.")
    expect(page.get_by_role("group", name="Right channel?")).to_contain_text("within their hours")
    remedy = page.get_by_role("link", name="Say what they have to do, even if it is nothing")
    expect(remedy).to_be_hidden()
    page.get_by_role("group", name="Does it help?").get_by_text("Not sure").click()
    expect(remedy).to_be_visible()
    page.get_by_role("link", name="Rewrite").click()
    expect(page.get_by_role("textbox", name="Your words")).to_have_value(
        "Hello Marie, it is found. The form works on Friday at 17:00.")


def test_on_a_phone(visit: Visit, served: ServedDesk) -> None:
    page = sign_in(visit(device=PHONE), served)
    page.goto(f"{served.url}/us/")
    page.get_by_role("link", name="Marie Laval").tap()
    expect(page.get_by_role("heading", name="Clients cannot confirm a booking", level=1)).to_be_visible()
    expect(page.locator("#inbox")).to_be_hidden()
    page.get_by_role("navigation", name="Views of this case").get_by_role("link", name="Understanding").first.tap()
    expect(page.get_by_role("heading", name="Marie Laval", level=1)).to_be_visible()
    page.get_by_role("link", name="Back to the list").last.tap()
    expect(page.get_by_role("heading", name="Waiting for us", level=1)).to_be_visible()


def test_files_are_chosen_by_one_button_that_says_how_many(visit: Visit, served: ServedDesk) -> None:
    page = sign_in(visit(), served)
    page.goto(f"{served.url}/c/1/")
    field = page.locator("#attachments")
    expect(field).to_have_css("width", "1px")
    with page.expect_file_chooser() as chooser:
        page.get_by_text("Attach files").click()
    chooser.value.set_files([{"name": name, "mimeType": "text/plain", "buffer": b"words"}
                             for name in ("a.txt", "b.txt")])
    expect(field).not_to_have_css("width", "1px")


PRIYA = 4
TRUTH = (f"/c/{PRIYA}/options/", f"/c/{PRIYA}/options/?again", f"/c/{PRIYA}/mistake/", f"/c/{PRIYA}/mistake/?again",
         "/mistakes/", f"/c/{PRIYA}/temporary/", f"/c/{PRIYA}/not-ours/", f"/c/{PRIYA}/request/",
         f"/c/{PRIYA}/civility/", "/settings/not-ours/", "/settings/not-ours/1/", "/knowledge/?kind=limit", "/me/")


def looked_at(pages: dict[str, Page], addresses: Iterable[str]) -> None:
    """Axe finds nothing there on either device, light and dark, and nothing scrolls sideways."""
    found = {}
    for address in addresses:
        for device, page in pages.items():
            answer = page.goto(address)
            assert answer is not None
            assert answer.ok, address
            for scheme in ("light", "dark"):
                # Without motion a colour is the one or the other, and none that lies between them.
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
                found[address, device, scheme] = check_axe(page)
                shot(page, f"truth {device} {scheme}", "-".join(re.split(r"[/?=]+", address)[2:])[:40])
            wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            assert not wide, f"{address} scrolls sideways"
    assert {where: lines for where, lines in found.items() if lines} == {}


def put_before_priya(page: Page, case: str) -> None:
    """A directory of what is not ours, a request and its need, options, and a mistake of ours: all by the pages."""
    page.goto(f"{case}../../settings/not-ours/new/")
    page.get_by_label("Topic").fill("A new password for the bank")
    page.get_by_label("Whom to ask").fill("The bank")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{case}request/")
    page.get_by_role("textbox").first.fill("One calendar for two people")
    page.get_by_role("button", name="Keep").click()
    page.get_by_label("The need, in a sentence").fill("Two people see each other's bookings")
    page.get_by_role("button", name="Name it").click()
    page.goto(f"{case}options/")
    for letter, words in (("A", "Share one calendar"), ("B", "Two calendars side by side")):
        way = page.get_by_role("group", name=f"Option {letter}")
        way.get_by_label("What we would do").fill(words)
        way.get_by_label("What speaks for it").fill("It is there today")
        way.get_by_label("What speaks against it").fill("You both see everything")
        way.get_by_label("What it costs them").fill("nothing")
    page.get_by_role("button", name="Ask Priya").click()
    expect(page.locator(".msg-ours").last).to_contain_text("Share one calendar")
    page.goto(f"{case}mistake/")
    page.get_by_role("textbox").nth(0).fill("We told you that two calendars were not to be had.")
    page.get_by_role("textbox").nth(1).fill("You booked one job twice.")
    page.get_by_role("textbox").nth(2).fill("We look at every case in which we said so.")
    page.get_by_role("button", name="Tell Priya").click()
    expect(page.locator(".msg-ours").last).to_contain_text("two calendars were not to be had")


def stop_gap(page: Page, case: str, name: str) -> None:
    """One more thing is temporary, and Priya is told so."""
    page.goto(f"{case}temporary/")
    another = page.get_by_text("Another temporary fix")
    if another.count():
        another.click()
    page.get_by_label("The stopgap, in a few words").last.fill(name)
    page.get_by_role("button", name="Put it on record").click()
    page.get_by_role("button", name="Tell Priya").click()
    expect(page.locator(".msg-ours").last).to_contain_text(f"For now there is a stopgap: {name}.")


def test_everybody_can_use_what_tells_the_truth(visit: Visit, served: ServedDesk) -> None:
    pages = {"desktop": sign_in(visit(), served, "leo"), "phone": sign_in(visit(PHONE), served, "leo")}
    page, case = pages["desktop"], f"{served.url}/c/{PRIYA}/"
    put_before_priya(page, case)
    stop_gap(page, case, "One list for both")
    mail_of(served, PRIYA)
    stop_gap(page, case, "A shared sheet")
    page.goto(f"{case}temporary/")
    page.get_by_text("Another temporary fix").click()
    page.get_by_label("The stopgap, in a few words").last.fill("A list on the wall")
    page.get_by_role("button", name="Put it on record").click()
    expect(page.get_by_role("heading", name="For now:")).to_have_count(3)
    own = re.search(r"http\S+/case/\S+/", mail_of(served, PRIYA))
    assert own is not None
    looked_at(pages, [*(served.url + path for path in TRUTH), own[0]])
