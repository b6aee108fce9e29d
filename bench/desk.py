"""A desk to measure: its own data folder, one database, the program as people run it, and a browser's requests."""

from __future__ import annotations

import http.client
import http.cookiejar
import os
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench import measure

ENTENDU = str(Path(sys.executable).with_name("entendu"))
WHO, PASSWORD = "bench@example.org", "only-for-this-measurement"  # opens a desk that is thrown away
WARM, TIMES = 5, 50
LOOPBACK = "127.0.0.1"


@dataclass(slots=True)
class Desk:
    """`database` is a postgresql:// address or empty for SQLite; `server` the process id of that server."""

    folder: Path
    database: str = ""
    server: int | None = None
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    browser: urllib.request.OpenerDirector = field(default_factory=urllib.request.build_opener)
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def settle(self) -> None:
        """From now on commands that we start work on this desk, and on nothing else."""
        os.environ.update(ENTENDU_DATA=str(self.folder), ENTENDU_DATABASE_URL=self.database, ENTENDU_DEMO="no",
                          ENTENDU_SMTP_LISTEN="", ENTENDU_LMTP_LISTEN="", ENTENDU_RELAY_LISTEN="",
                          ENTENDU_LOG_LEVEL="ERROR")

    def bring(self, box: Path) -> measure.Used:
        """Imports a file of mail."""
        return measure.run([ENTENDU, "mail", "import", str(box)], also=self.server)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serves the desk on a free port, and signs in."""
        subprocess.run([ENTENDU, "member", "add", WHO, "Bench", "--role", "administrator"],  # noqa: S603
                       input=PASSWORD.encode(), check=True, stdout=subprocess.DEVNULL)
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen([ENTENDU, "serve", "--port", str(self.port)],  # noqa: S603
                                        stderr=subprocess.DEVNULL)
        try:
            self._wait()
            self._sign_in()
            yield
        finally:
            self.process.terminate()
            self.process.wait(30)

    def idle_memory(self) -> float:
        """MB (PSS) of the whole stack once it has come to rest."""
        time.sleep(3)
        return measure.pss(self.process.pid) + (measure.pss(self.server) if self.server else 0)

    def page(self, path: str, expect: str) -> tuple[float, float]:
        """The CPU milliseconds that a request costs on our side, and the median milliseconds until the answer."""
        said = []
        for number in range(WARM + TIMES):
            if number == WARM:
                before = self._cpu()
            start = time.perf_counter()
            with self.browser.open(self._url(path), timeout=60) as answer:
                body = answer.read().decode()
            said.append(time.perf_counter() - start)
            if expect not in body:
                raise SystemExit(f"The page {path} does not show {expect!r}; nothing was measured.")
        return (self._cpu() - before) / TIMES * 1000, statistics.median(said[WARM:]) * 1000

    def first_ticket(self) -> str:
        """The address of a ticket on the first page of all tickets."""
        with self.browser.open(self._url("/all/")) as answer:
            found = re.search(r"/c/\d+/", answer.read().decode())
        if found is None:
            raise SystemExit("The list of all tickets shows none; nothing was measured.")
        return found[0]

    def _cpu(self) -> float:
        return measure.cpu(self.process.pid) + (measure.cpu(self.server) if self.server else 0)

    def _url(self, path: str) -> str:
        return f"http://{LOOPBACK}:{self.port}{path}"

    def _wait(self) -> None:
        for _ in range(600):
            with suppress(OSError, http.client.HTTPException), urllib.request.urlopen(self._url("/healthz")):  # noqa: S310
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise SystemExit("The desk did not start; nothing was measured.")

    def _sign_in(self) -> None:
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        with self.browser.open(self._url("/")) as page:
            address, body = page.geturl(), page.read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)
        form = {"login": WHO, "password": PASSWORD, "csrfmiddlewaretoken": token[1] if token else ""}
        request = urllib.request.Request(address, urllib.parse.urlencode(form).encode(),  # noqa: S310
                                         {"Origin": self._url(""), "Referer": address})
        with self.browser.open(request) as page:
            if "csrfmiddlewaretoken" in page.read().decode() and "login" in page.geturl():
                raise SystemExit("Signing in did not work; nothing was measured.")
