"""Three people write about the same in three languages: one incident, one text, one message each; the cause goes to the
developers as a report, and their fix comes back by a signed hook. With the desk as it is started, and real mail."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.utils import make_msgid

import pytest
from playwright.sync_api import Page, expect

from tests.servers.chromium import PHONE, Visitor, check_axe
from tests.servers.desk import Desk, running_desk
from tests.servers.processes import LOOPBACK, wait_for
from tests.servers.smtp_robot import Received, SmtpRobot
from tests.servers.trackers import TOKEN, Trackers

Visit = Callable[..., Visitor]
LETTERS = (
    ("Grace Adeyemi", "grace@adeyemi.example", "Exports fail",
     "Hello,\n\nsince this morning every export of our orders ends with HTTP 502. I use Firefox 128.\n\n"
     "1. I open Orders\n2. I choose Export\n\nGrace Adeyemi"),
    ("Odile Faure", "odile@faure.example", "Les exports ne marchent plus",
     "Bonjour,\n\ndepuis ce matin, chaque export de nos commandes échoue. Pouvez-vous regarder, s’il vous plaît ?\n\n"
     "Odile"),
    ("Ionuț Barbu", "ionut@barbu.example", "Exportul nu mai merge",
     "Bună ziua,\n\nde azi-dimineață exportul comenzilor noastre se oprește cu o eroare. Puteți verifica, vă rog?\n\n"
     "Ionuț"),
    ("Odile Faure", "odile@faure.example", "Encore un export en panne",
     "Bonjour,\n\nl’export des factures échoue aussi depuis ce matin, et nous en avons besoin.\n\nOdile"),
)
TEXTS = {
    "en": "{greeting}\n\nExports of orders fail since 08:00. It is on our side, and we look for the reason.",
    "fr": "{greeting}\n\nLes exports échouent depuis 8 h. C’est de notre côté, et nous cherchons la raison.",
    "ro": "{greeting}\n\nExporturile eșuează de la ora 8:00. Este la noi și căutăm motivul.",
}


pytestmark = pytest.mark.long


@pytest.fixture
def desk(smtp_robot: SmtpRobot) -> Iterator[Desk]:
    """A desk whose mail goes to the robot's server."""
    with running_desk(SMTP_OUT=f"smtp://{LOOPBACK}:{smtp_robot.port}", UNDO_SECONDS="1") as running:
        yield running


