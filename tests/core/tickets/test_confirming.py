"""A request is confirmed where that helps, and never for ever."""

from datetime import UTC, datetime, timedelta

import pytest

from entendu.core.tickets.confirming import ONCE_IN, Request, should_confirm

NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)


def request(sender="marie@example.org", *, may=True, before=None, answered=False):
    return Request(sender, may, NOW, NOW - before if before else None, answered)


@pytest.mark.parametrize(("asked", "confirmed"), [
    (request(), True),
    (request(may=False), False),
    (request(before=timedelta(minutes=1)), False),
    (request(before=ONCE_IN - timedelta(seconds=1)), False),
    (request(before=ONCE_IN), True),
    (request(before=timedelta(minutes=1), answered=True), True),
    (request("no-reply@shop.example"), False),
    (request("NoReply+42@shop.example"), False),
    (request("do_not_reply@shop.example"), False),
    (request("ne-pas-repondre@boutique.example"), False),
    (request("nu-raspunde@magazin.example"), False),
    (request("mailer-daemon@mx.example"), False),
    (request("bounces-7@list.example"), False),
    (request("noreen@example.org"), True),
    (request("autograf@example.org"), True),
    (request("replyto.marie@example.org"), True),
])
def test_who_is_told_that_the_request_has_arrived(asked, confirmed):
    assert should_confirm(asked) is confirmed
