"""An abusive customer with an urgent outage, to the confirmed close.

Asked for civility, paused, through all the same with what is urgent, taken over by a lead, invited back, and asked
whether it is really solved. With the desk as it is started and real mail.
"""

from __future__ import annotations

import re
import smtplib
import subprocess
import sys
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.utils import make_msgid

import pytest
from playwright.sync_api import Page, expect

from tests.servers.chromium import PHONE, Visitor, check_axe
from tests.servers.desk import Desk
from tests.servers.processes import LOOPBACK, private_folder, wait_for
from tests.servers.smtp_robot import Received, SmtpRobot
from tests.stories.shots import shot

Visit = Callable[..., Visitor]
STORY = "an abusive customer with an urgent outage"
NAME, ADDRESS = "Tomasz Wrona", "tomasz@wrona.example"
FIRST = "The till shows nothing since noon. You are a bunch of useless clowns, all of you.\n\nTomasz"
ABUSE = "Still no answer, you heartless liars. You are a bunch of useless clowns. Go to hell, all of you.\n\nTomasz"
URGENT = "You clowns, now both tills are down and nobody can pay. Error GW-1207.\n\nTomasz"

# How long a page may take on a busy machine, in milliseconds.
PATIENT = 60_000

pytestmark = pytest.mark.long


@pytest.fixture
def desk(smtp_robot: SmtpRobot) -> Iterator[Desk]:
    """A desk whose mail goes to the robot's server; its database is made before it starts, however busy the machine."""
    with private_folder("desk") as folder:
        running = Desk(folder, {"SMTP_OUT": f"smtp://{LOOPBACK}:{smtp_robot.port}", "UNDO_SECONDS": "1"})
        subprocess.run([sys.executable, "-m", "entendu.config", "member", "list"], env=running.environment(),
                       check=True, capture_output=True)
        try:
            running.start()
            yield running
        finally:
            running.stop()


