"""What a case stands on: read in letters, notes and files, checked by a member with evidence, told as a fact then."""

from __future__ import annotations

from time import process_time

import pytest
from django.utils import timezone

from entendu.core.diagnosis.catalogue import Row
from entendu.flows import reply
from entendu.flows.diagnosis import catalogue, claims
from entendu.flows.diagnosis.claims import NoEvidence
from entendu.flows.diagnosis.recognise import codes_in, codes_in_file, decoded
from entendu.flows.writing.read_draft import reading_of
from entendu.parts.diagnosis.actions.claims import Said, Shown
from entendu.parts.diagnosis.models.claims import Fact, FactEvent
from entendu.parts.diagnosis.queries import claims as queries
from entendu.parts.diagnosis.queries import codes
from entendu.parts.people import actions as people
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Change, Ticket
from tests.world import World

pytestmark = pytest.mark.django_db

TOLD = ("Hello Ioana, I did nothing. It stopped suddenly. We lost two jobs this week. Since Thursday it shows "
        "SHOP-000942. We use Firefox 128.0.")
SHOP = b"code,cause,fix,tell_en,tell_fr\nSHOP-000942,The queue is full,Restart it,Your order is safe.,Tout va bien.\n"


@pytest.fixture
def shop(world: World) -> None:
    """The shop's catalogue has one code."""
    catalogue.import_now("shop.csv", SHOP, "Shop", timezone.now, lambda run: None)


def facts(ticket: Ticket, kind: str = "") -> list[str]:
    return [one.words for one in queries.facts_of(ticket) if not kind or one.kind == kind]


def fact(ticket: Ticket, words: str) -> Fact:
    found = next(one for one in queries.facts_of(ticket) if words in one.words)
    again = queries.fact_on(ticket, found.pk)
    assert again is not None
    return again


def test_a_letter_is_read_for_what_has_to_be_checked(world: World, shop: None) -> None:
    case = world.write_in(world.marie, TOLD)
    assert facts(case, "claim")[:3] == ["I did nothing", "It stopped suddenly", "We lost two jobs this week"]
    assert facts(case, "code") == ["SHOP-000942"]
    assert facts(case, "since") == ["Since Thursday"]
    assert facts(case, "version") == ["Firefox 128.0"]
    assert {one.state for one in queries.facts_of(case)} == {"claimed"}


@pytest.mark.parametrize(("language", "text", "claim"), [
    ("fr", "Bonjour, je n’ai touché à rien. Depuis jeudi la page ne marche plus.", "je n’ai touché à rien"),
    ("fr", "Bonjour,\n\nNous avons perdu deux chantiers à cause de cela.", "Nous avons perdu deux chantiers"),
    ("ro", "Bună ziua, nu am umblat la nimic. De joi nu mai merge pagina.", "nu am umblat la nimic"),
    ("ro", "Am pierdut două comenzi din cauza asta.", "Am pierdut două comenzi"),
])
def test_claims_in_other_languages(world: World, language: str, text: str, claim: str) -> None:
    people.change_contact(world.marie, language=language)
    case = world.write_in(world.marie, text)
    assert any(claim in one for one in facts(case, "claim")), facts(case)


@pytest.mark.parametrize("text", [
    "How do I change the address on my invoice?", "Thank you, that was quick.",
    "Could you please send me the invoice of March again? My accountant asks for it.",
])
def test_a_quick_question_has_no_facts(world: World, text: str) -> None:
    assert facts(world.write_in(world.marie, text)) == []


def test_what_is_said_twice_stands_there_once(world: World) -> None:
    case = world.write_in(world.marie, "I did nothing. It stopped suddenly.")
    world.write_in(world.marie, "As I wrote: I did NOTHING!", answers=case.entries.get(kind="theirs"))
    assert facts(case).count("I did nothing") == 1


def test_codes_in_logs_and_texts_are_read_and_pictures_are_not(world: World, shop: None) -> None:
    log = b"10:02 start\n" * 500 + b"10:03 ERROR SHOP-000942 queue\n10:03 ERROR ZZ-4711 unknown\n"
    case = world.write_in(world.marie, "Here is the log.", files=(
        ("trace.log", "application/octet-stream", log), ("SHOP-000942.png", "image/png", b"\x89PNG SHOP-000942")))
    assert facts(case, "code") == ["SHOP-000942", "ZZ-4711"]
    assert fact(case, "SHOP").file_id is not None
    assert [(one.written, one.tickets) for one in codes.unknown_codes(9)] == [("ZZ-4711", 1)]


