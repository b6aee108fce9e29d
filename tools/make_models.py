"""Make the models of the wording checks from `data/prose`: `make models`. Same sentences, same bytes.

Each model is a logistic regression over `core/wording/features.py`, kept to its weightiest features. Five things stand
behind how it is made:

- it is tried on sentences of hands that it was not trained on (four parts, by hand), read as they will be read: piece
  by piece. From these come the likelihoods from which it speaks, from which it warns, and below which it forbids;
- models of a family lend each other their tone: who argues and who blames are unfriendly alike, so what tells the
  other concerns apart is one more feature of each;
- the sentences of the other concerns, and every sentence of the ordinary replies, are lesser negatives: most sentences
  at a desk are of no concern at all. A model keeps quiet on the ordinary ones of hands that it does not know;
- a promise is also known by who acts, and when: what its model thinks is weighed with such signs (`make_signs.py`);
- a message without a fault has none in any of its parts, so its parts are negatives too.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import make_signs
import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from entendu.core.wording.corpus import Line, lines
from entendu.core.wording.features import features, plain
from entendu.core.wording.judged import WHOLE, windows
from entendu.core.wording.prose import prose

PROSE = Path(__file__).parents[1] / "data" / "prose"
MODELS = Path(__file__).parents[1] / "src" / "entendu" / "core" / "wording" / "models"
KEPT = 9_000  # features a model keeps: under 200 kB of JSON
STRENGTH = 10.0  # inverse of regularisation
LESSER, USUAL = 0.3, 2.0  # weight of a negative from another concern or of a part; of an ordinary sentence
MOST_OTHERS = 3_000  # of them, evenly taken
PARTS = 4
LENT = 0.1  # how far the tone of a family is a feature
# The negatives of what we write were written to look like faults, and hardly any sentence at a desk is of that kind:
# what is right 85 times in a hundred here is more often so there. Customers' messages are what comes in, but most of
# what comes in has no such fault, so that negatives weigh more (`ODDS`). Moods are guesses in any case.
_MOODS_RIGHT = dict.fromkeys(("upset", "anger", "worry", "satisfaction", "at-person"), 0.8)
PRECISION = {"promise": 0.9, "incivility": 0.93, **_MOODS_RIGHT}
USUAL_PRECISION = 0.85
ODDS = {"insult": 4.0, "threat": 4.0, "feature-request": 2.5, "out-of-scope": 2.5}
SURE = 0.95  # so often it is right where it warns
SURE_OF = 15  # of so many faults, at least
# Share of the sentences of ordinary replies on which a model may speak: where it is asked about a sentence or two; in a
# whole reply, which has some five and so as many chances to be wrong; and where it warns.
SPEAKS, IN_A_REPLY, WARNS = 0.02, 0.006, 0.001
LEAST = 0.3  # no model speaks below this likelihood
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
FAMILY = ("arguing", "blame", "condescension", "incivility")  # concerns that lend each other their tone


def read(language: str) -> dict[str, list[Line]]:
    """All lines of a language, by file."""
    return {
        path.stem: list(lines(path.read_text(encoding="utf-8").splitlines()))
        for path in sorted((PROSE / language).glob("*.txt"))
    }


def pieces(concern: Concern, text: str) -> list[str]:
    """The parts of a text that this model will be asked about (`judged.py`); the whole of it where there are none."""
    cut = prose(text)
    if concern.file in INCOMING:
        runs = windows(cut)
        longest = max((len(run) for run in runs), default=0)
        runs = [run for run in runs if concern.check not in WHOLE or len(run) == longest]
    else:
        runs = [(sentence,) for sentence in cut.sentences]
    return [text[run[0].start : run[-1].end] for run in runs] or [text]


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
            for name, value in sorted(features(plain(prose(text))).items()):  # one order, whatever the process
                self._cells.append((row, self._names.setdefault(name, len(self._names)), value))

    def table(self, texts: Sequence[str]) -> csr_matrix:
        """The features of these texts, a row each, in the columns of `names`."""
        if self._matrix is None:
            row, column, value = (np.array(part) for part in zip(*self._cells, strict=True))
            self._matrix = csr_matrix((value, (row, column)), shape=(len(self._rows), len(self._names)))
            self._cells = []
        return self._matrix[[self._rows[text] for text in texts]]

    @property
    def names(self) -> list[str]:
        """What each column is."""
        return list(self._names)


@dataclass(frozen=True)
class Lesson:
    """What a model is made of: texts, each with its label, its weight, and the hand that wrote it."""

    texts: tuple[str, ...]
    labels: np.ndarray
    weights: np.ndarray
    hands: tuple[str, ...]


def lesson(concern: Concern, files: dict[str, list[Line]]) -> Lesson:
    """The lines of the concern, the parts of its negatives, and the lesser negatives of the others."""
    own = [line for line in files[concern.file] if line.label in concern.yes | concern.no]
    rows = [(line.text, int(line.label in concern.yes), 1.0, line.hand) for line in own]
    seen = {line.text for line in own}
    for line in own:
        if line.label in concern.no and concern.check != "hedge":
            rows += [(part, 0, LESSER, line.hand) for part in pieces(concern, line.text) if part not in seen]
    rows += [(line.text, 0, LESSER, line.hand) for line in _others(concern, files) if line.text not in seen]
    if concern.file not in INCOMING and concern.file != "promise":
        rows += [(text, 0, USUAL, hand) for text, hand in ordinary(files)]
    texts, labels, weights, hands = zip(*rows, strict=True)
    return Lesson(texts, np.array(labels), np.array(weights), hands)


def _others(concern: Concern, files: dict[str, list[Line]]) -> list[Line]:
    """Negatives from the other concerns of the same direction, evenly taken."""
    if concern.check == "hedge" or concern.file == "emotion":
        return []
    side = concern.file in INCOMING
    near = [name for name in files if name not in (concern.file, "plain") and (name in INCOMING) == side]
    found = [line for name in near for line in files[name] if line.label in ("-", "calm")]
    return found[:: max(1, len(found) // MOST_OTHERS)]


def ordinary(files: dict[str, list[Line]]) -> list[tuple[str, str]]:
    """The sentences of the ordinary replies, each with its hand."""
    out = []
    for line in files.get("plain", ()):
        out += [(line.text[s.start : s.end], line.hand) for s in prose(line.text).sentences]
    return out


def fitted(matrix: csr_matrix, labels: np.ndarray, weights: np.ndarray) -> LogisticRegression:
    """A regression in which faults and others weigh the same."""
    balance = np.where(labels == 1, weights[labels == 0].sum() / max(weights[labels == 1].sum(), 1), 1.0)
    regression = LogisticRegression(C=STRENGTH, solver="liblinear", tol=1e-3, random_state=0)
    return regression.fit(matrix, labels, sample_weight=weights * balance)


def tone(concern: Concern, files: dict[str, list[Line]], texts: Texts) -> tuple[np.ndarray, float] | None:
    """Weights and bias of what tells the rest of a concern's family apart; None where it has no family."""
    if concern.check not in FAMILY:
        return None
    own = {line.text for line in files[concern.file]}
    rest = [line for name in FAMILY if name != concern.file for line in files[name] if line.text not in own]
    labels = np.array([line.label == "+" for line in rest], int)
    lent = fitted(texts.table([line.text for line in rest]), labels, np.ones(len(rest)))
    return lent.coef_[0] * LENT, float(lent.intercept_[0]) * LENT


