"""A chat on a page of another origin, door to record and back: a line that breaks, a window that closes, mail then, or
SMS.

With the desk as it is started. The page has as strict a policy as a page can have: our origin is allowed, nothing else.
"""

from __future__ import annotations

import html
import smtplib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import make_msgid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.servers.chromium import DESKTOP, PHONE, Visitor, check_axe
from tests.servers.desk import Desk, running_desk
from tests.servers.kannel import PASSWORD, USER, Kannel
from tests.servers.processes import LOOPBACK, free_port, wait_for
from tests.servers.smtp_robot import Received, SmtpRobot
from tests.stories.shots import shot
from tests.stories.telephone import Telephone
from tests.stories.test_escalation_browser import sign_in

pytestmark = pytest.mark.long
Visit = Callable[..., Visitor]
HERS, OURS, STORY = "+23057001135", "+23052520000", "a chat that goes on by SMS"
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>The shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>The shop</h1><p><a href="/basket">Basket</a></p></main>{snippet}</body></html>"""


@dataclass
class Shop:
    """Somebody's web site, at another host than the desk. It shows what was pasted into it."""

    desk: str
    snippet: str = ""
    language: str = "fr"
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """Another origin, and another site, than the desk's."""
        return f"http://localhost:{self.port}"

    def page(self) -> bytes:
        """The same page at every address."""
        return PAGE.format(language=html.escape(self.language), snippet=self.snippet).encode()


@pytest.fixture
def desk(smtp_robot: SmtpRobot) -> Iterator[Desk]:
    """A desk whose mail goes to the robot's server."""
    with running_desk(SMTP_OUT=f"smtp://{LOOPBACK}:{smtp_robot.port}", UNDO_SECONDS="1") as running:
        yield running


@pytest.fixture
def shop(desk: Desk) -> Iterator[Shop]:
    site = Shop(desk.url)

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", f"default-src 'none'; base-uri 'none'; form-action 'none'; "
                                                        f"img-src data:; script-src {desk.url}; frame-src {desk.url}")
            self.end_headers()
            self.wfile.write(site.page())

        def log_message(self, *_words: object) -> None:
            """A site that keeps no log."""

    server = ThreadingHTTPServer(("localhost", site.port), Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


def set_up(desk: Desk, visitor: Visitor, shop: Shop) -> Page:
    """Settings, Chat windows: tried, kept, and the line pasted into the shop's page."""
    visitor.expect("status of 422")  # an address that is none
    page = sign_in(visitor, desk)
    page.goto("/settings/chat/new/")
    page.get_by_label("Name", exact=True).fill("The shop")
    page.get_by_label("Pages that may show it").fill("http://shop.example")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("is no address of a page that we may trust")).to_be_visible()
    page.get_by_label("Pages that may show it").fill(f"{shop.url}/basket")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("region", name="What the try gave")).to_contain_text("A visitor can write")
    page.get_by_role("button", name="Save").click()
    shop.snippet = page.get_by_label("What to paste").inner_text()
    assert desk.url in shop.snippet
    return page


def window_on(page: Page) -> FrameLocator:
    """The chat window of a page, opened, when one can write in it."""
    page.get_by_role("button", name="Écrivez-nous").click()
    window = page.frame_locator("iframe[title='Discuter avec Support']")
    expect(window.get_by_role("textbox", name="Votre message")).to_be_focused()
    return window


def write(window: FrameLocator, words: str) -> None:
    window.get_by_role("textbox", name="Votre message").fill(words)
    window.get_by_role("textbox", name="Votre message").press("Enter")


def lines(window: FrameLocator) -> list[str]:
    """What the window holds, words alone, in order."""
    return window.locator(".chat-words, .is-moved").all_inner_texts()


def answer(page: Page, words: str) -> None:
    """From the composer; where they wrote meanwhile, the desk asks once."""
    page.get_by_role("textbox", name="Your words").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".msg-ours").last).to_contain_text(words)


def answer_by_mail(desk: Desk, mail: Received, words: str) -> None:
    """Odile's mail program answers the letter that she got."""
    reply = EmailMessage()
    reply["From"], reply["To"] = "Odile Faure <odile@faure.example>", "support@example.org"
    reply["Message-ID"] = make_msgid(domain="faure.example")
    reply["In-Reply-To"] = reply["References"] = mail.message["Message-ID"]
    reply["Subject"] = f"Re: {mail.message['Subject']}"
    reply.set_content(words)
    with smtplib.SMTP(LOOPBACK, desk.smtp_port) as client:
        client.send_message(reply)


def leave_an_address(window: FrameLocator) -> None:
    """Where to write when she has left; what is no address is said at once."""
    window.get_by_text("Si vous devez partir").click()
    window.get_by_label("Adresse e-mail").fill("nowhere")
    window.get_by_role("button", name="Enregistrer").click()
    expect(window.locator("#address-wrong")).to_contain_text("Nous ne pouvons pas écrire à cette adresse")
    window.get_by_label("Adresse e-mail").fill("odile@faure.example")
    window.get_by_label("Votre nom").fill("Odile Faure")
    window.get_by_role("button", name="Enregistrer").click()
    expect(window.locator("#way-kept")).to_contain_text("o…@faure.example")


