"""Mail accounts: what was read there counts for that place alone."""

import pytest

from entendu.parts.inbox import actions
from entendu.parts.staff import actions as staff
from entendu.parts.tickets import actions as tickets


@pytest.fixture
def account(db):
    mailbox = tickets.add_mailbox(name="Care", address="care@example.org", team=staff.add_team("Care"))
    made = actions.set_account(mailbox, host="imap.example.org", username="care", secret="sealed")
    actions.fetched(made, uid_validity=7, last_uid=42, now=None)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(("change", "read_to"), [
    ({"host": "imap.example.net"}, 0),
    ({"username": "support"}, 0),
    ({"folder": "Support"}, 0),
    ({"port": 143}, 42),
    ({"secret": "sealed anew", "host": "imap.example.org"}, 42),
])
def test_another_place_is_read_from_its_beginning(account, change, read_to):
    changed = actions.set_account(account.mailbox, **change)
    changed.refresh_from_db()
    assert changed.last_uid == read_to
