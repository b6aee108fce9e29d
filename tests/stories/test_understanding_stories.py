"""Three whole stories, each from a first letter to a settled cause, one in each language: listen, verify, then answer.

“I did nothing”: a contractor edited the shop's template three days before. An integration that stops with one error
code among a hundred thousand. A wish that hides a workaround. With the desk as it is started, and real mail.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.servers.chromium import PHONE, Visitor, check_axe
from tests.servers.desk import Desk, running_desk
from tests.servers.processes import LOOPBACK, wait_for
from tests.servers.smtp_robot import SmtpRobot
from tests.stories.shots import shot
from tests.stories.test_escalation_browser import news_to, sign_in, write_in
from tests.stories.test_facts_browser import catalogue

Visit = Callable[..., Visitor]

pytestmark = pytest.mark.long


@pytest.fixture
def desk(smtp_robot: SmtpRobot) -> Iterator[Desk]:
    """A desk whose mail goes to the robot's server, and which nobody interrupts with confirmations."""
    with running_desk(SMTP_OUT=f"smtp://{LOOPBACK}:{smtp_robot.port}", UNDO_SECONDS="1") as running:
        yield running


def opened(page: Page, subject: str) -> str:
    """The case of a letter that has just come in; its address."""
    page.goto("/inbox/")
    page.get_by_text(subject).first.click()
    page.get_by_role("heading", name=subject, level=1).wait_for()
    return re.sub(r"^.*(/c/\d+/).*$", r"\1", page.url)


def item(page: Page, words: str) -> Locator:
    return page.locator(".cause-list > li", has_text=words)


def sent(robot: SmtpRobot, name: str, words: str) -> str:
    """The text of the one letter with these words that somebody got."""
    assert wait_for(lambda: news_to(robot, name, words), seconds=60), words
    [letter] = news_to(robot, name, words)
    return str(letter.message.get_body(("plain",)).get_content())


def answer(page: Page, case: str, words: str) -> None:
    """A reply, written and sent."""
    page.goto(case)
    box = page.get_by_role("textbox", name="Your words")
    box.fill(words)
    expect(page.locator("#draft-state")).to_have_text("Draft kept")
    page.locator("form.composer").get_by_role("button", name="Send", exact=False).first.click()
    said = page.locator(".msg-ours", has_text=words.splitlines()[-1])
    asked = page.get_by_role("button", name="Send it all the same")
    expect(said.or_(asked).first).to_be_visible()
    if asked.is_visible():
        asked.click()
    expect(said).to_be_visible()


def ask_back(page: Page, case: str, words: str) -> None:
    """What was understood, said back."""
    page.goto(f"{case}heard/")
    page.get_by_label("What you understood").fill(words)
    page.get_by_role("button", name=re.compile("^Ask ")).click()
    expect(page.locator(".msg-ours").last).to_contain_text(words)


def tapped(visit: Visit, mail: str, yes: str, story: str, desk: Desk) -> None:
    """They open the letter's link on their phone and say yes."""
    link = re.search(r"http\S+\?heard=yes#heard", mail)
    assert link is not None, mail
    phone = visit(PHONE, base_url=desk.url).page()
    phone.goto(link[0])
    shot(phone, story, "their phone")
    phone.get_by_role("button", name=yes, exact=True).tap()
    expect(phone.get_by_role("status")).to_be_visible()
    assert check_axe(phone) == []


def token_of(page: Page) -> str:
    page.goto("/me/programs/")
    page.get_by_label("What will use it").fill("Hosting")
    page.get_by_role("button", name="Make a token").click()
    return page.locator("pre").inner_text().strip()