class Pupil:
    """Fits one concern's models: the features of a text, and behind them what its family says of it."""

    def __init__(self, texts: Texts, lent: tuple[np.ndarray, float] | None) -> None:
        self.texts, self.lent = texts, lent

    def table(self, texts: Sequence[str], columns: np.ndarray | None = None) -> csr_matrix:
        """The features of these texts, in these columns or in all, and the tone as the last one."""
        matrix = self.texts.table(texts)
        matrix = matrix if columns is None else matrix[:, columns]
        if self.lent is None:
            return matrix
        weights, bias = self.lent
        said = matrix @ (weights if columns is None else weights[columns]) + bias
        return hstack([matrix, csr_matrix(said[:, None])]).tocsr()

    def weights(self, fit: LogisticRegression, columns: np.ndarray | None = None) -> tuple[np.ndarray, float]:
        """The weights of the features and the bias, the tone's among them."""
        found, bias = fit.coef_[0], float(fit.intercept_[0])
        if self.lent is None:
            return found, bias
        weights, tone_bias = self.lent
        return found[:-1] + found[-1] * (weights if columns is None else weights[columns]), bias + found[-1] * tone_bias


@dataclass(frozen=True)
class Trial:
    """What models thought of sentences by hands unknown to them: of the concern's own lines, and of ordinary ones."""

    likely: np.ndarray
    labels: np.ndarray
    ordinary: np.ndarray


