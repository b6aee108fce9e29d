"""Debian's Chromium, driven by Playwright: a fresh profile for each test, and pages that may not complain."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

EXECUTABLE = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]
# Milliseconds. A slow machine is no reason to fail: a page may take this long to come, and this long to change.
PATIENCE = 45_000
expect.set_options(timeout=PATIENCE / 3)
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True,
}
# Reported by the page itself, because a console message does not tell every violation.
WATCH_POLICY = """
addEventListener('securitypolicyviolation', event => console.error(
  `CSP: ${event.effectiveDirective} blocks ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`));
"""
# The levels that an administration has to meet (EN 301 549), and axe's own advice.
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_OPTIONS = {"resultTypes": ["violations"], "runOnly": AXE_RULES}


@dataclass  # without slots: Playwright writes an attribute of its own on the owner of a handler
class Visitor:
    """One person's browser: its own cookies and its own list of complaints."""

    context: BrowserContext
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def page(self) -> Page:
        """A new page whose console errors, exceptions and policy violations are kept."""
        page = self.context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))
        return page

    def expect(self, words: str) -> None:
        """Complaints that hold these words are part of the test, such as the console's line on a 403 that was meant."""
        self.expected.append(words)

    def check(self) -> None:
        """AssertionError that lists each complaint that was not expected."""
        unexpected = [said for said in self.complaints if not any(words in said for words in self.expected)]
        assert not unexpected, "The browser complained:\n" + "\n".join(unexpected)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location
            self.complaints.append(f"{message.text} ({where['url']}:{where['lineNumber']})")


def check_axe(page: Page, context: str | None = None) -> list[str]:
    """What is not accessible on the page, or in the part that the CSS selector `context` names; one line an element.

    To be compared with an empty list, so that a failure shows the lines.
    """
    found = Axe().run(page, context=context, options=AXE_OPTIONS).response["violations"]
    return [
        f"{violation['impact']}: {violation['id']}: {' '.join(map(str, node['target']))}: {violation['help']}"
        f" — {node['html'][:160]}"
        for violation in found for node in violation["nodes"]
    ]


@contextmanager
def visiting(chromium: Browser, device: dict[str, Any] = DESKTOP, **options: Any) -> Iterator[Visitor]:
    """A person with a fresh profile; `options` are Playwright's for a context (color_scheme, locale, base_url, …).

    At the end the browser's complaints fail the test.
    """
    with chromium.new_context(**device, **options) as context:
        context.set_default_timeout(PATIENCE)
        context.add_init_script(WATCH_POLICY)
        visitor = Visitor(context)
        yield visitor
        visitor.check()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser process for the run.

    Playwright's event loop stays on this thread until the end of the run. So tests that use a browser come last
    (tests/conftest.py sees to it), and Django is told that its synchronous calls are meant.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=EXECUTABLE, args=FLAGS) as browser:
        yield browser


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """`visit(device=PHONE, color_scheme="dark")` gives a person's browser; several in one test are several people."""
    with ExitStack() as visits:
        def new(device: dict[str, Any] = DESKTOP, color_scheme: Literal["light", "dark"] = "light",
                **options: Any) -> Visitor:
            return visits.enter_context(visiting(chromium, device, color_scheme=color_scheme, **options))

        yield new


@pytest.fixture
def page(visit: Callable[..., Visitor]) -> Page:
    """One person's page: desktop, light."""
    return visit().page()
