"""The pictures of a story, step by step, for whoever wants to look at it: `make stories` keeps them.

Without ENTENDU_STORY_SHOTS, the folder that takes them, none is taken.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

from playwright.sync_api import Page, expect

_numbers = count(1)


def shot(page: Page, story: str, step: str) -> None:
    """One page as it looks now, in the story's folder: numbered by when it was taken, named by the step."""
    kept = os.environ.get("ENTENDU_STORY_SHOTS")
    if kept is None:
        return
    # What comes a moment after the page, the rail and the list beside a case, belongs to the picture.
    expect(page.locator("[hx-trigger='load'], #rows:not(:has(*))").locator("visible=true")).to_have_count(0)
    folder = Path(kept) / story
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{next(_numbers):03d} {step}.png", full_page=True)
