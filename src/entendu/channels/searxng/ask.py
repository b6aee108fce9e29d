"""One question to a SearXNG: `GET /search?q=…&format=json` (docs.searxng.org, "Search API").

Its administrator has to allow the form (`search.formats: [html, json]`); where that is not so it answers 403.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

SECONDS = 8.0
MOST = 10  # results; a page of SearXNG has about twenty
LARGEST = 2 * 1024 * 1024  # bytes of an answer
LONGEST = 400  # characters of what a page says
FORBIDDEN, TOO_MANY = 403, 429


class NotAnswered(Exception):
    """Why there are no results; `why` is one of address, time, json, many, status, form."""

    def __init__(self, why: str, status: int = 0) -> None:
        super().__init__(f"The web search did not answer ({why} {status or ''}).")
        self.why, self.status = why, status


@dataclass(frozen=True, slots=True)
class Result:
    """A page of the web as the search gives it: plain text."""

    url: str
    title: str
    said: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the search found, its other spellings of the query, and the engines that did not answer it."""

    results: tuple[Result, ...]
    spellings: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


def ask(address: str, query: str, language: str = "", *, transport: httpx.BaseTransport | None = None) -> Answer:
    """Asks the SearXNG at this address, once; `NotAnswered` says why there is nothing."""
    wanted = {"q": query, "format": "json", "pageno": "1"} | ({"language": language} if language else {})
    try:
        with httpx.Client(timeout=SECONDS, transport=transport, follow_redirects=False) as client, client.stream(
                "GET", f"{address.rstrip('/')}/search", params=wanted, headers={"Accept": "application/json"}) as got:
            if got.status_code != httpx.codes.OK:
                raise NotAnswered({FORBIDDEN: "json", TOO_MANY: "many"}.get(got.status_code, "status"), got.status_code)
            body = b""
            for piece in got.iter_bytes():
                body += piece
                if len(body) > LARGEST:
                    raise NotAnswered("form")
        return _answer(httpx.Response(200, content=body).json())
    except httpx.TimeoutException:
        raise NotAnswered("time") from None
    except (httpx.HTTPError, httpx.InvalidURL):
        raise NotAnswered("address") from None
    except ValueError:
        raise NotAnswered("form") from None


def _answer(said: Any) -> Answer:
    if not isinstance(said, dict) or not isinstance(said.get("results"), list):
        raise NotAnswered("form")
    rows = (_result(row) for row in said["results"] if isinstance(row, dict))
    spellings = tuple(_line(one, 200) for one in said.get("corrections") or [] if isinstance(one, str))
    return Answer(tuple(row for row in rows if row is not None)[:MOST], spellings, tuple(_silent(said)))


def _result(row: dict[str, Any]) -> Result | None:
    """One result; None for what is no page of the web (a file, a message of an engine)."""
    url = row.get("url")
    if not isinstance(url, str) or not url.startswith(("https://", "http://")) or len(url) > 2000:
        return None
    return Result(url, _line(row.get("title"), 300) or url[:300], _line(row.get("content"), LONGEST))


def _silent(said: dict[str, Any]) -> list[str]:
    """Engines that did not answer: pairs of a name and why (searx/webutils.py, `unresponsive_engines`)."""
    pairs = said.get("unresponsive_engines") or []
    return [_line(one[0], 60) for one in pairs if isinstance(one, list) and one and isinstance(one[0], str)]


def _line(value: Any, most: int) -> str:
    return " ".join(value.split())[:most] if isinstance(value, str) else ""
