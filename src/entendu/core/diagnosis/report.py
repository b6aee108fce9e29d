"""The report by which a case goes to the developers: everything that they would otherwise ask for, in one text.

It is written as Markdown (CommonMark), which GitHub and GitLab take as it is and `adf.py` translates for Jira. A member
reads and changes it before it leaves, so each part stands under a heading of its own, and what is not known says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from entendu.core.diagnosis.report_words import WORDS, Words

LONGEST_TEXT = 20_000  # characters of one attached text; GitHub takes 65,536 in a whole issue
# GitHub and GitLab call upon whoever stands behind an @ in the text of an issue; a customer's words must not. A space
# of no width parts the two: a backslash would not, because names are looked for in the text as it is shown.
_CALL = re.compile(r"@(?=\w)")
_FENCE = re.compile(r"`{3,}")
NO_WIDTH = "\u200b"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something said of the case. `state` is claimed, confirmed or refuted; `evidence` says in words by what."""

    words: str
    state: str = "claimed"
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """What it may come from. `state` is open, out (ruled out) or found (confirmed); `evidence` says by what."""

    words: str
    state: str = "open"
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """An error code as it was read, with what is known of it ("" where nothing is)."""

    code: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes along: as a link to where members may open it, or as its text."""

    name: str
    url: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of a case, ready to be written down.

    `heard` is the restatement, `confirmed` whether the customer said that it is right; `said` are their own words where
    nothing was restated. `case` is the address of the case at this desk.
    """

    heard: str = ""
    confirmed: bool = False
    said: str = ""
    facts: tuple[Fact, ...] = ()
    steps: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    causes: tuple[Cause, ...] = ()
    attached: tuple[Attached, ...] = ()
    case: str = ""


def markdown(report: Report, language: str) -> str:
    """The report in Markdown under headings in English, French or Romanian (else English); no line is a heading by
    accident, nobody is called upon by what a customer wrote."""
    words = WORDS.get(language, WORDS["en"])
    parts = (_heard(report, words), _facts(report, words), _steps(report, words), _environment(report, words),
             _codes(report, words), _causes(report, words), _attached(report, words))
    text = "\n\n".join(part for part in parts if part)
    return f"{text}\n\n{words.case.format(url=report.case)}\n" if report.case else f"{text}\n"


def lacking(report: Report) -> tuple[str, ...]:
    """The names of the parts that developers ask for first and of which nothing is known: heard, steps, environment,
    codes."""
    parts = {"heard": report.heard or report.said, "steps": report.steps, "environment": report.environment,
             "codes": report.codes}
    return tuple(name for name, there in parts.items() if not there)


def plain(words: str) -> str:
    """A stranger's words on one line as Markdown that shows them as they are and calls nobody."""
    line = " ".join(words.split())
    line = re.sub(r"([\\`*_\[\]<>~|])", r"\\\1", line)
    line = re.sub(r"^([#>+=-])", r"\\\1", line)
    line = re.sub(r"^(\d+)([.)])", r"\1\\\2", line)
    return _CALL.sub(f"@{NO_WIDTH}", line)


def quoted(words: str) -> str:
    """A stranger's words as a quotation, line by line."""
    lines = [plain(line) for line in words.strip().splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def fenced(text: str) -> str:
    """A text as a block of code, fenced so that nothing in it ends the block (CommonMark §4.5)."""
    longest = max((len(run) for run in _FENCE.findall(text)), default=2)
    fence = "`" * (longest + 1)
    shown = text[:LONGEST_TEXT].rstrip("\n")
    return f"{fence}\n{shown}\n{fence}"


def _part(title: str, body: str) -> str:
    return f"## {title}\n\n{body}"


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _heard(report: Report, words: Words) -> str:
    if report.heard:
        confirmed = words.confirmed if report.confirmed else words.not_confirmed
        return _part(words.heard, f"{quoted(report.heard)}\n\n{confirmed}")
    return _part(words.heard, quoted(report.said) if report.said.strip() else words.unknown)


def _facts(report: Report, words: Words) -> str:
    if not report.facts:
        return _part(words.facts, words.unknown)
    order = sorted(report.facts, key=lambda fact: ("confirmed", "claimed", "refuted").index(fact.state))
    return _part(words.facts, _bullets(_with_state(fact.words, words.states[fact.state], fact.evidence)
                                       for fact in order))


def _with_state(said: str, state: str, evidence: str) -> str:
    return f"{plain(said)} (**{state}**" + (f": {plain(evidence)})" if evidence else ")")


def _steps(report: Report, words: Words) -> str:
    steps = "\n".join(f"{place}. {plain(step)}" for place, step in enumerate(report.steps, 1))
    return _part(words.steps, steps or words.unknown)


def _environment(report: Report, words: Words) -> str:
    return _part(words.environment, _bullets(map(plain, report.environment)) or words.unknown)


def _codes(report: Report, words: Words) -> str:
    def line(code: Code) -> str:
        shown = f"`{code.code.replace('`', '')}`"
        return f"{shown}: {plain(code.meaning)}" if code.meaning else shown

    return _part(words.codes, _bullets(map(line, report.codes))) if report.codes else ""


def _causes(report: Report, words: Words) -> str:
    """What was found, what was ruled out and what was not: nobody looks twice where somebody has looked."""
    titles = {"found": words.states["confirmed"], "out": words.ruled_out, "open": words.possible}
    lines = [_with_state(cause.words, title, cause.evidence)
             for state, title in titles.items() for cause in report.causes if cause.state == state]
    return _part(words.causes, _bullets(lines)) if lines else ""


def _attached(report: Report, words: Words) -> str:
    blocks = []
    links = [f"[{plain(one.name)}]({one.url})" for one in report.attached if one.url and not one.text]
    if links:
        blocks.append(f"{_bullets(links)}\n\n{words.sign_in}")
    blocks += [f"{plain(one.name)}:\n\n{fenced(one.text)}" for one in report.attached if one.text]
    return _part(words.attached, "\n\n".join(blocks)) if blocks else ""
