"""Administrators set the desk up; for everybody else these pages do not exist."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from entendu.flows.mail import connect
from entendu.parts.inbox import actions as inbox
from entendu.parts.inbox.models import MailAccount
from entendu.parts.outbox.models import SendAccount
from entendu.parts.sealed import seal, unseal
from entendu.parts.staff import actions as staff
from entendu.parts.staff.models import Member, Role, Team
from entendu.parts.tickets.models import Mailbox
from tests.doors.web.test_people import saved, text_of
from tests.servers.dovecot import Dovecot
from tests.servers.smtp_robot import SmtpRobot
from tests.world import World

SignIn = Callable[[Member], Client]
INCOMING = {"host": "imap.example.org", "port": "993", "security": "tls", "username": "care@example.org",
            "sign_in": "password", "password": "hunter2", "folder": "INBOX", "active": "on"}
OUTGOING = {"host": "smtp.example.org", "port": "587", "security": "starttls", "username": "care@example.org",
            "password": "hunter2"}
OAUTH = INCOMING | {"sign_in": "oauth2", "password": "", "token_url": "https://login.example.org/token",
                    "client_id": "desk", "client_secret": "s3cret", "refresh_token": "r3fresh"}


@pytest.fixture
def sofia(world: World, sign_in: SignIn) -> Client:
    """The administrator's browser."""
    return sign_in(world.sofia)


def errors(response: HttpResponse) -> dict[str, list[str]]:
    assert response.status_code == 422, text_of(response)
    return dict(response.context["form"].errors)


PAGES = ["", "reached/", "mailboxes/", "mailboxes/new/", "mailboxes/{mailbox}/", "mailboxes/{mailbox}/incoming/",
         "mailboxes/{mailbox}/outgoing/", "teams/", "teams/new/", "teams/{team}/", "staff/", "staff/invitation/",
         "staff/{member}/"]
ACTS = ["mailboxes/{mailbox}/incoming/removal/", "mailboxes/{mailbox}/outgoing/removal/", "staff/{member}/link/",
        "staff/{member}/second-step/removal/", "staff/{member}/access/"]


def filled(path: str, world: World) -> str:
    return "/settings/" + path.format(mailbox=world.care.pk, team=world.care.team_id, member=world.ana.pk)


@pytest.mark.parametrize("path", PAGES + ACTS)
def test_only_administrators_come_in(world: World, sign_in: SignIn, path: str) -> None:
    address = filled(path, world)
    for member in (world.ioana, world.leo):
        assert sign_in(member).get(address).status_code == 404
        assert sign_in(member).post(address, {"name": "Mine", "active": "1"}).status_code == 404
    assert Client().get(address)["Location"].startswith("/accounts/login/")
    assert sign_in(world.sofia).get(address).status_code == (405 if path in ACTS else 200)


def test_adds_a_mailbox_and_asks_where_its_mail_is(world: World, sofia: Client) -> None:
    page = saved(sofia, "/settings/mailboxes/new/", name="Help", address="Help@Example.org", team=world.care.team_id,
                 language="fr", time_zone="Europe/Paris", holidays="2026-12-25\n\n2026-01-01",
                 signature="L’équipe\r\nCare", confirms="on", **{
                     "hours-0-first": "mon", "hours-0-last": "fri", "hours-0-opens": "9:00", "hours-0-closes": "17:30"})
    assert page.redirect_chain[-1][0].endswith("/incoming/")
    kept = Mailbox.objects.get(name="Help")
    assert (kept.address, kept.language, kept.signature) == ("help@example.org", "fr", "L’équipe\nCare")
    assert kept.hours == [["mon-fri", "09:00", "17:30"]]
    assert kept.holidays == ["2026-01-01", "2026-12-25"]
    assert (kept.confirms, kept.plus_addresses) == (True, False)


@pytest.mark.parametrize(("change", "field", "words"), [
    ({"address": "care"}, "address", "Enter a valid email address."),
    ({"address": "Billing@example.org"}, "address", "Mailbox with this Address already exists."),
    ({"holidays": "2026-12-25\n25 December"}, "holidays",
     "Line 2: “25 December” is no day; write it as 2026-12-25."),
    ({"time_zone": "Europe/Atlantis"}, "time_zone",
     "Select a valid choice. Europe/Atlantis is not one of the available choices."),
])
def test_a_mistake_in_a_mailbox_is_one_sentence(world: World, sofia: Client, change: dict[str, str], field: str,
                                                words: str) -> None:
    values = {"name": "Care", "address": "care@example.org", "team": world.care.team_id, "language": "en",
              "time_zone": "UTC"} | change
    assert errors(sofia.post(f"/settings/mailboxes/{world.care.pk}/", values)) == {field: [words]}
    assert Mailbox.objects.get(pk=world.care.pk).time_zone == "Europe/Paris"


