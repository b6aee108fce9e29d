"""A day of Marie's, the electrician, with every system for real and a clock that runs ahead.

Booking speaks by the SMTP relay, the CRM and the dispatch by the interface for programs; what is for her leaves through
a real Kannel to a simulated telephone, and what she writes there comes back through the same Kannel to the desk's door.
While she drives she wants to be called: then a message is a call that Ioana makes and writes down, in her browser.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

import httpx
import pytest
from django.conf import settings as desk_settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page, expect

from entendu.channels.sms import kannel as gateway
from entendu.doors.gateway.relay import Relay
from entendu.flows.channels import hooks
from entendu.flows.channels.accounts import value_of
from entendu.flows.deliver import deliver_due
from entendu.flows.listening import restate
from entendu.flows.people import own_page
from entendu.flows.release import release_due
from entendu.flows.systems import relay
from entendu.parts.accounts import actions as accounts
from entendu.parts.listening.models import Restatement
from entendu.parts.outbox.actions import sources
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.telephone.models import CallRecord, CallTask
from entendu.parts.tickets.models import Entry, Ticket
from tests.servers.certificates import Certificates
from tests.servers.chromium import PHONE, Visitor
from tests.servers.kannel import PASSWORD, USER, Kannel, Reached
from tests.servers.processes import LOOPBACK, free_port, wait_for
from tests.stories.shots import shot
from tests.stories.telephone import Telephone
from tests.world import MONDAY, World

pytestmark = [pytest.mark.long, pytest.mark.servers, pytest.mark.django_db(transaction=True)]

TELEPHONE, OURS = "+23057001234", "+23052520000"
STORY = "the electrician's day"
HER_CLOCK = ZoneInfo("Indian/Mauritius")
# 8 in the morning in Mauritius.
MORNING = MONDAY.replace(hour=4, minute=0)


@dataclass
class Day:
    """Everything that runs, and the verbs of the day."""

    world: World
    kannel: Kannel
    url: str
    certificates: Certificates
    relay_port: int
    secrets: dict[str, str]
    travel: Any
    desk: Page
    hers: Page
    seen: int = 0
    screen: Telephone = field(default_factory=lambda: Telephone("Care"))

    def at(self, clock: str) -> None:
        """The clock of Mauritius moves on to this hour; the workers go round on the way, minute by minute."""
        hour, minute = map(int, clock.split(":"))
        until = MORNING + timedelta(hours=hour - 8, minutes=minute)
        while self.world.now < until:
            self.world.now = min(until, self.world.now + timedelta(minutes=1))
            self.works()

    def works(self) -> None:
        """One round of all workers."""
        now = self.world.now
        self.travel.move_to(now, tick=False)
        relay.read_waiting(now)
        hooks.read_waiting(lambda: now)
        release_due(lambda: now)
        deliver_due(lambda: now)

    def booking_mails(self, text: str) -> None:
        """The booking system hands in a letter, as to any mail server."""
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = "noreply@booking.example", "marie@laval.example", "Your visit"
        letter["X-Entendu-Intent"] = "confirmation"
        letter.set_content(text)
        with smtplib.SMTP(LOOPBACK, self.relay_port, "booking.test", timeout=10) as client:
            client.starttls(context=self.certificates.client_context())
            client.login("booking", self.secrets["Booking"])
            client.send_message(letter)

    def says(self, source: str, text: str, intent: str = "update") -> None:
        """A system posts to the interface for programs, over HTTP."""
        answer = httpx.post(f"{self.url}/api/v1/messages", timeout=20, headers={
            "Authorization": f"Bearer {self.secrets[source]}", "Idempotency-Key": str(crc32(text.encode()))}, json={
            "to": "marie@laval.example", "intent": intent, "subject": "Your visit", "body": text})
        assert answer.status_code == 202, answer.text

    def telephone(self) -> list[Reached]:
        """What came to her telephone since it was looked at, once Kannel has brought all that left."""
        left = Delivery.objects.filter(channel="sms", state="sent").count()
        wait_for(lambda: len(self.kannel.reached()) >= left)
        new = self.kannel.reached()[self.seen:]
        self.seen += len(new)
        for one in new:
            self.screen.holds("got", self.clock, one.text)
        return new

    @property
    def clock(self) -> datetime:
        """The hour on her wall."""
        return self.world.now.astimezone(HER_CLOCK)

    def pictures(self, step: str, path: str = "") -> None:
        """Both sides as they are now: a page of the desk, and what she holds in her hand."""
        if path:
            self.desk.goto(f"{self.url}{path}")
        shot(self.desk, STORY, f"{step}, the desk")
        shot(self.screen.shown_on(self.hers), STORY, f"{step}, Marie")

    def marie_chooses(self, way: str) -> None:
        """On her own page, which a letter of ours links to, she says how we reach her from now on."""
        self.hers.goto(f"{self.url}/you/{own_page.token(self.world.marie, self.world.now)}/?language=en")
        self.hers.get_by_label(way).check()
        self.hers.locator("form").filter(has_text="By which way").get_by_role("button", name="Save").tap()
        expect(self.hers.get_by_role("status")).to_have_text("Kept. We go by this from now on.")
        shot(self.hers, STORY, f"{way}, her own page")

    def ioana_calls(self, case: Ticket, said: str) -> str:
        """She finds the call in the list, says what stands there and writes down how it went; returns those words."""
        self.desk.goto(f"{self.url}/calls/")
        shot(self.desk, STORY, "calls to make, the desk")
        self.desk.get_by_role("link", name="Marie Laval").first.click()
        script = self.desk.locator("blockquote.voice").inner_text()
        shot(self.desk, STORY, "the call, the desk")
        self.screen.holds("call", self.clock, "Care called, 2 minutes")
        self.desk.get_by_label("We spoke").check()
        self.desk.get_by_label("What they said").fill(said)
        self.desk.get_by_label("Minutes").fill("2")
        self.desk.get_by_role("button", name="Write it down").click()
        expect(self.desk.get_by_text("You spoke with them on the phone, for 2 minutes")).to_be_visible()
        self.pictures("the call is written down", f"/c/{case.pk}/")
        return script

    def marie_texts(self, text: str) -> None:
        """She writes from her telephone; her words stand on the case."""
        before = Entry.objects.filter(kind="theirs").count()
        self.screen.holds("wrote", self.clock, text)
        self.kannel.writes(TELEPHONE, OURS, text)

        def came() -> bool:
            self.works()
            return Entry.objects.filter(kind="theirs").count() > before

        wait_for(came)

    def fates(self) -> str:
        """What became of everything that wanted to leave, a line each, for a failure to show."""
        rows = Submission.objects.select_related("delivery").order_by("pk")
        return "\n".join(f"{one.source}: {one.body} ({one.state}) {one.delivery and one.delivery.channel} "
                         f"{one.delivery and one.delivery.sent_at} {one.delivery and one.delivery.body!r}"
                         for one in rows)

    def reports_are_in(self) -> None:
        """Kannel has told of each message that it arrived."""
        def told() -> bool:
            self.works()
            return not Delivery.objects.filter(channel="sms", state="sent", delivered_at=None).exists()

        wait_for(told)


@pytest.fixture(scope="session", autouse=True)
def page_files() -> None:
    """The files of the pages, collected as `entendu serve` does."""
    call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def relaying(certificates: Certificates) -> Iterator[int]:
    """The relay's port."""
    port = free_port()
    door = Relay((LOOPBACK, port), certificates.server_context())
    door.start()
    try:
        yield port
    finally:
        door.stop()


