"""The second reader at the composer: remarks with the draft, asked once on sending, what is kept, and guesses."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.promises.when import due
from entendu.core.promises.working import working_time
from entendu.core.wording.findings import Finding, Severity
from entendu.doors.web.desk.by_when import by_when
from entendu.doors.web.desk.remarks import Edit, changed, remarks_of, units
from entendu.flows.writing.read_draft import DraftReading
from entendu.parts.outbox.models import Delivery
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Draft, Ticket
from entendu.parts.wording import actions as wording
from entendu.parts.wording.models import Correction, Kept, OwnRule, OwnWord, SilencedRule
from tests.doors.web.test_desk_answer import form, put, send, text_of
from tests.world import World

SignIn = Callable[[Member], Client]
ERROR = '''[[rule]]
id = "no-nonsense"
check = "incivility"
severity = "error"
any = ["nonsense"]
message = "This calls what they say nonsense."
suggestions = ["not what we see here"]
bad = ["That is nonsense."]
good = ["That is new to us."]
'''


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> None:
    """It is the world's Monday."""
    time_machine.move_to(world.now, tick=False)


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Jonas has written; an answer to him goes at once."""
    return world.write_in(world.jonas, "I land on the sign-in page.", subject="Sign-in loops")


@pytest.fixture
def error_rule(world: World) -> OwnRule:
    """The team's own rule at which the desk asks before it sends."""
    return wording.add_rule(world.care.team, "en", ERROR, world.leo, now=world.now)


def keys(page: str, act: str) -> list[str]:
    """What the buttons of remarks would send."""
    return re.findall(rf'value="({act}:[^"]+)"', page)