def trial(concern: Concern, files: dict[str, list[Line]], learned: Lesson, pupil: Pupil) -> Trial:
    """Train on three parts of the hands, ask about the fourth, in turn; a text is as likely as its likeliest piece."""
    own = [line for line in files[concern.file] if line.label in concern.yes | concern.no]
    usual = ordinary(files) if concern.file not in INCOMING | {"promise"} else []  # ordinary replies do promise
    asked = [(pieces(concern, line.text), line.hand) for line in own] + [([text], hand) for text, hand in usual]
    likely = np.zeros(len(asked))
    matrix = pupil.table(learned.texts)
    for train, test in GroupKFold(PARTS).split(learned.texts, learned.labels, learned.hands):
        fit = fitted(matrix[train], learned.labels[train], learned.weights[train])
        away = {learned.hands[k] for k in test}
        places = [k for k, (_, hand) in enumerate(asked) if hand in away]
        parts = [part for k in places for part in asked[k][0]]
        said = fit.predict_proba(pupil.table(parts))[:, 1]
        ends = np.cumsum([len(asked[k][0]) for k in places])
        for k, first, last in zip(places, [0, *ends], ends, strict=False):
            likely[k] = said[first:last].max()
    labels = np.array([line.label in concern.yes for line in own], int)
    return Trial(likely[: len(own)], labels, likely[len(own) :])


def from_which(tried: Trial, precision: float, quiet: float, odds: float = 0.0, enough: int = 1) -> float:
    """The least likelihood from which so many are right, and so few ordinary sentences are spoken of; 1 for never.

    `odds` says how many texts without the fault there are for one with it; 0: as many as there are here.
    """
    order = np.argsort(-tried.likely, kind="stable")
    each = odds * tried.labels.sum() / max((tried.labels == 0).sum(), 1) if odds else 1.0
    right, wrong = np.cumsum(tried.labels[order]), np.cumsum(1 - tried.labels[order]) * each
    good = np.flatnonzero((right / (right + wrong) >= precision) & (right >= enough))
    if not len(good):
        return 1.0
    least = float(tried.likely[order][good[-1]])
    return max(least, float(np.quantile(tried.ordinary, 1 - quiet))) if len(tried.ordinary) else least


def beside(
    concern: Concern, files: dict[str, list[Line]], tried: Trial, language: str
) -> tuple[dict[str, float], Trial]:
    """What the signs weigh beside the model of promises, and the trial of both; of lines that are one sentence."""
    own = [line for line in files[concern.file] if line.label in concern.yes | concern.no]
    seen = [make_signs.seen_in(line.text, language) for line in own]
    alone = [k for k, signs in enumerate(seen) if len(signs) == 1]
    rows = [(seen[k][0], float(tried.likely[k])) for k in alone]
    weights, away = make_signs.weigh(rows, tried.labels[alone], [own[k].hand for k in alone])
    return weights, Trial(away, tried.labels[alone], tried.ordinary)


