"""What every private server of the tests needs: a folder, free ports, a start known to have worked, a sure stop."""

from __future__ import annotations

import ctypes
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
LOOPBACK = "127.0.0.1"
FOLDER = re.compile(r"entendu-test-(\d+)-")
PR_SET_PDEATHSIG = 1  # prctl(2)
LIBC = ctypes.CDLL(None, use_errno=True)


class ServerFailed(Exception):
    """A server did not start or stopped by itself; the message ends with the last lines of its log."""


@dataclass(frozen=True, slots=True)
class Account:
    """The Unix account that a server runs as, and owns its folder."""

    name: str
    uid: int
    gid: int

    @classmethod
    def named(cls, name: str) -> Account:
        """`name` when we are root and may become anybody, else whoever runs the tests."""
        entry = pwd.getpwnam(name) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)


def free_port() -> int:
    """A TCP port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


@contextmanager
def private_folder(purpose: str, account: Account | None = None) -> Iterator[Path]:
    """A new folder under the temporary one, readable by `account` alone, removed at the end.

    Its name is short because the path of a Unix socket may have 108 bytes (unix(7)), and holds our process id, by which
    folders that a killed run left behind are found and removed.
    """
    sweep_folders()
    folder = Path(tempfile.mkdtemp(prefix=f"entendu-test-{os.getpid()}-{purpose}-"))
    if account and os.geteuid() == 0:
        os.chown(folder, account.uid, account.gid)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep_folders() -> None:
    """Remove the folders of test runs that no longer exist."""
    for folder in Path(tempfile.gettempdir()).iterdir():
        made_by = FOLDER.match(folder.name)
        if made_by and not Path(f"/proc/{made_by[1]}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def tail(log: Path, lines: int = 30) -> str:
    """The last lines of a log, to be shown in a failure."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else "(no log)"


class Server:
    """One child process that leads its own process group and cannot outlive the test run."""

    def __init__(self, command: Sequence[str | Path], log: Path, account: Account | None = None,
                 stop_signal: signal.Signals = signal.SIGTERM) -> None:
        """Start `command` with its output in `log`.

        `stop_signal` makes this server end its own children too; the kernel sends it should the test run be killed.
        """
        self.name = Path(command[0]).name
        self.log = log
        self.stop_signal = stop_signal
        other = account if account and os.geteuid() == 0 else None
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                cwd=log.parent, start_new_session=True, preexec_fn=lambda: _become(other, stop_signal),
            )
        # A server that changes its own account, as Postfix does, is not told of our death (prctl(2)): this shell is.
        self._keeper = subprocess.Popen(
            ["/bin/sh", "-c", 'read _; kill -9 "-$0"', str(self.process.pid)], stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )

    def wait_until(self, ready: Callable[[], bool], seconds: float = 90) -> None:
        """Return as soon as `ready()` holds; ServerFailed when the process ends before, or the time is over."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.process.poll() is not None:
                raise ServerFailed(f"{self.name} ended with {self.process.returncode}.\n{tail(self.log)}")
            if time.monotonic() > deadline:
                self.stop()
                raise ServerFailed(f"{self.name} was not ready after {seconds:g} s.\n{tail(self.log)}")
            time.sleep(0.02)

    def wait_for_ports(self, *ports: int) -> None:
        """Return when each of these loopback ports takes a connection."""
        for port in ports:
            self.wait_until(partial(accepts, port))

    def stop(self, seconds: float = 10) -> None:
        """End the server, with its whole process group when it does not end by itself in `seconds`."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        self.kill()

    def kill(self) -> None:
        """Kill the whole process group at once, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        # Its children hold its ports until they are gone too.
        wait_for(lambda: not group_lives(self.process.pid))
        self._keeper.kill()
        self._keeper.communicate()


def _become(account: Account | None, stop_signal: signal.Signals) -> None:
    """In the child, before exec: change the account, then tie our life to the parent's (a new uid would untie it)."""
    if account:
        os.setgroups([])
        os.setgid(account.gid)
        os.setuid(account.uid)
    if LIBC.prctl(PR_SET_PDEATHSIG, int(stop_signal), 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")


def group_lives(group: int) -> bool:
    """Whether a process of this group still runs; one that ended and waits for its parent does not (proc(5), stat)."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended while we looked
            state, _, of_group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(of_group) == group and state not in "ZX":
                return True
    return False


def accepts(port: int) -> bool:
    """Whether something takes a connection on this loopback port."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((LOOPBACK, port)) == 0


def run(command: Sequence[str | Path], account: Account | None = None) -> str:
    """Run a command to its end and give what it printed; ServerFailed with its words when it fails."""
    other = account if account and os.geteuid() == 0 else None
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, timeout=60, cwd="/", check=False,
        user=other and other.uid, group=other and other.gid, extra_groups=[] if other else None,
    )
    if done.returncode:
        raise ServerFailed(f"{' '.join(map(str, command))} ended with {done.returncode}.\n{done.stdout}{done.stderr}")
    return done.stdout


def wait_for(look: Callable[[], T], seconds: float = 20) -> T:
    """What `look()` gives once it gives something true; TimeoutError with its last answer when it never does."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"Nothing after {seconds:g} s; the last answer was {seen!r}.")
        time.sleep(0.02)
    return seen
