"""The report to the developers: complete, in their language, and nothing in it does what a customer's words could."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.diagnosis import adf
from entendu.core.diagnosis.report import (
    NO_WIDTH,
    Attached,
    Cause,
    Code,
    Fact,
    Report,
    fenced,
    lacking,
    markdown,
    plain,
    quoted,
)
from entendu.core.diagnosis.report_words import WORDS

EXPORT = Report(
    heard="Exports above 10,000 rows end with a 502.", confirmed=True,
    facts=(Fact("It worked on Monday"), Fact("The gateway gives up after 30 s", "confirmed", "access log, 14:02"),
           Fact("The file is too large", "refuted", "a smaller one fails too")),
    steps=("Open Orders", "Choose Export"), environment=("Firefox 128", "Windows 11"),
    codes=(Code("HTTP 502", "the server behind did not answer"),),
    causes=(Cause("A defect on our side"), Cause("Their network", "out", "fails from ours as well")),
    attached=(Attached("log.txt", text="14:02 upstream timed out"), Attached("screen.png", url="https://desk/files/7/")),
    case="https://desk.example.org/c/812/")


def test_everything_that_is_known_stands_in_it() -> None:
    assert markdown(EXPORT, "en") == """## What we heard

> Exports above 10,000 rows end with a 502.

The customer confirmed it.

## Evidence

- The gateway gives up after 30 s (**confirmed**: access log, 14:02)
- It worked on Monday (**claimed**)
- The file is too large (**refuted**: a smaller one fails too)

## Steps

1. Open Orders
2. Choose Export

## Environment

- Firefox 128
- Windows 11

## Error codes

- `HTTP 502`: the server behind did not answer

## Causes

- Their network (**ruled out**: fails from ours as well)
- A defect on our side (**not ruled out**)

## Attached

- [screen.png](https://desk/files/7/)

The links ask for a sign-in at the support desk.

log.txt:

```
14:02 upstream timed out
```

The case: https://desk.example.org/c/812/
"""


def test_what_is_not_known_says_so() -> None:
    bare = markdown(Report(said="It fails."), "en")
    assert bare.count("Not known yet.") == 3
    assert "> It fails." in bare
    assert lacking(Report(said="It fails.")) == ("steps", "environment", "codes")
    assert lacking(EXPORT) == ()


@pytest.mark.parametrize("language", sorted(WORDS))
def test_each_language_has_every_heading(language: str) -> None:
    said = markdown(EXPORT, language)
    assert len(re.findall(r"^## ", said, re.MULTILINE)) == 7
    assert WORDS[language].steps in said


def test_an_unknown_language_is_english() -> None:
    assert markdown(EXPORT, "de") == markdown(EXPORT, "en")


@pytest.mark.parametrize(("said", "shown"), [
    ("ask @everyone", f"ask @{NO_WIDTH}everyone"), ("# Big", r"\# Big"), ("1. first", r"1\. first"),
    ("![x](http://t.example/a.png)", r"!\[x\](http://t.example/a.png)"), ("<img src=x>", r"\<img src=x\>"),
    ("a * b_c", r"a \* b\_c"), ("- item", r"\- item"),
])
def test_a_strangers_words_do_nothing(said: str, shown: str) -> None:
    assert plain(said) == shown


def test_a_quotation_is_one_to_its_last_line() -> None:
    assert quoted("One\n\n## Two") == "> One\n>\n> \\## Two"


@given(st.text())
def test_nothing_ends_a_block_of_code_before_its_end(text: str) -> None:
    first, *inside, last = fenced(text).split("\n")
    assert first == last
    assert set(first) == {"`"}
    assert not any(len(run) >= len(first) for line in inside for run in re.findall(r"`+", line))


def nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
    """A node and all below it."""
    return [node, *(below for one in node.get("content", []) for below in nodes(one))]


WITHIN = {
    "doc": {"paragraph", "heading", "bulletList", "orderedList", "blockquote", "codeBlock"},
    "bulletList": {"listItem"}, "orderedList": {"listItem"}, "listItem": {"paragraph"}, "blockquote": {"paragraph"},
    "paragraph": {"text", "hardBreak"}, "heading": {"text", "hardBreak"}, "codeBlock": {"text"},
}


def broken(document: dict[str, Any]) -> list[str]:
    """What Jira would refuse: a node in the wrong place, an empty text or list, marks where none may be."""
    wrong = []
    for node in nodes(document):
        for inner in node.get("content", []):
            if inner["type"] not in WITHIN[node["type"]]:
                wrong.append(f"{inner['type']} in {node['type']}")
            if node["type"] == "codeBlock" and inner.get("marks"):
                wrong.append("a mark in a block of code")
        if node["type"] == "text":
            marks = [mark["type"] for mark in node.get("marks", [])]
            if not node["text"] or ("code" in marks and set(marks) - {"code", "link"}) or node.get("marks") == []:
                wrong.append(str(node))
        if node["type"] in {"bulletList", "orderedList", "listItem", "blockquote"} and not node["content"]:
            wrong.append(f"an empty {node['type']}")
    return wrong


def test_the_report_for_jira_has_the_same_parts() -> None:
    document = adf.document(markdown(EXPORT, "en"))
    assert broken(document) == []
    titles = [node["content"][0]["text"] for node in document["content"] if node["type"] == "heading"]
    assert titles == ["What we heard", "Evidence", "Steps", "Environment", "Error codes", "Causes", "Attached"]
    kinds = [node["type"] for node in document["content"] if node["type"] != "heading"]
    assert kinds == ["blockquote", "paragraph", "bulletList", "orderedList", "bulletList", "bulletList", "bulletList",
                     "bulletList", "paragraph", "paragraph", "codeBlock", "paragraph"]
    assert document["content"][-1]["content"][-1]["marks"] == [
        {"type": "link", "attrs": {"href": "https://desk.example.org/c/812/"}}]


@pytest.mark.parametrize(("line", "content"), [
    ("a **b** c", [{"type": "text", "text": "a "}, {"type": "text", "text": "b", "marks": [{"type": "strong"}]},
                   {"type": "text", "text": " c"}]),
    (r"a \* b", [{"type": "text", "text": "a * b"}]),
    ("`x_y_z`", [{"type": "text", "text": "x_y_z", "marks": [{"type": "code"}]}]),
    ("snake_case_name stays", [{"type": "text", "text": "snake_case_name stays"}]),
    ("[log \\[1\\]](https://d.example/1)", [{"type": "text", "text": "log [1]", "marks": [
        {"type": "link", "attrs": {"href": "https://d.example/1"}}]}]),
    ("[no](javascript:alert)", [{"type": "text", "text": "[no](javascript:alert)"}]),
])
def test_within_a_line(line: str, content: list[dict[str, Any]]) -> None:
    assert adf.document(line)["content"] == [{"type": "paragraph", "content": content}]


@given(st.text(alphabet=st.sampled_from("ab1. -#>*_`~[](){}\\\n \thtps:/"), max_size=80) | st.text(max_size=60))
def test_whatever_is_typed_is_a_document(text: str) -> None:
    assert broken(adf.document(text)) == []


@given(st.lists(st.text(alphabet=st.characters(whitelist_categories=("L", "N")), min_size=1, max_size=12), min_size=1))
def test_no_word_is_lost_on_the_way_to_jira(words: list[str]) -> None:
    said = markdown(Report(heard=" ".join(words), steps=tuple(words), case="https://d.example/c/1/"), "en")
    there = "".join(node["text"] for node in nodes(adf.document(said)) if node["type"] == "text")
    assert all(word in there for word in words)