def test_a_chat_goes_on_by_mail_without_one_line_lost_or_repeated(
        desk: Desk, shop: Shop, smtp_robot: SmtpRobot, visit: Visit) -> None:
    ioana = set_up(desk, visit(base_url=desk.url), shop)
    odile = visit(base_url=shop.url)
    odile.expect("net::ERR_INTERNET_DISCONNECTED")
    odile.expect("status of 422")  # an address that is none
    page = odile.page()
    page.goto("/")
    window = window_on(page)
    write(window, "Bonjour, livrez-vous à Curepipe ?")
    expect(window.locator(".chat-words")).to_have_text("Bonjour, livrez-vous à Curepipe ?")

    ioana.goto("/inbox/")
    ioana.get_by_role("link", name="Visitor").first.click()
    expect(ioana.locator("#presence")).to_have_text("Here now.")
    expect(ioana.locator(".msg")).to_contain_text("livrez-vous à Curepipe")
    answer(ioana, "Oui, dès demain.")
    expect(window.locator(".is-ours .chat-words")).to_have_text("Oui, dès demain.")

    odile.context.set_offline(True)
    write(window, "Merci !")
    write(window, "Et le port ?")
    expect(window.locator("#trouble")).to_be_visible()
    odile.context.set_offline(False)
    expect(window.locator("[data-pending]")).to_have_count(0, timeout=60_000)
    expect(ioana.locator(".msg", has_text="Et le port ?")).to_have_count(1)

    page.goto("/basket")  # another page of the site: the thread is there
    window = window_on(page)
    expect(window.locator(".chat-words").last).to_have_text("Et le port ?")
    leave_an_address(window)
    before = ["Bonjour, livrez-vous à Curepipe ?", "Oui, dès demain.", "Merci !", "Et le port ?"]
    assert lines(window) == before

    page.close()
    ioana.reload()
    answer(ioana, "Le port coûte 12 €.")
    answer(ioana, "Dites-nous ce que vous en pensez.")
    mail = smtp_robot.wait_for(1, seconds=60)[0]
    expect(ioana.locator("#presence")).to_contain_text("Left the chat", timeout=20_000)
    text = mail.message.get_body(("plain",)).get_content().replace("\r\n", "\n")  # type: ignore[union-attr]
    assert mail.recipients == ("odile@faure.example",)
    assert "Le port coûte 12 €.\n\nDites-nous ce que vous en pensez." in text
    assert "Oui, dès demain." not in text

    answer_by_mail(desk, mail, "Samedi à 10 h, alors.")
    expect(ioana.locator(".msg").last).to_contain_text("Samedi à 10 h, alors.")

    page = odile.page()
    page.goto("/")
    window = window_on(page)
    expect(window.locator(".is-moved")).to_contain_text("o…@faure.example")
    there = [*before, "Le port coûte 12 €.", "Dites-nous ce que vous en pensez."]
    assert lines(window)[:-1] == there
    expect(ioana.locator("#presence")).to_have_text("Here now.", timeout=20_000)
    answer(ioana, "Entendu, merci.")
    wait_for(lambda: "Entendu, merci." in lines(window) or len(smtp_robot.received) == 2, 60)
    assert ("Entendu, merci." in lines(window)) != (len(smtp_robot.received) == 2), "in one place, not in both"