def test_keeps_an_account_with_its_password_sealed(world: World, sofia: Client) -> None:
    page = saved(sofia, f"/settings/mailboxes/{world.care.pk}/incoming/", **INCOMING)
    kept = MailAccount.objects.get()
    assert (kept.mailbox, kept.host, unseal(kept.secret)) == (world.care, "imap.example.org", "hunter2")
    assert "hunter2" not in kept.secret + page.content.decode()


def test_an_empty_password_keeps_the_stored_one(world: World, sofia: Client) -> None:
    address = f"/settings/mailboxes/{world.care.pk}/incoming/"
    saved(sofia, address, **INCOMING)
    saved(sofia, address, **INCOMING | {"password": "", "folder": "Support"})
    kept = MailAccount.objects.get()
    assert (kept.folder, unseal(kept.secret)) == ("Support", "hunter2")


@pytest.mark.parametrize("change", [{"host": "imap.elsewhere.example"}, {"username": "eve@example.org"},
                                    {"sign_in": "oauth2", "token_url": "https://a.example/", "client_id": "x"}])
def test_a_stored_password_is_shown_to_no_other_server(world: World, sofia: Client, change: dict[str, str]) -> None:
    address = f"/settings/mailboxes/{world.care.pk}/incoming/"
    saved(sofia, address, **INCOMING)
    for button in ({}, {"try": "1"}):
        said = errors(sofia.post(address, INCOMING | {"password": ""} | change | button))
        assert list(said.values()) == [["Enter it for this server and user; what is stored is shown to no other."]]
    assert MailAccount.objects.get().host == "imap.example.org"


def test_another_folder_is_read_from_its_beginning(world: World, sofia: Client) -> None:
    address = f"/settings/mailboxes/{world.care.pk}/incoming/"
    saved(sofia, address, **INCOMING)
    inbox.fetched(MailAccount.objects.get(), uid_validity=7, last_uid=42, now=world.now)
    saved(sofia, address, **INCOMING | {"password": ""})
    assert MailAccount.objects.get().last_uid == 42
    saved(sofia, address, **INCOMING | {"password": "", "folder": "Support"})
    assert MailAccount.objects.get().last_uid == 0


def test_keeps_the_secrets_of_oauth_each_by_itself(world: World, sofia: Client) -> None:
    address = f"/settings/mailboxes/{world.care.pk}/incoming/"
    saved(sofia, address, **OAUTH)
    saved(sofia, address, **OAUTH | {"client_secret": "", "refresh_token": "new"})
    assert json.loads(unseal(MailAccount.objects.get().secret)) == {"client_secret": "s3cret", "refresh_token": "new"}
    saved(sofia, address, **OAUTH | {"client_secret": "", "refresh_token": "", "active": ""})
    assert json.loads(unseal(MailAccount.objects.get().secret))["refresh_token"] == "new"
    assert not MailAccount.objects.get().active


@pytest.mark.parametrize(("missing", "field"), [("token_url", "token_url"), ("client_id", "client_id"),
                                                ("refresh_token", "refresh_token")])
def test_oauth_needs_all_its_parts(world: World, sofia: Client, missing: str, field: str) -> None:
    response = sofia.post(f"/settings/mailboxes/{world.care.pk}/incoming/", OAUTH | {missing: ""})
    assert list(errors(response)) == [field]
    assert not MailAccount.objects.exists()


def test_try_it_says_that_nothing_listens_and_stores_nothing(world: World, sofia: Client) -> None:
    address, values = f"/settings/mailboxes/{world.care.pk}/incoming/", INCOMING | {"host": "127.0.0.1", "port": "1"}
    page = sofia.post(address, values | {"try": "1"})
    assert page.status_code == 200
    assert page.context["result"]["text"] == "Nothing listens at 127.0.0.1 on port 1; check the port."
    assert 'value="hunter2"' in page.content.decode()  # what stands in the form stays there until it is kept
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert not MailAccount.objects.exists()


def test_try_it_uses_the_stored_password(world: World, sofia: Client, dovecot: Dovecot) -> None:
    dovecot.add_user("care@world.test", "correct horse")
    values = {"host": "127.0.0.1", "port": str(dovecot.imap_port), "security": "none", "username": "care@world.test",
              "sign_in": "password", "folder": "INBOX", "active": "on"}
    address = f"/settings/mailboxes/{world.care.pk}/incoming/"
    wrong = sofia.post(address, values | {"password": "wrong", "try": "1"}).context["result"]
    assert not wrong["ok"]
    assert wrong["text"].startswith("127.0.0.1 refused the user name or password")
    saved(sofia, address, **values | {"password": "correct horse"})
    right = sofia.post(address, values | {"password": "", "try": "1"}).context["result"]
    assert right["ok"], right
    assert right["text"].startswith("Works: signed in at 127.0.0.1")
    assert [step["text"] for step in right["steps"]][1:] == ["Signed in as care@world.test.", "Folder INBOX is there."]