def test_windows_logs_are_read(shop: None) -> None:
    for encoding in ("utf-16", "utf-8", "cp1252"):
        assert [one.written for one in codes_in_file("é: SHOP-000942".encode(encoding))] == ["SHOP-000942"]
    assert decoded("é".encode()[:1]) == ""


def test_a_code_in_a_note_stands_among_the_facts(world: World, shop: None) -> None:
    case = world.write_in(world.marie, "Hello.")
    draft = drafts.open_draft(case, world.ioana, now=world.now)
    reply.add_note(case, world.ioana, draft.key, "On the phone: it shows shop-000942.", now=world.now)
    assert facts(case) == ["SHOP-000942"]


def test_unknown_codes_are_collected_and_known_once_they_are_added(world: World, shop: None) -> None:
    for who in (world.marie, world.jonas):
        world.write_in(who, "It stops with error ZZ-4711.")
    assert [(one.written, one.tickets) for one in codes.unknown_codes(9)] == [("ZZ-4711", 2)]
    catalogue.add_code("Shop", Row(0, "ZZ-4711", "The printer is away"), world.leo, now=world.now)
    assert codes.unknown_codes(9) == []


def test_what_is_confirmed_has_evidence_and_a_history(world: World) -> None:
    case = world.write_in(world.marie, TOLD)
    lost = fact(case, "lost two jobs")
    with pytest.raises(NoEvidence):
        claims.settle(lost, "confirmed", world.ioana, now=world.now)
    assert fact(case, "lost").state == "claimed"
    claims.settle(lost, "confirmed", world.ioana, Shown("log", "2 bookings cancelled on 19 Nov"), now=world.now)
    claims.edit(lost, "Two bookings were cancelled on 19 Nov", world.leo, now=world.now)
    claims.settle(lost, "refuted", world.leo, Shown("test", "They were moved", against=True), now=world.now)
    claims.settle(lost, "withdrawn", world.leo, now=world.now)
    acts = list(FactEvent.objects.filter(fact=lost).values_list("act", "member__name"))
    assert acts == [("claimed", None), ("confirmed", "Ioana Dumitru"), ("edited", "Léo Garnier"),
                    ("refuted", "Léo Garnier"), ("withdrawn", "Léo Garnier")]
    assert FactEvent.objects.get(fact=lost, act="edited").was == "We lost two jobs this week"
    assert "Two bookings were cancelled on 19 Nov" not in facts(case)
    assert Change.objects.filter(ticket=case, kind="understanding").count() == 4, "open pages hear of it"


def test_evidence_that_is_taken_back_settles_nothing(world: World) -> None:
    case = world.write_in(world.marie, TOLD)
    lost = fact(case, "lost two jobs")
    claims.settle(lost, "confirmed", world.ioana, Shown("log", "a line"), now=world.now)
    claims.drop_evidence(lost.evidence.get(), world.ioana, now=world.now)
    assert fact(case, "lost").state == "claimed"


def test_a_finding_of_ours_with_what_shows_it_is_a_fact_at_once(world: World) -> None:
    case = world.write_in(world.marie, "Hello.")
    claims.add(case, world.ioana, Said("finding", "header.html changed Mon 16, 15:04"), Shown("log", "deploy.log"),
               now=world.now)
    claims.add(case, world.ioana, Said("claim", "Her brother has the password"), now=world.now)
    assert [(one.words, one.state) for one in queries.facts_of(case)] == [
        ("header.html changed Mon 16, 15:04", "confirmed"), ("Her brother has the password", "claimed")]


@pytest.mark.parametrize(("what", "words", "kind"), [
    ("log", "line 41", "log"), ("test", "https://example.org/run/1", "link"), ("link", "https://example.org", "link"),
    ("link", "not a page", None), ("log", "  ", None), ("entry-999999", "", None), ("entry-x", "", None),
    ("file-1", "", None), ("change", "line 41 of header.html", "change"), ("", "words", None),
])
def test_evidence_from_a_form(world: World, what: str, words: str, kind: str | None) -> None:
    case = world.write_in(world.marie, "Hello.")
    shown = claims.evidence_from(case, what, words)
    assert (shown.kind if shown else None) == kind


def test_evidence_may_be_a_message_or_a_file_of_this_case_alone(world: World) -> None:
    case = world.write_in(world.marie, "Hello.", files=(("a.png", "image/png", b"x"),))
    other = world.write_in(world.jonas, "Mine.", files=(("b.png", "image/png", b"y"),))
    entry, file = case.entries.get(), case.entries.get().attachments.get()
    assert claims.evidence_from(case, f"entry-{entry.pk}", "") == Shown("message", "", entry=entry)
    assert claims.evidence_from(case, f"file-{file.pk}", "") == Shown("file", "", file=file)
    assert claims.evidence_from(other, f"entry-{entry.pk}", "") is None
    assert claims.evidence_from(other, f"file-{file.pk}", "") is None