def tell(desk: Desk, token: str, **change: str) -> None:
    """The hosting company's program tells of a change."""
    request = Request(f"{desk.url}/api/v1/changes", json.dumps([change]).encode(),
                      {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    with urlopen(request) as said:
        assert json.loads(said.read())["kept"] == 1


def test_i_did_nothing(desk: Desk, visit: Visit, smtp_robot: SmtpRobot) -> None:
    """In French: the claim is believed once it is checked, and the change of three days ago is found."""
    story = "i-did-nothing"
    write_in(desk, "Odile Faure", "odile@faure.example", "Le bouton Payer ne fait plus rien",
             "Bonjour,\n\ndepuis ce matin le bouton Payer de notre boutique ne fait plus rien. Je n’ai rien touché. "
             "Nous avons perdu deux commandes.\n\nOdile Faure")
    page = sign_in(visit(base_url=desk.url), desk)
    token = token_of(page)
    for days, actor, thing in ((3, "Ravi", "header.html ligne 41"), (9, "Odile Faure", "liste de prix")):
        at = (datetime.now(UTC) - timedelta(days=days)).isoformat()
        tell(desk, token, at=at, kind="template" if days == 3 else "data", actor=actor, object=thing,
             details="bandeau d'hiver", customer="odile@faure.example")
    case = opened(page, "Le bouton Payer ne fait plus rien")
    expect(page.locator("#u-facts")).to_contain_text("Odile’s word, not checked")
    shot(page, story, "the letter")

    words = "Depuis ce matin, le bouton Payer de votre boutique ne réagit plus ; vous avez perdu deux commandes."
    ask_back(page, case, words)
    tapped(visit, sent(smtp_robot, "odile", words), "Oui", story, desk)
    page.goto(case)
    expect(page.locator("#u-heard")).to_contain_text("confirmed by Odile")
    shot(page, story, "heard")

    page.goto(f"{case}changes/")
    shot(page, story, "what changed")
    first = page.locator(".change-list > li", has_text="header.html ligne 41").first
    first.get_by_role("link", name="Among the possible causes").click()
    header = item(page, "header.html ligne 41")
    header.get_by_text("A check came in").click()
    header.get_by_label("What was seen").fill("With the header of last week the button works")
    header.get_by_role("button", name="Note it").click()
    header.get_by_text("Settle it").click()
    header.get_by_role("button", name="Confirm it").click()
    expect(header.locator(".cause-head")).to_contain_text("confirmed")
    shot(page, story, "the cause")

    end = ("Bonjour Odile,\n\nle bandeau ajouté lundi avait effacé une ligne de votre page ; elle est remise et le "
           "bouton Payer fonctionne. Pouvez-vous passer une commande d’essai et nous dire si tout va bien ?")
    answer(page, case, end)
    assert "elle est remise" in sent(smtp_robot, "odile", "elle est remise")
    page.goto(case)
    expect(page.locator("#u-causes b")).to_contain_text("header.html ligne 41")
    shot(page, story, "settled")


def test_one_code_among_a_hundred_thousand(desk: Desk, visit: Visit, smtp_robot: SmtpRobot) -> None:
    """In English: the code is known, what to tell lies ready, and the cause is settled by it."""
    story = "one-code"
    page = sign_in(visit(base_url=desk.url), desk)
    page.goto("/settings/codes/")
    page.get_by_label("File").set_input_files({"name": "shop.csv", "mimeType": "text/csv", "buffer": catalogue()})
    page.get_by_label("Product").fill("Shop")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("100,000 new, 0 changed")).to_be_visible(timeout=90_000)
    shot(page, story, "the catalogue")
    write_in(desk, "Grace Adeyemi", "grace@adeyemi.example", "Listings stopped",
             "Hello,\n\nsince Thursday our listings are no longer sent to the marketplace. The log ends with "
             "SHOP-094207. We cannot sell anything.\n\nGrace Adeyemi")
    case = opened(page, "Listings stopped")
    facts = page.locator("#u-facts")
    expect(facts.locator("code", has_text="SHOP-094207")).to_be_visible()
    expect(facts).to_contain_text("The payment queue 94207 is full")
    shot(page, story, "the letter")

    words = "Since Thursday no listing reaches the marketplace, and you cannot sell. The log says SHOP-094207."
    ask_back(page, case, words)
    tapped(visit, sent(smtp_robot, "grace", words), "Yes", story, desk)

    page.goto(f"{case}causes/")
    known = item(page, "The payment queue 94207 is full")
    expect(known).to_be_visible()
    known.get_by_text("Settle it").click()
    known.get_by_label("What shows it").fill("The queue had 10,000 entries; after the restart it is empty")
    known.get_by_role("button", name="Confirm it").click()
    expect(known.locator(".cause-head")).to_contain_text("confirmed")
    shot(page, story, "the cause")
    page.goto(f"{case}facts/")
    page.locator(".fact", has=page.locator(".fact-words code", has_text="SHOP-094207")).get_by_role(
        "button", name="Put it into the reply").click()
    box = page.get_by_role("textbox", name="Your words")
    expect(box).to_have_value(re.compile("Your orders are safe; payment works again in 6 minutes"))
    answer(page, case, "Hello Grace,\n\nyour orders are safe; the queue was full and is empty again. Could you tell "
           "us tonight whether your listings are back?")
    assert "empty again" in sent(smtp_robot, "grace", "empty again")
    page.goto(case)
    expect(page.locator("#u-causes b")).to_contain_text("The payment queue 94207 is full")
    shot(page, story, "settled")


def test_a_wish_that_hides_a_workaround(desk: Desk, visit: Visit, smtp_robot: SmtpRobot) -> None:
    """In Romanian: they ask for a button, and need that two people do not call the same customer."""
    story = "a-wish"
    write_in(desk, "Ionuț Barbu", "ionut@barbu.example", "Un buton de export",
             "Bună ziua,\n\near fi bine să putem exporta lista de clienți în fiecare oră. Acum o copiem de mână într-"
             "un tabel, ca să nu sune doi colegi același client.\n\nIonuț Barbu")
    page = sign_in(visit(base_url=desk.url), desk)
    case = opened(page, "Un buton de export")
    shot(page, story, "the letter")
    page.goto(f"{case}request/")
    shot(page, story, "ask and need")
    page.get_by_label("What they ask for").fill("Export de clienți la fiecare oră")
    page.get_by_label("What they are trying to get done").fill("Doi colegi să nu sune același client")
    page.get_by_label("How they do it today").fill("Copiază lista de mână într-un tabel")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_label("The need, in a sentence").fill("Doi colegi să nu sune același client")
    page.get_by_role("button", name="Name it").click()
    expect(page.get_by_role("link", name="Doi colegi să nu sune același client")).to_be_visible()

    words = "Doi colegi sună uneori același client, iar tabelul copiat de mână vă ia o oră pe zi."
    ask_back(page, case, words)
    tapped(visit, sent(smtp_robot, "ionut", words), "Da", story, desk)
    page.goto(case)
    expect(page.locator("#u-heard")).to_contain_text("confirmed by Ionuț")
    page.goto(f"{case}causes/")
    page.get_by_label("What may have caused it").fill("Two people work from copies of one list")
    page.get_by_role("button", name="Add it").click()
    copies = item(page, "Two people work from copies of one list")
    copies.get_by_text("Settle it").click()
    copies.get_by_label("What shows it").fill("Ionuț says that both copy it in the morning")
    copies.get_by_role("button", name="Confirm it").click()
    expect(copies.locator(".cause-head")).to_contain_text("confirmed")
    answer(page, case, "Bună ziua, Ionuț,\n\nlista are deja un semn „sun acum”, pe care îl văd toți colegii; nu mai "
           "este nevoie de tabel. Îl puteți încerca mâine și să ne spuneți dacă vă ajută?")
    assert "nu mai este nevoie de tabel" in re.sub(r"\s+", " ", sent(smtp_robot, "ionut", "semn „sun acum”"))
    page.goto("/needs/")
    expect(page.get_by_text("Doi colegi să nu sune același client")).to_be_visible()
    shot(page, story, "the need")
