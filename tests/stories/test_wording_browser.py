"""The second reader in a real browser: remarks while one writes, used by keyboard alone, and the promise on record."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from entendu.doors.web.desk.by_when import by_when
from tests.servers.chromium import PHONE, Visitor, check_axe
from tests.stories.served_desk import ServedDesk
from tests.stories.test_desk_browser import sign_in

Visit = Callable[..., Visitor]
PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class Story:
    """A draft in one language: `{by}` is when. `blame` and `misspelt` are to go, by the keyboard."""

    language: str
    person: str
    draft: str
    blame: str
    misspelt: str
    right: str


STORIES = (
    Story("en", "Priya Nair", "Hello Priya,\n\nyou should have read the manual. We will send you the tabel {by}.",
          "you should have", "tabel", "table"),
    Story("fr", "Odile Faure", "Bonjour Odile,\n\nvous auriez dû lire la notice. Nous vous enverrons la factrue {by}.",
          "vous auriez dû", "factrue", "facture"),
    Story("ro", "Jonas Keller", "Bună ziua,\n\ntrebuia să citiți manualul înainte. Vă trimitem factrua corectată {by}.",
          "trebuia să", "factrua", "factura"),
)


def open_case(page: Page, served: ServedDesk, person: str) -> None:
    page.goto(f"{served.url}/us/")
    page.get_by_role("link", name=person).click()
    expect(page.get_by_role("textbox", name="Your words")).to_be_visible()


def quote_in_focus(page: Page) -> str:
    """The words that the remark with focus is about."""
    said: str = page.evaluate("document.activeElement.closest('.checks > li')?.querySelector('q')?.textContent ?? ''")
    return said


def go_to_remark(page: Page, words: str) -> None:
    """F8 until the remark on these words has focus."""
    for _press in range(8):
        page.keyboard.press("F8")
        if words in quote_in_focus(page):
            return
    raise AssertionError(f"F8 never came to the remark on {words!r}: {page.locator('#checks').inner_text()!r}")


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_a_draft_is_put_right_by_keyboard_and_its_promise_kept_track_of(visit: Visit, served: ServedDesk,
                                                                        story: Story) -> None:
    due = (datetime.now(PARIS) + timedelta(days=3)).replace(hour=17, minute=0, second=0, microsecond=0)
    page = sign_in(visit(), served)
    open_case(page, served, story.person)
    page.keyboard.press("r")
    page.keyboard.type(story.draft.format(by=by_when(due, story.language, " ", "").strip()))
    box = page.get_by_role("textbox", name="Your words")
    expect(page.locator("#checks .check-promise", has_text="Will be tracked.")).to_contain_text("17:00")
    expect(page.locator(".ghost .u-promise", has_text="17")).to_have_count(1)
    expect(page.locator(".ghost .u-word", has_text=story.misspelt)).to_have_count(1)
    expect(page.locator(".ghost u", has_text=story.blame)).to_have_count(1)
    for words, gone in ((story.misspelt, story.misspelt), (story.blame, story.blame)):
        go_to_remark(page, words)
        page.keyboard.press("u")
        expect(box).to_be_focused()
        assert gone not in box.input_value()
        expect(page.locator("#checks q", has_text=words)).to_have_count(0)
    assert story.right in box.input_value()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg-ours")).to_contain_text(story.right)
    assert due.astimezone(UTC) in promises(served)


def promises(served: ServedDesk) -> set[datetime]:
    """When each open promise is due, as the desk's own database has it."""
    [database] = [path for path in (served.folder / "data").iterdir() if path.suffix in {".sqlite3", ".db", ".sqlite"}]
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        rows = db.execute("SELECT due FROM promises_promise WHERE state = 'open' AND due IS NOT NULL").fetchall()
    return {datetime.fromisoformat(due).replace(tzinfo=UTC) for (due,) in rows}


