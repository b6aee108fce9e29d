"""Weekly hours: half-open windows, nights, holidays, and the nights on which clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.governor.hours import HoursError, parse, weekly

PARIS = "Europe/Paris"
BUCHAREST = "Europe/Bucharest"


def at(hours, text):
    """A wall-clock time in the hours' own zone."""
    return datetime.fromisoformat(text).replace(tzinfo=hours.zone)


@pytest.mark.parametrize(
    ("rows", "moment", "is_open", "next_opening", "closing"),
    [
        (["mon-fri 09:00-17:30"], "2026-11-24 09:00", True, "2026-11-24 09:00", "2026-11-24 17:30"),
        (["mon-fri 09:00-17:30"], "2026-11-24 17:30", False, "2026-11-25 09:00", "2026-11-25 17:30"),
        (["mon-fri 09:00-17:30"], "2026-11-27 20:00", False, "2026-11-30 09:00", "2026-11-30 17:30"),
        (["fri-mon 10:00-12:00"], "2026-11-24 11:00", False, "2026-11-27 10:00", "2026-11-27 12:00"),
        (["sat 23:00-02:00"], "2026-11-28 01:00", False, "2026-11-28 23:00", "2026-11-29 02:00"),
        (["sat 23:00-02:00"], "2026-11-29 01:00", True, "2026-11-29 01:00", "2026-11-29 02:00"),
        (["mon 08:00-12:00", "mon 14:00-18:00"], "2026-11-23 12:30", False, "2026-11-23 14:00", "2026-11-23 18:00"),
        (["mon 08:00-12:00", "mon 12:00-18:00"], "2026-11-23 11:00", True, "2026-11-23 11:00", "2026-11-23 18:00"),
        (["mon-sun 00:00-24:00"], "2026-11-23 11:00", True, "2026-11-23 11:00", None),
    ],
)
def test_windows(rows, moment, is_open, next_opening, closing):
    hours = parse(rows, PARIS)
    now = at(hours, moment)
    assert hours.is_open(now) is is_open
    assert hours.next_opening(now) == at(hours, next_opening)
    if closing:
        assert hours.closing(now) == at(hours, closing)
    else:
        assert hours.closing(now) - now > timedelta(days=7)


@pytest.mark.parametrize(
    ("zone", "rows", "moment", "opening"),
    [
        # On 29 March 2026 the clocks of Bucharest jump from 03:00 to 04:00: 03:30 is never shown.
        (BUCHAREST, ["sun 03:30-12:00"], "2026-03-29T00:59:00+00:00", "2026-03-29T01:00:00+00:00"),
        # On 25 October 2026 they show 03:30 twice; the hours open at its second coming.
        (BUCHAREST, ["sun 03:30-12:00"], "2026-10-25T00:45:00+00:00", "2026-10-25T01:30:00+00:00"),
        # Six in the evening stays six in the evening, on either side of the change.
        (PARIS, ["mon-sun 18:00-19:00"], "2026-10-24T18:00:00+00:00", "2026-10-25T17:00:00+00:00"),
    ],
)
def test_nights_on_which_the_clock_changes(zone, rows, moment, opening):
    hours = parse(rows, zone)
    assert hours.next_opening(datetime.fromisoformat(moment)) == datetime.fromisoformat(opening)


def test_an_hour_that_comes_twice_closes_at_its_first():
    hours = parse(["sun 00:00-03:30"], BUCHAREST)
    assert hours.closing(datetime(2026, 10, 24, 23, tzinfo=UTC)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_no_rows_mean_always_open():
    hours = parse([], PARIS)
    now = datetime(2026, 11, 24, 3, tzinfo=UTC)
    assert hours.is_open(now)
    assert hours.next_opening(now) == now


def test_nothing_opens_on_a_holiday():
    hours = parse(["mon-sun 09:00-17:00"], PARIS, holidays=[date(2026, 12, 25)])
    christmas = at(hours, "2026-12-25 10:00")
    assert not hours.is_open(christmas)
    assert hours.next_opening(christmas) == at(hours, "2026-12-26 09:00")


def test_the_closing_before():
    hours = parse(["mon-fri 09:00-17:30"], PARIS)
    assert hours.closing_before(at(hours, "2026-11-28 12:00")) == at(hours, "2026-11-27 17:30")


@pytest.mark.parametrize(
    "row", ["monday 9-5", "mon 25:00-26:00", "mon 24:30-25:00", "tus 09:00-10:00", "", "mon 9:0-10:00"]
)
def test_what_cannot_be_read_is_said(row):
    with pytest.raises(HoursError, match="hours"):
        parse([row], PARIS)


def test_an_unknown_zone_is_said():
    with pytest.raises(HoursError, match="IANA"):
        parse([], "Mars/Olympus")


def test_stored_hours_never_fail():
    assert weekly((("nonsense", "", ""),), "Nowhere").is_open(datetime(2026, 11, 24, 3, tzinfo=UTC))


minutes = st.integers(0, 1439).map(lambda m: f"{m // 60:02d}:{m % 60:02d}")
days = st.sampled_from(["mon-fri", "sat", "sun-tue", "mon-sun", "wed"])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda d: d.replace(tzinfo=UTC))


@given(
    rows=st.lists(st.tuples(days, minutes, minutes), min_size=1, max_size=3),
    now=moments,
    zone=st.sampled_from([PARIS, BUCHAREST, "America/Toronto", "Australia/Lord_Howe"]),
)
def test_an_opening_is_open_and_the_minute_before_it_is_not(rows, now, zone):
    hours = parse(rows, zone)
    opening = hours.next_opening(now)
    assert opening >= now
    assert hours.is_open(opening)
    if opening > now:
        assert not hours.is_open(opening - timedelta(seconds=1))
    closing = hours.closing(now)
    assert closing > opening
    assert hours.is_open(closing - timedelta(seconds=1))
