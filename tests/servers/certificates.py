"""A certificate authority of the test run, and one certificate for `localhost` that all its servers show."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from tests.servers.processes import LOOPBACK, private_folder


@dataclass(frozen=True, slots=True)
class Certificates:
    """Files in PEM: the authority to trust, and the chain and key of `localhost` / 127.0.0.1."""

    authority: Path
    chain: Path
    key: Path

    def client_context(self) -> ssl.SSLContext:
        """For clients that trust our authority alone."""
        return ssl.create_default_context(cafile=str(self.authority))

    def server_context(self) -> ssl.SSLContext:
        """For servers that run inside the tests."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.chain, self.key)
        return context


@contextmanager
def made_certificates() -> Iterator[Certificates]:
    """A new authority and certificate, as files that go away afterwards."""
    with private_folder("ca") as folder:
        made = Certificates(folder / "authority.pem", folder / "chain.pem", folder / "key.pem")
        authority = trustme.CA()
        authority.cert_pem.write_to_path(made.authority)
        issued = authority.issue_cert("localhost", LOOPBACK)
        issued.private_key_pem.write_to_path(made.key)
        for blob in issued.cert_chain_pems:
            blob.write_to_path(made.chain, append=True)
        yield made


@pytest.fixture(scope="session")
def certificates() -> Iterator[Certificates]:
    """One authority for the whole run."""
    with made_certificates() as made:
        yield made
