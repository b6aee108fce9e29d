"""Promises due in our night, on a holiday, when clocks change, and on other people's clocks: a line each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.promises import said
from entendu.core.promises.meeting import heads_up_at, is_missed, wrong
from entendu.core.promises.possible import Said, doubt, is_repair
from entendu.core.promises.rhythm import next_news, ready_from
from entendu.core.promises.when import due as due_of
from entendu.core.promises.working import WorkingTime, working_time

WEEK = [["mon-fri", "09:00", "17:30"]]
HOLIDAYS = [date(2026, 12, 25), date(2027, 1, 1), date(2026, 4, 6)]
PARIS, MAURITIUS, NEW_YORK, LONDON, BUCHAREST, KOLKATA, APIA = (
    "Europe/Paris", "Indian/Mauritius", "America/New_York", "Europe/London", "Europe/Bucharest", "Asia/Kolkata",
    "Pacific/Apia")
MONDAY = "2026-11-23T10:00"


def at(text: str, zone: str = PARIS) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def ours(zone: str = PARIS) -> WorkingTime:
    return working_time(zone, WEEK, HOLIDAYS)


# What is said at that moment of ours to somebody in that zone, and what is asked about it.
ASKED = [
    # said at (Paris), reader's zone, the sentence, the doubt
    (MONDAY, PARIS, "I will call you on Thursday at 15:00.", None),
    (MONDAY, PARIS, "I will call you on Thursday at 22:00.", "night"),
    (MONDAY, PARIS, "I will call you at 6am on Thursday.", "night"),
    (MONDAY, PARIS, "I will write to you tonight.", "night"),
    (MONDAY, PARIS, "I will call you on Saturday at 15:00.", "holiday"),
    (MONDAY, PARIS, "I will write to you by Friday.", None),
    (MONDAY, PARIS, "I will write to you by Friday at 17:30.", None),
    (MONDAY, PARIS, "I will write to you by Friday at 17:31.", "night"),
    ("2026-11-27T17:45", PARIS, "I will write to you by Saturday noon.", "nobody-works"),
    ("2026-11-27T17:45", PARIS, "I will write to you by Monday at 09:00.", None),
    # holidays: Christmas, the first of January, Easter Monday
    ("2026-12-23T10:00", PARIS, "I will call you on 25 December at 11:00.", "holiday"),
    ("2026-12-24T17:45", PARIS, "I will write to you by tomorrow noon.", "nobody-works"),
    ("2026-12-30T10:00", PARIS, "I will call you on 1 January at 11:00.", "holiday"),
    ("2026-04-02T10:00", PARIS, "I will call you on Monday at 11:00.", "holiday"),
    ("2026-04-02T10:00", PARIS, "I will call you on Tuesday at 11:00.", None),
    # other people's clocks: nine in Mauritius is six in Paris; four in New York is ten in the evening
    (MONDAY, MAURITIUS, "I will write to you tomorrow before 9:00.", None),
    (MONDAY, MAURITIUS, "I will call you tomorrow at 9:00.", "night"),
    (MONDAY, MAURITIUS, "I will call you tomorrow at 13:00.", None),
    (MONDAY, NEW_YORK, "I will call you tomorrow at 10:00.", None),
    (MONDAY, NEW_YORK, "I will call you tomorrow at 16:00.", "night"),
    (MONDAY, NEW_YORK, "I will write to you by tomorrow.", None),
    (MONDAY, LONDON, "I will call you tomorrow at 16:30.", None),
    (MONDAY, LONDON, "I will call you tomorrow at 16:45.", "night"),
    (MONDAY, BUCHAREST, "I will call you tomorrow at 10:00.", None),
    (MONDAY, BUCHAREST, "I will call you tomorrow at 9:30.", "night"),
    (MONDAY, KOLKATA, "I will call you tomorrow at 13:30.", None),
    (MONDAY, APIA, "I will call you on Wednesday at 10:00.", "night"),
    # the nights when clocks change: 25 October 2026 and 28 March 2027 in Paris, 1 November and 14 March in New York
    ("2026-10-24T10:00", PARIS, "I will call you on Sunday at 2:30.", "nobody-works"),
    ("2026-10-23T10:00", PARIS, "I will call you on Monday at 9:00.", None),
    ("2026-10-23T10:00", PARIS, "I will call you on Monday at 8:59.", "night"),
    ("2027-03-26T10:00", PARIS, "I will call you on Monday at 9:00.", None),
    ("2027-03-26T10:00", PARIS, "I will call you on Sunday at 2:30.", "holiday"),
    ("2026-10-27T10:00", NEW_YORK, "I will call you tomorrow at 12:00.", None),  # five hours apart in that week
    ("2026-10-27T10:00", NEW_YORK, "I will call you tomorrow at 12:45.", "night"),
    ("2026-11-03T10:00", NEW_YORK, "I will call you tomorrow at 11:45.", "night"),  # six hours again
    ("2027-03-16T10:00", NEW_YORK, "I will call you tomorrow at 12:30.", None),
]


@pytest.mark.parametrize(("now", "zone", "text", "expected"), ASKED)
def test_what_is_asked_when_it_is_made(now: str, zone: str, text: str, expected: str | None) -> None:
    theirs, moment = ours(zone), at(now)
    found = due_of(text, "en", moment, theirs)
    assert found is not None
    promise = Said(text, "en", found.due, text[found.start:found.end])
    assert doubt(promise, moment, ours(), theirs) == expected


@pytest.mark.parametrize(("language", "text", "repair"), [
    ("en", "We will fix this.", True), ("en", "It will be working by Friday.", True),
    ("en", "The page is back online by noon.", True), ("en", "We will have this solved by Friday.", True),
    ("en", "Your form works again on Thursday.", True), ("en", "I will call you by Friday.", False),
    ("en", "I am working on it and will write tomorrow.", False), ("en", "We will send the list by noon.", False),
    ("fr", "Nous réparons cela d’ici jeudi.", True), ("fr", "Ce sera corrigé demain.", True),
    ("fr", "Votre page remarchera vendredi.", True), ("fr", "Ce sera réglé d’ici vendredi.", True),
    ("fr", "Je vous appelle jeudi.", False), ("fr", "Nous vous écrivons demain.", False),
    ("ro", "Vom repara pagina până joi.", True), ("ro", "Va funcționa din nou până vineri.", True),
    ("ro", "Se va rezolva până mâine.", True), ("ro", "Vă sunăm joi.", False), ("ro", "Vă scriem până mâine.", False),
    ("de", "Wir reparieren das bis Freitag.", False),
    ("en", "We will send you the corrected invoice by Thursday.", False),
    ("en", "We will send you the fix for the repaired page tomorrow.", True),
    ("en", "The door will be repaired on Thursday.", True),
    ("fr", "Nous vous enverrons la facture corrigée jeudi.", False),
    ("fr", "La page sera corrigée jeudi.", True),
    ("ro", "Vă trimitem factura corectată până joi.", False),
    ("ro", "Pagina va fi corectată până joi.", True),
])
def test_what_promises_a_repair(language: str, text: str, repair: bool) -> None:
    assert is_repair(text, language) is repair


@pytest.mark.parametrize(("after", "every", "expected"), [
    ("2026-11-23T18:40", 2, "2026-11-25T17:30"), ("2026-11-26T10:00", 2, "2026-11-30T17:30"),
    ("2026-12-23T10:00", 2, "2026-12-28T17:30"), ("2026-10-23T10:00", 1, "2026-10-26T17:30"),
    ("2027-03-26T10:00", 1, "2027-03-29T17:30"), ("2026-11-23T10:00", 0, "2026-11-24T17:30"),
])
def test_when_the_next_news_is_due(after: str, every: int, expected: str) -> None:
    assert next_news(at(after), every, ours()) == at(expected)


@pytest.mark.parametrize(("due", "expected"), [
    ("2026-11-25T17:30", "2026-11-25T09:00"), ("2026-11-25T12:00", "2026-11-25T08:00"),
    ("2026-11-28T12:00", "2026-11-27T09:00"), ("2026-11-30T08:00", "2026-11-27T09:00"),
    ("2026-10-26T17:30", "2026-10-26T09:00"),
])
def test_from_when_on_news_stands_ready(due: str, expected: str) -> None:
    assert ready_from(at(due), ours()) == at(expected)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)), st.integers(1, 30))
def test_news_is_always_due_when_somebody_works_and_ready_before(naive: datetime, every: int) -> None:
    now, work = naive.replace(tzinfo=UTC), ours()
    due = next_news(now, every, work)
    assert due > now
    assert work.is_open(due)
    assert ready_from(due, work) <= due - timedelta(hours=4)


@pytest.mark.parametrize(("opens", "closes", "expected"), [
    ("2026-11-24T14:00", "2026-11-24T15:00", None), ("2026-11-24T14:00", "2026-11-24T16:00", None),
    ("2026-11-24T14:00", "2026-11-24T16:01", "wide"), ("2026-11-24T14:00", "2026-11-24T14:04", "backwards"),
    ("2026-11-24T15:00", "2026-11-24T14:00", "backwards"), ("2026-11-23T09:00", "2026-11-23T09:30", "past"),
    ("2026-11-24T17:00", "2026-11-24T17:30", None), ("2026-11-24T17:00", "2026-11-24T18:00", "closed"),
    ("2026-12-25T14:00", "2026-12-25T15:00", "closed"),
])
def test_windows(opens: str, closes: str, expected: str | None) -> None:
    assert wrong(at(opens), at(closes), at(MONDAY), ours()) == expected


def test_one_heads_up_unless_they_were_told_lately() -> None:
    opens = at("2026-11-24T14:00")
    assert heads_up_at(opens, at(MONDAY)) == at("2026-11-24T13:00")
    assert heads_up_at(opens, at("2026-11-24T11:00")) is None
    assert not is_missed(opens, opens + timedelta(minutes=10))
    assert is_missed(opens, opens + timedelta(minutes=11))


@pytest.mark.parametrize(("language", "day", "hour", "window"), [
    ("en", "Thursday 26 November", "Thursday 26 November at 17:00",
     "Thursday 26 November between 17:00 and 18:30"),
    ("fr", "jeudi 26 novembre", "jeudi 26 novembre à 17\u00a0h",
     "jeudi 26 novembre entre 17\u00a0h et 18\u00a0h\u00a030"),
    ("ro", "joi, 26 noiembrie", "joi, 26 noiembrie, la 17:00", "joi, 26 noiembrie, între 17:00 și 18:30"),
    ("de", "Thursday 26 November", "Thursday 26 November at 17:00",
     "Thursday 26 November between 17:00 and 18:30"),
])
def test_moments_in_words(language: str, day: str, hour: str, window: str) -> None:
    moment = at("2026-11-26T17:00")
    assert said.day(moment, language) == day
    assert said.at(moment, language) == hour
    assert said.between(moment, moment + timedelta(minutes=90), language) == window


@pytest.mark.parametrize("language", ["en", "fr", "ro"])
@given(st.datetimes(datetime(2026, 11, 24), datetime(2027, 1, 20)))
def test_what_is_written_is_read_as_the_same_moment(language: str, naive: datetime) -> None:
    moment = naive.replace(second=0, microsecond=0, tzinfo=ZoneInfo(PARIS))
    if not 7 <= moment.hour < 24:
        return
    by = {"en": "I write to you by {}.", "fr": "Je vous écris d’ici {}.", "ro": "Vă scriu până {}."}[language]
    found = due_of(by.format(said.at(moment, language)), language, at(MONDAY), ours())
    assert found is not None
    assert found.due == moment
