"""What somebody holds in their hand, for the pictures of a story: the messages of a telephone and its calls."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from playwright.sync_api import Page

Kind = Literal["got", "wrote", "call"]
STYLE = """
body { margin: 0; background: #e8ece9; color: #16201c; font: 17px/1.4 system-ui, sans-serif; }
h1 { margin: 0; padding: 20px 16px 14px; background: #fff; font-size: 19px; }
ol { display: flex; flex-direction: column; gap: 10px; margin: 0; padding: 16px; list-style: none; }
li { max-width: 78%; padding: 10px 14px; border-radius: 18px; background: #fff; white-space: pre-line; }
li.wrote { align-self: flex-end; background: #0b6a5b; color: #fff; }
li.call { align-self: center; max-width: none; background: none; text-align: center; color: #46524c; }
time { display: block; font-size: 13px; opacity: .8; }
"""


@dataclass
class Telephone:
    """Everything that came to it and was written on it, oldest first; `at` on its owner's clock."""

    owner: str
    lines: list[tuple[Kind, datetime, str]] = field(default_factory=list)

    def holds(self, kind: Kind, at: datetime, text: str) -> None:
        """One more line."""
        self.lines.append((kind, at, text))

    def shown_on(self, page: Page) -> Page:
        """The page, with the telephone's screen on it."""
        rows = "".join(f'<li class="{kind}"><time>{at:%H:%M}</time>{html.escape(text)}</li>'
                       for kind, at, text in self.lines)
        page.goto("about:blank")  # where no policy of the desk's holds
        name = html.escape(self.owner)
        page.set_content('<!doctype html><html lang="en"><head><meta charset="utf-8">'
                         f'<meta name="viewport" content="width=device-width"><title>{name}</title>'
                         f"<style>{STYLE}</style></head><body><main><h1>{name}</h1><ol>{rows}</ol></main></body></html>")
        return page
