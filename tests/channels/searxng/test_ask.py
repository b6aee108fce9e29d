"""A question to a SearXNG: its results as plain values, and each way of not answering."""

from __future__ import annotations

import httpx
import pytest

from entendu.channels.searxng.ask import LARGEST, NotAnswered, ask
from tests.channels.searxng.robot import result, searx


def test_results() -> None:
    rows = [result("https://a.example/1", "Booking\nform", "It does   nothing."), result("file:///etc/x", "A file", ""),
            result("https://a.example/2", "", "Words")]
    with searx(results=rows) as robot:
        answer = ask(robot.url + "/", "booking form", "fr")
    assert robot.asked == [{"q": "booking form", "format": "json", "pageno": "1", "language": "fr"}]
    assert [(one.url, one.title, one.said) for one in answer.results] == [
        ("https://a.example/1", "Booking form", "It does nothing."),
        ("https://a.example/2", "https://a.example/2", "Words")]
    assert (answer.spellings, answer.silent) == (("booking page",), ("brave",))


@pytest.mark.parametrize(("more", "why"), [
    ({"json": False}, "json"), ({"status": 429}, "many"), ({"status": 500}, "status"), ({"status": 302}, "status"),
    ({"raw": b"<html>"}, "form"), ({"raw": b"[]"}, "form"), ({"raw": b'{"results": "none"}'}, "form"),
    ({"raw": b" " * (LARGEST + 1)}, "form"),
])
def test_no_answer(more: dict[str, object], why: str) -> None:
    with searx(**more) as robot, pytest.raises(NotAnswered) as refused:
        ask(robot.url, "booking")
    assert refused.value.why == why


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "http://[::1", "nowhere"])
def test_nobody_there(address: str) -> None:
    with pytest.raises(NotAnswered) as refused:
        ask(address, "booking")
    assert refused.value.why == "address"


def test_somebody_who_takes_too_long() -> None:
    def slow(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too long", request=request)

    with pytest.raises(NotAnswered) as refused:
        ask("http://searx.example", "booking", transport=httpx.MockTransport(slow))
    assert refused.value.why == "time"
