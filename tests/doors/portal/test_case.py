"""The page of a case: a signed link opens it, what is said on it comes in like a letter, nothing internal is on it."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entendu.core.tickets.states import Status
from entendu.flows import release
from entendu.flows.listening import ask, restate
from entendu.flows.portal import case_link
from entendu.parts.listening.actions import tasks
from entendu.parts.listening.actions.tasks import Wanted
from entendu.parts.listening.models import CasePost, Restatement, Task
from entendu.parts.listening.queries import restatements
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry, Ticket
from tests.world import World


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    world.travel = time_machine.move_to  # type: ignore[attr-defined]
    time_machine.move_to(world.now, tick=False)
    return time_machine


@pytest.fixture
def case(world: World) -> Ticket:
    return world.write_in(world.jonas, "The booking page does nothing when my clients tap Confirm.\n\nJonas",
                          subject="Booking is broken")


def address(ticket: Ticket, world: World) -> str:
    return f"/case/{case_link.token(ticket, world.now)}/"


def text_of(answer: Any) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def restated(world: World, ticket: Ticket, text: str = "Your clients cannot confirm a booking.",
             **more: Any) -> Restatement:
    """What Ioana understood has reached them."""
    outcome = restate.send(ticket, world.ioana, restate.Sending(text, f"key-{ticket.pk}-{world.now:%H%M%S}", **more),
                           now=world.now)
    world.deliver(outcome)
    found = restatements.latest(ticket)
    assert found is not None
    return found


def test_it_says_what_happens_next_and_who_looks_after_it(world: World, case: Ticket) -> None:
    page = text_of(Client().get(address(case, world)))
    assert "We have your words. The next step is ours." in page
    assert "We look after this; reach us any time. Hours shown are yours." in page
    assert "The booking page does nothing when my clients tap Confirm." in page
    world.deliver(world.answer(case, world.ioana, "Hello Jonas, I write by Wednesday at 17:00 with what we found."))
    page = text_of(Client().get(address(case, world)))
    assert "You hear from us by Wed 25 Nov, 17:00." in page
    assert "Ioana looks after this" in page
    tickets.move(Ticket.objects.get(pk=case.pk), Status.SOLVED, member=world.ioana, now=world.now)
    assert "We think that this is settled." in text_of(Client().get(address(case, world)))


def test_what_has_not_reached_them_is_not_there(world: World, case: Ticket) -> None:
    outcome = world.answer(case, world.ioana, "I write by tomorrow at 17:00.")
    page = text_of(Client().get(address(case, world)))
    assert "tomorrow" not in page
    assert "You hear from us by" not in page
    world.deliver(outcome)
    assert "You hear from us by tomorrow, 17:00." in text_of(Client().get(address(case, world)))


def test_headers_keep_it_out_of_search_engines_and_caches(world: World, case: Ticket) -> None:
    answer = Client().get(address(case, world))
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "<script" not in answer.content.decode()
    assert len(answer.content) < 20_000


@pytest.mark.parametrize("spoil", [
    lambda token: token[:-1], lambda token: "1" + token, lambda token: token.replace(".", "x", 1), lambda token: "..",
    lambda token: "a.b.c.d", lambda token: "é.1.2.3", lambda token: "zzzzzzzzzzzzzzzzzzzz.1.0.x",
])
def test_only_what_we_signed_opens_it(world: World, case: Ticket, spoil: Any) -> None:
    answer = Client().get(f"/case/{spoil(case_link.token(case, world.now))}/")
    assert answer.status_code == 404
    assert "Booking is broken" not in text_of(answer)


def test_a_link_opens_one_case_for_one_contact(world: World, case: Ticket) -> None:
    other = world.write_in(world.jonas, "Another matter of mine.", subject="Second")
    mine, theirs = (case_link.token(one, world.now).split(".") for one in (case, other))
    assert case_link.opened(".".join([theirs[0], *mine[1:]]), world.now) is None
    assert "Another matter" not in text_of(Client().get(address(case, world)))
    token = case_link.token(case, world.now)
    Ticket.objects.filter(pk=case.pk).update(contact=world.marie)
    assert case_link.opened(token, world.now) is None


def test_a_link_ends_after_ninety_days_and_a_new_one_comes_by_mail(world: World, case: Ticket, clock: Any) -> None:
    own = address(case, world)
    world.later(days=91)
    clock.move_to(world.now, tick=False)
    answer = Client().get(own)
    assert answer.status_code == 410
    assert "Send me a new link" in text_of(answer)
    assert "Booking is broken" not in text_of(answer)
    assert "Look into your mail." in text_of(Client().post(own + "again/"))
    kept = Submission.objects.get(source="desk", intent="answer")
    assert (kept.contact, kept.ticket) == (world.jonas, case)
    fresh = re.search(r"/case/\S+/", kept.body)
    assert fresh is not None
    assert Client().get(fresh[0]).status_code == 200
    Client().post(own + "again/")
    assert Submission.objects.filter(source="desk", intent="answer").count() == 1


def test_a_member_withdraws_the_links(world: World, case: Ticket) -> None:
    own = address(case, world)
    case_link.withdraw(case, world.ioana, now=world.now)
    answer = Client().get(own)
    assert answer.status_code == 410
    assert "We have withdrawn it." in text_of(answer)
    for act in ("heard", "write", "task", "wishes"):
        assert Client().post(own + f"{act}/", {"text": "still here", "key": "k"}).status_code == 410
    assert Entry.objects.filter(ticket=case, kind=Entry.Kind.THEIRS).count() == 1
    assert Client().get(address(case, world)).status_code == 200


def test_who_asks_at_the_door_learns_nothing_and_gets_it_at_once(world: World, clock: Any) -> None:
    ticket = world.write_in(world.marie, "Nothing happens.", subject="Booking")
    world.later(hours=3)
    clock.move_to(world.now, tick=False)
    known = Client().post("/case/", {"address": "marie@laval.example"})
    unknown = Client().post("/case/", {"address": "nobody@nowhere.example"})
    assert text_of(known) == text_of(unknown)
    assert "If we know your address" in text_of(known)
    kept = Submission.objects.get(contact=world.marie, intent="answer")
    world.later(minutes=1)
    delivery = release.release_for(world.marie.pk, world.now)
    assert delivery is not None  # it is a quarter to midnight for Marie, and she waits for it
    assert case_link.link(ticket, kept.submitted_at) in delivery.body


def test_yes_takes_one_tap_and_a_get_changes_nothing(world: World, case: Ticket) -> None:
    said = restated(world, case)
    own = address(case, world)
    page = Client().get(own + "?heard=yes")
    assert "Did we understand you? One tap tells us." in text_of(page)
    said.refresh_from_db()
    assert said.state == "sent"
    done = Client().post(own + "heard/", {"restatement": said.pk, "answer": "yes"}, follow=True)
    assert "This is how we see it together from now on." in text_of(done)
    assert restatements.problem_statement(case) == said
    assert case.entries.filter(event="heard-confirmed").count() == 1
    Client().post(own + "heard/", {"restatement": said.pk, "answer": "yes"})
    assert case.entries.filter(event="heard-confirmed").count() == 1
    assert Ticket.objects.get(pk=case.pk).status == Status.WAITING_FOR_US


def test_not_quite_brings_their_words_and_another_version(world: World, case: Ticket) -> None:
    said = restated(world, case)
    own = address(case, world)
    empty = Client().post(own + "heard/", {"restatement": said.pk, "answer": "no", "text": " ", "key": "k0"})
    assert empty.status_code == 422
    assert "Say in a few words what is different" in text_of(empty)
    wrong = {"restatement": said.pk, "answer": "no", "text": "Only on iPhones.", "key": "k1"}
    assert "We read it and tell you again" in text_of(Client().post(own + "heard/", wrong, follow=True))
    said.refresh_from_db()
    assert (said.state, said.correction) == ("corrected", "Only on iPhones.")
    entry = case.entries.filter(kind=Entry.Kind.THEIRS).latest("id")
    assert (entry.visible, entry.channel) == ("Only on iPhones.", "portal")
    world.later(minutes=5)
    again = restated(world, case, "Your clients cannot confirm a booking on iPhones.")
    assert again.version == 2
    page = Client().get(own).content.decode()
    given_back = re.search(r'class="heard"[^>]*>([^<]+)<', page)
    assert given_back is not None
    assert given_back[1] == "Your clients cannot confirm a booking on iPhones."
    assert "/case/" not in text_of(Client().get(own))
    assert Client().post(own + "heard/", {"restatement": said.pk, "answer": "yes"}).status_code == 302
    assert restatements.problem_statement(case) is None


def test_what_they_write_comes_in_once_with_its_files(world: World, case: Ticket) -> None:
    own = address(case, world)
    for _press in range(3):
        form = {"text": "Here is a picture.\r\nIt says E-1042.", "key": "one-key",
                "files": SimpleUploadedFile("screen.png", b"\x89PNG picture", "image/png")}
        assert Client().post(own + "write/", form).status_code == 302
    entry = case.entries.filter(kind=Entry.Kind.THEIRS).latest("id")
    assert case.entries.filter(kind=Entry.Kind.THEIRS).count() == 2
    assert entry.visible == "Here is a picture.\nIt says E-1042."
    assert [(file.name, file.size) for file in entry.attachments.all()] == [("screen.png", 12)]
    assert CasePost.objects.get().entry == entry
    assert "error-code" in {found["check"] for found in entry.read_as.findings}
    assert "screen.png" in text_of(Client().get(own))


@pytest.mark.parametrize(("form", "words"), [
    ({"text": "  "}, "There is nothing in it yet"),
    ({"files": SimpleUploadedFile("virus.exe", b"MZ", "text/plain")}, "We do not take files like “virus.exe”"),
    ({"files": [SimpleUploadedFile(f"{n}.png", b"p", "image/png") for n in range(6)]}, "one message takes 5"),
    ({"text": "Hello", "key": ""}, "This page was old"),
])
def test_what_cannot_be_taken_is_said_and_their_words_stay(world: World, case: Ticket, form: dict[str, Any],
                                                          words: str) -> None:
    answer = Client().post(address(case, world) + "write/", {"text": "My words", "key": "k", **form})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert case.entries.filter(kind=Entry.Kind.THEIRS).count() == 1
    assert form.get("text", "My words") in html.unescape(answer.content.decode())


def test_a_file_that_is_too_large(world: World, case: Ticket, settings: Any) -> None:
    settings.ENTENDU_ATTACHMENT_BYTES = 10
    answer = Client().post(address(case, world) + "write/", {
        "text": "x", "key": "k", "files": SimpleUploadedFile("log.txt", b"eleven byte", "text/plain")})
    assert answer.status_code == 422
    assert "“log.txt” has 11\xa0bytes and a file may have 10\xa0bytes" in html.unescape(answer.content.decode())


def test_what_we_need_is_asked_once_and_answered_there(world: World, case: Ticket) -> None:
    tasks.gather(case, world.ioana, [Wanted("Try it on another phone.", Task.Kind.TRY),
                                     Wanted("Send us the log file.", Task.Kind.SEND)], now=world.now)
    assert "Try it" not in text_of(Client().get(address(case, world)))
    world.deliver(ask.send(case, world.ioana, ask.Asking("a-key"), now=world.now))
    own = address(case, world)
    page = text_of(Client().get(own))
    assert "We need 2 things from you." in page
    assert "2 things we need from you" in page
    first, second = Task.objects.filter(ticket=case)
    Client().post(own + "task/", {"task": first.pk, "key": "t1", "say": "I tried it, and nothing changed."})
    Client().post(own + "task/", {"task": second.pk, "key": "t2", "text": "Here it is.",
                                  "files": SimpleUploadedFile("app.log", b"ERROR", "text/plain")})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("done", "done")
    assert first.entry is not None
    assert first.entry.text == "I tried it, and nothing changed.\n\n> Try it on another phone."
    assert second.entry is not None
    assert second.entry.attachments.get().name == "app.log"
    assert "What you told us" in text_of(Client().get(own))


def test_wishes_count_at_once_and_addresses_are_masked(world: World, case: Ticket) -> None:
    page = text_of(Client().get(address(case, world)))
    assert "j…@keller.example" in page
    assert "jonas@keller.example" not in page
    form = {"channel": "email", "when": "some", "days": ["mon", "tue"], "opens": "09:00", "closes": "12:00"}
    done = Client().post(address(case, world) + "wishes/", form, follow=True)
    assert "Kept. We go by this from now on." in text_of(done)
    world.jonas.refresh_from_db()
    assert world.jonas.hours == [["mon-tue", "09:00", "12:00"]]
    assert Client().post(address(case, world) + "wishes/", form | {"days": []}).status_code == 422


def test_it_speaks_three_languages(world: World, case: Ticket) -> None:
    people.change_contact(world.jonas, language="fr")
    own = address(case, world)
    assert Client().get(own)["Content-Language"] == "fr"
    assert Client().get(own + "?language=ro")["Content-Language"] == "ro"
    done = Client().post(own + "write/", {"text": "Bonjour", "key": "k", "language": "ro"})
    assert "language=ro" in done["Location"]


CANARY = "kanarienvogel"


def test_nothing_internal_ever_shows(world: World, case: Ticket) -> None:
    """Canaries in every internal place that can hang on a case, and in everything that is somebody else's."""
    from entendu.parts.listening.actions import calls, needs
    from entendu.parts.listening.actions import restatements as heard
    from entendu.parts.tickets.actions import drafts

    def canary(place: str) -> str:
        return f"{CANARY}-{place}"

    tickets.note(case, world.leo, canary("note"), now=world.now)
    tickets.set_tags(case, [canary("tag")], member=world.leo, now=world.now)
    tickets.record_event(case, "refused", member=None, now=world.now, words=canary("event"))
    tickets.assign(case, world.ioana, member=world.leo, now=world.now)
    people.change_contact(world.jonas, about=canary("about"), organisation=world.laval)
    people.change_organisation(world.laval, about=canary("works"), process=canary("process"), systems=canary("systems"),
                               vocabulary=canary("words"), busy_times=canary("busy"))
    draft = drafts.open_draft(case, world.leo, now=world.now)
    drafts.write(draft, text=canary("draft"), kind="ours", channel="email", now=world.now)
    restated(world, case)
    tasks.gather(case, world.ioana, [Wanted("Send us the log file.", Task.Kind.SEND)], now=world.now)
    world.later(minutes=3)
    world.deliver(ask.send(case, world.ioana, ask.Asking("k-ask"), now=world.now))
    world.answer(case, world.ioana, f"{canary('undo')} by Friday at 17:00.")
    world.tell(case, canary("system"), "sys-1")
    failed = world.answer(case, world.ioana, canary("failed"))
    Delivery.objects.filter(pk=failed.delivery.pk).update(state="failed", why=canary("why"))
    tasks.gather(case, world.ioana, [Wanted(canary("ready-task"))], now=world.now)
    heard.keep_draft(case, world.ioana, canary("restatement-draft"), "en", now=world.now)
    call = calls.start(case, world.ioana, now=world.now)
    calls.write(call, [(3, canary("call"))])
    request = needs.request_feature(case, world.ioana, canary("ask"), now=world.now, goal=canary("goal"))
    needs.link(request, needs.add_need(canary("need"), world.ioana, now=world.now))
    world.write_in(world.jonas, canary("other-case"), subject=canary("other-subject"))
    world.write_in(world.marie, canary("other-person"), subject=canary("hers"))
    people.change_contact(world.marie, about=canary("her-about"))
    for one in (world.ioana, world.leo):
        one.name = f"{one.first_name} {canary('surname')}"
        one.email = f"{one.first_name.lower()}-{CANARY}@example.org"
        one.save()
    tickets.change_mailbox(case.mailbox, signature=canary("signature"))
    own = address(case, world)
    walked = [own, own + "?heard=no", own + "?language=fr", own + "?language=ro", own + "said/", "/case/",
              own + "?done=yes"]
    answers = [Client().get(one) for one in walked]
    answers += [Client().post(own + "write/", {"text": "", "key": "k"}), Client().post(own + "task/", {"key": "k"}),
                Client().post(own + "heard/", {"answer": "no", "key": "k"}), Client().post(own + "wishes/", {}),
                Client().post(own + "again/"), Client().post("/case/", {"address": "jonas@keller.example"})]
    for answer in answers:
        body = answer.content.decode()
        assert CANARY not in body, re.findall(rf"{CANARY}[\w-]*", body)
        assert str(answer.headers).find(CANARY) == -1
    case_link.withdraw(case, world.ioana, now=world.now)
    assert CANARY not in Client().get(own).content.decode()
    assert "Send us the log file." in text_of(answers[0])
