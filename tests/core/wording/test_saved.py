"""Saved replies: the form, what the case fills in, and the product's own set as the second reader reads it."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.promises.working import working_time
from entendu.core.wording import saved
from entendu.core.wording.findings import Context, Direction, Severity
from entendu.core.wording.read import read
from entendu.core.wording.rules import LANGUAGES
from entendu.core.wording.saved import Part, Reply, ReplyError, filled, made_general, misnamed, parts, places
from entendu.parts.wording.dictionaries import shelf

MONDAY = datetime.fromisoformat("2026-11-23T10:00:00+01:00")
TUESDAY = {"en": "Tuesday 24 November", "fr": "mardi 24 novembre", "ro": "marți, 24 noiembrie"}
OFFICE = working_time("Europe/Paris")
SET = [reply for language in LANGUAGES for reply in saved.of_the_product(language)]
UPSET = {"upset", "civility", "apology"}
# What their writer may forget to fill in and the desk never does: it is always known.
ALWAYS = {"greeting", "agent name", "case number", "next working day"}
BY_NOON = ("upset-opening", "upset-again", "upset-worried", "civility-ask", "confirm-received", "handover-from")


def known(language: str, **more: str) -> dict[str, str]:
    """What is known of Marie's case on Monday."""
    greeting = f"{saved.greeting(language, 'Marie')}\n\n"
    return {"greeting": greeting, "agent name": "Ioana Dumitru", "case number": "4127",
            "next working day": TUESDAY[language], **more}


def written(reply: Reply, **more: str) -> str:
    """The reply as somebody sends it: every place filled in."""
    text = filled(reply.text, reply.language, known(reply.language, **more))
    for place in places(text):
        text = text.replace(f"{{{place}}}", saved.words_of(reply.language).places[place])
    return text


def names(replies: tuple[Reply, ...]) -> list[tuple[str, str]]:
    return [(reply.name, reply.occasion) for reply in replies]


def test_there_are_forty_in_each_language_and_the_same_ones() -> None:
    english = names(saved.of_the_product("en"))
    assert len(english) == len(set(english)) == 40
    assert names(saved.of_the_product("fr")) == names(saved.of_the_product("ro")) == english
    assert {occasion for _name, occasion in english} == set(saved.OCCASIONS) - {"other"}
    assert saved.of_the_product("de") == ()


@pytest.mark.parametrize("reply", SET, ids=lambda reply: f"{reply.language}-{reply.name}")
def test_a_reply_is_good_enough_to_send(reply: Reply) -> None:
    """As it is read before it is sent, to somebody calm and to somebody who is not, in time and late."""
    dictionaries = shelf(Path("dictionaries"))
    own = frozenset({"Marie", "Grace", "Hélène", "Ionuț", "Ioana", "Dumitru"})
    for late in ("", "yes"):
        text = written(reply, late=late)
        assert "{" not in text
        assert "[" not in text
        for emotion in ("", "anger") if reply.occasion in UPSET else ("",):
            context = Context(now=MONDAY, work=OFFICE, emotion=emotion, words=own)
            findings = read(text, Direction.OUT, reply.language, context, dictionaries).findings
            loud = [(one.check, text[one.start : one.end]) for one in findings if one.severity is not Severity.HINT]
            assert loud == []


