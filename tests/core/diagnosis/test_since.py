"""Since when: moments in the past, as people tell them in three languages and as logs write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.diagnosis.since import since

# A Sunday, 12:00 in Mauritius.
SAID = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
ZONE = ZoneInfo("Indian/Mauritius")


@pytest.mark.parametrize(("language", "text", "earliest", "latest", "said"), [
    ("en", "It fails since Thursday 07:52, on phones.", "2026-11-19T07:52", "2026-11-19T07:53", True),
    ("en", "A client showed me on Thursday morning, before eight.", "2026-11-19T05:00", "2026-11-19T12:00", False),
    ("en", "Since I updated it does nothing.", None, None, None),
    ("en", "It started yesterday around 3 pm.", "2026-11-21T15:00", "2026-11-21T16:00", True),
    ("en", "Broken since this morning", "2026-11-22T05:00", "2026-11-22T12:00", True),
    ("en", "It stopped three days ago", "2026-11-19T00:00", "2026-11-20T00:00", True),
    ("en", "It worked until 16 November.", "2026-11-16T00:00", "2026-11-17T00:00", True),
    ("en", "worked on Monday, broken since Wednesday", "2026-11-18T00:00", "2026-11-19T00:00", True),
    ("en", "2026-11-19T03:52:07Z ERROR confirm: undefined", "2026-11-19T07:52:07", "2026-11-19T07:52:07", True),
    ("fr", "Depuis hier soir le panier reste vide.", "2026-11-21T17:00", "2026-11-21T23:00", True),
    ("fr", "Ça ne marche plus depuis jeudi 7 h 52.", "2026-11-19T07:52", "2026-11-19T07:53", True),
    ("fr", "Il y a trois jours tout allait bien.", "2026-11-19T00:00", "2026-11-20T00:00", True),
    ("fr", "depuis le 16 novembre à 15 h 04", "2026-11-16T15:04", "2026-11-16T15:05", True),
    ("ro", "De joi nu se mai deschide.", "2026-11-19T00:00", "2026-11-20T00:00", True),
    ("ro", "Nu merge de trei zile.", "2026-11-19T00:00", "2026-11-20T00:00", True),
    ("ro", "De ieri dimineață la ora 9:30 nu pot intra.", "2026-11-21T09:30", "2026-11-21T09:31", True),
    ("ro", "din 16 noiembrie", "2026-11-16T00:00", "2026-11-17T00:00", True),
    ("en", "Can two people share one calendar?", None, None, None),
    ("en", "Please call me tomorrow at 9:00.", None, None, None),
    ("xx", "seit 2026-11-16 15:04", "2026-11-16T15:04", "2026-11-16T15:04", True),
])
def test_when_it_began(language: str, text: str, earliest: str | None, latest: str | None, said: bool | None) -> None:
    found = since(text, language, SAID, ZONE)
    if earliest is None:
        assert found is None
        return
    assert found is not None
    local = found.earliest.astimezone(ZONE), found.latest.astimezone(ZONE)
    assert [one.replace(tzinfo=None).isoformat(timespec="seconds") for one in local] == [
        datetime.fromisoformat(one).isoformat(timespec="seconds") for one in (earliest, str(latest))]
    assert found.said is said


@given(st.text(), st.sampled_from(["en", "fr", "ro", "de"]))
def test_whatever_is_written_lies_in_the_past(text: str, language: str) -> None:
    found = since(text, language, SAID, ZONE)
    assert found is None or (SAID - timedelta(days=401) < found.earliest <= found.latest <= SAID)
    assert found is None or 0 <= found.start < found.end <= len(text)
