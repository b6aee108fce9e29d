"""An answer to a mail reaches whoever said "stop" to mails; nothing else goes along with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from entendu.core.governor.model import Inbound, Intent, Recipient, State, Submission, Waiting
from entendu.core.governor.release import release

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
BOTH = {"email": "grace@example.com", "sms": "+15550000001"}


def waiting(number: str, intent: Intent, body: str, case: str = "c1") -> Waiting:
    return Waiting(Submission(number, "crm", "grace", case, intent, body, NOW - timedelta(minutes=1)), NOW)


ANSWER = waiting("1", Intent.ANSWER, "Yes, the blue one is in stock.")
NEWS = waiting("2", Intent.UPDATE, "Your visit is on 18 December at 10:15.")
OTHER_CASE = waiting("3", Intent.ANSWER, "The bill is paid.", case="c2")


def parts(*waits: Waiting, opted_out: str, addresses: dict[str, str] | None = None) -> tuple[str, tuple[str, ...]]:
    """By which channel the first message leaves, and what it holds."""
    recipient = Recipient("Grace", addresses=addresses or BOTH, channel="email", opted_out=frozenset(opted_out.split()))
    wrote = (Inbound(NOW - timedelta(hours=2), "email", "c1"),)
    delivery = release(State(recipient, waiting=waits, inbound=wrote), NOW).delivery
    assert delivery is not None
    return delivery.channel, delivery.parts


def test_news_rides_along_where_they_have_not_said_stop() -> None:
    assert parts(ANSWER, NEWS, opted_out="") == ("email", ("1", "2"))


def test_the_answer_goes_alone_where_they_have() -> None:
    assert parts(ANSWER, NEWS, opted_out="email") == ("email", ("1",))


def test_the_news_then_goes_by_its_own_way() -> None:
    assert parts(NEWS, opted_out="email") == ("sms", ("2",))


def test_without_another_way_somebody_is_asked_about_the_news_alone() -> None:
    only = {"email": BOTH["email"]}
    assert parts(ANSWER, NEWS, opted_out="email", addresses=only) == ("email", ("1",))
    assert parts(NEWS, opted_out="email", addresses=only) == ("", ("2",))


def test_an_answer_on_a_case_of_which_they_did_not_write_by_mail_is_news_too() -> None:
    assert parts(ANSWER, OTHER_CASE, opted_out="email") == ("email", ("1",))
    assert parts(OTHER_CASE, opted_out="email") == ("sms", ("3",))
