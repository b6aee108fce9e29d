"""What we know, in a real browser: a case recognised by its error, answered from what is known, and learned from.

The desk's story ends; Jonas' sign-in loops with an error that nobody has written down yet. Ioana writes it down at the
close, Léo publishes it, and the next one who meets it is answered by it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.channels.searxng.robot import result, searx
from tests.servers.chromium import PHONE, Visitor, check_axe
from tests.stories.served_desk import ServedDesk
from tests.stories.test_desk_browser import sign_in

Visit = Callable[..., Visitor]


def open_case(page: Page, served: ServedDesk, person: str) -> None:
    page.goto(f"{served.url}/all/")
    page.get_by_role("link", name=person).first.click()
    expect(page.get_by_role("textbox", name="Your words")).to_be_visible()


def number_of(page: Page) -> str:
    return page.locator("form.composer").get_attribute("data-ticket") or ""


def solve(page: Page) -> None:
    page.get_by_label("State").select_option("solved")
    page.get_by_role("button", name="Save", exact=True).click()


def test_what_was_learned_answers_the_next_one(visit: Visit, served: ServedDesk) -> None:
    ioana = sign_in(visit(), served)
    open_case(ioana, served, "Jonas Keller")
    ioana.get_by_role("radio", name="Note").check(force=True)
    ioana.get_by_role("textbox", name="Your words").fill("His proxy drops the cookie: it says AUTH-4711 in the log.")
    ioana.get_by_role("button", name="Keep the note").click()
    expect(ioana.locator(".msg-note").last).to_contain_text("AUTH-4711")
    solve(ioana)
    ioana.get_by_label("What did we learn?").fill("A proxy that drops cookies makes the sign-in loop")
    ioana.get_by_label("Keep it as").select_option("error")
    ioana.get_by_role("button", name="Keep it", exact=True).click()
    expect(ioana.get_by_role("heading", name="Change it", level=1)).to_be_visible()
    expect(ioana.get_by_label("What they see")).to_have_value("Since this morning I land on the sign-in page.")
    ioana.get_by_label("Fix", exact=False).first.fill("You should have let the **cookie** through. See the "
                                                     "[notes](https://help.example/proxy).")
    expect(ioana.locator("#remarks")).to_contain_text("You should have")
    ioana.get_by_label("Fix", exact=False).first.fill("Let the **cookie** of the desk through.")
    expect(ioana.locator("#remarks")).not_to_contain_text("You should have")
    ioana.get_by_label("Error codes").fill("AUTH-4711")
    ioana.get_by_role("button", name="Ask a lead to read it").click()
    expect(ioana.get_by_text("It waits for a lead to read it.")).to_be_visible()

    leo = sign_in(visit(), served, "leo")
    leo.keyboard.press("g")
    leo.keyboard.press("k")
    expect(leo.get_by_role("heading", name="Knowledge", level=1)).to_be_visible()
    leo.get_by_role("link", name="A proxy that drops cookies makes the sign-in loop").click()
    leo.get_by_role("button", name="Publish it").click()
    expect(leo.get_by_text("Published. From now on it is found.")).to_be_visible()

    open_case(leo, served, "Priya Nair")
    leo.get_by_role("textbox", name="Your words").fill("Hello Priya,")
    leo.get_by_role("button", name="Look it up").click()
    expect(leo.get_by_role("heading", name="Look it up", level=1)).to_be_visible()
    leo.get_by_role("searchbox").fill("cookeis")
    leo.keyboard.press("Enter")
    leo.get_by_role("link", name="cookies", exact=True).click()
    leo.get_by_role("button", name="Use in reply").first.click()
    box = leo.get_by_role("textbox", name="Your words")
    expect(box).to_have_value("Hello Priya,\n\nLet the cookie of the desk through.")
    box.fill("")


def test_a_limit_is_noted_and_spoken_for_at_once(visit: Visit, served: ServedDesk) -> None:
    leo = sign_in(visit(), served, "leo")
    open_case(leo, served, "Odile Faure")
    leo.locator(".msg .said").first.evaluate("""said => {
        const range = document.createRange(); range.selectNodeContents(said);
        getSelection().removeAllRanges(); getSelection().addRange(range); }""")
    leo.locator("summary[aria-label='More actions']").click()
    leo.get_by_role("link", name="Note a limit").click()
    title = leo.get_by_label("What can or cannot be done, as a customer would read it")
    expect(title).to_have_value("Hello, about this: Two VAT lines on one invoice.")
    title.fill("We cannot print two VAT lines on one invoice.")
    leo.get_by_label("Why").fill("The tax office asks for one line per rate.")
    leo.get_by_role("button", name="Publish it").click()
    box = leo.get_by_role("textbox", name="Your words")
    box.fill("Hello Odile, of course we can print two VAT lines on the invoice.")
    remark = leo.locator("#checks li", has_text="We cannot print two VAT lines on one invoice.")
    expect(remark).to_be_visible()
    remark.get_by_role("button", name="Use", exact=False).first.click()
    expect(box).to_have_value("We cannot print two VAT lines on one invoice.")
    box.fill("")
    expect(leo.locator("#draft-state")).to_have_text("Draft kept")


def test_the_web_is_asked_the_words_that_are_seen(visit: Visit, served: ServedDesk) -> None:
    leo = sign_in(visit(), served, "leo")
    open_case(leo, served, "Marie Laval")
    leo.goto(f"{served.url}/c/{number_of(leo)}/knowledge/")
    expect(leo.get_by_role("button", name="Ask the web")).to_have_count(0)
    found = result("https://forum.example/7", "Buttons that do nothing", "A template lost a line.")
    with searx(results=[found]) as robot:
        sofia = sign_in(visit(), served, "sofia")
        sofia.goto(f"{served.url}/settings/web-search/")
        sofia.get_by_label("Address").fill(robot.url)
        sofia.get_by_role("button", name="Try it").click()
        expect(sofia.get_by_text("It answered with 1 result.")).to_be_visible()
        sofia.get_by_role("button", name="Save").click()
        leo.reload()
        field = leo.get_by_label("These words go to", exact=False)
        assert "Marie" not in (field.input_value())
        assert [one["q"] for one in robot.asked] == ["SearXNG"], "a page that is shown asks nobody"
        field.fill("booking button does nothing template")
        leo.get_by_role("button", name="Ask the web").click()
        leo.get_by_role("button", name="Keep as reference Buttons that do nothing").click()
        assert [one["q"] for one in robot.asked] == ["SearXNG", "booking button does nothing template"]
    expect(leo.locator("#references").get_by_role("link", name="Buttons that do nothing")).to_be_visible()
    leo.goto(f"{served.url}/c/{number_of_address(leo)}/about/")
    expect(leo.locator("#u-known")).to_contain_text("1 reference kept")


def number_of_address(page: Page) -> str:
    return page.url.partition("/c/")[2].partition("/")[0]


def test_a_manual_is_imported_and_quoted(visit: Visit, served: ServedDesk, tmp_path: Path) -> None:
    manual = tmp_path / "scanner.html"
    manual.write_text("<h1>The scanner</h1><h2>Lamp</h2><p>A red lamp means that the scanner is warming up.</p>")
    ioana = sign_in(visit(), served)
    ioana.goto(f"{served.url}/knowledge/documents/")
    ioana.get_by_label("Markdown, HTML or PDF").set_input_files(manual)
    ioana.get_by_role("button", name="Import").click()
    expect(ioana.get_by_text("1 document imported.")).to_be_visible()
    open_case(ioana, served, "Priya Nair")
    ioana.goto(f"{served.url}/c/{number_of(ioana)}/knowledge/?q=red+lamp")
    ioana.get_by_role("button", name="Use in reply").first.click()
    box = ioana.get_by_role("textbox", name="Your words")
    expect(box).to_have_value("A red lamp means that the scanner is warming up.")
    box.fill("")
    expect(ioana.locator("#draft-state")).to_have_text("Draft kept")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_everybody_can_use_it(visit: Visit, served: ServedDesk, device: str, scheme: str) -> None:
    more = {"device": PHONE} if device == "phone" else {}
    page = sign_in(visit(color_scheme=scheme, **more), served, "leo")
    paths = ["/knowledge/", "/knowledge/?q=zzzz", "/knowledge/new/", "/knowledge/new/?kind=error",
             "/knowledge/new/?kind=limit",
             "/knowledge/documents/", "/c/1/knowledge/", "/c/1/knowledge/?q=cookies", "/knowledge/1/en/",
             "/knowledge/1/en/history/", "/knowledge/1/fr/edit/"]
    for path in paths:
        assert page.goto(served.url + path).status in {200}, path
        assert check_axe(page) == [], path
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), path
