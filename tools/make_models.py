"""Make the models of the wording checks from `data/prose`: `make models`. Same sentences, same bytes.

Each model is a logistic regression over `core/wording/features.py`, kept to its weightiest features. Its thresholds
come from sentences of hands that it was not trained on (five parts, by hand): a writer's habits do not flatter it.
The ordinary sentences of the other concerns are lesser negatives: most sentences at a desk are of no concern at all.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from entendu.core.wording.corpus import Line, lines
from entendu.core.wording.features import features, plain
from entendu.core.wording.prose import prose

PROSE = Path(__file__).parents[1] / "data" / "prose"
MODELS = Path(__file__).parents[1] / "src" / "entendu" / "core" / "wording" / "models"
KEPT = 8_000  # features a model keeps: under 200 kB of JSON
STRENGTH = 10.0  # inverse of regularisation
LESSER = 0.3  # weight of a negative from another concern
MOST_OTHERS = 3_000  # of them, evenly taken
PARTS = 4
# Half of the sentences are negatives that were written to look like faults; at a desk hardly any are, and a model that
# is right four times in five here was right nine times in ten on strangers' sentences.
PRECISION = {"arguing": 0.84, "incivility": 0.84}
USUAL_PRECISION = 0.8
# No model speaks below this likelihood; those that look at each sentence of a message need more, as do those that
# see blame and condescension in much that is neither.
LEAST = {
    "promise": 0.5, "blame": 0.58, "condescension": 0.58, "insult": 0.68, "threat": 0.65, "upset": 0.65,
    "out-of-scope": 0.5, "feature-request": 0.5,
}  # fmt: skip
LEAST_USUALLY = 0.45
VETO = 0.02  # share of true faults that the veto may cost


@dataclass(frozen=True)
class Concern:
    """What one model learns: which labels of which file are the fault, and which are not."""

    check: str
    file: str
    yes: frozenset[str]
    no: frozenset[str]


def _plus(check: str, file: str = "") -> Concern:
    return Concern(check, file or check, frozenset("+"), frozenset("-"))


def _mood(check: str, *moods: str, among: str) -> Concern:
    """A model of `emotion.txt`: the labels that begin with one of `moods`, against the others of `among`."""
    every = [f"{mood}{at}" for mood in among.split() for at in ("", "/situation", "/company", "/person")]
    yes = frozenset(label for label in every if label.startswith(moods))
    return Concern(check, "emotion", yes, frozenset(every) - yes)


def _target(target: str) -> Concern:
    every = {f"{mood}/{at}" for mood in ("frustrated", "angry") for at in ("situation", "company", "person")}
    yes = frozenset(label for label in every if label.endswith(target))
    return Concern(f"at-{target}", "emotion", yes, frozenset(every) - yes)


_MOODS = "calm pleased worried frustrated angry"
CONCERNS = (
    Concern("promise", "promise", frozenset("+~"), frozenset("-")),
    Concern("hedge", "promise", frozenset("~"), frozenset("+")),
    *(_plus(check) for check in ("overpromise", "blame", "marketing", "condescension", "arguing", "incivility")),
    *(_plus(check) for check in ("insult", "threat", "claim")),
    _plus("feature-request", "feature"),
    _plus("out-of-scope", "offtopic"),
    _mood("upset", "frustrated", "angry", among=_MOODS),
    _mood("anger", "angry", among="frustrated angry"),
    _mood("worry", "worried", among="calm pleased worried"),
    _mood("satisfaction", "pleased", among="calm pleased worried"),
    _target("company"),
    _target("person"),
)
INCOMING = frozenset({"insult", "threat", "claim", "feature", "offtopic", "emotion"})


def read(language: str) -> dict[str, list[Line]]:
    """All lines of a language, by file."""
    return {
        path.stem: list(lines(path.read_text(encoding="utf-8").splitlines()))
        for path in sorted((PROSE / language).glob("*.txt"))
    }


class Texts:
    """The features of all texts of a language, each looked at once."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._cells: list[tuple[int, int, float]] = []
        self._matrix: csr_matrix | None = None

    def add(self, text: str) -> None:
        """Look at a text, unless it was seen before."""
        if text not in self._rows:
            row = self._rows[text] = len(self._rows)
            for name, value in features(plain(prose(text))).items():
                self._cells.append((row, self._names.setdefault(name, len(self._names)), value))

    def table(self, texts: Sequence[str]) -> tuple[csr_matrix, list[str]]:
        """The features of these texts as a matrix, and the names of its columns; a column that is empty is left out."""
        if self._matrix is None:
            row, column, value = (np.array(part) for part in zip(*self._cells, strict=True))
            self._matrix = csr_matrix((value, (row, column)), shape=(len(self._rows), len(self._names)))
            self._cells = []
            self._by_column = np.array(list(self._names), object)
        matrix = self._matrix[[self._rows[text] for text in texts]]
        used = np.unique(matrix.indices)
        return matrix[:, used], list(self._by_column[used])


