"""Other words in a real browser: an administrator names a model, an agent asks it by keyboard alone, uses what came."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.channels.chat_completions.robot import KEY, MODEL, ModelRobot, model_robot
from tests.servers.chromium import PHONE, Visitor, check_axe
from tests.stories.served_desk import ServedDesk
from tests.stories.shots import shot
from tests.stories.test_desk_browser import sign_in
from tests.stories.test_wording_browser import go_to_remark

Visit = Callable[..., Visitor]
SETTINGS = "/settings/wording/other-words/"
DRAFT = "Hello Priya,\n\nyou should have read the manual about FA-118. Please restart the calendar."
GOOD = "the manual says more about FA-118."
SAYS = ("1. The manual says more about [CODE_1].\n2. You should have known [CODE_1].\n"
        "3. The part about [CODE_1] in the manual may help.")
STORY = "other-words"


def write(page: Page, served: ServedDesk) -> None:
    """The agent types a reply that blames."""
    page.goto(f"{served.url}/all/")  # whoever has answered her waits for her
    page.get_by_role("link", name="Priya Nair").click()
    box = page.get_by_role("textbox", name="Your words")
    box.fill("")
    box.press_sequentially(DRAFT)
    expect(page.locator(".ghost u", has_text="you should have")).to_have_count(1)
    go_to_remark(page, "you should have")


def name_model(page: Page, served: ServedDesk, robot: ModelRobot) -> None:
    """The administrator fills in the page, tries it, and keeps it."""
    page.goto(f"{served.url}/settings/wording/")
    page.get_by_role("link", name="Other words").click()
    page.get_by_label("Address").fill(robot.url)
    page.get_by_label("Model", exact=True).fill(MODEL)
    page.get_by_label(re.compile("^Key")).fill(KEY)
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("It answered with 1 wording that could be shown.")).to_be_visible()
    expect(page.get_by_label("Sample")).to_have_text("Please read page 12 first.")
    shot(page, STORY, "tried")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("One is stored. Leave this empty to keep it.")).to_be_visible()
    assert KEY not in page.content()


def test_off_until_named_then_asked_used_and_sent(visit: Visit, served: ServedDesk) -> None:
    agent = sign_in(visit(), served)
    write(agent, served)
    expect(agent.get_by_role("button", name="Ask for other words")).to_have_count(0)
    with model_robot(says="Please read page [NUMBER_1] first.") as robot:
        name_model(sign_in(visit(), served, "sofia"), served, robot)
        asked = len(robot.asked)
        robot.says, robot.release = SAYS, threading.Event()
        write(agent, served)
        assert len(robot.asked) == asked, "nothing is asked while one types"
        agent.keyboard.press("o")
        expect(agent.locator(".others")).to_have_text("Asking for other words…")
        robot.release.set()
        first = agent.locator(".others li").first
        expect(first).to_contain_text(GOOD)
        expect(agent.locator(".others li")).to_have_count(2)
        expect(first.get_by_role("button")).to_be_focused()
        shot(agent, STORY, "asked")
        agent.keyboard.press("u")
        box = agent.get_by_role("textbox", name="Your words")
        expect(box).to_be_focused()
        expect(box).to_have_value(f"Hello Priya,\n\n{GOOD} Please restart the calendar.")
        expect(agent.locator(".others")).to_have_count(0)
        expect(agent.locator("#checks q", has_text="you should have")).to_have_count(0)
        agent.keyboard.press("Control+z")
        expect(box).to_have_value(DRAFT)
        agent.keyboard.press("Control+Shift+z")
        expect(box).to_have_value(f"Hello Priya,\n\n{GOOD} Please restart the calendar.")
        agent.keyboard.press("End")
        agent.keyboard.type(" Thank you.")
        expect(agent.locator("#draft-state")).to_have_text("Draft kept")
        assert robot.sentences()[asked:] == ["you should have read the manual about [CODE_1]."]
    agent.keyboard.press("Control+Enter")
    expect(agent.locator(".msg-ours")).to_contain_text(f"{GOOD} Please restart the calendar. Thank you.")


def test_offers_go_with_their_sentence_and_trouble_is_said(visit: Visit, served: ServedDesk) -> None:
    agent = sign_in(visit(), served)
    with model_robot(says=SAYS) as robot:
        name_model_without_try(sign_in(visit(), served, "sofia"), served, robot)
        write(agent, served)
        agent.keyboard.press("o")
        expect(agent.locator(".others li")).to_have_count(2)
        box = agent.get_by_role("textbox", name="Your words")
        box.evaluate("box => box.setSelectionRange(0, 0)")
        box.press_sequentially("So: ")
        expect(agent.locator("#draft-state")).to_have_text("Draft kept")
        expect(agent.locator(".others li")).to_have_count(2)
        agent.locator(".others").get_by_role("button").nth(1).click()
        expect(box).to_have_value("So: Hello Priya,\n\nthe part about FA-118 in the manual may help. "
                                  "Please restart the calendar.")
        robot.status = 500
        write(agent, served)
        agent.keyboard.press("o")
        expect(agent.locator(".others")).to_have_text(
            "The language model has trouble of its own (500); your words are unchanged; ask again later.")
        expect(agent.locator(".checks > li:focus-within q")).to_contain_text("you should have")


def name_model_without_try(page: Page, served: ServedDesk, robot: ModelRobot) -> None:
    """The administrator keeps another address, with its key."""
    page.goto(served.url + SETTINGS)
    page.get_by_label("Address").fill(robot.url)
    page.get_by_label("Model", exact=True).fill(MODEL)
    page.get_by_label(re.compile("^Key")).fill(KEY)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Kept.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_everybody_can_use_it(visit: Visit, served: ServedDesk, device: str, scheme: str) -> None:
    page = sign_in(visit(color_scheme=scheme, **({"device": PHONE} if device == "phone" else {})), served, "sofia")
    with model_robot(says=SAYS) as robot:
        name_model_without_try(page, served, robot)
        assert check_axe(page) == []
        shot(page, STORY, f"settings {device} {scheme}")
        write(page, served)
        page.get_by_role("button", name="Ask for other words").first.click()
        expect(page.locator(".others li")).to_have_count(2)
        assert check_axe(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        shot(page, STORY, f"composer {device} {scheme}")