def remarks(world: World, case: Ticket, text: str) -> list[str]:
    found = reading_of(case, world.ioana, text, world.now).findings
    return [one.rule for one in found if one.check == "unverified-claim"]


def test_a_draft_that_states_an_unchecked_claim_hears_it_until_it_is_confirmed(world: World) -> None:
    case = world.write_in(world.marie, TOLD)
    draft = "Hello Marie,\n\nyou lost two jobs this week, and we write to you tomorrow at noon."
    assert remarks(world, case, draft) == ["claim-not-checked"]
    claims.settle(fact(case, "lost"), "confirmed", world.ioana, Shown("log", "2 cancelled"), now=world.now)
    assert remarks(world, case, draft) == []
    claims.settle(fact(case, "lost"), "refuted", world.ioana, Shown("log", "0 cancelled", against=True), now=world.now)
    assert remarks(world, case, draft) == ["claim-not-checked"], "what is refuted is no fact either"


def test_what_nobody_did_may_be_said_once_it_is_known(world: World) -> None:
    case = world.write_in(world.marie, TOLD)
    draft = "Hello Marie,\n\nas you did nothing, we look at the template."
    assert remarks(world, case, draft) == ["claim-taken-over"]
    claims.settle(fact(case, "did nothing"), "confirmed", world.ioana, Shown("log", "no sign-in"), now=world.now)
    assert remarks(world, case, draft) == []


@pytest.mark.parametrize("draft", [
    "You write that you lost two jobs this week.", "I am sorry that you lost two jobs this week.",
    "Did you lose two jobs this week?", "If you lost two jobs this week, tell us which.",
])
def test_giving_a_claim_back_states_nothing(world: World, draft: str) -> None:
    assert remarks(world, world.write_in(world.marie, TOLD), draft) == []


def test_the_remark_offers_to_say_it_as_their_account(world: World) -> None:
    case = world.write_in(world.marie, TOLD)
    [found] = [one for one in reading_of(case, world.ioana, "You lost two jobs this week.", world.now).findings
               if one.rule == "claim-not-checked"]
    assert found.suggestions == ("As you describe it, you lost two jobs this week.",)
    assert "We lost two jobs this week" in found.message


@pytest.mark.parametrize(("language", "text", "asks"), [
    ("en", "The page does not work, nothing is saved. What can I do?", "error code"),
    ("fr", "La page ne fonctionne plus, plus rien n’est enregistré.", "code"),
    ("ro", "Pagina nu mai funcționează, nu se salvează.", "cod"),
])
def test_a_failure_without_a_code_is_asked_for_one(world: World, language: str, text: str, asks: str) -> None:
    people.change_contact(world.marie, language=language)
    asked = claims.missing_code(world.write_in(world.marie, text))
    assert asked is not None
    assert asks in asked


@pytest.mark.parametrize("text", ["The page fails with error ZZ-4711.", "How do I change the address?",
                                  "It does not work. Nothing happens, no message."])
def test_who_gave_a_code_or_has_none_is_not_asked(world: World, text: str) -> None:
    assert claims.missing_code(world.write_in(world.marie, text)) is None


def test_the_reply_gets_what_to_tell_in_their_language(world: World, shop: None) -> None:
    case = world.write_in(world.marie, "It shows SHOP-000942.")
    [row] = codes.look_up(["SHOP000942"])["SHOP000942"]
    assert [claims.what_to_tell(row.pk, one) for one in ("fr", "en", "ro")] == [
        "Tout va bien.", "Your order is safe.", "Your order is safe."]
    for _twice in range(2):
        draft = claims.put_in_reply(case, world.ioana, "Your order is safe.", now=world.now)
    assert draft.text == "Your order is safe."


def test_recognition_costs_under_two_milliseconds_with_many_codes(world: World) -> None:
    rows = "\n".join(f"SHOP-{n:06d},The queue {n} is full" for n in range(20_000))
    catalogue.import_now("shop.csv", f"code,cause\n{rows}".encode(), "Shop", timezone.now, lambda run: None)
    codes_in(TOLD)
    times = []
    for _run in range(9):
        begun = process_time()
        assert codes_in(TOLD)[0].rows[0].cause == "The queue 942 is full"
        times.append(process_time() - begun)
    assert min(times) < 0.002
