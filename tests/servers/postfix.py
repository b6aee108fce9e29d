"""A private Postfix 3.7, all of whose folders are its own: a port for the world, a port for submission, chosen routes.

It needs root: its master process drops privileges by itself. `make test` says so where that is not the case.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot
from tests.servers.processes import LOOPBACK, Account, Server, ServerFailed, accepts, free_port, private_folder, run

POSTFIX, MASTER_PROGRAM = "/usr/sbin/postfix", "/usr/lib/postfix/sbin/master"
MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = relay.test
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
biff = no
# The port for the world takes mail for routed domains only, and nothing from here ever leaves the machine.
relay_domains = {domains}
transport_maps = inline:{{ {routes} }}
default_transport = error:5.4.4 The tests route no mail there
disable_dns_lookups = yes
smtp_host_lookup = native
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_tls_chain_files = {certificates.key}, {certificates.chain}
smtpd_tls_security_level = may
smtp_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:{host}:{auth_port}
smtpd_client_connection_rate_limit = 0
smtpd_peername_lookup = no
# Retries within seconds, so that a test can watch them.
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
smtp_connect_timeout = 5s
smtp_destination_concurrency_failed_cohort_limit = 100
lmtp_destination_concurrency_failed_cohort_limit = 100
"""
MASTER = """
{host}:{port} inet n - n - - smtpd
{host}:{submission_port} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes -o smtpd_tls_auth_only=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
showq unix n - n - - showq
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(slots=True)
class Postfix:
    """A mail server whose `routes` say where mail for a domain goes: ("lmtp" or "smtp", loopback port)."""

    folder: Path
    certificates: Certificates
    auth_port: int
    host: str = "localhost"
    port: int = field(default_factory=free_port)
    submission_port: int = field(default_factory=free_port)
    routes: dict[str, tuple[Literal["lmtp", "smtp"], int]] = field(default_factory=dict)
    server: Server | None = None

    @property
    def logs(self) -> tuple[Path, ...]:
        """Shown when a test fails."""
        return (self.folder / "master.log", self.folder / "postfix.log")

    def start(self) -> None:
        """Start with the routes as they are now, and wait until both ports answer."""
        if os.geteuid() != 0:
            raise ServerFailed("Postfix can only be started by root. Nothing was started. Run the tests as root.")
        self._configure()
        run([POSTFIX, "-c", self.folder, "check"])
        # master(8) itself, not `postfix start-fg`, whose shell would stand between us and it.
        self.server = Server([MASTER_PROGRAM, "-c", self.folder, "-s"], self.folder / "master.log")
        self.server.wait_for_ports(self.port, self.submission_port)

    def _configure(self) -> None:
        owner = Account.named("postfix")
        for name in ("queue", "data"):
            (self.folder / name).mkdir(exist_ok=True)
        os.chown(self.folder / "data", owner.uid, owner.gid)
        self.folder.chmod(0o755)  # its processes run under two accounts
        # ARPA-style brackets: no MX lookup (transport(5)).
        routes = ", ".join(
            f"{{ {domain} = {kind}:{'inet:' if kind == 'lmtp' else ''}[{LOOPBACK}]:{port} }}"
            for domain, (kind, port) in self.routes.items()
        )
        (self.folder / "main.cf").write_text(MAIN.format(
            folder=self.folder, certificates=self.certificates, host=LOOPBACK, auth_port=self.auth_port,
            domains=" ".join(self.routes), routes=routes or "{ unrouted.invalid = error:5.4.4 unrouted }",
        ))
        (self.folder / "master.cf").write_text(MASTER.format(
            host=LOOPBACK, port=self.port, submission_port=self.submission_port,
        ))

    def stop(self) -> None:
        """An orderly stop; start() may follow, the queue stays."""
        if self.server:
            self.server.stop()

    def kill(self) -> None:
        """A power cut; start() may follow, and finds the queue."""
        if self.server:
            self.server.kill()

    def route(self, domain: str, kind: Literal["lmtp", "smtp"], port: int) -> None:
        """From now on, mail for this domain goes to this loopback port."""
        self.stop()
        self.routes[domain] = (kind, port)
        self.start()

    def restore(self, routes: dict[str, tuple[Literal["lmtp", "smtp"], int]]) -> None:
        """Run with these routes alone and an empty queue."""
        run(["/usr/sbin/postsuper", "-c", self.folder, "-d", "ALL"])
        if self.routes != routes or not accepts(self.port):
            self.stop()
            self.routes = routes
            self.start()

    def queue(self) -> list[dict[str, Any]]:
        """What waits: one object a message as `postqueue -j` tells it, with `queue_name`, `sender`, `recipients`."""
        return [json.loads(line) for line in run(["/usr/sbin/postqueue", "-c", self.folder, "-j"]).splitlines()]

    def flush(self) -> None:
        """Try all that waits again now."""
        run(["/usr/sbin/postqueue", "-c", self.folder, "-f"])

    def log(self) -> str:
        """All that Postfix has said so far."""
        return (self.folder / "postfix.log").read_text()


@contextmanager
def running_postfix(certificates: Certificates, auth_port: int,
                    routes: dict[str, tuple[Literal["lmtp", "smtp"], int]]) -> Iterator[Postfix]:
    """A server of its own on free ports, gone afterwards with its queue.

    `auth_port` is Dovecot's, which knows who may submit.
    """
    with private_folder("mta") as folder:
        server = Postfix(folder, certificates, auth_port, routes=dict(routes))
        try:
            server.start()
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def one_postfix(certificates: Certificates, dovecot: Dovecot) -> Iterator[Postfix]:
    """One server for the whole run; tests take it as `postfix`."""
    with running_postfix(certificates, dovecot.auth_port, {"desk.example": ("lmtp", dovecot.lmtp_port)}) as server:
        yield server


@pytest.fixture
def postfix(one_postfix: Postfix) -> Iterator[Postfix]:
    """The run's server, which delivers `desk.example` to Dovecot; routes and queue are as before after each test."""
    usual = dict(one_postfix.routes)
    yield one_postfix
    one_postfix.restore(usual)
