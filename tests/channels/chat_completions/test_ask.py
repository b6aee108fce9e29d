"""A question to a language model: what leaves, what comes back, and each way of not answering."""

from __future__ import annotations

import gzip
import logging
import threading
from typing import Any

import pytest

from entendu.channels.chat_completions.ask import (
    LARGEST,
    Answer,
    Endpoint,
    NotAnswered,
    Question,
    ask,
    is_near,
    plain_address,
    same_server,
)
from tests.channels.chat_completions.robot import KEY, MODEL, completion, model_robot
from tests.servers.certificates import Certificates

QUESTION = Question("Say it kindly.", "You should have read the manual.", 400)


def endpoint(address: str, model: str = MODEL, key: str = KEY) -> Endpoint:
    """The robot as an administrator has named it."""
    return Endpoint(address, model, key)


def test_the_published_form() -> None:
    with model_robot() as robot:
        answer = ask(endpoint(robot.url), QUESTION)
    assert answer == Answer("The manual describes this step.", False)
    assert robot.asked == [{
        "model": MODEL, "temperature": 0, "max_tokens": 400, "stream": False,
        "messages": [{"role": "system", "content": "Say it kindly."},
                     {"role": "user", "content": "You should have read the manual."}]}]
    assert robot.shown[0]["authorization"] == f"Bearer {KEY}"
    assert robot.shown[0]["content-type"] == "application/json"


def test_without_a_key_none_is_shown() -> None:
    with model_robot(key="") as robot:
        assert ask(endpoint(robot.url, key=""), QUESTION).text
    assert "authorization" not in robot.shown[0]


def test_an_answer_that_was_cut() -> None:
    with model_robot(says="One.\nTw", finish="length") as robot:
        assert ask(endpoint(robot.url), QUESTION) == Answer("One.\nTw", True)


@pytest.mark.parametrize(("more", "why"), [
    ({"status": 500}, "trouble"), ({"status": 503, "raw": b"busy"}, "trouble"), ({"status": 429}, "many"),
    ({"status": 400}, "status"), ({"status": 403}, "key"), ({"key": "another"}, "key"),
    ({"status": 302, "headers": {"Location": "http://127.0.0.1:1/v1/chat/completions"}}, "moved"),
    ({"status": 307, "headers": {"Location": "/v2"}}, "moved"), ({"status": 404, "raw": b"404 not found"}, "path"),
    ({"raw": b"<html>"}, "form"), ({"raw": b""}, "form"), ({"raw": b"[]"}, "form"),
    ({"raw": b'{"choices": []}'}, "form"),
    ({"raw": b'{"choices": ["one"]}'}, "form"), ({"raw": b'{"choices": [{"message": "hello"}]}'}, "form"),
    ({"raw": b"[" * 60_000}, "form"), ({"raw": gzip.compress(b"{}"), "headers": {"Content-Encoding": "gzip"}}, "form"),
    ({"says": None}, "empty"), ({"says": " \n"}, "empty"), ({"raw": b" " * (LARGEST + 1)}, "long"),
])
def test_each_trouble(more: dict[str, Any], why: str) -> None:
    with model_robot(**more) as robot, pytest.raises(NotAnswered) as refused:
        ask(endpoint(robot.url), QUESTION)
    assert refused.value.why == why
    assert len(robot.asked) == 1, "no redirect is followed, and nothing is asked twice"


def test_a_model_that_is_not_there() -> None:
    with model_robot() as robot, pytest.raises(NotAnswered) as refused:
        ask(endpoint(robot.url, model="no-such-model"), QUESTION)
    assert refused.value.why == "model"


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/v1", "http://nobody.invalid/v1", "nowhere"])
def test_nobody_there(address: str) -> None:
    with pytest.raises(NotAnswered) as refused:
        ask(endpoint(address), QUESTION)
    assert refused.value.why == "address"


@pytest.mark.parametrize("key", ["schlüssel", "two\nlines"])
def test_a_key_that_no_header_can_hold(key: str) -> None:
    with model_robot() as robot, pytest.raises(NotAnswered) as refused:
        ask(endpoint(robot.url, key=key), QUESTION)
    assert refused.value.why in {"key", "address"}
    assert key not in str(refused.value)
    assert robot.asked == []


@pytest.mark.parametrize("drips", [False, True])
def test_whoever_takes_too_long(drips: bool) -> None:
    """Saying nothing, or a byte now and then: the time is that of the whole answer."""
    release = None if drips else threading.Event()
    with model_robot(release=release, drips=drips) as robot, pytest.raises(NotAnswered) as refused:
        ask(endpoint(robot.url), QUESTION, seconds=0.8)
    assert refused.value.why == "time"


def test_a_certificate_that_nobody_vouches_for(certificates: Certificates) -> None:
    with model_robot(certificates.server_context()) as robot, pytest.raises(NotAnswered) as refused:
        ask(endpoint(robot.url), QUESTION)
    assert refused.value.why == "tls"
    assert robot.asked == []


def test_no_key_and_no_sentence_in_logs_or_errors(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with model_robot(status=500) as robot, pytest.raises(NotAnswered) as refused:
        ask(endpoint(robot.url), QUESTION)
    with model_robot(key="another") as robot, pytest.raises(NotAnswered) as unknown:
        ask(endpoint(robot.url), QUESTION)
    said = f"{caplog.text} {refused.value} {unknown.value} {refused.value!r} {endpoint('http://x')!r} {QUESTION!r}"
    assert KEY not in said
    assert QUESTION.words not in said
    assert repr(Answer("a sentence", False)) == "Answer(cut=False)"


@pytest.mark.parametrize(("entered", "kept"), [
    (" http://localhost:11434/v1/ ", "http://localhost:11434/v1"),
    ("http://127.0.0.1:8080/v1/chat/completions", "http://127.0.0.1:8080/v1"),
    ("http://192.168.1.20:8000/v1", "http://192.168.1.20:8000/v1"), ("http://gpu:8000/v1", "http://gpu:8000/v1"),
    ("http://models.home.arpa/v1", "http://models.home.arpa/v1"), ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
    ("https://models.example/v1/", "https://models.example/v1"),
])
def test_addresses(entered: str, kept: str) -> None:
    assert plain_address(entered) == kept


@pytest.mark.parametrize(("entered", "why"), [
    ("", "address"), ("models.example/v1", "address"), ("ftp://models.example", "address"), ("https://", "address"),
    ("https://models.example/v1?key=1", "address"), ("https://models.example/v1#x", "address"),
    ("http://models.example/v1", "open"), ("http://203.0.114.9/v1", "open"), ("https://me:word@models.example", "name"),
    ("http://169.254.169.254/v1", "address"), ("http://0.0.0.0:8000", "address"), ("http://[fe80::1]/v1", "address"),
    ("http://localhost:port/v1", "address"), ("http://[::1/v1", "address"), ("https://mod els.example", "address"),
])
def test_addresses_that_are_none(entered: str, why: str) -> None:
    with pytest.raises(ValueError, match=f"^{why}$"):
        plain_address(entered)


def test_near_and_the_same() -> None:
    assert is_near("10.0.0.7")
    assert not is_near("models.example")
    assert same_server("http://gpu:8000/v1", "http://gpu:8000/v2")
    assert not same_server("http://gpu:8000/v1", "https://gpu:8000/v1")
    assert not same_server("https://models.example/v1", "https://models.example.org/v1")
    assert completion("x")["choices"]
