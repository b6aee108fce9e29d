"""When what is promised is due, as support people of many trades say it: `dated/*.txt`, a sentence a line.

`# now zone holiday …` opens a day on which the sentences below it are written, at a desk that works on weekdays from
nine to half past five and not on those holidays. A line is the moment by which it is due, a bar and the sentence.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from entendu.core.promises.when import due
from entendu.core.promises.working import OFFICE, WorkingTime, working_time


def table(language: str) -> Iterator[tuple[str, str, datetime, WorkingTime]]:
    now, work = datetime.min, working_time("UTC")
    for row in Path(__file__).with_name("dated").joinpath(f"{language}.txt").read_text("utf-8").splitlines():
        if row.startswith("# "):
            moment, zone, *holidays = row[2:].split()
            work = working_time(zone, OFFICE, frozenset(map(date.fromisoformat, holidays)))
            now = datetime.fromisoformat(moment).replace(tzinfo=work.zone)
            continue
        wanted, text = row.split(" | ")
        yield wanted, text, now, work


@pytest.mark.parametrize(
    ("language", "wanted", "text", "now", "work"),
    [
        pytest.param(language, *row, id=f"{language}: {row[1]}")
        for language in ("en", "fr", "ro")
        for row in table(language)
    ],
)
def test_a_dated_sentence_is_due_when_a_reader_would_say(
    language: str, wanted: str, text: str, now: datetime, work: WorkingTime
) -> None:
    found = due(text, language, now, work)
    assert found is not None
    assert f"{found.due:%Y-%m-%dT%H:%M}" == wanted
