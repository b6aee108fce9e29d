"""What is promised and by when, in many voices: `promises/*.txt`, a sentence a line.

`# now zone` opens a day on which the sentences below it are written, at a desk that works on weekdays from nine to half
past five. A line is its label, a bar and the sentence; the label of a dated promise is the moment by which it is due.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from entendu.core.promises.when import due
from entendu.core.promises.working import working_time
from entendu.core.wording import promise
from entendu.core.wording.findings import Context
from entendu.core.wording.prose import prose

LANGUAGES = ("en", "fr", "ro")
PRECISION, RECALL = 0.90, 0.85


@dataclass(frozen=True)
class Said:
    """A sentence of the table: `due` for a dated promise alone; its label is dated, undated, hedged or none."""

    text: str
    label: str
    due: datetime | None
    context: Context


def table(language: str) -> Iterator[Said]:
    now, work = datetime.min, working_time("UTC")
    for row in Path(__file__).with_name("promises").joinpath(f"{language}.txt").read_text("utf-8").splitlines():
        if row.startswith("# "):
            moment, zone = row[2:].split()
            now, work = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)), working_time(zone)
            continue
        label, text = row.split(" | ")
        named = datetime.fromisoformat(label).replace(tzinfo=work.zone) if label[0].isdigit() else None
        yield Said(text, "dated" if named else label, named, Context(now=now, work=work))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        pytest.param(language, said, id=f"{language}: {said.text}")
        for language in LANGUAGES
        for said in table(language)
        if said.due
    ],
)
def test_a_promise_names_its_moment(language: str, said: Said) -> None:
    assert said.context.now is not None
    found = due(said.text, language, said.context.now, said.context.work)
    assert found is not None
    assert found.due == said.due


@pytest.mark.parametrize("language", LANGUAGES)
def test_promises_are_told_from_what_only_looks_like_one(language: str) -> None:
    rows = [said for said in table(language) if said.label != "hedged"]
    firm = {said.text: any(not f.hedged for f in found(said, language)) for said in rows}
    meant = {said.text: said.label != "none" for said in rows}
    right = sum(firm[text] and meant[text] for text in meant)
    wrong = [text for text in meant if firm[text] != meant[text]]
    assert right >= PRECISION * sum(firm.values()), wrong
    assert right >= RECALL * sum(meant.values()), wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_only_hoped_binds_nobody(language: str) -> None:
    loud = [
        said.text
        for said in table(language)
        if said.label == "hedged" and any(not f.hedged for f in found(said, language))
    ]
    assert not loud


def found(said: Said, language: str) -> list[promise.Finding]:
    return list(promise.findings(prose(said.text), language, said.context))