@pytest.fixture
def ioanas_desk(world: World, live_server: Any, visit: Any) -> Page:
    """Her browser, signed in. Without scripts: the day's clock jumps, and no page has to hear of it."""
    client = Client()
    client.force_login(world.ioana)
    visitor: Visitor = visit(base_url=live_server.url, java_script_enabled=False, locale="en-GB")
    visitor.context.add_cookies([{"name": desk_settings.SESSION_COOKIE_NAME, "url": live_server.url,
                                  "value": client.cookies[desk_settings.SESSION_COOKIE_NAME].value}])
    return visitor.page()


@pytest.fixture
def day(world: World, live_server: Any, one_kannel: Kannel, certificates: Certificates, settings: Any,
        time_machine: Any, ioanas_desk: Page, visit: Any) -> Iterator[Day]:
    """Marie is reached by SMS from 8 to 18; the desk has a number at Kannel, and somebody who calls."""
    settings.ENTENDU_URL = live_server.url
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    time_machine.move_to(MORNING, tick=False)
    world.now = MORNING
    account = accounts.add_account(
        now=world.now, mailbox=world.care, channel="sms", provider="kannel", name="Our SMS number", address=OURS,
        settings={"url": one_kannel.url, "username": USER, "region": "MU"}, secret={"password": PASSWORD})
    accounts.add_account(mailbox=world.care, channel="phone", provider="telephone", name="Telephone", address="",
                         now=world.now)
    for channel in ("sms", "phone"):
        people.add_address(world.marie, channel, TELEPHONE)
    people.change_contact(world.marie, channel="sms")
    # Kannel lives in the hour of this machine and the day in its own, so its times are left out.
    one_kannel.restart(gateway.incoming_url(value_of(account)).replace("&at=%T", ""))
    secrets = {name: sources.add_source(name=name, mailbox=world.care, now=world.now)[1]
               for name in ("Booking", "CRM", "Dispatch")}
    hers = visit(PHONE, java_script_enabled=False, locale="en-GB").page()
    with relaying(certificates) as port:
        yield Day(world, one_kannel, live_server.url, certificates, port, secrets, time_machine, ioanas_desk, hers)


