"""Saved replies in a real browser: a slash, a choice by keyboard, a place filled in, sent; by pointer; kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.servers.chromium import PHONE, Visitor, check_axe
from tests.stories.served_desk import ServedDesk
from tests.stories.test_desk_browser import sign_in
from tests.stories.test_wording_browser import open_case

Visit = Callable[..., Visitor]


@dataclass(frozen=True)
class Story:
    """A reply in one language, found by `asked`, which `other` is not; `typed` goes into its one open place."""

    language: str
    person: str
    asked: str
    title: str
    other: str
    place: str
    typed: str
    begins: str
    said: str


STORIES = (
    Story("en", "Priya Nair", "somebody is on", "It is here, and somebody is on it", "It is done",
          "{what you check first}", "the calendar", "Hello Priya,\n\nYour message is here",
          "I will begin with the calendar, and you will have"),
    Story("fr", "Odile Faure", "c'est arrive", "C’est arrivé, quelqu’un s’en occupe", "C’est fait",
          "{ce que vous vérifiez d’abord}", "la facture", "Bonjour Odile,\n\nVotre message est bien arrivé",
          "Je commence par la facture, et vous aurez"),
    Story("ro", "Jonas Keller", "a ajuns", "A ajuns și cineva se ocupă", "Este gata",
          "{ce verificați întâi}", "pagina", "Bună ziua, Jonas,\n\nMesajul dumneavoastră a ajuns",
          "Încep cu pagina și aveți un răspuns"),
)


def speaks(page: Page, served: ServedDesk, person: str, language: str) -> None:
    """The contact's language, as a colleague sets it on their page."""
    page.goto(f"{served.url}/people/")
    page.get_by_role("link", name=person).first.click()
    page.goto(f"{page.url.rstrip('/')}/edit/")
    page.get_by_label("Language").select_option(language)
    page.get_by_role("button", name="Save").click()



def selected(page: Page) -> str:
    """What is selected in the text."""
    words: str = page.evaluate("(() => { const b = document.getElementById('text');"
                               " return b.value.slice(b.selectionStart, b.selectionEnd); })()")
    return words


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_by_keyboard_from_the_slash_to_the_sent_message(visit: Visit, served: ServedDesk, story: Story) -> None:
    page = sign_in(visit(), served)
    speaks(page, served, story.person, story.language)
    open_case(page, served, story.person)
    box = page.get_by_role("textbox", name="Your words")
    page.keyboard.press("r")
    page.keyboard.type("/")
    replies = page.get_by_role("listbox", name="Saved replies")
    expect(replies.get_by_role("option")).to_have_count(40)
    page.keyboard.type(story.asked)
    expect(replies.get_by_role("option", name=story.title)).to_have_count(1)
    expect(replies.get_by_role("option", name=story.other)).to_have_count(0)
    expect(replies.get_by_role("option", selected=True)).to_contain_text(story.title)
    page.keyboard.press("Enter")
    expect(replies).to_have_count(0)
    assert box.input_value().startswith(story.begins)
    assert selected(page) == story.place
    expect(page.locator("#checks q", has_text=story.place)).to_have_count(1)
    page.keyboard.type(story.typed)
    expect(page.locator("#checks q", has_text=story.place)).to_have_count(0)
    expect(page.locator("#draft-state")).to_have_text("Draft kept")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg-ours").last).to_contain_text(story.said)


def test_a_place_left_open_is_asked_about_before_it_goes(visit: Visit, served: ServedDesk) -> None:
    visitor = visit()
    visitor.expect("422")
    page = sign_in(visitor, served)
    open_case(page, served, "Marie Laval")
    box = page.get_by_role("textbox", name="Your words")
    box.focus()
    page.keyboard.type("/propose a time")
    expect(page.get_by_role("option", name="Propose a time")).to_be_visible()
    page.keyboard.press("Tab")
    places = []
    for _place in range(6):
        places.append(selected(page))
        page.keyboard.press("Tab")
    assert places == ["{what it is about}", "{how long}", "{first time}", "{second time}", "{third time}", "{day}"]
    expect(box).not_to_be_focused()
    box.focus()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("“{what it is about}”. This is still to be filled in.")
    expect(page.locator(".msg-ours", has_text="together. I can offer you")).to_have_count(0)


