"""Saved replies at the desk: the list in the composer, the same without script, and the page of the leads."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from entendu.core.wording.saved import Reply
from entendu.parts.knowledge.actions import replies as actions
from entendu.parts.knowledge.models import ReplyUse, SavedReply
from entendu.parts.knowledge.queries import replies as queries
from entendu.parts.people import actions as people
from entendu.parts.staff import actions as staff
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Draft, Ticket
from tests.doors.web.test_desk_answer import form, put, send, text_of
from tests.world import World

SignIn = Callable[[Member], Client]
PART = {"HX-Request": "true"}
OURS = Reply("", "en", "end", "Our own last word", "{greeting}\n\nUntil {day}, {first name}.")


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> None:
    """It is the world's Monday."""
    time_machine.move_to(world.now, tick=False)


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Marie has asked; nobody has answered."""
    return world.write_in(world.marie, "Where do I find the invoice of October, please?", subject="Invoice")


def url(ticket: Ticket) -> str:
    return f"/c/{ticket.number}/replies/"


def use(ticket: Ticket) -> str:
    return f"{url(ticket)}use/"


def options(page: str) -> list[str]:
    """The names in the list, in its order."""
    return re.findall(r'data-name="([^"]+)"', page)


def page_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    said: str = answer.content.decode()
    return said


def test_the_list_is_filled_from_the_case(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    page = page_of(client.get(url(ticket), {"opening": "1"}, headers=PART))
    assert options(page)[0] == "confirm-received"
    assert len(options(page)) == 40
    assert "Hello Marie,\n\nYour message is here" in page
    assert "Hello Marie" not in page_of(client.get(url(ticket), {"opening": "0"}, headers=PART))
    assert "<html" not in page


def test_it_speaks_their_language_and_the_desk_the_readers(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    people.change_contact(world.marie, language="fr")
    page = page_of(sign_in(world.ioana).get(url(ticket), {"opening": "1"}, headers=PART))
    assert "Bonjour Marie,\n\nVotre message est bien arrivé" in page
    assert '<b lang="fr">C’est arrivé, quelqu’un s’en occupe</b><span class="muted">Confirmation</span>' in page


def test_who_does_not_see_the_case_finds_no_replies(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    assert sign_in(world.ana).get(url(ticket), headers=PART).status_code == 404
    assert sign_in(world.ana).post(use(ticket), {"act": "keep", "text": "Words of hers."}).status_code == 404
    assert not SavedReply.objects.exists()


def test_a_teams_replies_are_offered_to_nobody_else(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    ours = actions.add(world.care.team, OURS, world.leo, now=world.now)
    other = world.write_in(world.jonas, "Another question.", to=world.billing)
    assert ours.name in options(page_of(sign_in(world.ioana).get(url(ticket), headers=PART)))
    assert ours.name not in options(page_of(sign_in(world.ana).get(url(other), headers=PART)))


def test_without_script_it_goes_to_the_end_of_the_draft(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    fields = form(client, ticket)
    written = {"act": "list", "kind": "reply", "text": "Hello Marie,\r\n\r\none moment."}
    answer = client.post(use(ticket), fields | written)
    assert answer.status_code == 302
    page = page_of(client.get(answer["Location"]))
    assert "Nothing is sent" in page or "nothing is sent" in page
    assert client.post(use(ticket), {"act": "use:delay-no-news"})["Location"].endswith("#reply")
    draft = Draft.objects.get()
    assert draft.text.startswith("Hello Marie,\n\none moment.\n\nThere is nothing new yet")
    assert ReplyUse.objects.get().key == draft.key
    client.post(use(ticket), {"act": "use:no-such-reply"})
    assert "That reply is not there any more" in client.get(f"/c/{ticket.number}/").content.decode()


def test_it_is_counted_when_the_message_goes(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    fields = form(client, ticket)
    said = client.post(use(ticket), fields | {"act": "use:end-silence", "kind": "reply", "text": "/"}, headers=PART)
    assert said.status_code == 204
    assert queries.times_sent(world.care.team_id, "en") == {}
    text = ("Hello Marie,\n\nI last wrote to you on 12 November and have not heard from you since. Perhaps it is "
            "settled; then there is nothing to do, and I will close your case on Thursday.")
    send(client, ticket, **fields | {"read": "1"}, text=text)
    assert queries.times_sent(world.care.team_id, "en") == {"end-silence": 1}


def test_a_place_that_is_left_open_is_asked_about(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    fields = form(client, ticket)
    said = put(client, ticket, **fields, kind="reply", text="Hello Marie, it is done by {day}.")
    assert "{day}" in text_of(said)
    assert "This is still to be filled in." in text_of(said)
    answer = send(client, ticket, **fields | {"read": "1"}, text="Hello Marie, it is done by {day}.")
    assert answer.status_code == 422
    assert "“{day}”." in text_of(answer)
    assert not ticket.entries.filter(kind="ours").exists()


def test_a_draft_is_kept_as_a_reply_in_one_step(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    fields = form(client, ticket) | {"kind": "reply", "text": "Hello Marie,\n\nthe invoice is under “Money”, Marie."}
    said = page_of(client.post(use(ticket), fields | {"act": "keep"}, headers=PART))
    row = SavedReply.objects.get()
    assert row.text == "{greeting}\n\nthe invoice is under “Money”, {first name}."
    assert "Kept as a saved reply: “the invoice is under “Money”, …”." in said
    assert "Change it" not in said, "that is for leads"
    assert row.name in options(page_of(client.get(url(ticket), headers=PART)))
    assert "Change it" in page_of(sign_in(world.leo).post(use(ticket), fields | {"act": "keep"}, headers=PART))
    assert "Taken back" in page_of(client.post(use(ticket), fields | {"act": f"unkeep:{row.name}"}, headers=PART))
    assert not SavedReply.objects.filter(pk=row.pk).exists()


def test_what_a_colleague_has_changed_is_not_taken_back(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    row = actions.add(world.care.team, OURS, world.leo, now=world.now)
    said = sign_in(world.ioana).post(use(ticket), {"act": f"unkeep:{row.name}"}, headers=PART)
    assert "It was changed by a colleague meanwhile" in page_of(said)
    assert SavedReply.objects.filter(pk=row.pk).exists()


def test_nothing_is_not_kept(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    said = client.post(use(ticket), form(client, ticket) | {"text": "  ", "act": "keep"}, headers=PART)
    assert "There is nothing yet that could be kept" in page_of(said)
    client.post(use(ticket), {"act": "keep"})
    assert "There is nothing yet that could be kept" in client.get(f"/c/{ticket.number}/").content.decode()


# --- the page of the leads


def settings_url(world: World, page: str = "", **more: Any) -> str:
    asked = {"team": world.care.team.pk, "language": "en", **more}
    return f"/settings/replies/{page}?" + "&".join(f"{key}={value}" for key, value in asked.items())


def test_a_lead_sees_them_by_occasion(world: World, sign_in: SignIn) -> None:
    page = page_of(sign_in(world.leo).get(settings_url(world)))
    assert page.count('<li id="reply-') == 40
    assert page.index("Upset customer") < page.index("Delay") < page.index("End of the conversation")
    assert "All teams" not in page
    french = page_of(sign_in(world.leo).get(settings_url(world, language="fr")))
    assert "Cela s’est reproduit" in french


@pytest.mark.parametrize("page", ["", "new/", "named/delay-no-news/"])
def test_a_lead_sees_their_own_teams_only(world: World, sign_in: SignIn, page: str) -> None:
    assert sign_in(world.radu).get(settings_url(world, page)).status_code == 404
    assert sign_in(world.leo).get(settings_url(world, page, team="all")).status_code == 404
    assert sign_in(world.ioana).get(settings_url(world, page)).status_code == 404
    assert sign_in(world.sofia).get(settings_url(world, page, team="all")).status_code == 200


def test_a_lead_of_others_changes_nothing(world: World, sign_in: SignIn) -> None:
    row = actions.add(world.care.team, OURS, world.leo, now=world.now)
    client = sign_in(world.radu)
    for page in ("switch/", "try/", f"named/{row.name}/", f"named/{row.name}/removal/"):
        assert client.post(settings_url(world, page), {"off": row.name, "text": "x"}).status_code == 404
    row.refresh_from_db()
    assert row.active


def test_changed_it_is_the_teams_own_and_can_go_back(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.leo)
    page = page_of(client.get(settings_url(world, "named/delay-no-news/")))
    assert "These words are everybody’s." in page
    assert "Go back" not in page
    fields = {"title": "Still nothing", "occasion": "delay", "text": "{greeting}\r\n\r\nNothing yet; more on {day}."}
    answer = client.post(settings_url(world, "named/delay-no-news/"), fields)
    assert answer["Location"] == settings_url(world) + "#reply-delay-no-news"
    assert SavedReply.objects.get().text == "{greeting}\n\nNothing yet; more on {day}."
    assert "your own words" in page_of(client.get(settings_url(world)))
    assert "Go back to the words beneath" in page_of(client.get(settings_url(world, "named/delay-no-news/")))
    client.post(settings_url(world, "named/delay-no-news/removal/"))
    assert not SavedReply.objects.exists()


def test_one_more(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.leo)
    assert "{formula de salut}" in page_of(client.get(settings_url(world, "new/", language="ro")))
    answer = client.post(settings_url(world, "new/"), {"title": "Money", "occasion": "billing", "text": "By {day}."})
    assert answer.status_code == 302
    assert "<a href" in page_of(client.get(settings_url(world))).split('id="reply-money"')[1][:200]
    assert page_of(client.get(settings_url(world, "named/money/"))).count("Take this reply out") == 2
    assert client.get(settings_url(world, "named/no-such-reply/")).status_code == 404


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[if late]a", "A condition is left open; close it with [end]."),
        ("a[end]", "[end] belongs to no condition; begin one before it."),
        ("[if late]a[if name]b[end][end]", "[if name] stands inside another condition; close that one first."),
        ("[if raining]a[end]", "[if raining] asks for something that the desk does not know"),
    ],
)
def test_what_cannot_be_read_comes_back_with_its_words(world: World, sign_in: SignIn, text: str, says: str) -> None:
    client = sign_in(world.leo)
    answer = client.post(settings_url(world, "new/"), {"title": "T", "occasion": "end", "text": text})
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert text in text_of(answer)
    assert says in page_of(client.post(settings_url(world, "try/"), {"text": text}))


def test_it_is_read_while_it_is_written(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.leo)
    said = page_of(client.post(settings_url(world, "try/"), {"text": "{greeting}\n\nThe problem of {frist name}."}))
    assert "Hello Marie,\n\nThe problem of frist name." in said
    assert "problem" in said
    assert "situation" in said
    assert "{frist name} is left for the writer. Is {first name} meant?" in said
    assert "Write some words" in page_of(client.post(settings_url(world, "try/"), {"text": " "}))
    calm = page_of(client.post(settings_url(world, "try/"), {"text": "Please write to me by Thursday."}))
    assert "The second reader has nothing to say." in calm


def test_switched_off_it_is_not_offered(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.leo)
    answer = client.post(settings_url(world, "switch/"), {"off": "end-solved"})
    assert answer["Location"].endswith("#reply-end-solved")
    assert "end-solved" not in options(page_of(client.get(url(ticket), headers=PART)))
    assert 'id="reply-end-solved" class="is-off"' in page_of(client.get(settings_url(world)))
    client.post(settings_url(world, "switch/"), {"on": "end-solved"})
    assert "end-solved" in options(page_of(client.get(url(ticket), headers=PART)))


def test_an_administrator_speaks_for_all_teams(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.sofia)
    fields = {"title": "Of the house", "occasion": "end", "text": "Goodbye, {first name}."}
    assert client.post(settings_url(world, "new/", team="all"), fields).status_code == 302
    assert "of-the-house" in options(page_of(sign_in(world.ioana).get(url(ticket), headers=PART)))
    assert "for all teams" in page_of(sign_in(world.leo).get(settings_url(world)))


def test_in_french_too(world: World, sign_in: SignIn) -> None:
    staff.change_member(world.leo, language="fr")
    page = page_of(sign_in(world.leo).get(settings_url(world, language="fr")))
    assert "Réponses enregistrées" in page
    assert "Personne contrariée" in page
