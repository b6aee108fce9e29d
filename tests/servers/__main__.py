"""`make servers`: the private servers of the tests, to try the desk against by hand, until Ctrl-C."""

from __future__ import annotations

import signal
import sys
from contextlib import ExitStack

from tests.servers.certificates import made_certificates
from tests.servers.dovecot import running_dovecot
from tests.servers.oauth import running_oauth
from tests.servers.postfix import running_postfix
from tests.servers.postgres import running_postgres
from tests.servers.processes import ServerFailed

STOPS = {signal.SIGINT, signal.SIGTERM}
MAILBOX, PASSWORD = "help@desk.example", "help"
TOLD = """
PostgreSQL   {postgres.url}
IMAP         localhost:{dovecot.imap_port} (STARTTLS), localhost:{dovecot.imaps_port} (TLS)
LMTP         localhost:{dovecot.lmtp_port}, for mailboxes of Dovecot
SMTP         localhost:{postfix.port}, takes mail for desk.example
Submission   localhost:{postfix.submission_port} (STARTTLS, AUTH)
OAuth        {oauth.token_url}, client {oauth.client_id}, secret {oauth.client_secret}
Mailbox      {mailbox}, password {password}, refresh token {refresh_token}
Authority    {certificates.authority}

Ctrl-C stops them all and removes their data.
"""


def main() -> int:
    """Start, tell the addresses, wait."""
    for number in STOPS:
        signal.signal(number, lambda *_: sys.exit(0))  # raised wherever we are: what has started is stopped on the way
    with ExitStack() as running:
        try:
            certificates = running.enter_context(made_certificates())
            oauth = running.enter_context(running_oauth())
            postgres = running.enter_context(running_postgres())
            dovecot = running.enter_context(running_dovecot(certificates, oauth))
            routes = {"desk.example": ("lmtp", dovecot.lmtp_port)}
            postfix = running.enter_context(running_postfix(certificates, dovecot.auth_port, routes))
        except ServerFailed as failure:
            print(failure, file=sys.stderr)
            return 1
        dovecot.add_user(MAILBOX, PASSWORD)
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)  # from here on a stop is waited for; none slips in between
        print(TOLD.format(postgres=postgres, dovecot=dovecot, postfix=postfix, oauth=oauth, certificates=certificates,
                          mailbox=MAILBOX, password=PASSWORD, refresh_token=oauth.grant(MAILBOX)), flush=True)
        signal.sigwait(STOPS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
