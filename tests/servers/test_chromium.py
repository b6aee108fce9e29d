"""The browser loads pages, on a desk and on a phone, by day and by night, and its complaints are heard."""

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

from tests.servers.chromium import PATIENCE, PHONE, Visitor, check_axe, visiting

PAGE = """<!doctype html><html lang="en"><head><title>Desk</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"></head><body><main><h1>Open tickets</h1>{}</main></body></html>"""
PAGES = {
    "/good": PAGE.format("<p>Nobody waits for us.</p>"),
    "/unlabelled": PAGE.format("<input type='text' id='subject'>"),
    "/inline-script": PAGE.format("<script>document.title = 'changed'</script>"),
    "/throws": PAGE.format("<script src='/throws.js'></script>"),
}


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        script = self.path == "/throws.js"
        body = ("throw new Error('nobody caught me')" if script else PAGES[self.path]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if script else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", "default-src 'self'; img-src data:")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing to tell."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_loads_a_page_that_is_accessible(page: Page, site: str) -> None:
    page.goto(f"{site}/good")
    assert page.get_by_role("heading").inner_text() == "Open tickets"
    assert check_axe(page) == []


def test_a_phone_at_night(visit: Callable[..., Visitor], site: str) -> None:
    page = visit(PHONE, color_scheme="dark", locale="fr").page()
    page.goto(f"{site}/good")
    seen = page.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches, navigator.language]")
    assert seen == [390, True, "fr"]


def test_axe_names_the_element_and_the_rule(page: Page, site: str) -> None:
    page.goto(f"{site}/unlabelled")
    assert [line.split(": ")[:3] for line in check_axe(page)] == [["critical", "label", "#subject"]]


@pytest.mark.parametrize(("path", "words"), [("/inline-script", "CSP: script-src"), ("/throws", "nobody caught me")])
def test_complaints_of_the_browser_fail_the_test(chromium: Browser, site: str, path: str, words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        visit_until(chromium, site + path, words)


def visit_until(chromium: Browser, address: str, words: str) -> None:
    """One visit that lasts until these words of the browser were heard: it may say them after it has loaded."""
    with visiting(chromium) as visitor:
        page = visitor.page()
        page.goto(address)
        until = time.monotonic() + PATIENCE / 1000
        while not any(words in said for said in visitor.complaints) and time.monotonic() < until:
            page.wait_for_timeout(20)


def test_a_complaint_may_be_expected(visit: Callable[..., Visitor], site: str) -> None:
    visitor = visit()
    visitor.expect("nobody caught me")
    visitor.page().goto(f"{site}/throws")
    assert visitor.complaints