def test_remarks_come_with_the_draft(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    said = put(sign_in(world.ioana), ticket, **form(sign_in(world.ioana), ticket), kind="reply",
               text="Hello Jonas, the problem is known. We will repair it by Thursday at 17:00.")
    words = text_of(said)
    assert "You promise: by Thu 26 Nov 17:00 . Will be tracked." in words
    assert "problem → situation" in words
    assert re.search(r'data-count="1[345] words, \d s to read"', said.content.decode())


def test_a_note_is_nobodys_business(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    answer = put(client, ticket, **form(client, ticket), kind="note", text="The problem is his router.")
    assert (answer.status_code, answer.content) == (204, b"")


def test_the_page_of_a_case_reads_no_draft(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    put(client, ticket, **form(client, ticket), kind="reply", text="Hello Jonas, the problem is known.")
    assert "situation" not in client.get(f"/c/{ticket.number}/").content.decode()


@pytest.mark.usefixtures("error_rule")
def test_an_error_is_asked_about_once(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    asked = send(client, ticket, "That is nonsense, dear Jonas.")
    assert asked.status_code == 422
    assert "Before it goes: “nonsense”. This calls what they say nonsense. Nothing was sent yet." in text_of(asked)
    assert not Delivery.objects.exists()
    assert Draft.objects.get().text == "That is nonsense, dear Jonas."
    assert send(client, ticket, "That is nonsense, dear Jonas.", confirmed="1").status_code == 302
    assert Delivery.objects.count() == 1


def test_without_script_what_was_found_is_shown_on_sending(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    text = "Hello Jonas, the tabel is on its way. Please restart it."
    shown = send(client, ticket, text, read="")
    assert shown.status_code == 422
    page = shown.content.decode()
    assert 'name="read" value="1"' in page
    [use] = re.findall(r'value="(use:\w+:0)" data-use="table"', page)
    used = send(client, ticket, text, act=use)
    assert used.status_code == 200
    assert "the table is on its way" in used.content.decode()
    assert Draft.objects.get().text == "Hello Jonas, the table is on its way. Please restart it."
    assert not Delivery.objects.exists()
    again = send(client, ticket, "Hello Jonas, the table is on its way. Please restart it.")
    assert again.status_code == 302, "what was found has been shown"


def test_another_date_without_script(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    text = "Hello Jonas, we will repair it by tomorrow noon. Please wait until then."
    page = send(client, ticket, text, act="use:none:0").content.decode()
    [act] = keys(page, "date")
    send(client, ticket, text, act=act, **{f"due-{act.removeprefix('date:')}": "2026-11-27T16:30"})
    assert Draft.objects.get().text == ("Hello Jonas, we will repair it by 16:30 on 27 November. "
                                        "Please wait until then.")


def read_again(client: Client, ticket: Ticket, text: str, act: str = "") -> str:
    """What the page's script hears."""
    answer = client.post(f"/c/{ticket.number}/reading/", {**form(client, ticket), "kind": "reply", "text": text,
                                                          "act": act})
    return str(answer.content.decode())


def test_kept_words_stay_and_the_third_time_the_desk_asks(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    for number in range(3):
        case = world.write_in(world.jonas, "Which printers do you support?", subject=f"Case {number}")
        text = f"Hello Jonas, problem number {number} is known. Please restart it."
        put(client, case, **form(client, case), kind="reply", text=text)
        page = read_again(client, case, text)
        [keep] = [act for act in keys(page, "keep") if "problem" in page]
        page = read_again(client, case, text, keep)
        assert keys(page, "keep") == []
        assert ("kept three times" in page) == (number == 2)
    assert Kept.objects.count() == 3
    [silence] = keys(page, "silence")
    read_again(client, case, text, silence)
    assert SilencedRule.objects.get().rule == "vocabulary-problem"
    other = world.write_in(world.jonas, "Which printers do you support?", subject="Case 4")
    assert keys(read_again(client, other, "The problem is known."), "keep") == []


def test_a_heated_draft_is_offered_ten_minutes(world: World, sign_in: SignIn, ticket: Ticket,
                                               monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in(world.ioana)
    text = "Stop lying to us, you idiot. You are a disgrace and a fraud."
    page = put(client, ticket, **form(client, ticket), kind="reply", text=text).content.decode()
    assert 'value="wait-10"' in page
    assert f'value="hand-to-{world.leo.pk}"' in page
    send(client, ticket, text, act="wait-10", confirmed="1")
    assert Delivery.objects.get().due_at == world.now + timedelta(minutes=10)


def test_a_heated_draft_waits_by_itself_and_goes_now_for_a_reason(world: World, sign_in: SignIn,
                                                                  ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    text = "Stop lying to us, you idiot. You are a disgrace and a fraud."
    page = text_of(put(client, ticket, **form(client, ticket), kind="reply", text=text))
    assert "Send now, say why" in page
    send(client, ticket, text, confirmed="1")
    assert Delivery.objects.get().due_at == world.now + timedelta(minutes=10)
    other = world.write_in(world.jonas, "Which printers do you support?", subject="Printers")
    send(client, other, text, confirmed="1", act="overrule", reason="We agreed on it on the phone")
    assert Delivery.objects.last().due_at < world.now + timedelta(minutes=1)  # type: ignore[union-attr]


def test_a_question_that_was_answered_is_flagged_before_it_is_asked_again(world: World, sign_in: SignIn,
                                                                          ticket: Ticket) -> None:
    world.answer(ticket, world.ioana, "Hello, on which page of the site does it happen?")
    world.later(minutes=9)
    world.write_in(ticket.contact, "It happens on the page of bookings.", answers=ticket.entries.first())
    client = sign_in(world.ioana)
    flagged = "They have been asked this before"
    assert flagged in read_again(client, ticket, "Thank you. On which page of the site does it happen?")
    assert flagged not in read_again(client, ticket, "Thank you. Since when does it happen?")


def test_handing_over_keeps_the_words(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    assert send(client, ticket, "Half a thought", act=f"hand-to-{world.leo.pk}").status_code == 302
    ticket.refresh_from_db()
    assert ticket.assignee == world.leo
    assert Draft.objects.get().text == "Half a thought"
    refused = send(client, ticket, "Half a thought", act=f"hand-to-{world.ana.pk}")
    assert refused.status_code == 422
    assert "That colleague does not see this case" in text_of(refused)


MOMENTS = st.datetimes(datetime(2026, 11, 24, 9), datetime(2027, 8, 1, 9)).map(
    lambda at: at.replace(minute=at.minute // 5 * 5, second=0, microsecond=0, hour=9 + at.hour % 8))


@given(moment=MOMENTS, language=st.sampled_from(["en", "fr", "ro"]))
def test_the_words_for_a_moment_are_read_as_that_moment(moment: datetime, language: str) -> None:
    text = {"en": "It is repaired ", "fr": "Ce sera réparé ", "ro": "Va fi reparat "}[language]
    text += by_when(moment, language, text, "")
    found = due(text + ".", language, datetime(2026, 11, 23, 9, tzinfo=UTC), working_time("UTC"))
    assert found is not None, text
    assert found.due == moment.replace(tzinfo=UTC), text


@pytest.mark.parametrize(("before", "old", "said"), [
    ("We will send it by ", "Friday", "17:00 on 26 November"),
    ("We will send it ", "tomorrow", "by 17:00 on 26 November"),
    ("We will send it", "", " by 17:00 on 26 November"),
    ("", "Tomorrow", "By 17:00 on 26 November"),
])
def test_by_is_said_once(before: str, old: str, said: str) -> None:
    assert by_when(datetime(2026, 11, 26, 17, tzinfo=UTC), "en", before, old) == said


def reading(*findings: Finding) -> DraftReading:
    return DraftReading("en", findings, (), 1, 1, heated=False)


@pytest.mark.parametrize(("text", "result"), [
    ("Hello Marie,\n\nwe found it.", "Hello Marie,\n\nI am sorry. We found it."),
    ("Hello Marie, we found it.", "Hello Marie, I am sorry. We found it."),
    ("We found it.", "I am sorry. We found it."),
    ("Bună ziua, am găsit.", "Bună ziua, I am sorry. Am găsit."),
])
def test_an_opening_goes_in_front(text: str, result: str) -> None:
    found = Finding("no-empathy", 0, len(text), "They are upset.", Severity.WARNING, ("I am sorry.",))
    [remark] = remarks_of(text, reading(found))
    assert changed(text, remark.edits[0]) == result


@given(st.text(), st.integers(0, 40))
def test_places_are_counted_as_a_browser_counts(text: str, index: int) -> None:
    before = text[:index]
    assert units(text, index) == sum(2 if ord(letter) > 0xFFFF else 1 for letter in before)


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60), st.text(max_size=20))
def test_a_wording_takes_the_place_of_its_words_alone(text: str, one: int, other: int, words: str) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    result = changed(text, Edit(start, end, words, words))
    assert (result[:start], result[start + len(words):]) == (text[:start], text[end:])


def test_guesses_stand_beside_and_can_be_put_right(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    case = world.write_in(world.jonas, "The page shows error 502 since this morning. Can I move the booking?")
    page = client.get(f"/c/{case.number}/understanding/").content.decode()
    assert "What we read" in page
    assert "<q>Can I move the booking?</q>" in page
    [wrong] = re.findall(r'name="guess" value="(\d+-\d+:wrong)"[^>]*>', page[page.index("<q>Can I move"):])[:1]
    assert client.post(f"/c/{case.number}/guess/", {"guess": wrong}).status_code == 302
    again = client.get(f"/c/{case.number}/understanding/").content.decode()
    assert "<q>Can I move the booking?</q>" not in again
    assert "502</code>" in again


def test_a_calm_letter_shows_nothing(world: World, sign_in: SignIn) -> None:
    case = world.write_in(world.jonas, "Thank you, it works.")
    assert "What we read" not in sign_in(world.ioana).get(f"/c/{case.number}/understanding/").content.decode()


def test_nobody_puts_right_what_they_do_not_see(world: World, sign_in: SignIn) -> None:
    case = world.write_in(world.jonas, "Can I move the booking?")
    page = sign_in(world.ioana).get(f"/c/{case.number}/understanding/").content.decode()
    [name] = re.findall(r'value="(\d+-\d+):wrong"', page)
    other = world.write_in(world.marie, "Hello.", to=world.billing)
    ana = sign_in(world.ana)
    assert ana.post(f"/c/{case.number}/guess/", {"guess": f"{name}:wrong"}).status_code == 404
    assert ana.post(f"/c/{other.number}/guess/", {"guess": f"{name}:wrong"}).status_code == 302
    assert not Correction.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("ioana", 404), ("leo", 200), ("sofia", 200)])
def test_leads_and_administrators_settle_the_wording(world: World, sign_in: SignIn, who: str, status: int) -> None:
    client = sign_in(getattr(world, who))
    for path in ("/settings/wording/", "/settings/wording/?language=fr", "/settings/wording/rules/new/"):
        assert client.get(path).status_code == status


def test_a_lead_settles_their_own_team_only(world: World, sign_in: SignIn, error_rule: OwnRule) -> None:
    leo, radu = sign_in(world.leo), sign_in(world.radu)
    assert radu.get(f"/settings/wording/rules/{error_rule.pk}/").status_code == 404
    assert radu.post("/settings/wording/switch/", {"team": world.care.team_id, "off": "length"}).status_code == 404
    leo.post("/settings/wording/switch/", {"language": "en", "off": "vocabulary-problem"})
    assert [(row.team, row.rule) for row in SilencedRule.objects.all()] == [(world.care.team, "vocabulary-problem")]
    leo.post("/settings/wording/switch/", {"language": "en", "on": "vocabulary-problem"})
    assert not SilencedRule.objects.exists()
    leo.post(f"/settings/wording/rules/{error_rule.pk}/switch/", {"on": "0"})
    error_rule.refresh_from_db()
    assert not error_rule.active


RULE = {"message": "To customers it is the booking page.", "check": "vocabulary", "severity": "warning",
        "any": "(widget|widgets)", "suggestions": "booking page", "bad": "The widget is down.",
        "good": "The booking page is up.", "language": "en"}


def test_a_rule_of_the_teams_own(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    leo = sign_in(world.leo)
    assert leo.post("/settings/wording/rules/new/", RULE).status_code == 302
    known = OwnRule.objects.get()
    page = leo.get(f"/settings/wording/rules/{known.pk}/").content.decode()
    assert "The widget is down." in page
    assert leo.post(f"/settings/wording/rules/{known.pk}/", RULE | {"suggestions": "page"}).status_code == 302
    said = put(sign_in(world.ioana), ticket, **form(sign_in(world.ioana), ticket), kind="reply",
               text="Hello Jonas, the widget is back, please try it.")
    assert "widget → page" in text_of(said)
    leo.post(f"/settings/wording/rules/{known.pk}/removal/")
    assert not OwnRule.objects.exists()


@pytest.mark.parametrize(("fields", "says"), [
    ({"bad": "The page is down."}, "Not found: “The page is down.”"),
    ({"good": "A widget."}, "Found although it is fine: “A widget.”"),
    ({"any": "widget ...9999x )("}, "cannot be read"),
])
def test_a_rule_that_does_not_what_it_says_is_not_kept(world: World, sign_in: SignIn, fields: dict[str, str],
                                                       says: str) -> None:
    leo = sign_in(world.leo)
    answer = leo.post("/settings/wording/rules/new/", RULE | fields)
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert not OwnRule.objects.exists()
    assert says in text_of(leo.post("/settings/wording/rules/try/", RULE | fields))


def test_words_of_the_teams_own(world: World, sign_in: SignIn) -> None:
    leo = sign_in(world.leo)
    leo.post("/settings/wording/words/", {"word": "Klarnova"})
    [word] = OwnWord.objects.all()
    assert (word.word, word.team) == ("Klarnova", world.care.team)
    sign_in(world.radu).post(f"/settings/wording/words/{word.pk}/removal/")
    assert OwnWord.objects.exists()
    sign_in(world.leo).post(f"/settings/wording/words/{word.pk}/removal/")
    assert not OwnWord.objects.exists()
