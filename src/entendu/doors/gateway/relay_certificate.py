"""The certificate that the relay shows: the administrator's own, or one that we made for ourselves.

One of our own making keeps a password from being read on the way; it proves nothing to a system that does not hold a
copy of it. It serves this machine and tests; for systems elsewhere, give the relay a certificate that they trust.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
import socket
import ssl
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

VALID_FOR = timedelta(days=3650)
RENEWED_BEFORE = timedelta(days=30)


class BadCertificate(Exception):
    """The certificate or its key cannot be used; the text is one sentence for the administrator."""


def context_of(certificate: str, key: str, folder: Path) -> ssl.SSLContext:
    """What the relay's connections are encrypted with; `BadCertificate` when the files cannot be read.

    `certificate` and `key` are files in PEM, the chain in order; without them, one is kept as relay.pem in `folder`.
    """
    if not certificate:
        certificate = key = str(_our_own(folder))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key or None)
    except OSError as error:  # ssl.SSLError is one
        raise BadCertificate(f"The relay's certificate {certificate} cannot be used ({error.strerror or error}); "
                             f"nothing listens there; give a chain and its key in PEM.") from None
    return context


def _our_own(folder: Path) -> Path:
    """The file that we made, made anew when it is missing or nearly over. Two processes may start at once: the file is
    moved into place whole, and whichever came last is the one that both read."""
    path = folder / "relay.pem"
    now = datetime.now(UTC)
    with suppress(FileNotFoundError, ValueError):
        if x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc - now > RENEWED_BEFORE:
            return path
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f".relay.{secrets.token_hex(8)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(_made(now))
    draft.replace(path)
    return path


def _made(now: datetime) -> bytes:
    """A key and a certificate signed with it, in PEM, for this machine's names (RFC 5280)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Entendu relay")])
    hosts = dict.fromkeys(["localhost", socket.gethostname()[:63]])
    names = [*(x509.DNSName(host) for host in hosts if host.isascii()),
             *(x509.IPAddress(ipaddress.ip_address(address)) for address in ("127.0.0.1", "::1"))]
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + VALID_FOR)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256()))
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                serialization.NoEncryption())
    return certificate.public_bytes(serialization.Encoding.PEM) + private
