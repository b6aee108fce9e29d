"""Doors share no pages: a template of one never extends, includes or uses a component of another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest

from tests.house.source import File, Finding, nothing, tracked

TEMPLATE = re.compile(r"^src/entendu/doors/(?P<door>\w+)/templates/(?P<name>.+)$")
USED = re.compile(r"""\{%-?\s*(?:extends|include)\s+["']([^"']+)["']""")
COMPONENT = re.compile(r"<c-([a-z][\w.-]*)")


def across_doors(files: Iterable[File]) -> Iterator[Finding]:
    """Uses of a template that another door owns and ours does not."""
    owned: dict[str, set[str]] = {}
    for file in files:
        if place := TEMPLATE.match(file.path):
            owned.setdefault(place["door"], set()).add(place["name"])
    for file in files:
        place = TEMPLATE.match(file.path)
        if not place:
            continue
        for number, line in enumerate(file.lines, 1):
            for name in [*USED.findall(line), *(_component(word) for word in COMPONENT.findall(line))]:
                others = {door for door, names in owned.items() if name in names}
                if others and place["door"] not in others:
                    yield Finding(file.path, number, f"uses {name} of the door {', '.join(sorted(others))}")


def _component(word: str) -> str:
    """`<c-ticket.state-badge>` → cotton/ticket/state_badge.html (django-cotton, "Component filenames")."""
    return f"cotton/{word.replace('.', '/').replace('-', '_')}.html"


def test_doors_share_no_templates() -> None:
    nothing([str(found) for found in across_doors(tracked())])


@pytest.mark.parametrize(("text", "count"), [
    ('{% extends "web/page.html" %}', 1),
    ("{%- include 'web/page.html' with a=1 %}", 1),
    ("<c-state-badge state='open' />", 1),
    ('{% extends "portal/page.html" %}', 0),
    ('{% include "allauth/layouts/base.html" %}', 0),
    ("<c-button>ok</c-button>", 0),
    ("<a href='web/page.html'>", 0),
])
def test_across_doors(text: str, count: int) -> None:
    files = [
        File("src/entendu/doors/web/templates/web/page.html", ""),
        File("src/entendu/doors/web/templates/cotton/state_badge.html", ""),
        File("src/entendu/doors/portal/templates/portal/page.html", ""),
        File("src/entendu/doors/portal/templates/cotton/button.html", ""),
        File("src/entendu/doors/portal/templates/portal/case.html", text),
    ]
    assert len(list(across_doors(files))) == count