@pytest.mark.parametrize("reply", SET, ids=lambda reply: f"{reply.language}-{reply.name}")
def test_its_places_are_known_and_asked_for_once(reply: Reply) -> None:
    words = saved.words_of(reply.language)
    theirs = [place for place in places(reply.text) if not words.known(place)]
    assert set(theirs) <= set(words.places)
    assert {words.known(place) for place in places(reply.text)} - {""} <= ALWAYS
    for place in theirs:
        assert reply.text.count(f"{{{place}}}") == 1
    assert not list(misnamed(reply.text, reply.language))
    assert reply.text.startswith(f"{{{words.names['greeting']}}}\n\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_place_or_name_is_left_over(language: str) -> None:
    words = saved.words_of(language)
    used = {place for reply in saved.of_the_product(language) for place in places(reply.text)}
    assert set(words.places) <= used
    assert set(words.names) == {*saved.NAMES, *saved.CIRCUMSTANCES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BY_NOON)
def test_news_by_noon_is_a_promise_that_is_kept_track_of(language: str, name: str) -> None:
    reply = next(one for one in saved.of_the_product(language) if one.name == name)
    found = read(written(reply), Direction.OUT, language, Context(now=MONDAY, work=OFFICE)).findings
    due = {one.due for one in found if one.check == "promise" and not one.hedged and one.due}
    assert due == {datetime.fromisoformat("2026-11-24T12:00:00+01:00")}


@pytest.mark.parametrize(
    ("text", "language", "of_the_case", "becomes"),
    [
        ("Hello {first name}, yes.", "en", {"first name": "Marie"}, "Hello Marie, yes."),
        ("Hello {first_name}, yes.", "en", {"first name": "Marie"}, "Hello Marie, yes."),
        ("Bonjour {prénom}, oui.", "fr", {"first name": "Odile"}, "Bonjour Odile, oui."),
        ("Bonjour {First name}, oui.", "fr", {"first name": "Odile"}, "Bonjour Odile, oui."),
        ("Bună, {numarul cazului}.", "ro", {"case number": "7"}, "Bună, 7."),
        ("By {day}: {what}.", "en", {"first name": "Marie"}, "By {day}: {what}."),
        ("For {organisation}.", "en", {}, "For {organisation}."),
        ("{greeting}\n\nYes.", "en", {}, "Yes."),
        ("{greeting}\n\nYes.", "en", {"greeting": "Hello,\n\n"}, "Hello,\n\nYes."),
        ("A[if late] late[end] day.", "en", {"late": "yes"}, "A late day."),
        ("A[if late] late[end] day.", "en", {}, "A day."),
        ("[if name]{name}[otherwise]You[end] wrote.", "en", {}, "You wrote."),
        ("[if name]{name}[otherwise]You[end] wrote.", "en", {"name": "Jonas Keller"}, "Jonas Keller wrote."),
        ("[si en retard]Pardon[sinon]Merci[fin].", "fr", {"late": "yes"}, "Pardon."),
        ("[dacă întârziat]Scuze[altfel]Mulțumesc[sfârșit].", "ro", {}, "Mulțumesc."),
        ("[DACA intarziat]Scuze[sfarsit].", "ro", {"late": "yes"}, "Scuze."),
        ("[if late]\nSorry.\n[end]\n\nYes.", "en", {}, "Yes."),
        ("See [1] and [the list].", "en", {}, "See [1] and [the list]."),
        ("{ color } {} {1} {{x", "en", {}, "{ color } {} {1} {{x"),
    ],
)
def test_filled(text: str, language: str, of_the_case: dict[str, str], becomes: str) -> None:
    assert filled(text, language, of_the_case) == becomes


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("A [if late]day.", "A condition is left open; close it with [end]."),
        ("A day[end].", "[end] belongs to no condition; begin one before it with [if …]."),
        ("A [otherwise]day[end].", "[otherwise] belongs to no condition; begin one before it with [if …]."),
        ("[if late]a[otherwise]b[otherwise]c[end]", "[otherwise] belongs to no condition; begin one"),
        ("[if late]a[if name]b[end][end]", "[if name] stands inside another condition; close that one first with"),
        ("[if raining]a[end]", "[if raining] asks for something that the desk does not know; it knows greeting, "),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(ReplyError) as trouble:
        parts(text, "en")
    assert str(trouble.value).startswith(says)


@given(st.text(alphabet="ab {}[]\nif nam,late…endotherwis", max_size=80))
def test_any_text_is_a_reply_or_is_refused(text: str) -> None:
    try:
        cut = parts(text, "en")
    except ReplyError:
        return
    assert all(isinstance(part, Part) and part.text for part in cut)
    assert filled(text, "en", {}) == filled(filled(text, "en", {}), "en", {})


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Hello {frist name},", "en", [("frist name", "first name")]),
        ("Bonjour {prenon},", "fr", [("prenon", "prénom")]),
        ("Hello {first name} of {the house},", "en", []),
    ],
)
def test_a_name_that_is_nearly_known_is_pointed_out(text: str, language: str, found: list[tuple[str, str]]) -> None:
    assert list(misnamed(text, language)) == found