def connect_sms(page: Page, kannel: Kannel) -> None:
    """Settings, Channels: Kannel's account is tried and kept, and Kannel is told the address that stands there."""
    page.goto("/settings/channels/new/kannel/")
    page.get_by_label("Name", exact=True).fill("Our SMS number")
    page.get_by_label("Our number").fill(OURS)
    page.get_by_label("Country").fill("MU")
    page.get_by_label("Address of sendsms").fill(kannel.url)
    page.get_by_label("User name").fill(USER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Show it").first.click()
    kannel.restart(page.locator("dl.facts code").first.inner_text())


def told(kannel: Kannel) -> list[str]:
    """The lines of ours that stand on Odile's telephone, message by message."""
    return [line for one in kannel.reached() if one.to == HERS for line in one.text.splitlines()[1:]]


def test_a_chat_goes_on_by_sms_without_one_line_lost_or_repeated(desk: Desk, shop: Shop, one_kannel: Kannel,
                                                                  visit: Visit) -> None:
    ioana = set_up(desk, visit(base_url=desk.url), shop)
    connect_sms(ioana, one_kannel)
    odile, hand = visit(PHONE, base_url=shop.url), Telephone("Support")
    page = odile.page()
    page.goto("/")
    window = window_on(page)
    write(window, "Bonjour, livrez-vous à Curepipe ?")
    expect(window.locator(".chat-words")).to_have_text("Bonjour, livrez-vous à Curepipe ?")
    ioana.goto("/inbox/")
    ioana.get_by_role("link", name="Visitor").first.click()
    answer(ioana, "Oui, dès demain.")
    expect(window.locator(".is-ours .chat-words")).to_have_text("Oui, dès demain.")
    window.get_by_text("Si vous devez partir").click()
    window.get_by_label("Adresse e-mail").fill(HERS)
    window.get_by_label("Votre nom").fill("Odile Faure")
    window.get_by_role("button", name="Enregistrer").click()
    expect(window.locator("#way-kept")).to_contain_text("… 135")
    before = ["Bonjour, livrez-vous à Curepipe ?", "Oui, dès demain."]
    assert lines(window) == before
    shot(page, STORY, "the chat, Odile")
    shot(ioana, STORY, "the chat, the desk")

    page.close()
    answer(ioana, "Le port coûte 12 €, à régler à la livraison.")
    answer(ioana, "Dites-nous quand cela vous va 👋")
    wait_for(lambda: told(one_kannel) != [], 60)
    missed = ["Le port coûte 12 €, à régler à la livraison.", "Dites-nous quand cela vous va 👋"]
    assert told(one_kannel) == missed
    one_kannel.writes(HERS, OURS, "À 10 h, côté jardin.")
    expect(ioana.locator(".msg", has_text="À 10 h, côté jardin.")).to_have_count(1, timeout=30_000)
    ioana.reload()
    answer(ioana, "Entendu, à demain.")
    wait_for(lambda: len([one for one in one_kannel.reached() if one.to == HERS]) == 2, 60)
    assert [one.text for one in one_kannel.reached() if one.to == HERS][1] == "Entendu, à demain."
    for one in one_kannel.reached():
        hand.holds("got", datetime.now(), one.text)
    shot(ioana, STORY, "it went on by SMS, the desk")
    shot(hand.shown_on(odile.page()), STORY, "it went on by SMS, Odile")

    page = odile.page()
    page.goto("/")
    window = window_on(page)
    expect(window.locator(".is-moved")).to_contain_text("… 135")
    assert [one for one in lines(window) if one in {*before, *missed}] == [*before, *missed]
    texts = ioana.locator(".msg").all_inner_texts()
    assert [sum(words in one for one in texts) for words in (*before, "À 10 h, côté jardin.", "Entendu, à demain.")
            ] == [1, 1, 1, 1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_everybody_can_use_the_window(desk: Desk, shop: Shop, visit: Visit, device: dict[str, object],
                                      scheme: str) -> None:
    ioana = set_up(desk, visit(device, base_url=desk.url, color_scheme=scheme), shop)
    ioana.wait_for_load_state("networkidle")
    assert check_axe(ioana) == []
    ioana.get_by_role("link", name="See it as a visitor does").click()
    expect(ioana.get_by_role("button", name="Write to us")).to_be_visible()
    assert check_axe(ioana) == []
    shop.language = "ro"
    page = visit(device, base_url=shop.url, color_scheme=scheme).page()
    page.goto("/")
    expect(page.get_by_role("button", name="Scrieți-ne")).to_be_visible()
    assert check_axe(page) == []
    token = shop.snippet.split("/chat/")[1].split("/")[0]
    alone = visit(device, base_url=desk.url, color_scheme=scheme).page()
    alone.goto(f"/chat/{token}/window/?language=ro")
    alone.get_by_role("textbox", name="Mesajul dumneavoastră").fill("Bună ziua, livrați în Cluj?")
    alone.keyboard.press("Enter")
    expect(alone.locator(".chat-words")).to_have_text("Bună ziua, livrați în Cluj?")
    alone.get_by_text("Dacă trebuie să plecați").click()
    alone.wait_for_load_state("domcontentloaded")
    assert check_axe(alone) == []
    shot(alone, "the chat window", f"{scheme}, {'phone' if device is PHONE else 'desktop'}")
    ioana.goto("/inbox/")
    ioana.get_by_role("link", name="Visitor").first.click()
    expect(ioana.locator("#presence")).to_have_text("Here now.")
    expect(ioana.locator(".msg")).to_contain_text("livrați în Cluj")
    assert check_axe(ioana) == []
    wide = alone.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide


def test_a_page_that_is_not_on_the_list_shows_no_window(desk: Desk, shop: Shop, visit: Visit) -> None:
    set_up(desk, visit(base_url=desk.url), shop)
    stranger = visit()
    stranger.expect("frame-ancestors")
    stranger.expect("refused to connect")
    stranger.expect("CSP")
    page = stranger.page()
    page.goto(f"http://127.0.0.1:{shop.port}/" if shop.url.startswith("http://localhost") else shop.url)
    page.get_by_role("button", name="Écrivez-nous").click()
    window = page.frame_locator("iframe[title='Discuter avec Support']")
    expect(window.get_by_role("textbox", name="Votre message")).to_have_count(0)