def fitted(matrix: csr_matrix, labels: np.ndarray, weights: np.ndarray) -> LogisticRegression:
    """A regression in which faults and others weigh the same."""
    balance = np.where(labels == 1, weights[labels == 0].sum() / max(weights[labels == 1].sum(), 1), 1.0)
    regression = LogisticRegression(C=STRENGTH, solver="liblinear", tol=1e-3, random_state=0)
    return regression.fit(matrix, labels, sample_weight=weights * balance)


def thresholds(
    likely: np.ndarray, labels: np.ndarray, precision: float, least: float
) -> tuple[float, float, float]:
    """From which likelihood the model speaks so that it is right so often, below which it forbids, and its recall."""
    order = np.argsort(-likely)
    right = np.cumsum(labels[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(right >= precision)
    last = enough[-1] if len(enough) else 0
    speaks = max(float(likely[order][last]), least)
    recall = float(labels[likely >= speaks].sum() / max(labels.sum(), 1))
    return speaks, float(np.quantile(likely[labels == 1], VETO)), recall


def _others(concern: Concern, files: dict[str, list[Line]]) -> list[str]:
    """Negatives from the other concerns of the same direction, and the sentences of ordinary replies."""
    if concern.check == "hedge" or concern.file == "emotion":
        return []
    side = concern.file in INCOMING
    near = [name for name in files if name not in (concern.file, "plain") and (name in INCOMING) == side]
    texts = [line.text for name in near for line in files[name] if line.label in ("-", "calm")]
    if not side and concern.check != "promise":
        cut = [prose(line.text) for line in files.get("plain", ())]
        texts += [text.text[s.start : s.end] for text in cut for s in text.sentences]
    return texts[:: max(1, len(texts) // MOST_OTHERS)]


def model(concern: Concern, files: dict[str, list[Line]], texts: Texts) -> tuple[dict[str, object], str]:
    """One model as it is kept, and a line of figures about it."""
    own = [line for line in files[concern.file] if line.label in concern.yes | concern.no]
    others = _others(concern, files)
    matrix, by_column = texts.table([line.text for line in own] + others)
    labels = np.array([line.label in concern.yes for line in own] + [False] * len(others), int)
    weights = np.array([1.0] * len(own) + [LESSER] * len(others))
    hands = np.array([line.hand for line in own])
    likely = np.zeros(len(own))
    for train, test in GroupKFold(PARTS).split(own, labels[: len(own)], hands):
        rest = np.concatenate([train, np.arange(len(own), matrix.shape[0])])
        likely[test] = fitted(matrix[rest], labels[rest], weights[rest]).predict_proba(matrix[test])[:, 1]
    precision, least = PRECISION.get(concern.check, USUAL_PRECISION), LEAST.get(concern.check, LEAST_USUALLY)
    speaks, veto, recall = thresholds(likely, labels[: len(own)], precision, least)
    weightiest = np.argsort(-np.abs(fitted(matrix, labels, weights).coef_[0]), kind="stable")[:KEPT]
    last = fitted(matrix[:, weightiest], labels, weights)
    kept = {by_column[k]: float(f"{w:.3g}") for k, w in zip(weightiest, last.coef_[0], strict=True)}
    out = {
        "check": concern.check,
        "bias": round(float(last.intercept_[0]), 4),
        "threshold": round(speaks, 3),
        "veto": round(veto, 3),
        "weights": dict(sorted(kept.items())),
    }
    said = f"{concern.check:16} {len(own):5} sentences, speaks from {speaks:.2f}: {recall:.0%} found by other hands"
    return out, said


def main() -> int:
    """Write every model whose sentences are there."""
    for folder in sorted(path for path in PROSE.iterdir() if path.is_dir()):
        files, texts = read(folder.name), Texts()
        for line in (line for read_lines in files.values() for line in read_lines):
            texts.add(line.text)
            for sentence in prose(line.text).sentences:
                texts.add(line.text[sentence.start : sentence.end])
        for concern in CONCERNS:
            if concern.file in files:
                made, said = model(concern, files, texts)
                path = MODELS / folder.name / f"{concern.check}.json"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(json.dumps(made, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
                print(f"{folder.name} {said}, {path.stat().st_size / 1000:.0f} kB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
