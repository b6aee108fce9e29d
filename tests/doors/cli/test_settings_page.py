"""docs/settings.md says of every variable what the program says, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from entendu.config.environment import ALL, Setting

PAGE = Path(__file__).parents[3] / "docs" / "settings.md"


@pytest.mark.parametrize("setting", ALL, ids=lambda setting: setting.name)
def test_the_page_has_the_programs_words(setting: Setting) -> None:
    default = f"`{setting.default}`" if setting.default else "empty"
    assert f"| `{setting.name}` | {default} | {setting.meaning} |" in PAGE.read_text(encoding="utf-8").splitlines()
