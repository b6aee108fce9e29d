"""Saved replies on their way into a draft: what is offered first, what the case fills in, what is counted."""

from __future__ import annotations

from typing import Any

import pytest

from entendu.core.wording import saved
from entendu.core.wording.saved import Reply, ReplyError
from entendu.flows.knowledge import saved_replies
from entendu.flows.knowledge.saved_replies import keep_draft, language_of, offered, put_in, tried
from entendu.flows.submit import undo
from entendu.parts.knowledge.actions import replies as actions
from entendu.parts.knowledge.models import ReplyUse, SavedReply
from entendu.parts.knowledge.queries import replies as queries
from entendu.parts.knowledge.queries.replies import Origin
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Team
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Ticket
from tests.world import World

ANGRY = "This is the third time this week that your page loses my bookings. I am furious and I have had enough of it!"
OURS = Reply("", "en", "delay", "We wait for the bank", "{greeting}\n\nThe bank answers by {day}, {first name}.")


@pytest.fixture
def ticket(world: World) -> Ticket:
    return world.write_in(world.marie, "Where do I find the invoice of October, please?", subject="Invoice")


def names(world: World, ticket: Ticket) -> list[str]:
    return [one.name for one in offered(ticket, world.ioana, world.now).replies]


def text_of(world: World, ticket: Ticket, name: str, **more: Any) -> str:
    return next(one.text for one in offered(ticket, world.ioana, world.now, **more).replies if one.name == name)


def send_from(world: World, ticket: Ticket, name: str, change: str = "") -> Any:
    """A member puts the reply into a draft, fills it in and sends it; `change` takes its place."""
    draft = drafts.open_draft(ticket, world.ioana, now=world.now)
    assert put_in(ticket, world.ioana, name, draft.key, now=world.now)
    text = text_of(world, ticket, name)
    for place in saved.places(text):
        text = text.replace(f"{{{place}}}", saved.words_of("en").places[place])
    return world.answer(ticket, world.ioana, change or text)


def test_the_case_fills_it_in(world: World, ticket: Ticket) -> None:
    text = text_of(world, ticket, "confirm-received")
    assert text.startswith("Hello Marie,\n\nYour message is here")
    assert f"the number {ticket.number}." in text
    assert "by noon on Tuesday 24 November." in text
    assert "{what you check first}" in text
    assert not text_of(world, ticket, "confirm-received", opening=False).startswith("Hello")
    assert "My name is Ioana Dumitru" in text_of(world, ticket, "handover-from")


@pytest.mark.parametrize(
    ("language", "says"),
    [("fr", "d’ici mardi 24 novembre à midi"), ("ro", "până marți, 24 noiembrie, la prânz"), ("en", "by noon on")],
)
def test_it_speaks_the_contacts_language(world: World, ticket: Ticket, language: str, says: str) -> None:
    people.change_contact(world.marie, language=language)
    ticket.refresh_from_db()
    assert offered(ticket, world.ioana, world.now).language == language
    assert says in text_of(world, ticket, "confirm-received")


def test_who_speaks_a_language_without_replies_is_answered_in_the_mailboxs(world: World) -> None:
    ticket = world.write_in(world.jonas, "Seit heute Morgen lande ich auf der Anmeldeseite und komme nicht weiter.")
    assert language_of(ticket) == "en"


def test_the_weekend_is_no_working_day(world: World, ticket: Ticket) -> None:
    world.later(days=4)
    assert "by noon on Monday 30 November." in text_of(world, ticket, "confirm-received")


def test_what_the_case_speaks_for_comes_first(world: World, ticket: Ticket) -> None:
    assert names(world, ticket)[0] == "confirm-received", "nobody has answered yet"
    angry = world.write_in(world.marie, ANGRY, subject="Again")
    assert names(world, angry)[:4] == ["upset-opening", "upset-again", "upset-worried", "upset-call"]
    assert names(world, angry)[4].startswith("apology")


