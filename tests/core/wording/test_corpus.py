"""The sentences in data/prose: each has a label of its file, and none stands twice."""

from collections import Counter
from pathlib import Path

import pytest

from entendu.core.wording.corpus import CorpusError, lines

PROSE = Path(__file__).parents[3] / "data" / "prose"
LABELS = {"promise": {"+", "~", "-"}, "plain": {"-"}}
MOODS = {"calm", "pleased", "worried", "frustrated", "angry"}
FILES = sorted(PROSE.glob("*/*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_line_has_a_label_of_its_file(path: Path) -> None:
    read = list(lines(path.read_text(encoding="utf-8").splitlines()))
    if path.stem == "emotion":
        assert {line.label.partition("/")[0] for line in read} <= MOODS
    else:
        assert {line.label for line in read} <= LABELS.get(path.stem, {"+", "-"})
    assert all(line.hand for line in read)


@pytest.mark.parametrize("language", ["en", "fr", "ro"])
def test_no_text_stands_twice_in_one_concern(language: str) -> None:
    for path in (PROSE / language).glob("*.txt"):
        texts = Counter(line.text.casefold() for line in lines(path.read_text(encoding="utf-8").splitlines()))
        assert [text for text, count in texts.items() if count > 1] == [], path.stem


def test_a_line_without_a_text_is_said() -> None:
    with pytest.raises(CorpusError, match="Line 2"):
        list(lines(["## a hand", "+ "]))