def test_used_kept_and_taken_back(visit: Visit, served: ServedDesk) -> None:
    page = sign_in(visit(), served)
    open_case(page, served, "Marie Laval")
    box = page.get_by_role("textbox", name="Your words")
    box.fill("Hello Marie, the problem is known. You can book by the plain form.")
    expect(page.locator(".ghost .u-word", has_text="problem")).to_have_count(1)
    box.evaluate("box => box.setSelectionRange(18, 18)")
    page.keyboard.press("Control+.")
    assert quote_in_focus(page) == "problem"
    page.keyboard.press("u")
    expect(box).to_have_value("Hello Marie, the situation is known. You can book by the plain form.")
    expect(page.locator("#draft-state")).to_have_text("Draft kept")
    page.keyboard.press("Control+z")
    expect(box).to_have_value("Hello Marie, the problem is known. You can book by the plain form.")
    expect(page.locator(".ghost .u-word", has_text="problem")).to_have_count(1)
    page.keyboard.press("F8")
    page.keyboard.press("k")
    expect(page.locator("#checks q", has_text="problem")).to_have_count(0)
    expect(box).to_be_focused()
    page.reload()
    expect(page.locator("#count")).to_contain_text("13 words, ")
    expect(page.locator("#checks q", has_text="problem")).to_have_count(0)


def test_typing_is_never_in_the_way(visit: Visit, served: ServedDesk) -> None:
    """Lines stay under their very words while one types before them, and go from words that are touched."""
    page = sign_in(visit(), served)
    open_case(page, served, "Marie Laval")
    box = page.get_by_role("textbox", name="Your words")
    box.fill("The ticket is known.")
    line = page.locator(".ghost .u-word")
    expect(line).to_have_text("The ticket")
    top = box.bounding_box()
    box.evaluate("box => box.setSelectionRange(0, 0)")
    page.keyboard.type("So: ")
    expect(line).to_have_text("The ticket")
    assert box.bounding_box() == top, "nothing moved under the caret"
    box.evaluate("box => box.setSelectionRange(8, 8)")
    page.keyboard.type("x")
    expect(line).to_have_count(0)


def test_another_date_goes_into_the_text(visit: Visit, served: ServedDesk) -> None:
    page = sign_in(visit(), served)
    open_case(page, served, "Marie Laval")
    box = page.get_by_role("textbox", name="Your words")
    box.fill("Hello Marie, we will repair the form by tomorrow noon. You can book until then.")
    expect(page.locator("#checks .check-promise")).to_be_visible()
    page.get_by_text("Change").first.click()
    day = datetime.now(UTC) + timedelta(days=4)
    page.get_by_label("By when, on their clock").fill(f"{day:%Y-%m-%d}T16:30")
    page.get_by_role("button", name="Put it in the text").click()
    expect(box).to_have_value(f"Hello Marie, we will repair the form by 16:30 on {day.day} {day:%B}. "
                              "You can book until then.")
    expect(page.locator("#checks .check-promise")).to_contain_text(f"{day.day} {day:%b} 16:30")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_everybody_can_use_it(visit: Visit, served: ServedDesk, device: str, scheme: str) -> None:
    more = {"device": PHONE} if device == "phone" else {}
    page = sign_in(visit(color_scheme=scheme, **more), served, "leo")
    page.goto(f"{served.url}/c/1/")
    page.get_by_role("textbox", name="Your words").fill(
        "Hello Marie, you should have read the manual. The problem is known. We will send you the tabel by noon. "
        "Your ticket is open. We should have it by Friday, perhaps.")
    expect(page.locator("#checks .check-promise")).to_be_visible()
    assert check_axe(page) == []
    more_of_it = page.locator(".more-checks summary")
    if more_of_it.count():
        more_of_it.click()
        assert check_axe(page) == []
    for path in ("/settings/wording/?language=fr", "/settings/wording/rules/new/?language=en"):
        page.goto(served.url + path)
        assert check_axe(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), path


def test_a_lead_writes_a_rule_and_hears_of_it_at_once(visit: Visit, served: ServedDesk) -> None:
    page = sign_in(visit(), served, "leo")
    page.goto(f"{served.url}/settings/wording/rules/new/?language=en")
    page.get_by_label("What it says").fill("To customers it is the booking page.")
    page.get_by_label("Belongs to").select_option("vocabulary")
    page.get_by_label("Finds").fill("(widget|widgets)")
    page.get_by_label("Better").fill("booking page")
    page.get_by_label("It must find").fill("The page is down.")
    page.get_by_label("It must leave alone").fill("The booking page is up.")
    expect(page.get_by_text("Not found: “The page is down.”")).to_be_visible()
    page.get_by_label("It must find").fill("The widget is down.")
    expect(page.get_by_text("Not found: “The page is down.”")).to_have_count(0)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="To customers it is the booking page.")).to_be_visible()
    page.goto(f"{served.url}/c/1/")
    page.get_by_role("textbox", name="Your words").fill("Hello Marie, the widget works again, please try.")
    expect(page.locator("#checks")).to_contain_text("booking page")
