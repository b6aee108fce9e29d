"""Other words for a sentence: named by an administrator, asked by a member, judged by the second reader."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from entendu.flows.writing import language_model as flow
from entendu.flows.writing.language_model import Entered
from entendu.parts.outbox.models import Delivery
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Draft, Ticket
from entendu.parts.wording import actions
from entendu.parts.wording.models import LanguageModel
from tests.channels.chat_completions.robot import KEY, MODEL, ModelRobot, model_robot
from tests.doors.web.test_desk_answer import form, put, send, text_of
from tests.world import World

SignIn = Callable[[Member], Client]
PAGE = "/settings/wording/other-words/"
DRAFT = "Hello Jonas,\n\nyou should have read the manual about invoice FA-118. Please restart the device."
SENTENCE = "you should have read the manual about invoice FA-118."


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> None:
    """It is the world's Monday."""
    time_machine.move_to(world.now, tick=True)


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Jonas has written."""
    return world.write_in(world.jonas, "I land on the sign-in page, my code is blue-safe-7.", subject="Sign-in loops")


@pytest.fixture
def robot(world: World, sign_in: SignIn) -> Iterator[ModelRobot]:
    """A model that the administrator has named."""
    with model_robot() as one:
        fields = {"address": one.url, "model": MODEL, "key": KEY, "active": "on"}
        assert sign_in(world.sofia).post(PAGE, fields).status_code == 302
        yield one


def said(answer: Any) -> str:
    """The page with its marks as characters."""
    return html.unescape(answer.content.decode())


def about(client: Client, ticket: Ticket, text: str = DRAFT) -> list[str]:
    """The remarks at which other words can be asked for."""
    page = said(put(client, ticket, **form(client, ticket), kind="reply", text=text))
    return re.findall(r'name="about" value="(\w+)"', page)


def asked(client: Client, ticket: Ticket, key: str, text: str = DRAFT, **more: Any) -> Any:
    """What the page's script hears."""
    return client.post(f"/c/{ticket.number}/other-words/", {**form(client, ticket), "kind": "reply", "text": text,
                                                            "about": key}, headers={"HX-Request": "true"}, **more)


def offers(answer: Any) -> list[str]:
    """The wordings in an answer."""
    return re.findall(r'data-use="([^"]+)"', said(answer))