def test_a_password_of_another_installation_is_said(world: World, sofia: Client, settings: Settings) -> None:
    saved(sofia, f"/settings/mailboxes/{world.care.pk}/incoming/", **INCOMING)
    saved(sofia, f"/settings/mailboxes/{world.care.pk}/outgoing/", **OUTGOING)
    settings.ENTENDU_SECRETS_KEY = "another"
    for way, values in (("incoming", INCOMING), ("outgoing", OUTGOING)):
        page = sofia.post(f"/settings/mailboxes/{world.care.pk}/{way}/", values | {"password": "", "try": "1"})
        assert page.context["result"]["text"].startswith("A stored password cannot be opened")


def test_the_outgoing_server_is_tried_and_kept(world: World, sofia: Client, smtp_robot: SmtpRobot) -> None:
    address = f"/settings/mailboxes/{world.care.pk}/outgoing/"
    values = {"host": "127.0.0.1", "port": str(smtp_robot.port), "security": "none", "username": "", "password": ""}
    result = sofia.post(address, values | {"try": "1"}).context["result"]
    assert (result["ok"], result["text"]) == (True, "Works: 127.0.0.1 takes mail from us.")
    assert not SendAccount.objects.exists()
    saved(sofia, address, **values)
    assert SendAccount.objects.get().secret == ""
    assert "127.0.0.1" in text_of(sofia.get("/settings/reached/"))


def test_a_user_name_needs_a_password(world: World, sofia: Client) -> None:
    response = sofia.post(f"/settings/mailboxes/{world.care.pk}/outgoing/", OUTGOING | {"password": ""})
    assert list(errors(response)) == ["password"]


def test_accounts_are_forgotten(world: World, sofia: Client) -> None:
    for way, values in (("incoming", INCOMING), ("outgoing", OUTGOING)):
        saved(sofia, f"/settings/mailboxes/{world.care.pk}/{way}/", **values)
        saved(sofia, f"/settings/mailboxes/{world.care.pk}/{way}/removal/")
        assert sofia.post(f"/settings/mailboxes/{world.care.pk}/{way}/removal/").status_code == 404
    assert not MailAccount.objects.exists()
    assert not SendAccount.objects.exists()


def test_the_state_of_fetching_is_said_in_words(world: World, sofia: Client) -> None:
    account = connect.keep_incoming(world.care, connect.Incoming("imap.example.org", 993, "tls", "care", password="x"))
    address = f"/settings/mailboxes/{world.care.pk}/incoming/"
    assert "No mail was fetched yet." in text_of(sofia.get(address))
    inbox.fetched(account, uid_validity=1, last_uid=1, now=world.now)
    assert "Mail was last fetched on Nov. 23, 2026 at 18:40." in text_of(sofia.get(address))
    inbox.fetch_failed(account, "imap.example.org refused the password; enter it again.", now=world.now)
    for path in (address, "/settings/mailboxes/", "/settings/reached/", f"/settings/mailboxes/{world.care.pk}/"):
        assert "refused the password; enter it again." in text_of(sofia.get(path)), path


def test_teams_are_made_and_renamed(world: World, sofia: Client) -> None:
    saved(sofia, "/settings/teams/new/", name="Night")
    team = Team.objects.get(name="Night")
    saved(sofia, f"/settings/teams/{team.pk}/", name="Late shift")
    assert Team.objects.get(pk=team.pk).name == "Late shift"
    assert errors(sofia.post("/settings/teams/new/", {"name": "Care"})) == {"name": ["Another team has this name."]}
    assert "Ioana Dumitru" in text_of(sofia.get("/settings/teams/"))


def link_in(page: HttpResponse) -> str:
    """The path of the link that a page shows."""
    found = re.search(r"<pre id=\"link\"[^>]*>http://127.0.0.1:8000(/\S+/)</pre>", page.content.decode())
    assert found, text_of(page)
    return found[1]


def chooses(client: Client, link: str, password: str) -> HttpResponse:
    """Somebody follows a link and sends the form that it leads to."""
    page = client.get(link, follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True)