def write_in(desk: Desk, name: str, address: str, subject: str, text: str) -> None:
    """Their mail program hands a letter to the desk."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"{name} <{address}>", "support@example.org", subject
    message["Message-ID"] = make_msgid(domain=address.partition("@")[2])
    message.set_content(text)
    with smtplib.SMTP(LOOPBACK, desk.smtp_port) as client:
        client.send_message(message)


def sign_in(visitor: Visitor, desk: Desk) -> Page:
    """The administrator, through the form."""
    page = visitor.page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", desk.email)
    page.fill("[name=password]", desk.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/")
    return page


def news_to(robot: SmtpRobot, name: str, words: str) -> list[Received]:
    """The letters with these words that somebody got."""
    return [one for one in robot.received if one.recipients[0].startswith(name)
            and words in one.message.get_body(("plain",)).get_content().replace("\r\n", "\n")]


def connect_github(page: Page, trackers: Trackers) -> tuple[str, str]:
    """Settings, Trackers: tried, then kept; gives the address and the secret of the hook."""
    page.goto("/settings/trackers/new/")
    page.get_by_label("Name", exact=True).fill("The shop")
    page.get_by_label("Address").fill(trackers.url)
    page.get_by_label("Project").fill("acme/nowhere")
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("alert")).to_contain_text("acme/nowhere is not there, or the token may not see it")
    page.get_by_label("Project").fill("acme/shop")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("region", name="What the try gave")).to_contain_text("Reports can be passed on.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Kept. Cases can be passed on there.")).to_be_visible()
    assert check_axe(page) == []
    page.get_by_text("Show it").click()
    address, secret = page.locator("dl.facts code").all_inner_texts()
    return address, secret


def test_many_are_told_once(desk: Desk, visit: Visit, smtp_robot: SmtpRobot) -> None:
    for letter in LETTERS:
        write_in(desk, *letter)
    page = sign_in(visit(base_url=desk.url), desk)
    for _name, _address, subject, _text in LETTERS:
        page.get_by_text(subject).first.wait_for()

    # One of many: an incident, opened from the first case; the others are found by its signs.
    page.get_by_text("Exports fail").first.click()
    page.get_by_role("heading", name="Exports fail", level=1).wait_for()
    page.locator("summary[aria-label='More actions']").click()
    page.get_by_role("link", name="One of many").click()
    page.get_by_role("link", name="Open a defect or incident with this case").click()
    page.get_by_label("State").select_option("confirmed")
    page.get_by_label("Signs").fill("export échoue\nexport panne\nexportul eroare")
    page.get_by_role("button", name="Open it").click()
    for subject in ("Les exports ne marchent plus", "Encore un export en panne", "Exportul nu mai merge"):
        page.get_by_role("button", name=f"Link it {subject}").click()
    expect(page.get_by_text("It touches 4 cases.")).to_be_visible()
    for language, text in TEXTS.items():
        page.locator(f"#text-{language}").fill(text)
    page.get_by_role("button", name="See what each would get").click()
    ahead = page.get_by_role("table", name="What would become of it")
    expect(ahead.get_by_role("row")).to_have_count(4)
    assert check_axe(page) == []
    page.get_by_role("button", name="Tell them").click()
    expect(page.get_by_text("3 people are told, each once.")).to_be_visible()
    told = {"grace": "Hello Grace,\n\nExports of orders fail", "odile": "Bonjour Odile,\n\nLes exports échouent",
            "ionut": "Exporturile eșuează de la ora 8:00"}
    assert wait_for(lambda: all(news_to(smtp_robot, *one) for one in told.items()), seconds=60)
    assert [len(news_to(smtp_robot, *one)) for one in told.items()] == [1, 1, 1]

    # Somebody else writes about the same: a hint, and the news as a reply.
    write_in(desk, "Hélène Roux", "helene@roux.example", "Export", "Bonjour,\n\nnotre export échoue depuis ce matin. "
             "Que faire, s’il vous plaît ?\n\nHélène")
    page.goto("/inbox/")
    page.get_by_role("link", name="Hélène Roux").click()
    page.get_by_role("button", name="Use its latest news").click()
    expect(page.get_by_role("textbox", name="Your words")).to_have_value(
        "Bonjour Hélène,\n\nLes exports échouent depuis 8 h. C’est de notre côté, et nous cherchons la raison.")
    assert [len(news_to(smtp_robot, *one)) for one in told.items()] == [1, 1, 1]
    assert news_to(smtp_robot, "helene", "Les exports") == [], "it lies in the box, and nothing was sent"
    for scheme, device in (("dark", {}), ("light", {"device": PHONE}), ("dark", {"device": PHONE})):
        other = sign_in(visit(base_url=desk.url, color_scheme=scheme, **device), desk)
        for path in ("/incidents/", "/incidents/1/", "/c/1/incidents/"):
            other.goto(path)
            assert check_axe(other) == [], (scheme, path)
            wide = other.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            assert not wide, f"{path} scrolls sideways"


def test_the_fix_comes_back(visit: Visit, desk: Desk, trackers_server: Trackers) -> None:
    write_in(desk, *LETTERS[0])
    page = sign_in(visit(base_url=desk.url), desk)
    page.get_by_text("Exports fail").first.click()
    page.get_by_role("heading", name="Exports fail", level=1).wait_for()
    case = page.url

    # The developers: GitHub is connected, the report is read and changed, and becomes an issue.
    address, secret = connect_github(page, trackers_server)
    page.goto(case)
    page.locator("summary[aria-label='More actions']").click()
    page.get_by_role("link", name="Pass on to the developers").click()
    body = page.get_by_label("The report")
    for words in ("1. I open Orders", "- Firefox 128", "HTTP 502"):
        assert words in body.input_value()
    assert "Grace" not in body.input_value()
    assert check_axe(page) == []
    body.fill(body.input_value() + "\nSeen by Grace too.\n")
    page.get_by_role("button", name="Pass it on").click()
    expect(page.get_by_role("alert")).to_contain_text("The report names the customer (Grace)")
    body.fill(body.input_value().replace("\nSeen by Grace too.\n", "\nSeen by us too.\n"))
    page.get_by_role("button", name="Pass it on").click()
    expect(page.get_by_text("The developers have it: GitHub 812")).to_be_visible(timeout=20_000)
    assert "Seen by us too." in trackers_server.issues[812].body
    expect(page.get_by_role("link", name="GitHub 812")).to_be_visible()

    # Their fix comes back into the open page.
    page.evaluate("window.sameDocument = true")
    trackers_server.close_issue(812, "ada", version="4.2.2")
    assert trackers_server.hook("github", 812, address, secret + "x").status_code == 401
    assert trackers_server.hook("github", 812, address, secret).json() == {"taken": "heard"}
    assert trackers_server.hook("github", 812, address, secret).json() == {"taken": "said before"}
    line = page.get_by_text("GitHub 812: fixed in 4.2.2, closed by ada")
    expect(line).to_be_visible(timeout=20_000)
    expect(line).to_have_count(1)
    assert page.evaluate("window.sameDocument"), "without a reload"
    for scheme, device in (("dark", {}), ("light", {"device": PHONE}), ("dark", {"device": PHONE})):
        other = sign_in(visit(base_url=desk.url, color_scheme=scheme, **device), desk)
        for path in ("/c/1/escalation/", "/settings/trackers/1/"):
            other.goto(path)
            assert check_axe(other) == [], (scheme, path)
            wide = other.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            assert not wide, f"{path} scrolls sideways"