def test_what_is_late_comes_first_and_says_so(world: World, ticket: Ticket) -> None:
    world.answer(ticket, world.ioana, "Hello Marie, we will send you the list by Tuesday at 12:00.")
    assert "It will not be" in text_of(world, ticket, "delay-new-day")
    world.later(days=3)
    assert names(world, ticket)[0] == "delay-new-day"
    assert "It was not" in text_of(world, ticket, "delay-new-day")


def test_what_the_team_sends_most_comes_before_what_fits_as_well(world: World, ticket: Ticket) -> None:
    before = names(world, ticket)
    assert before.index("confirm-done") > before.index("confirm-received")
    outcome = send_from(world, ticket, "confirm-done")
    other = world.write_in(world.jonas, "The list is empty.", subject="Empty list")
    assert names(world, other)[0] == "confirm-done"
    assert queries.times_sent(world.care.team_id, "en") == {"confirm-done": 1}
    assert queries.times_sent(world.billing.team_id, "en") == {}
    assert undo(outcome.submission.pk, world.ioana, now=world.now)
    assert queries.times_sent(world.care.team_id, "en") == {}
    world.answer(ticket, world.ioana, ticket.drafts.get().text)
    assert queries.times_sent(world.care.team_id, "en") == {"confirm-done": 1}


def test_what_was_written_over_is_not_counted(world: World, ticket: Ticket) -> None:
    send_from(world, ticket, "delay-no-news", "Hello Marie, the second line of the header was missing. It is back.")
    assert queries.times_sent(world.care.team_id, "en") == {}
    assert not ReplyUse.objects.exists()


def test_what_is_not_there_is_not_put_in(world: World, ticket: Ticket) -> None:
    assert not put_in(ticket, world.ioana, "no-such-reply", "a" * 32, now=world.now)
    actions.switch(world.care.team, ("en", "end-solved"), False, world.leo, now=world.now)
    assert not put_in(ticket, world.ioana, "end-solved", "a" * 32, now=world.now)


def test_a_teams_words_stand_in_the_place_of_the_products(world: World, ticket: Ticket) -> None:
    theirs = Reply("delay-no-news", "en", "delay", "Nothing new", "{greeting}\n\nNothing yet; more on {day}.")
    actions.change(world.care.team, theirs, world.leo, now=world.now)
    assert text_of(world, ticket, "delay-no-news") == "Hello Marie,\n\nNothing yet; more on {day}."
    elsewhere = queries.one_standing(world.billing.team, "en", "delay-no-news")
    assert elsewhere is not None
    assert elsewhere.origin is Origin.PRODUCT
    actions.remove(world.care.team, "en", "delay-no-news")
    assert "There is nothing new yet" in text_of(world, ticket, "delay-no-news")


def test_all_teams_words_stand_under_each_teams(world: World, ticket: Ticket) -> None:
    def stands(team: Team | None) -> tuple[Origin, bool, str]:
        one = queries.one_standing(team, "en", "end-solved")
        assert one is not None
        return one.origin, one.active, one.reply.text

    for team, text in ((None, "For all, {first name}."), (world.care.team, "For us, {first name}.")):
        actions.change(team, Reply("end-solved", "en", "end", "Done", text), world.sofia, now=world.now)
    assert stands(world.care.team) == (Origin.TEAM, True, "For us, {first name}.")
    assert stands(world.billing.team) == (Origin.ALL, True, "For all, {first name}.")
    actions.switch(None, ("en", "end-solved"), False, world.sofia, now=world.now)
    assert stands(world.billing.team)[:2] == (Origin.ALL, False)
    assert stands(world.care.team)[:2] == (Origin.TEAM, True)
    actions.switch(world.billing.team, ("en", "end-solved"), True, world.radu, now=world.now)
    assert stands(world.billing.team) == (Origin.ALL, True, "For all, {first name}.")


