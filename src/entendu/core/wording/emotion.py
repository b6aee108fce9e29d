"""What a customer seems to feel, and what it is aimed at: a guess, in words, about a message as a whole.

None means calm. Worry, frustration and anger have a target: the situation, the company or a person; anger at the
situation is no insult. The models are those of `data/prose/*/emotion.txt`.
"""

from __future__ import annotations

from collections.abc import Iterator

from entendu.core.wording import judged, linear
from entendu.core.wording.findings import Direction, Finding, Severity
from entendu.core.wording.prose import Prose


def findings(text: Prose, language: str) -> Iterator[Finding]:
    """At most one finding, of the whole text."""
    models = linear.of_the_product(language, Direction.IN)
    if not text.sentences or models.model("upset") is None:
        return
    seen = judged.likelihoods(text, models)
    if not seen:
        return
    upset = max(seen, key=lambda each: each["upset"])
    likely = {**{name: max(each[name] for each in seen) for name in ("upset", "worry", "satisfaction")}, **_rest(upset)}
    value = _value(models, likely)
    if value:
        start, end = text.sentences[0].start, text.sentences[-1].end
        target = "" if value == "satisfaction" else _target(models, likely)
        yield Finding("emotion", start, end, severity=Severity.HINT, value=value, target=target, rule="emotion")


def _rest(upset: dict[str, float]) -> dict[str, float]:
    """How angry, and at whom, is asked of the place where they are most upset."""
    return {name: likely for name, likely in upset.items() if name == "anger" or name.startswith("at-")}


def _value(models: linear.Models, likely: dict[str, float]) -> str:
    if _speaks(models, likely, "upset"):
        return "anger" if _speaks(models, likely, "anger") else "frustration"
    return next((name for name in ("worry", "satisfaction") if _speaks(models, likely, name)), "")


def _target(models: linear.Models, likely: dict[str, float]) -> str:
    at = max(("person", "company"), key=lambda name: likely.get(f"at-{name}", 0.0))
    return at if _speaks(models, likely, f"at-{at}") else "situation"


def _speaks(models: linear.Models, likely: dict[str, float], name: str) -> bool:
    model = models.model(name)
    return model is not None and likely[name] >= model.threshold
