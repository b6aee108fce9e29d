"""docs/settings.md says of every variable what the program says, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from entendu.config.environment import ALL, Setting, serve_at, url

PAGE = Path(__file__).parents[3] / "docs" / "settings.md"


@pytest.mark.parametrize("setting", ALL, ids=lambda setting: setting.name)
def test_the_page_has_the_programs_words(setting: Setting) -> None:
    default = f"`{setting.default}`" if setting.default else "empty"
    assert f"| `{setting.name}` | {default} | {setting.meaning} |" in PAGE.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("given", "listen", "port", "expected"), [
    ("", "127.0.0.1:8000", None, "http://127.0.0.1:8000"),
    ("", "192.0.2.7:80", None, "http://192.0.2.7:80"),
    ("", "127.0.0.1:8000", 9001, "http://127.0.0.1:9001"),
    ("https://desk.example.org/", "127.0.0.1:8000", 9001, "https://desk.example.org"),
])
def test_links_lead_where_the_pages_are_served_unless_told_otherwise(
        given: str, listen: str, port: int | None, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTENDU_URL", given)
    monkeypatch.setenv("ENTENDU_LISTEN", listen)
    if port:
        serve_at(port)
    assert url() == expected
