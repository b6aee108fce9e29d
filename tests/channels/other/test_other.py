"""What Apprise reaches, with a service of our own behind its JSON form: one way out, an outcome that is no guess."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace

import pytest

from entendu.channels.messages import Account, File, Outgoing
from entendu.channels.other.probe import probe
from entendu.channels.other.send import send
from entendu.channels.other.service import plugin_of
from entendu.channels.trouble import Deferred, LostSight, Refused, Withdrawn
from tests.channels.other.robot import Service, running_service

# One of Apprise's plug-ins stands on a library that asks for a module which Python is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

PARCEL = Outgoing("marie-laval", "Your meter is replaced on Thursday. — Ștefan 👋", "1-0", subject="News")


@pytest.fixture
def service() -> Iterator[Service]:
    """The service, new for each test."""
    with running_service() as server:
        yield server


def at(url: str) -> Account:
    """An account with this address of Apprise's."""
    return Account("other", "apprise", "", secrets={"url": url})


def may_leave() -> bool:
    """Nobody took it back."""
    return True


def test_words_and_files_arrive(service: Service) -> None:
    files = (File("plan.pdf", "application/pdf", b"%PDF"), File("../../x.txt", "text/plain", b"x"))
    send(at(service.url), replace(PARCEL, files=files), before_flight=may_leave)
    [(path, told)] = service.told
    assert path == "/for/marie-laval"
    assert (told["message"], told["title"]) == (PARCEL.text, "News")
    assert [(one["filename"], base64.b64decode(one["base64"])) for one in told["attachments"]] == [
        ("plan.pdf", b"%PDF"), ("x.txt", b"x")]


def test_long_words_arrive_whole(service: Service) -> None:
    send(at(service.url), replace(PARCEL, text="some words " * 2000), before_flight=may_leave)
    said = " ".join(str(told["message"]) for _path, told in service.told)
    assert said.split() == ("some words " * 2000).split()


def test_an_error_is_for_now_and_silence_is_not_knowing(service: Service) -> None:
    service.planned.extend([403, None])
    with pytest.raises(Deferred, match="403"):
        send(at(service.url), PARCEL, before_flight=may_leave)
    assert service.told == []
    with pytest.raises(LostSight):
        send(at(service.url), PARCEL, before_flight=may_leave)


def test_nothing_leaves_when_it_was_taken_back(service: Service) -> None:
    with pytest.raises(Withdrawn):
        send(at(service.url), PARCEL, before_flight=lambda: False)
    assert service.told == []


def test_a_service_without_files_says_so() -> None:
    mute = at("sns://AHIAJGNT76XIMXDBIJYA/bu1dHSdO22pfaaVy/us-east-2/+23057001234")
    with pytest.raises(Refused, match="takes no files"):
        send(mute, replace(PARCEL, files=(File("a", "text/plain", b"a"),)), before_flight=may_leave)


@pytest.mark.parametrize("receiver", ["a?x=1", "a/b", "a&b", "a b", "%2F", "", "é"])
def test_a_receiver_adds_nothing_to_an_address(service: Service, receiver: str) -> None:
    with pytest.raises(Refused) as told:
        send(at(service.url), replace(PARCEL, to=receiver), before_flight=may_leave)
    assert told.value.gone
    assert service.told == []


@pytest.mark.parametrize("url", ["", "nonsense", "nothing://x", "syslog://", "file:///etc/passwd", "dbus://"])
def test_this_machine_is_no_service(url: str) -> None:
    assert plugin_of(url) is None
    assert not probe(at(url)).ok
    with pytest.raises(Deferred):
        send(at(url), PARCEL, before_flight=may_leave)


def test_try_it(service: Service) -> None:
    assert probe(at(service.url)).ok
    assert "one place" in probe(at("ntfy://ntfy.sh/desk")).sentence
    assert service.told == []
