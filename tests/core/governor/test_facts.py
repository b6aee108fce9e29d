"""Reading: every usual spelling of a value is the same value, and what stands around the news is no news."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from entendu.core.governor.facts.fold import fold
from entendu.core.governor.facts.read import read, rewrite
from entendu.core.governor.facts.values import find

TODAY = date(2026, 11, 16)  # a Monday
NOW = datetime(2026, 11, 16, 10, 0)


def values(text, kind):
    return [f.canon for f in find(fold(text), TODAY) if f.kind == kind]


@pytest.mark.parametrize(
    "text",
    [
        "Tuesday 24 November",
        "November 24",
        "Nov 24",
        "24 Nov",
        "24th of November",
        "2026-11-24",
        "24/11/2026",
        "24.11.2026",
        "24-11-26",
        "11/24/2026",
        "Tue, 24 Nov 2026",
        "mardi 24 novembre",
        "le 24 novembre 2026",
        "24/11",
        "marți, 24 noiembrie",
        "pe 24 noiembrie",
        "marti 24 nov.",
        "the 24th at 10:00",
        "le 24 à 10 h",
    ],
)
def test_a_day_in_every_spelling(text):
    assert values(text, "date") == ["2026-11-24"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-16"),
        ("aujourd’hui", "2026-11-16"),
        ("astăzi", "2026-11-16"),
        ("tonight", "2026-11-16"),
        ("diseară", "2026-11-16"),
        ("tomorrow", "2026-11-17"),
        ("demain", "2026-11-17"),
        ("mâine", "2026-11-17"),
        ("maine", "2026-11-17"),
        ("après-demain", "2026-11-18"),
        ("the day after tomorrow", "2026-11-18"),
        ("poimâine", "2026-11-18"),
        ("on Monday", "2026-11-23"),
        ("vendredi", "2026-11-20"),
        ("joi", "2026-11-19"),
    ],
)
def test_days_named_from_today(text, day):
    assert values(text, "date") == [day]


@pytest.mark.parametrize("text", ["3 luni de garanție", "mai mult", "luni-vineri 9-17", "it may be late", "1/2"])
def test_what_is_no_day(text):
    assert values(text, "date") == []


@pytest.mark.parametrize(
    "text",
    [
        "at 14:30",
        "2:30 pm",
        "2:30pm",
        "2.30 p.m.",
        "14h30",
        "14 h 30",
        "à 14\u00a0h\u00a030",
        "ora 14:30",
        "la 14.30",
        "14:30:00",
    ],
)
def test_an_hour_in_every_spelling(text):
    assert values(text, "time") == ["14:30"]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("8 h", "08:00"),
        ("8 am", "08:00"),
        ("ora 8", "08:00"),
        ("8 o'clock", "08:00"),
        ("à midi", "12:00"),
        ("at noon", "12:00"),
        ("midnight", "00:00"),
        ("12:15 am", "00:15"),
    ],
)
def test_short_hours(text, hour):
    assert values(text, "time") == [hour]


@pytest.mark.parametrize(
    "text",
    [
        "between 8 and 10 am",
        "between 8:00 and 10:00",
        "from 8:00 to 10:00",
        "8:00-10:00",
        "8–10 am",
        "8:00 am - 10:00 am",
        "entre 8 h et 10 h",
        "de 8 h à 10 h",
        "8h-10h",
        "8h00-10h00",
        "între 8:00 și 10:00",
        "intre 8 si 10",
        "de la 8.00 la 10.00",
        "orele 8-10",
    ],
)
def test_a_window_in_every_spelling(text):
    assert values(text, "window") == ["08:00-10:00"]


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("$1,215.50", "121550 $"),
        ("USD 1215.50", "121550 $"),
        ("1 215,50 $", "121550 $"),
        ("1.215,50 lei", "121550 lei"),
        ("1215.50 RON", "121550 lei"),
        ("€20", "2000 €"),
        ("20 euros", "2000 €"),
        ("20,5 €", "2050 €"),
        ("£0.99", "99 £"),
        ("1\u202f250 €", "125000 €"),
        ("CHF 1'250.00", "125000 chf"),
    ],
)
def test_an_amount_in_every_spelling(text, money):
    assert values(text, "money") == [money]


@pytest.mark.parametrize(
    ("text", "kind", "canon"),
    [
        ("ERR-5521", "code", "err-5521"),
        ("CP123456789CA", "code", "cp123456789ca"),
        ("#48213", "code", "48213"),
        ("203.0.113.5", "version", "203.0.113.5"),
        ("version 2.4", "version", "2.4"),
        ("v2.4.1", "version", "2.4.1"),
        ("20 %", "percent", "2000"),
        ("20 percent", "percent", "2000"),
        ("in 45 minutes", "duration", "45 min"),
        ("3 luni", "duration", "3 month"),
        ("gate 14", "number", "14"),
        ("Tel. 01 23 45 67 89", "phone", "123456789"),
        ("Mon-Fri 9:00-17:30", "hours", "mon-fri 9:00-17:30"),
        ("lun-ven, 9 h-17 h", "hours", "lun-ven, 9 h-17 h"),
        ("24/7", "hours", "24/7"),
    ],
)
def test_other_values(text, kind, canon):
    assert values(text, kind) == [canon]


def roles(text, at=NOW):
    return {(s.canon, s.role) for s in read(text, at, "case-1a").news}


@pytest.mark.parametrize(
    ("text", "stated", "gone"),
    [
        ("Moved from Tuesday 17 November to Thursday 19 November.", "2026-11-19", "2026-11-17"),
        ("It comes on 19 November instead of 17 November.", "2026-11-19", "2026-11-17"),
        ("Rendez-vous le 19 novembre au lieu du 17 novembre.", "2026-11-19", "2026-11-17"),
        ("La visite prévue le 17 novembre est reportée au 19 novembre.", "2026-11-19", "2026-11-17"),
        ("S-a mutat de pe 17 noiembrie pe 19 noiembrie.", "2026-11-19", "2026-11-17"),
        ("Nu pe 17 noiembrie, ci pe 19 noiembrie.", "2026-11-19", "2026-11-17"),
        ("Moved from 10:00 to 11:00.", "11:00", "10:00"),
        ("Déplacé de 10 h à 11 h.", "11:00", "10:00"),
    ],
)
def test_one_sentence_with_the_old_value_and_the_new(text, stated, gone):
    reading = read(text, NOW.replace(hour=7), "case-1a")
    assert {s.canon for s in reading.news} == {stated}
    assert gone in {s.canon for s in reading.old}


@pytest.mark.parametrize(
    ("text", "canon", "role"),
    [
        ("Do not eat after 21:00.", "21:00", "rule"),
        ("Ne mangez rien après 21 h.", "21:00", "rule"),
        ("Nu mâncați după ora 21.", "21:00", "rule"),
        ("Service should be back by 18:00.", "18:00", "recovery"),
        ("Rétablissement prévu à 18 h.", "18:00", "recovery"),
        ("Payable until 24 November.", "2026-11-24", "due"),
        ("À régler avant le 24 novembre.", "2026-11-24", "due"),
        ("Scadent pe 24 noiembrie.", "2026-11-24", "due"),
        ("I will write again on 24 November.", "2026-11-24", "next"),
        ("Je vous récris le 24 novembre.", "2026-11-24", "next"),
        ("Unreachable since 9:10.", "09:10", "since"),
        ("A deposit of £50.", "5000 £", "deposit"),
        ("50 € d'acompte.", "5000 €", "deposit"),
        ("Avans de 50 lei.", "5000 lei", "deposit"),
        ("Your refund: £50.", "5000 £", "refund"),
        ("Total: £50.", "5000 £", "total"),
    ],
)
def test_values_have_roles(text, canon, role):
    assert (canon, role) in roles(text)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("It is over.", "done"),
        ("C'est terminé.", "done"),
        ("S-a terminat.", "done"),
        ("It is not finished yet.", "not-done"),
        ("Ce n'est pas encore terminé.", "not-done"),
        ("Nu este încă terminată.", "not-done"),
        ("Your visit is cancelled.", "cancelled"),
        ("Le cours est annulé.", "cancelled"),
        ("Programarea a fost anulată.", "cancelled"),
        ("Your car is ready.", "ready"),
        ("It is not ready.", "not-ready"),
    ],
)
def test_states_and_what_denies_them(text, state):
    assert state in read(text, NOW, "c").states


@pytest.mark.parametrize(
    "text",
    [
        "If it is cancelled, call us.",
        "Reply when it is done.",
        "Pentru a fi anulată, sunați.",
        "Si c'est annulé, appelez.",
    ],
)
def test_what_could_be_is_not_what_is(text):
    assert not {"cancelled", "done"} & read(text, NOW, "c").states


@pytest.mark.parametrize(
    "around",
    [
        "{}\n\n-- \nMill Lane Clinic. Open Mon-Fri 8:30-18:00. Tel. 020 7946 0123. © 2026\n"
        "Message 48213, sent 16/11/2026 at 10:00",
        "[#48213 | 2026-11-16 10:00]\n{}\n\nOpening hours: 9:00-17:30, phone 020 7946 0123.",
        "{}\n\n> Your visit is on 12 November at 09:00.",
        "{}\n\nOn 12 November, Clinic wrote:\n> See you on 12 November at 09:00.",
        "{}\n\nMessage précédent : visite le 12 novembre à 9 h.",
        "{} Mill Lane Clinic, 020 7946 0123",
        "{}\n\nL'accueil est ouvert du lundi au vendredi de 9 h à 17 h 30. Ne pas répondre à ce courriel.\n"
        "Courriel n° 48213 envoyé le 16/11/2026 à 10:00",
        "{}\n\nProgram: luni-vineri 9:00-17:30. Vă rugăm să nu răspundeți. "
        "Mesaj nr. 48213, trimis la 16.11.2026, ora 10:00",
    ],
)
def test_what_stands_around_a_message_is_no_news(around):
    reading = read(around.format("Your visit is on 24 November at 14:30."), NOW, "c")
    assert {s.canon for s in reading.news} == {"2026-11-24", "14:30"}


def test_tomorrow_is_rewritten_when_its_day_is_over():
    said = "See you tomorrow at 10:00."
    assert rewrite(said, NOW, NOW.replace(hour=23), "en") == said
    assert rewrite(said, NOW, NOW.replace(day=17, hour=9), "en") == "See you Tuesday 17 November at 10:00."
    assert rewrite("À demain, 10 h.", NOW, NOW.replace(day=17), "fr") == "À mardi 17 novembre, 10 h."
    assert rewrite("Ne vedem mâine.", NOW, NOW.replace(day=17), "ro") == "Ne vedem marți, 17 noiembrie."


def test_folding_keeps_every_place():
    for text in ("Ștefan, à 8\u202fh – « déjà »", "œuvre ß Łódź", "e\u0301"):
        assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Autocarul întârzie și nu a ajuns încă; ajunge în jur de 17:15.", "plan"),
        ("The visit is at 10:00 and not at 17:15.", "old"),
        ("Vizita este la 10:00 și nu la 17:15.", "old"),
        ("La visite est à 10:00 et non à 17:15.", "old"),
    ],
)
def test_only_a_value_right_behind_not_is_old(text, role):
    reading = read(text, NOW)
    assert role in {s.role for s in reading.news | reading.old if s.canon == "17:15"}


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("The refund is paid by 2 December.", set()),
        ("Despăgubirea este plătită până la 2 decembrie.", set()),
        ("The refund is paid.", {"paid"}),
        ("Your payment was declined by your bank.", {"failed"}),
    ],
)
def test_what_will_be_done_by_a_day_is_not_done(text, states):
    assert read(text, NOW).states == states


@pytest.mark.parametrize(
    "text",
    [
        "restart-30b: SLA timer suspended at 9:58.",
        "Ticket restart-68a étiqueté « niveau 2 ».",
        "Automation 88 ran on restart-88c.",
        "Automatizarea 88 a rulat pe restart-34b.",
    ],
)
def test_the_machinery_of_a_desk_is_bookkeeping_and_the_name_of_a_case_no_instruction(text):
    reading = read(text, NOW)
    assert reading.books
    assert not reading.asks
    assert not reading.news


def test_one_instant_is_read_as_the_day_that_it_is_where_the_person_is():
    late = datetime(2026, 11, 16, 23, 30, tzinfo=ZoneInfo("Europe/Paris"))
    days = [{s.canon for s in read("See you tomorrow.", late.astimezone(zone)).news} for zone in (late.tzinfo, UTC)]
    assert days == [{"2026-11-17"}, {"2026-11-17"}]
    later = late + timedelta(hours=1)
    days = [{s.canon for s in read("See you tomorrow.", later.astimezone(zone)).news} for zone in (late.tzinfo, UTC)]
    assert days == [{"2026-11-18"}, {"2026-11-17"}]