def test_undone_closed_and_chosen_otherwise(visit: Visit, served: ServedDesk) -> None:
    page = sign_in(visit(), served, "leo")
    open_case(page, served, "Marie Laval")
    box = page.get_by_role("textbox", name="Your words")
    box.fill("Hello Marie,")
    box.press("End")
    page.keyboard.type("\n\nin and/or out ")
    replies = page.get_by_role("listbox", name="Saved replies")
    expect(replies).to_have_count(0)
    page.keyboard.type("/")
    expect(replies).to_be_visible()
    page.keyboard.press("Escape")
    expect(replies).to_have_count(0)
    expect(box).to_be_focused()
    page.keyboard.type("etc is a folder")
    expect(box).to_have_value("Hello Marie,\n\nin and/or out /etc is a folder")
    page.keyboard.press("Enter")
    page.keyboard.type("/nothing new")
    expect(replies.get_by_role("option", selected=True)).to_contain_text("Nothing new yet")
    page.keyboard.press("Enter")
    assert "There is nothing new yet" in box.input_value()
    assert box.input_value().count("Hello Marie,") == 1, "it goes on with what was begun"
    page.keyboard.press("Control+z")
    expect(box).to_have_value(re.compile(r"/nothing new$"))
    page.keyboard.press("Escape")
    page.keyboard.type(" zzz")
    first = replies.get_by_role("option").nth(0)
    box.fill("/")
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(replies.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(replies.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    assert box.evaluate("box => box.getAttribute('aria-activedescendant')") == page.evaluate(
        "document.querySelector('#saved [aria-selected=true]').id")
    box.fill("")


def test_by_pointer_on_a_phone(visit: Visit, served: ServedDesk) -> None:
    page = sign_in(visit(device=PHONE), served, "leo")
    page.goto(f"{served.url}/c/1/")
    box = page.get_by_role("textbox", name="Your words")
    box.fill("")
    page.get_by_role("button", name="Saved replies").tap()
    replies = page.get_by_role("listbox", name="Saved replies")
    expect(replies).to_be_visible()
    place = page.locator("#saved").bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= page.viewport_size["width"]
    assert min(one.bounding_box()["height"] for one in replies.get_by_role("option").all()[:5]) >= 44
    page.keyboard.press("Escape")
    expect(replies).to_have_count(0)
    expect(box).to_have_value("")
    page.get_by_role("button", name="Saved replies").tap()
    replies.get_by_role("option", name="Nothing new yet").tap()
    expect(box).to_have_value(re.compile(r"^Hello Marie,\n\nThere is nothing new yet"))
    box.fill("")


def test_a_draft_is_kept_in_one_step_and_offered_from_then_on(visit: Visit, served: ServedDesk) -> None:
    page = sign_in(visit(), served, "leo")
    page.goto(f"{served.url}/c/1/")
    box = page.get_by_role("textbox", name="Your words")
    box.fill("Hello Marie,\n\nthe plumbers have a page of their own.\n\n")
    box.press("Control+End")
    page.keyboard.type("/save this")
    expect(page.locator("#saved").get_by_role("option", selected=True)).to_contain_text("Save this text as a reply")
    page.keyboard.press("Enter")
    kept = page.locator("#saved-kept")
    expect(kept).to_contain_text("Kept as a saved reply: “the plumbers have a page of their own”.")
    expect(box).to_have_value("Hello Marie,\n\nthe plumbers have a page of their own.\n\n")
    page.keyboard.type("/plumbers")
    expect(page.locator("#saved").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    kept.get_by_role("link", name="Change it").click()
    expect(page.get_by_label("Words")).to_have_value("{greeting}\n\nthe plumbers have a page of their own.")
    page.get_by_label("Words").fill("{greeting}\n\nThe problem of the plumbers is known since {day}.")
    expect(page.locator("#tried")).to_contain_text("The problem of the plumbers is known since Thursday.")
    expect(page.locator("#tried")).to_contain_text("situation")
    page.get_by_label("Words").fill("[if late]{greeting}")
    expect(page.locator("#tried")).to_contain_text("A condition is left open; close it with [end].")
    assert check_axe(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_everybody_can_use_it(visit: Visit, served: ServedDesk, device: str, scheme: str) -> None:
    more = {"device": PHONE} if device == "phone" else {}
    page = sign_in(visit(color_scheme=scheme, **more), served, "leo")
    page.goto(f"{served.url}/c/1/")
    page.get_by_role("textbox", name="Your words").fill("One moment. /")
    expect(page.get_by_role("listbox", name="Saved replies")).to_be_visible()
    assert check_axe(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="Your words").fill("")
    for path in ("/c/1/replies/", "/settings/replies/?language=fr", "/settings/replies/new/?language=en",
                 "/settings/replies/named/delay-new-day/?language=ro"):
        page.goto(served.url + path)
        assert check_axe(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), path