def test_maries_day(day: Day) -> None:
    """Three systems have four things to say, Ioana one: she gets three messages, one by a call, and is understood."""
    day.booking_mails("Your visit is on Thursday 26 November at 09:30.")
    day.says("CRM", "Your visit is on Thursday 26 November at 09:30.", "confirmation")
    day.at("08:30")
    [first] = day.telephone()
    assert (first.to, first.sender) == (TELEPHONE, OURS)
    assert first.text.count("09:30") == 1
    visit = Delivery.objects.get(state="sent").ticket
    day.pictures("two systems confirm, one message", f"/c/{visit.pk}/")

    day.marie_chooses("By phone")
    day.at("10:00")
    day.says("Dispatch", "Your visit has moved to Thursday 26 November at 11:00.")
    # With a ț, because fakesmsc takes seven-bit words by the line and this message has several.
    day.says("CRM", "Your electrician is Ionuț Barbu.")
    day.at("14:30")
    [task] = CallTask.objects.filter(done_at=None)
    told = day.ioana_calls(task.ticket, "Eleven suits me.")
    assert "11:00" in told, day.fates()
    assert "Ionuț Barbu" in told, day.fates()
    call = CallRecord.objects.get()
    assert (call.outcome, call.seconds, call.task.delivery.state) == ("reached", 120, "sent")
    assert day.telephone() == []

    day.marie_chooses("By SMS")
    day.marie_texts("Salut ! Le robinet de l’étage goutte, et l’eau coule dans l’entrée 👋")
    case = Ticket.objects.get(entries__text__startswith="Salut")
    assert case.contact == day.world.marie
    hers = Entry.objects.filter(kind="theirs").latest("pk")
    assert hers.text == "Salut ! Le robinet de l’étage goutte, et l’eau coule dans l’entrée 👋", "letter by letter"
    day.pictures("she writes by SMS", f"/c/{case.pk}/")
    sent = restate.send(case, day.world.ioana, restate.Sending(
        "Le robinet du rez-de-chaussée goutte.", "restated", confirmed=True), now=day.world.now)
    assert sent.delivery is not None
    assert sent.delivery.channel == "sms"
    day.at("14:35")
    [third] = day.telephone()
    assert "Le robinet du rez-de-chaussée goutte." in third.text
    assert third.parts > 1
    day.pictures("what we understood is said back", f"/c/{case.pk}/")

    day.reports_are_in()
    day.marie_texts("Pas tout à fait : c’est celui de l’étage.")
    restated = Restatement.objects.get(ticket=case)
    assert restated.state == Restatement.State.CORRECTED
    assert Entry.objects.filter(kind="theirs").latest("pk").text == "Pas tout à fait : c’est celui de l’étage."
    assert Entry.objects.filter(ticket=case, event="heard-corrected").exists()
    day.pictures("not quite", f"/c/{case.pk}/")
    assert day.telephone() == []
    assert len([one for one in day.kannel.reached() if one.to == TELEPHONE]) == 2
    assert CallRecord.objects.filter(outcome="reached").count() == 1
