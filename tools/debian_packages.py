"""Install the Debian packages that a task needs and that are missing: `python tools/debian_packages.py test`.

Only the programs are wanted, never the services that some of these packages set up and start: the tests run private
instances of their own. So a policy that forbids starting services is in force while packages are installed
(policy-rc.d, "invoke-rc.d", Debian), and Postfix is left without a configuration.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETS = {
    "test": ("chromium", "dovecot-imapd", "dovecot-lmtpd", "fonts-noto-core", "gettext", "hunspell-en-gb",
             "hunspell-en-us", "hunspell-fr", "hunspell-ro", "kannel", "kannel-extras", "libnet-ssleay-perl",
             "poppler-utils", "postfix", "postgresql-15", "sip-tester", "swaks"),
}
POLICY = Path("/usr/sbin/policy-rc.d")
NO_SERVICES = "#!/bin/sh\nexit 101\n"
ANSWERS = "postfix postfix/main_mailer_type select No configuration\n"
RETRIES = ["-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120"]


class CannotInstall(Exception):
    """Says in one sentence why, what is safe and what to do."""


def missing(packages: tuple[str, ...]) -> list[str]:
    """Those of `packages` that dpkg does not hold as fully installed."""
    asked = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *packages],
        capture_output=True, text=True, check=False,
    )
    installed = {line.split()[0] for line in asked.stdout.splitlines() if line.endswith(" installed")}
    return [package for package in packages if package not in installed]


def as_root() -> list[str]:
    """The words before a command that has to run as root."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    if shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode == 0:
        return sudo
    raise CannotInstall("only root may install packages, and sudo asks for a password")


@contextmanager
def services_forbidden(root: list[str]) -> Iterator[None]:
    """No package starts its service in here. A policy that the machine already has stays as it is."""
    if POLICY.exists():
        yield
        return
    with tempfile.NamedTemporaryFile("w", suffix=".policy") as policy:
        policy.write(NO_SERVICES)
        policy.flush()
        subprocess.run([*root, "install", "-m", "755", policy.name, POLICY], check=True)
    try:
        yield
    finally:
        subprocess.run([*root, "rm", "-f", POLICY], check=True)


def install(packages: list[str]) -> None:
    """Install with apt-get, quietly; CannotInstall with its own last words when it fails."""
    root = as_root()
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet=2", "--yes", *RETRIES]
    with services_forbidden(root):
        subprocess.run([*root, "debconf-set-selections"], input=ANSWERS, text=True, capture_output=True, check=False)
        for command in (["update"], ["install", "--no-install-recommends", *packages]):
            done = subprocess.run(
                [*apt, *command], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
            )
            if done.returncode:
                words = (done.stderr or done.stdout).strip().splitlines()
                raise CannotInstall(f"apt-get {command[0]} said: {words[-1] if words else done.returncode}")


def main(arguments: list[str]) -> int:
    """0 when every package of the set is there."""
    if len(arguments) != 1 or arguments[0] not in SETS:
        print(f"Usage: debian_packages.py {'|'.join(SETS)}", file=sys.stderr)
        return 2
    try:
        if not shutil.which("dpkg-query"):
            raise CannotInstall("this is not a Debian system")
        wanted = missing(SETS[arguments[0]])
        if wanted:
            print(f"Installing Debian packages for the tests, a few minutes at most: {' '.join(wanted)} …", flush=True)
            install(wanted)
            if still := missing(tuple(wanted)):
                raise CannotInstall(f"apt-get left out {' '.join(still)}")
    except (CannotInstall, subprocess.CalledProcessError) as failure:
        print(f"The tests need programs that could not be installed ({failure}); nothing else was changed. "
              f"As root run: apt-get install --no-install-recommends {' '.join(SETS[arguments[0]])}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