def test_a_colleague_is_invited_chooses_a_password_and_signs_in(world: World, sofia: Client) -> None:
    page = sofia.post("/settings/staff/invitation/", {"name": "Grace Adeyemi", "email": "Grace@Example.org",
                                                      "role": "agent", "teams": [world.care.team_id]})
    grace = Member.objects.get(email="grace@example.org")
    assert list(grace.teams.all()) == [world.care.team]
    assert "has not signed in yet" in text_of(sofia.get("/settings/staff/"))
    theirs, link = Client(), link_in(page)
    assert "Your password is kept." in text_of(chooses(theirs, link, "a quiet garden wall"))
    landed = theirs.post("/accounts/login/", {"login": "grace@example.org", "password": "a quiet garden wall"})
    assert (landed.status_code, landed["Location"]) == (302, "/")
    assert theirs.get("/inbox/").status_code == 200
    assert "This link no longer works." in text_of(Client().get(link, follow=True))


def test_a_link_ends_after_three_days(world: World, sofia: Client) -> None:
    with time_machine.travel(world.now, tick=False):
        sofia = Client()
        sofia.force_login(world.sofia)
        link = link_in(sofia.post(f"/settings/staff/{world.ana.pk}/link/"))
    with time_machine.travel(world.now + timedelta(days=3, seconds=-1), tick=False):
        assert "Choose a password" in text_of(Client().get(link, follow=True))
    with time_machine.travel(world.now + timedelta(days=3, seconds=1), tick=False):
        assert "This link no longer works." in text_of(Client().get(link, follow=True))


def test_a_link_is_in_no_cache_and_in_no_message(world: World, sofia: Client) -> None:
    page = sofia.post(f"/settings/staff/{world.ana.pk}/link/")
    assert "no-store" in page["Cache-Control"]
    assert link_in(page) not in str(dict(sofia.session))


def test_an_invitation_of_somebody_who_works_here_is_refused(world: World, sofia: Client) -> None:
    taken = {"name": "Ana", "email": "ANA@example.org", "role": "agent"}
    said = errors(sofia.post("/settings/staff/invitation/", taken))
    assert said == {"email": ["Somebody with this address works here already."]}


def test_changes_what_a_colleague_may_do(world: World, sofia: Client) -> None:
    saved(sofia, f"/settings/staff/{world.ana.pk}/", name="Ana Marin", email="ana.marin@example.org", role="lead",
          teams=[world.care.team_id, world.billing.team_id])
    ana = Member.objects.get(pk=world.ana.pk)
    assert (ana.email, ana.role, ana.teams.count()) == ("ana.marin@example.org", Role.LEAD, 2)


def test_who_is_shut_out_is_out_at_once(world: World, sofia: Client, sign_in: SignIn) -> None:
    theirs = sign_in(world.ana)
    _, secret = staff.make_api_token(world.ana, "Booking", now=world.now)
    saved(sofia, f"/settings/staff/{world.ana.pk}/access/")
    assert theirs.get("/inbox/").status_code == 302
    assert Client().get("/api/v1/tickets", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    assert sofia.post(f"/settings/staff/{world.ana.pk}/link/").status_code == 404
    saved(sofia, f"/settings/staff/{world.ana.pk}/access/", active="1")
    assert theirs.get("/inbox/").status_code == 200


def test_the_last_administrator_stays_one(world: World, sofia: Client) -> None:
    page = saved(sofia, f"/settings/staff/{world.sofia.pk}/access/")
    assert "Sofia Lindqvist is the only administrator; make somebody else one first." in text_of(page)
    values = {"name": "Sofia", "email": "sofia@example.org", "role": "agent"}
    assert list(errors(sofia.post(f"/settings/staff/{world.sofia.pk}/", values))) == ["role"]
    staff.change_member(world.leo, role=Role.ADMINISTRATOR)
    saved(sofia, f"/settings/staff/{world.sofia.pk}/", **values)
    assert not Member.objects.get(pk=world.sofia.pk).is_administrator


def test_the_old_address_of_a_colleague_signs_nobody_in(world: World, sofia: Client) -> None:
    theirs = Client()
    chooses(theirs, link_in(sofia.post(f"/settings/staff/{world.ana.pk}/link/")), "a quiet garden wall")
    saved(sofia, f"/settings/staff/{world.ana.pk}/", name="Ana", email="ana.marin@example.org", role="agent")
    old = theirs.post("/accounts/login/", {"login": "ana@example.org", "password": "a quiet garden wall"})
    assert old.status_code == 200
    new = theirs.post("/accounts/login/", {"login": "ana.marin@example.org", "password": "a quiet garden wall"})
    assert new.status_code == 302


def test_a_stored_secret_stands_on_no_page(world: World, sofia: Client) -> None:
    connect.keep_outgoing(world.care, connect.Outgoing("smtp.example.org", 587, "tls", "care", "hunter2"))
    kept = SendAccount.objects.get()
    assert kept.secret != seal("hunter2")  # sealed anew each time
    page = sofia.get(f"/settings/mailboxes/{world.care.pk}/outgoing/").content.decode()
    assert "hunter2" not in page
    assert kept.secret not in page
