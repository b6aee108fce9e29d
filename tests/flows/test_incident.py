"""A defect or incident touches many: found by what they wrote, told together once, and never twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from entendu.core.governor.model import Verdict
from entendu.flows.diagnosis import incident
from entendu.flows.diagnosis.incident import LeftOpen, News, NothingToSay
from entendu.flows.submit import NotConfirmed
from entendu.parts.diagnosis.actions import defects as actions
from entendu.parts.diagnosis.models.defects import Defect, DefectTold
from entendu.parts.diagnosis.queries import defects as queries
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.people.models import Contact
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry, Ticket
from tests.world import World

TEXTS = {
    "en": "{greeting}\n\nExports above 10,000 rows fail since noon. We look for the reason and write to you at 19:00.",
    "fr": "{greeting}\n\nLes exports de plus de 10 000 lignes échouent depuis midi. Nous vous écrivons à 19 h.",
    "ro": "{greeting}\n\nExporturile de peste 10.000 de rânduri eșuează de la prânz. Vă scriem la ora 19:00.",
}


def met(world: World, name: str, language: str) -> Contact:
    """Somebody else who writes to us."""
    address = f"{name.split()[0].lower()}@example.net".replace("ț", "t")
    return people.meet("email", address, name=name, language=language, now=world.now)


def opened(world: World, **fields: Any) -> Defect:
    """Léo opens an incident."""
    return actions.open_defect(world.care.team, world.leo, now=world.now, **{
        "title": "Exports fail", "signs": ["export 502", "export échoue", "exporturi eșuează"], **fields})


def three(world: World) -> tuple[Defect, list[Ticket]]:
    """An incident with a case in each language."""
    defect = opened(world)
    letters = ((met(world, "Odile Faure", "fr"), "Nos exports échouent.", "Export"),
               (met(world, "Ionuț Barbu", "ro"), "Exportul eșuează.", "Export"),
               (met(world, "Grace Adeyemi", "en"), "The export ends with a 502.", "Exports"))
    cases = [world.write_in(who, text, subject=subject) for who, text, subject in letters]
    for case in cases:
        actions.link(defect, case, world.leo, now=world.now)
    return defect, cases


def news(cases: list[Ticket], **more: Any) -> News:
    """What Léo writes."""
    return News(**{"key": "n1", "texts": TEXTS, "tickets": frozenset(case.pk for case in cases), **more})


def test_three_people_in_three_languages_hear_it_once(world: World) -> None:
    defect, cases = three(world)
    said = incident.tell(defect, world.leo, news(cases), now=world.now)
    again = incident.tell(defect, world.leo, news(cases), now=world.now)
    assert said.pk == again.pk
    bodies = {one.contact.first_name: one.body for one in Delivery.objects.select_related("contact")}
    assert sorted(bodies) == ["Grace", "Ionuț", "Odile"]
    assert bodies["Odile"].startswith("Bonjour Odile,\n\nLes exports")
    assert "Ionuț" in bodies["Ionuț"].splitlines()[0]
    assert bodies["Grace"].startswith("Hello Grace,\n\nExports above")
    assert Submission.objects.count() == 3
    assert {case.status for case in Ticket.objects.filter(pk__in=[case.pk for case in cases])} == {"them"}


def test_two_cases_of_one_person_are_one_message(world: World) -> None:
    defect, cases = three(world)
    world.later(minutes=10)
    second = world.write_in(cases[0].contact, "Toujours rien.", subject="Autre chose")
    actions.link(defect, second, world.leo, now=world.now)
    incident.tell(defect, world.leo, news([*cases, second]), now=world.now)
    assert Delivery.objects.filter(contact=second.contact).count() == 1
    assert Delivery.objects.get(contact=second.contact).ticket == cases[0]
    assert Entry.objects.get(ticket=second, event="defect-told").details["number"] == cases[0].number
    assert DefectTold.objects.filter(on=cases[0]).count() == 2
    second.refresh_from_db()
    assert second.status == "them"


def test_the_preview_says_what_would_become_of_each(world: World) -> None:
    defect, cases = three(world)
    marie = world.write_in(world.marie, "The export fails.", subject="Export")  # it is evening for her
    actions.link(defect, marie, world.leo, now=world.now)
    texts = TEXTS | {"ro": " "}
    seen = {one.on.contact.first_name: one for one in
            incident.foreseen(defect, world.leo, news([*cases, marie], texts=texts), now=world.now)}
    assert seen["Marie"].decision is not None
    assert seen["Marie"].decision.verdict is Verdict.HOLD
    assert seen["Odile"].decision is not None
    assert seen["Odile"].decision.verdict is Verdict.SEND
    assert (seen["Ionuț"].decision, seen["Ionuț"].text) == (None, "")
    assert Submission.objects.count() == 0
    said = incident.tell(defect, world.leo, news([*cases, marie], texts=texts), now=world.now)
    fates = {told.ticket.contact.first_name: (told.submission, told.why) for told in said.told.all()}
    assert fates["Ionuț"] == ("", "ro")
    assert fates["Marie"][0] != ""
    assert Delivery.objects.get(contact=world.marie).due_at > world.now


def test_somebody_without_an_address_is_shown_and_the_others_are_told(world: World) -> None:
    defect, cases = three(world)
    people.mark_undeliverable("email", "odile@example.net", "550", world.now)
    said = incident.tell(defect, world.leo, news(cases), now=world.now)
    states = {one.contact.first_name: one.state for one in incident.messages_of([said]).values()
              for one in [Submission.objects.select_related("contact").get(pk=one.pk)]}
    assert states == {"Odile": "asked", "Ionuț": "leaving", "Grace": "leaving"}


def test_said_again_in_the_same_words_it_is_not_sent_again(world: World) -> None:
    defect, cases = three(world)
    world.later(minutes=5)
    incident.tell(defect, world.leo, news(cases), now=world.now)
    for delivery in Delivery.objects.all():
        outbox.sent(delivery, "250 2.0.0 queued", now=world.now)
    world.later(hours=1)
    rows = incident.foreseen(defect, world.leo, news(cases, key="n2"), now=world.now)
    assert {one.decision.verdict for one in rows if one.decision} == {Verdict.DROP}


def test_it_is_fixed(world: World) -> None:
    defect, cases = three(world)
    texts = {"en": "Exports work again.", "fr": "Les exports fonctionnent de nouveau.",
             "ro": "Exporturile merg din nou."}
    incident.tell(defect, world.leo, news(cases, texts=texts, fixed=True), now=world.now)
    defect.refresh_from_db()
    assert defect.state == "fixed"
    assert set(Submission.objects.values_list("intent", flat=True)) == {"resolution"}
    assert Entry.objects.filter(ticket=cases[0], event="defect-moved").count() == 1


@pytest.mark.parametrize(("change", "error"), [
    ({"texts": {}}, NothingToSay), ({"texts": {"en": "  "}}, NothingToSay), ({"tickets": frozenset()}, NothingToSay),
    ({"texts": {"en": "We write at {what hour}."}}, LeftOpen),
    ({"texts": {"en": "This is your fault, you idiot."}}, NotConfirmed),
])
def test_nothing_goes_half(world: World, change: dict[str, Any], error: type[Exception]) -> None:
    defect, cases = three(world)
    said = replace(news(cases), confirmed=error is LeftOpen, **change)
    with pytest.raises(error):
        incident.tell(defect, world.leo, said, now=world.now)
    assert Submission.objects.count() == 0
    assert queries.news_of(defect) == []


def test_new_letters_that_bear_a_sign_are_known(world: World) -> None:
    defect, _cases = three(world)
    fresh = world.write_in(world.jonas, "Since noon each export ends with 502 Bad Gateway.", subject="Orders")
    other = world.write_in(world.jonas, "How do I change my password?", subject="Password")
    (fit,) = incident.fitting(fresh)
    assert (fit.defect, fit.linked, fit.signs) == (defect, False, ("export 502",))
    assert incident.fitting(other) == []
    assert [one.ticket for one in incident.proposed(defect, world.leo, world.now)] == [fresh]
    actions.refuse(defect, fresh, world.leo, now=world.now)
    assert incident.fitting(fresh) == []
    assert incident.proposed(defect, world.leo, world.now) == []
    actions.link(defect, fresh, world.leo, now=world.now)
    assert [fit.linked for fit in incident.fitting(fresh)] == [True]


def test_the_words_that_its_cases_share_find_more(world: World) -> None:
    defect = opened(world, signs=[])
    for who, text in ((world.marie, "Nothing happens."), (world.jonas, "Help.")):
        case = world.write_in(who, text, subject="Calendar synchronisation stops")
        actions.link(defect, case, world.leo, now=world.now)
    more = world.write_in(met(world, "Priya Nair", "en"), "The synchronisation of my calendar stops.", subject="Hello")
    assert [one.ticket for one in incident.proposed(defect, world.leo, world.now)] == [more]


def test_the_latest_news_is_offered_as_a_reply(world: World) -> None:
    defect, cases = three(world)
    fresh = world.write_in(met(world, "Hélène Roux", "fr"), "L’export échoue.", subject="Export")
    assert incident.latest_words(fresh, defect, world.leo, world.now) == ""
    incident.tell(defect, world.leo, news(cases), now=world.now)
    assert incident.latest_words(fresh, defect, world.leo, world.now).startswith("Bonjour Hélène,\n\nLes exports")


def test_what_is_over_is_no_hint(world: World) -> None:
    defect, _cases = three(world)
    actions.change_defect(defect, now=world.now, state="withdrawn")
    fresh = world.write_in(world.jonas, "export 502", subject="Orders")
    assert incident.fitting(fresh) == []


def test_a_case_of_another_team_is_not_linked(world: World) -> None:
    defect = opened(world)
    theirs = world.write_in(world.jonas, "export 502", subject="Invoice", to=world.billing)
    with pytest.raises(actions.NotTheirs):
        actions.link(defect, theirs, world.leo, now=world.now)
    assert incident.fitting(theirs) == []
    assert incident.proposed(defect, world.sofia, world.now) == []
    assert not queries.seen_by(world.ana).exists()
    assert queries.seen_by(world.sofia).exists()


def test_cases_that_are_over_are_not_proposed(world: World) -> None:
    defect = opened(world)
    case = world.write_in(world.jonas, "export 502", subject="Orders")
    tickets.answer(case, closes=True, now=world.now)
    assert incident.proposed(defect, world.leo, world.now) == []