def write_in(desk: Desk, subject: str, text: str, answers: str = "") -> str:
    """Their mail program hands a letter to the desk; returns its Message-ID."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"{NAME} <{ADDRESS}>", "support@example.org", subject
    message["Message-ID"] = made = make_msgid(domain="wrona.example")
    if answers:
        message["In-Reply-To"] = message["References"] = answers
    message.set_content(text)
    with smtplib.SMTP(LOOPBACK, desk.smtp_port) as client:
        client.send_message(message)
    return made


def sign_in(visitor: Visitor, desk: Desk) -> Page:
    """The administrator, through the form; nobody is in a hurry."""
    expect.set_options(timeout=PATIENT)
    page = visitor.page()
    page.set_default_timeout(PATIENT)
    page.goto("/accounts/login/")
    page.fill("[name=login]", desk.email)
    page.fill("[name=password]", desk.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/")
    return page


def got(robot: SmtpRobot, words: str) -> list[Received]:
    """The letters with these words that they got."""
    return [one for one in robot.received if words in body_of(one)]


def body_of(one: Received) -> str:
    return str(one.message.get_body(("plain",)).get_content()).replace("\r\n", "\n")


def take(page: Page, case: str, name: str) -> None:
    """One step of the ladder, in the words that it proposes."""
    page.goto(f"{case}civility/")
    choice = page.get_by_role("navigation", name="What comes next").get_by_role("link", name=name)
    if choice.count():
        choice.click()
    expect(page.get_by_role("heading", name=name, level=2)).to_be_visible()
    assert check_axe(page) == []
    shot(page, STORY, name)
    page.get_by_role("button", name=name).click()
    page.wait_for_url(re.compile(r"/c/1/(\?.*)?$"))


def send_and_close(page: Page, text: str) -> None:
    """A reply that settles it; where a second reader asks, it goes as it is."""
    page.get_by_role("textbox", name="Your words").fill(text)
    page.get_by_role("button", name="Send and close").click()
    sure = page.get_by_role("button", name=re.compile("Send it as it is|Yes, I promise this"))
    page.wait_for_url(re.compile("/inbox/|/answer/"))
    if sure.count():
        sure.click()
        page.wait_for_url("**/inbox/*")


def covered_insults(page: Page, case: str) -> None:
    """Insults are covered for who chooses so, and shown on a press; the outage beside them stays in sight."""
    page.goto("/me/")
    page.get_by_label("10 seconds").check()
    page.get_by_label("Insults are shown on a press alone").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    page.goto(case)
    thread = page.locator(".msg .said").first
    expect(thread).to_contain_text("The till shows nothing since noon.")
    covered = page.get_by_text("An insult, covered")
    expect(covered).to_be_visible()
    expect(page.get_by_text("useless clowns")).to_be_hidden()
    shot(page, STORY, "the insult is covered")
    assert check_axe(page) == []
    covered.click()
    expect(page.get_by_text("useless clowns")).to_be_visible()


def up_the_ladder(page: Page, case: str, desk: Desk, first: str, smtp_robot: SmtpRobot) -> None:
    """Asked for civility, then paused: an insult rests meanwhile, what is urgent comes back at once."""
    expect(page.get_by_role("link", name="What we can do")).to_be_visible()
    take(page, case, "Ask for civility")
    assert wait_for(lambda: len(got(smtp_robot, "Please write to me without insults.")) == 1, seconds=60)

    # It goes on; the conversation is paused. An insult rests meanwhile, what is urgent comes back at once.
    write_in(desk, "Re: The till", ABUSE, first)
    expect(page.get_by_text("heartless liars")).to_have_count(1, timeout=PATIENT)
    take(page, case, "Pause the conversation")
    assert wait_for(lambda: len(got(smtp_robot, "We pause our conversation until")) == 1, seconds=60)
    page.goto("/inbox/")
    expect(page.get_by_text("The till")).to_have_count(0)
    shot(page, STORY, "the case rests")
    write_in(desk, "Re: The till", ABUSE.replace("Still", "And still"), first)
    page.goto(case)
    expect(page.get_by_text("And still no answer")).to_have_count(1, timeout=PATIENT)
    page.goto("/inbox/")
    expect(page.get_by_text("The till")).to_have_count(0)
    write_in(desk, "Re: The till", URGENT, first)
    expect(page.get_by_text("The till").first).to_be_visible(timeout=PATIENT)
    page.goto(case)
    expect(page.get_by_text("this letter got through: it may be")).to_be_visible()
    shot(page, STORY, "the outage got through")


def a_lead_takes_over(page: Page, case: str, smtp_robot: SmtpRobot) -> None:
    """Told whom to call and how, they put it right and invite them back."""
    take(page, case, "Call a lead")
    assert wait_for(lambda: len(got(smtp_robot, "to go on with your case")) == 1, seconds=60)
    page.goto("/radar/")
    expect(page.get_by_role("link", name=NAME, exact=True)).to_be_visible()
    assert check_axe(page) == []
    shot(page, STORY, "better to call")
    page.get_by_role("link", name="Brief").click()
    expect(page.get_by_role("heading", name="Before you call Tomasz", level=1)).to_be_visible()
    assert check_axe(page) == []
    shot(page, STORY, "the brief")
    page.get_by_role("link", name=NAME, exact=True).click()
    expect(page.get_by_role("heading", name="How it has been between us")).to_be_visible()
    assert check_axe(page) == []
    shot(page, STORY, "how it has been between us")
    take(page, case, "Invite them back")
    assert wait_for(lambda: len(got(smtp_robot, "what was said between us is behind us")) == 1, seconds=60)


def their_last_word(page: Page, mine: Page, case: str, smtp_robot: SmtpRobot) -> None:
    """Not yet, and then it works."""
    expect(mine.get_by_role("heading", name="Is it really solved?")).to_be_visible()
    assert check_axe(mine) == []
    shot(mine, STORY, "is it really solved")
    mine.locator("#solved").get_by_text("Not yet").first.click()
    mine.locator("#solved-text").fill("The second till is slow.")
    mine.get_by_role("button", name="Open it again").click()
    expect(mine.get_by_role("status")).to_contain_text("The case is open again")
    page.goto(case)
    expect(page.get_by_text("Not yet, says Tomasz.")).to_be_visible(timeout=PATIENT)
    send_and_close(page, "Thank you, Tomasz. The second till runs at its speed since 16:10: its store was full, and we "
                         "have emptied it. You reach me here at any time.")
    assert wait_for(lambda: len(got(smtp_robot, "runs at its speed")) == 1, seconds=60)
    mine.goto(mine.url.partition("?")[0])
    mine.get_by_role("button", name="Yes, it works").click()
    expect(mine.get_by_role("status")).to_contain_text("Thank you.")
    shot(mine, STORY, "yes, it works")
    page.goto(case)
    expect(page.get_by_text("Tomasz says that it works.").first).to_be_visible(timeout=PATIENT)
    shot(page, STORY, "the confirmed close")


def everybody_can_use_it(desk: Desk, visit: Visit) -> None:
    """The pages of care, in every look."""
    for scheme, device in (("dark", {}), ("light", {"device": PHONE}), ("dark", {"device": PHONE})):
        other = sign_in(visit(base_url=desk.url, color_scheme=scheme, **device), desk)
        for path in ("/radar/", "/people/1/", "/people/1/brief/", "/c/1/civility/", "/c/1/about/"):
            other.goto(path)
            assert check_axe(other) == [], (scheme, path)
            wide = other.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            assert not wide, f"{path} scrolls sideways"
            shot(other, STORY, f"{scheme} {'phone' if device else 'desktop'} {path.strip('/').replace('/', ' ')}")


def test_an_abusive_customer_with_an_urgent_outage(desk: Desk, visit: Visit, smtp_robot: SmtpRobot) -> None:
    first = write_in(desk, "The till", FIRST)
    page = sign_in(visit(base_url=desk.url), desk)
    case = f"{desk.url}/c/1/"

    covered_insults(page, case)
    # Who is answered at once is not told that we have their message; this one is, and has the address of the case.
    assert wait_for(lambda: len(got(smtp_robot, "we have your message")) == 1, seconds=60)
    (arrived,) = got(smtp_robot, "we have your message")
    up_the_ladder(page, case, desk, first, smtp_robot)
    a_lead_takes_over(page, case, smtp_robot)

    # Solved, as we say; until they say so it is unverified.
    page.goto(case)
    send_and_close(page, "Hello Tomasz, both tills take payments again since 15:40: a certificate of ours had run out, "
                         "and it is renewed. You reach me here at any time.")
    assert wait_for(lambda: len(got(smtp_robot, "both tills take payments again")) == 1, seconds=60)
    page.goto(case)
    expect(page.get_by_text("unverified")).to_be_visible(timeout=PATIENT)
    shot(page, STORY, "solved and unverified")

    # Their case page: not yet, and then it works. The last word is theirs.
    page.goto("/inbox/")
    theirs = visit(base_url=desk.url, device=PHONE)
    mine = theirs.page()
    mine.set_default_timeout(PATIENT)
    mine.goto(next(word for word in body_of(arrived).split() if word.startswith(f"{desk.url}/case/")))
    their_last_word(page, mine, case, smtp_robot)
    everybody_can_use_it(desk, visit)