def test_switched_off_and_on_leaves_nothing_behind(world: World, ticket: Ticket) -> None:
    actions.switch(world.care.team, ("en", "end-solved"), False, world.leo, now=world.now)
    assert "end-solved" not in names(world, ticket)
    assert SavedReply.objects.get().text == "", "only a switch: the product's words are not copied"
    actions.switch(world.care.team, ("en", "end-solved"), True, world.leo, now=world.now)
    assert "end-solved" in names(world, ticket)
    assert not SavedReply.objects.exists()
    actions.switch(world.care.team, ("en", "no-such-reply"), False, world.leo, now=world.now)
    assert not SavedReply.objects.exists()


def test_a_new_reply_has_a_name_of_its_own(world: World, ticket: Ticket) -> None:
    first = actions.add(world.care.team, OURS, world.leo, now=world.now)
    second = actions.add(world.care.team, OURS, world.leo, now=world.now)
    assert (first.name, second.name) == ("we-wait-for-the-bank", "we-wait-for-the-bank-2")
    assert text_of(world, ticket, "we-wait-for-the-bank") == "Hello Marie,\n\nThe bank answers by {day}, Marie."


@pytest.mark.parametrize(
    ("title", "text", "occasion"),
    [("", "Words.", "end"), ("T", " ", "end"), ("T", "[if late]a", "end"), ("T", "a", "party"), ("T" * 121, "a", "b")],
)
def test_what_cannot_be_read_is_not_kept(world: World, title: str, text: str, occasion: str) -> None:
    with pytest.raises(ReplyError):
        actions.add(world.care.team, Reply("", "en", occasion, title, text), world.leo, now=world.now)
    assert not SavedReply.objects.exists()


def test_a_draft_is_kept_for_anybody(world: World, ticket: Ticket) -> None:
    text = f"Hello Marie,\n\nthe form of case {ticket.number} is up again [since noon].\n\nIoana"
    row = keep_draft(ticket, world.ioana, text, now=world.now)
    assert row.text == "{greeting}\n\nthe form of case {case number} is up again [since noon].\n\n{agent}"
    assert (row.title, row.occasion, row.team) == ("the form of case … is up again [since noon]", "confirmation",
                                                   world.care.team)
    jonas = world.write_in(world.jonas, "It is down.", subject="Down")
    assert text_of(world, jonas, row.name).startswith("Hello Jonas,\n\nthe form of case ")


def test_brackets_of_their_own_do_not_stop_it(world: World, ticket: Ticket) -> None:
    row = keep_draft(ticket, world.ioana, "See the note [end] of the page, and ask again tomorrow.", now=world.now)
    assert row.text == "See the note (end) of the page, and ask again tomorrow."


def test_nothing_is_not_kept(world: World, ticket: Ticket) -> None:
    with pytest.raises(ReplyError):
        keep_draft(ticket, world.ioana, "Hello Marie,\n\n", now=world.now)


def test_it_is_read_while_it_is_written(world: World) -> None:
    said = tried(world.care.team, "en", "{greeting}\n\nThe problem of {organisation} is gone since {day}.", world.leo,
                 now=world.now)
    assert said.text == "Hello Marie,\n\nThe problem of Laval is gone since Thursday."
    assert [said.text[one.start : one.end] for one in said.findings if one.check == "vocabulary"] == ["problem"]
    assert "placeholder" not in {one.check for one in said.findings}
    with pytest.raises(ReplyError):
        tried(world.care.team, "en", "[if late]a", world.leo, now=world.now)


def test_what_an_update_cannot_read_any_more_is_offered_as_it_stands(world: World, ticket: Ticket) -> None:
    row = actions.add(world.care.team, OURS, world.leo, now=world.now)
    SavedReply.objects.filter(pk=row.pk).update(text="[if late]open")
    assert text_of(world, ticket, row.name) == "[if late]open"


def test_an_offer_costs_the_same_however_many_there_are(
        world: World, ticket: Ticket, django_assert_max_num_queries: Any) -> None:
    for _more in range(12):
        actions.add(world.care.team, OURS, world.leo, now=world.now)
    fresh = Ticket.objects.select_related("mailbox__team", "contact__organisation").get(pk=ticket.pk)
    with django_assert_max_num_queries(9):
        saved_replies.offered(fresh, world.ioana, world.now)
