"""Names say what is inside: no drawers for odds and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.house.source import File, Finding, findings, nothing

DRAWER = re.compile(r"^_?(utils?|common|helpers?|misc|shared|lib)(\.\w+)?$")


def drawers(file: File) -> Iterator[Finding]:
    """A folder or file called utils, common, helpers and the like; also as a plural, private, or a template."""
    for part in file.path.split("/"):
        if DRAWER.match(part):
            yield Finding(file.path, 1, f"'{part}' says nothing of what is inside")


def test_names() -> None:
    nothing([str(found) for found in findings(drawers, "src/**", "tests/**", "tools/**", "docs/**")])


@pytest.mark.parametrize(("path", "count"), [
    ("src/entendu/core/utils.py", 1), ("src/entendu/common/mail.py", 1), ("tests/helpers/world.py", 1),
    ("src/entendu/core/_helpers.py", 1), ("src/entendu/doors/web/templates/web/common.html", 1),
    ("src/entendu/core/mail/utility_bills.py", 0), ("src/entendu/core/commonplace.py", 0),
    ("src/entendu/channels/sms/send.py", 0),
])
def test_drawers(path: str, count: int) -> None:
    assert len(list(drawers(File(path, "")))) == count