def test_a_draft_becomes_a_reply_for_anybody() -> None:
    of_the_case = {"greeting": "Hello Marie,\n\n", "first name": "Marie", "name": "Marie Laval", "agent": "Ioana",
                   "organisation": "Laval Electrical", "case number": "42", "agent name": "Ioana Dumitru"}
    draft = "Hello Marie,\n\nthe form of Laval Electrical is up. Marie Laval may book; it cost 420 euros.\n\nIoana"
    general = made_general(draft, "en", of_the_case)
    assert general == ("{greeting}\n\nthe form of {organisation} is up. {name} may book; it cost 420 euros.\n\n{agent}")
    assert filled(general, "en", of_the_case) == draft


@pytest.mark.parametrize(
    ("body", "stands"),
    [
        ("Hello Jonas, there is nothing new yet, and I don't want you to wonder whether your case is forgotten.", True),
        ("Hello Jonas, the second line is wrong.", False),
        ("", False),
    ],
)
def test_a_message_is_made_from_a_reply_while_most_of_it_stands(body: str, stands: bool) -> None:
    reply = next(one for one in saved.of_the_product("en") if one.name == "delay-no-news")
    assert saved.stands_in(reply.text, body) is stands


@pytest.mark.parametrize(
    ("signs", "first"),
    [
        (["question", "anger"], ("upset", "apology")),
        (["satisfaction"], ("end",)),
        (["late", "worry"], ("delay", "apology", "upset", "details")),
        (["anger", "insult"], ("civility", "upset", "apology")),
        (["out-of-scope", "first"], ("redirect", "confirmation", "details")),
        ([], ()),
    ],
)
def test_what_was_read_speaks_for_occasions(signs: list[str], first: tuple[str, ...]) -> None:
    assert saved.fitting(signs) == first


@pytest.mark.parametrize(
    ("text", "language", "open_places"),
    [
        ("By {day} it is done.", "en", ["{day}"]),
        ("(For {what happened}.)", "en", ["{what happened}"]),
        ("D’ici {jour}, c’est {l’équipe}.", "fr", ["{jour}", "{l’équipe}"]),
        ("[dacă nume]Bună[sfârșit]", "ro", ["[dacă nume]", "[sfârșit]"]),
        ("Bis {Tag} ist es fertig.", "", ["{Tag}"]),
        ("Call /users/{id} with `{day}` and https://example.org/{day}.", "en", []),
        ('The line is {"day": 1}, or ${day}, or "{day}".', "en", []),
        ("As you wrote: “on {day}”.", "en", []),
        ("> on {day}\nThursday.", "en", []),
        ("See [1], [note] and {}.", "en", []),
    ],
)
def test_what_is_still_open_is_an_error(text: str, language: str, open_places: list[str]) -> None:
    found = [one for one in read(text, Direction.OUT, language).findings if one.check == "placeholder"]
    assert [text[one.start : one.end] for one in found] == open_places
    assert all(one.severity is Severity.ERROR for one in found)
    assert all(bool(one.message) is bool(language) for one in found)


WRONG = {
    "en": r"[«»„]|\?\?|!",
    "fr": r"[^\S\u00a0\u202f][;:!?»]|«[^\u00a0\u202f]|[“”']|!",
    "ro": r"[şţŞŢ“«»']|!",
}


@pytest.mark.parametrize("reply", SET, ids=lambda reply: f"{reply.language}-{reply.name}")
def test_it_is_set_as_its_language_is(reply: Reply) -> None:
    words = saved.words_of(reply.language)
    for text in (reply.title, written(reply), *words.places.values()):
        assert re.search(WRONG[reply.language], text) is None, text