def model(concern: Concern, files: dict[str, list[Line]], texts: Texts, language: str) -> tuple[str, str]:
    """One model as it is kept, and a line of figures about it."""
    learned, pupil = lesson(concern, files), Pupil(texts, tone(concern, files, texts))
    tried = trial(concern, files, learned, pupil)
    weights: dict[str, float] = {}
    if concern.check == "promise":
        weights, tried = beside(concern, files, tried, language)
    precision, odds = PRECISION.get(concern.check, USUAL_PRECISION), ODDS.get(concern.check, 0.0)
    speaks = max(from_which(tried, precision, SPEAKS, odds), LEAST)
    in_a_reply = max(from_which(tried, precision, IN_A_REPLY, odds), LEAST)
    warns = max(from_which(tried, SURE, WARNS, odds, SURE_OF), in_a_reply)
    veto = float(np.quantile(tried.likely[tried.labels == 1], VETO))
    every, _ = pupil.weights(fitted(pupil.table(learned.texts), learned.labels, learned.weights))
    columns = np.sort(np.argsort(-np.abs(every), kind="stable")[:KEPT])
    last, bias = pupil.weights(fitted(pupil.table(learned.texts, columns), learned.labels, learned.weights), columns)
    names = texts.names
    kept = {names[k]: float(f"{w:.3g}") for k, w in zip(columns, last, strict=True)}
    out = {
        "check": concern.check,
        "bias": round(bias, 4),
        "threshold": round(speaks, 3),
        "in_a_reply": round(in_a_reply, 3),
        "warns": round(warns, 3),
        "veto": round(veto, 3),
        **({"signs": weights} if weights else {}),
    }
    return as_json(out, dict(sorted(kept.items()))), f"{concern.check:16} {_figures(tried, speaks, warns)}"


def _figures(tried: Trial, speaks: float, warns: float) -> str:
    """What the trial says of a model at its thresholds."""
    said = tried.likely >= speaks
    right = int(tried.labels[said].sum())
    loud = tried.labels[tried.likely >= warns].sum()
    usual = f", {np.mean(tried.ordinary >= speaks):.1%} of ordinary sentences" if len(tried.ordinary) else ""
    return (
        f"{len(tried.labels):5} texts, speaks from {speaks:.2f}: finds {right / tried.labels.sum():.0%} of other"
        f" hands', right {right / max(said.sum(), 1):.0%}{usual};"
        f" warns from {warns:.2f}: finds {loud / tried.labels.sum():.0%}"
    )


def as_json(made: dict[str, object], weights: dict[str, float]) -> str:
    """A model on a few lines: what it is on the first, its weights by the first letter of the feature."""
    by_letter: dict[str, dict[str, float]] = {}
    for name, weight in weights.items():
        by_letter.setdefault(name[0], {})[name] = weight
    rows = [json.dumps(row, ensure_ascii=False, separators=(",", ":"))[1:-1] for row in by_letter.values()]
    return json.dumps(made)[:-1] + ', "weights": {\n' + ",\n".join(rows) + "\n}}\n"


def main() -> int:
    """Write every model whose sentences are there; with names of languages and checks, those alone."""
    folders = [path for path in sorted(PROSE.iterdir()) if path.is_dir()]
    languages = {path.name for path in folders}
    named, checks = set(sys.argv[1:]) & languages or languages, set(sys.argv[1:]) - languages
    for folder in (path for path in folders if path.name in named):
        files, texts = read(folder.name), Texts()
        concerns = [one for one in CONCERNS if one.file in files and (not checks or one.check in checks)]
        for concern in (one for one in CONCERNS if one.file in files):
            for line in files[concern.file]:
                for text in (line.text, *pieces(concern, line.text)):
                    texts.add(text)
        for text, _ in ordinary(files):
            texts.add(text)
        for concern in concerns:
            made, said = model(concern, files, texts, folder.name)
            path = MODELS / folder.name / f"{concern.check}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made, encoding="utf-8")
            print(f"{folder.name} {said}, {path.stat().st_size / 1000:.0f} kB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