def test_while_it_is_off_nothing_is_different(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    page = said(put(client, ticket, **form(client, ticket), kind="reply", text=DRAFT))
    assert "you should have read" in page
    assert "other words" not in page
    assert "other words" not in said(client.get("/keys/"))
    [key] = re.findall(r'value="keep:(\w+)"', page)[:1]
    assert "No language model is set up; nothing was asked" in said(asked(client, ticket, key))
    with model_robot() as robot:
        actions.set_language_model(world.sofia, now=world.now, address=robot.url, model=MODEL, active=False)
        assert about(client, ticket) == []
        assert "No language model is set up" in said(asked(client, ticket, key))
        assert robot.asked == []


def test_one_sentence_goes_without_its_facts_and_good_words_come_back(
        world: World, sign_in: SignIn, ticket: Ticket, robot: ModelRobot) -> None:
    client = sign_in(world.ioana)
    keys = about(client, ticket)
    assert robot.asked == [], "nothing is asked while one types"
    robot.says = ("Here you are:\n1. The manual says more about invoice [CODE_1].\n2. You should have known [CODE_1].\n"
                  "3. The manual about invoice [CODE_1] is at www.example.org.\n4. The manual about the invoice.")
    answer = asked(client, ticket, keys[0])
    assert offers(answer) == ["the manual says more about invoice FA-118."]
    assert f'data-sentence="{SENTENCE}"' in said(answer)
    [question] = robot.asked
    assert question["messages"][1]["content"] == "you should have read the manual about invoice [CODE_1]."
    everything = str(question)
    assert not any(word in everything for word in ("Jonas", "FA-118", "restart", "sign-in", "blue-safe", "Care"))
    assert "other words" in said(client.get("/keys/"))
    assert not Delivery.objects.exists()
    assert Draft.objects.get().text == DRAFT, "the words are the writer's until they use others"


@pytest.mark.parametrize(("more", "sentence"), [
    ({"says": "You should have read it, [CODE_1]."}, "No better words came back; yours are unchanged."),
    ({"says": None}, "answered without a word; your words are unchanged; choose another model."),
    ({"key": "other"}, "does not accept the key; your words are unchanged; enter a new one in the settings."),
    ({"status": 429}, "was asked too often; your words are unchanged; ask again in a minute."),
    ({"status": 502}, "has trouble of its own (502); your words are unchanged; ask again later."),
    ({"status": 400}, "did not accept the question (400); your words are unchanged; choose another model."),
    ({"status": 302, "headers": {"Location": "https://models.example"}}, "leads elsewhere (302); your words are"),
    ({"raw": b"<html>"}, "What answered is no language model; your words are unchanged;"),
    ({"raw": b" " * 200_000}, "said far more than it was asked; your words are unchanged;"),
    ({"status": 404, "raw": b"no"}, "Nobody answers for a language model at this address (404); your words are"),
])
def test_each_trouble_is_one_sentence(world: World, sign_in: SignIn, ticket: Ticket, robot: ModelRobot,
                                      more: dict[str, Any], sentence: str) -> None:
    client = sign_in(world.ioana)
    [key] = about(client, ticket)[:1]
    for name, value in more.items():
        setattr(robot, name, value)
    answer = asked(client, ticket, key)
    assert answer.status_code == 200
    assert sentence in said(answer)
    assert offers(answer) == []
    assert KEY not in said(answer)


def test_nobody_there_and_a_model_that_is_not(world: World, sign_in: SignIn, ticket: Ticket, robot: ModelRobot) -> None:
    client = sign_in(world.ioana)
    [key] = about(client, ticket)[:1]
    LanguageModel.objects.update(model="another")
    assert "There is no model of that name at this address; your words are unch" in said(asked(client, ticket, key))
    LanguageModel.objects.update(address="http://127.0.0.1:1/v1")
    assert "cannot be reached; your words are unchanged;" in said(asked(client, ticket, key))
    LanguageModel.objects.update(secret="sealed elsewhere")
    assert "cannot be opened with this installation’s own; your words are" in said(asked(client, ticket, key))
    assert len(robot.asked) == 1


def test_notes_are_nobodys_business(world: World, sign_in: SignIn, ticket: Ticket, robot: ModelRobot) -> None:
    client = sign_in(world.ioana)
    [key] = about(client, ticket)[:1]
    fields = {**form(client, ticket), "kind": "note", "text": DRAFT, "about": key}
    answer = client.post(f"/c/{ticket.number}/other-words/", fields, headers={"HX-Request": "true"})
    assert "nothing was asked" in said(answer)
    assert robot.asked == []


def test_words_that_have_changed_are_not_asked_about(world: World, sign_in: SignIn, ticket: Ticket,
                                                     robot: ModelRobot) -> None:
    client = sign_in(world.ioana)
    [key] = about(client, ticket)[:1]
    answer = asked(client, ticket, key, "Hello Jonas, the manual says more.")
    assert "These words have changed meanwhile; nothing was asked;" in said(answer)
    speech = f"You should have read the manual {'and the other manual ' * 30}first."
    answer = asked(client, ticket, about(client, ticket, speech)[0], speech)
    assert "This sentence is very long, or hardly more than names and figures; nothing was asked;" in said(answer)
    assert robot.asked == []


def test_another_team_sees_nothing(world: World, sign_in: SignIn, ticket: Ticket, robot: ModelRobot) -> None:
    [key] = about(sign_in(world.ioana), ticket)[:1]
    stranger = sign_in(world.radu)
    assert stranger.post(f"/c/{ticket.number}/other-words/", {"text": DRAFT, "about": key}).status_code == 404
    assert stranger.get(PAGE).status_code == 404
    assert sign_in(world.leo).get(PAGE).status_code == 404
    assert robot.asked == []


def test_without_script(world: World, sign_in: SignIn, ticket: Ticket, robot: ModelRobot) -> None:
    client = sign_in(world.ioana)
    robot.says = "The manual says more about invoice [CODE_1]."
    shown = said(send(client, ticket, DRAFT, read=""))
    assert f'formaction="/c/{ticket.number}/other-words/"' in shown
    fields = {**form(client, ticket), "kind": "reply", "text": DRAFT}
    [key] = re.findall(r'name="about" value="(\w+)"', shown)[:1]
    page = said(client.post(f"/c/{ticket.number}/other-words/", fields | {"about": key}))
    [use] = re.findall(r'name="use" value="([^"]+)"', page)
    after = client.post(f"/c/{ticket.number}/other-words/", fields | {"use": use})
    assert "the manual says more about invoice FA-118. Please restart" in said(after)
    assert Draft.objects.get().text == DRAFT.replace(SENTENCE, "the manual says more about invoice FA-118.")
    assert len(robot.asked) == 1
    assert not Delivery.objects.exists()


def test_key_and_sentence_stay_out_of_logs_and_pages(world: World, sign_in: SignIn, ticket: Ticket, robot: ModelRobot,
                                                     caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = sign_in(world.ioana)
    [key] = about(client, ticket)[:1]
    robot.status = 500
    shown = said(asked(client, ticket, key)) + said(sign_in(world.sofia).get(PAGE))
    assert KEY not in caplog.text + shown
    assert "read the manual" not in caplog.text + said(sign_in(world.sofia).get(PAGE))
    assert KEY not in LanguageModel.objects.get().secret


def test_it_is_tried_kept_and_forgotten(world: World, sign_in: SignIn) -> None:
    administrator = sign_in(world.sofia)
    assert f'href="{PAGE}"' in said(administrator.get("/settings/wording/"))
    assert PAGE not in said(sign_in(world.leo).get("/settings/wording/"))
    with model_robot(says="Please read page [NUMBER_1] first.\nYou should have read it on [NUMBER_1].") as robot:
        fields = {"address": f"{robot.url}/chat/completions", "model": MODEL, "key": KEY, "active": "on"}
        tried = said(administrator.post(PAGE, fields | {"try": "1"}))
        assert "It answered with 1 wording that could be shown." in tried
        assert "Please read page 12 first." in tried
        assert KEY not in tried
        assert robot.sentences() == ["You should have read page [NUMBER_1] of the manual first."]
        assert not LanguageModel.objects.exists(), "a try keeps nothing"
        robot.says = "You should have done it."
        assert "It answered, but nothing that could be shown" in said(administrator.post(PAGE, fields | {"try": "1"}))
        wrong = said(administrator.post(PAGE, fields | {"key": "wrong", "try": "1"}))
        assert "does not accept the key; nothing was kept;" in wrong
        [carried] = re.findall(r'name="carried" value="([^"]+)"', tried)
        assert administrator.post(PAGE, fields | {"key": "", "carried": carried}).status_code == 302
        assert LanguageModel.objects.get().address == robot.url
        robot.says = "Please read page [NUMBER_1] first."
        again = said(administrator.post(PAGE, fields | {"key": "", "try": "1"}))
        assert "It answered with 1 wording" in again, "the stored key goes to its own server"
    assert KEY not in said(administrator.get(PAGE))
    assert administrator.post(f"{PAGE}removal/").status_code == 302
    assert not LanguageModel.objects.exists()


def test_a_stored_key_is_shown_to_no_other_server(world: World, sign_in: SignIn, robot: ModelRobot) -> None:
    administrator = sign_in(world.sofia)
    with model_robot(key="") as other:
        moved = {"address": other.url, "model": MODEL, "key": "", "active": "on"}
        for more in ({}, {"try": "1"}):
            answer = administrator.post(PAGE, moved | more)
            assert answer.status_code == 422
            assert "it is shown to no other server" in said(answer)
        assert other.asked == []
        administrator.post(PAGE, moved | {"forgets_key": "on", "try": "1"})
        assert "authorization" not in other.shown[0]
        assert administrator.post(PAGE, moved | {"forgets_key": "on"}).status_code == 302
        sealed = flow.carry(Entered(robot.url, MODEL, KEY))
        assert flow.carried(sealed, robot.url) == KEY
        assert flow.carried(sealed, other.url) == flow.carried("nothing of ours", robot.url) == ""
    assert LanguageModel.objects.get().secret == ""


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"address": "http://models.example/v1"}, "outside your network"),
    ({"address": "models"}, "no address of a server"),
    ({"address": "https://me:word@models.example"}, "No name or password belongs in the address"),
    ({"key": "two words"}, "letters, figures and marks alone"), ({"model": ""}, "required"),
])
def test_what_cannot_be_kept(world: World, sign_in: SignIn, fields: dict[str, str], sentence: str) -> None:
    good = {"address": "http://localhost:11434/v1", "model": MODEL, "key": "", "active": "on"}
    answer = sign_in(world.sofia).post(PAGE, good | fields)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not LanguageModel.objects.exists()


@pytest.mark.parametrize(("language", "draft", "says", "shown"), [
    ("fr", "Bonjour Odile,\n\nvous auriez dû lire la page 12 de la notice.",
     "La notice décrit cette étape en page [NUMBER_1].\nVous auriez dû lire [NUMBER_1] avant.\nThe page is [NUMBER_1].",
     ["la notice décrit cette étape en page 12."]),
    ("ro", "Bună ziua,\n\ntrebuia să citiți întâi pagina 12 din manual.",
     "Manualul descrie acest pas la pagina [NUMBER_1].\nNu ați citit pagina [NUMBER_1].",
     ["manualul descrie acest pas la pagina 12."]),
])
def test_in_their_language(world: World, sign_in: SignIn, robot: ModelRobot, language: str,
                           draft: str, says: str, shown: list[str]) -> None:
    case = world.write_in(world.jonas, "Hello.", subject="A question")
    client = sign_in(world.ioana)
    robot.says = says
    [key] = about(client, case, draft)[:1]
    assert offers(asked(client, case, key, draft)) == shown
    told = robot.asked[0]["messages"][0]["content"]
    assert {"fr": "Vous aidez", "ro": "Ajutați"}[language] in told
