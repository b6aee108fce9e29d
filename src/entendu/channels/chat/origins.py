"""The pages that may show the window, as origins (RFC 6454 §6.1): https://shop.example."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

MOST = 20
# A port of 0 to 65535 and a host name of letters, digits, dots and hyphens; anything else could end the header early.
HOST = r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:]{2,39}\]"
ORIGIN = re.compile(rf"https?://(?:{HOST})(?::\d{{1,5}})?")
LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}|\[::1\]")


class NoOrigin(ValueError):
    """Something that is not the beginning of a page's address; `text` is what was entered."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def origins(text: str) -> tuple[str, ...]:
    """What was entered, one page or site a line, as origins; `NoOrigin` for what is none.

    A whole address is cut to its origin; without a scheme https is meant. Other machines are reached by https only: by
    http anybody on the way could change the page.
    """
    found = []
    for word in text.replace(",", " ").split():
        given = word if "://" in word else f"https://{word}"
        try:
            parts = urlsplit(given.lower())
            origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        except ValueError:
            raise NoOrigin(word) from None
        host = parts.netloc.rpartition("@")[2]
        plain = parts.scheme == "http" and not LOOPBACK.fullmatch(host.rpartition(":")[0] or host)
        if not ORIGIN.fullmatch(origin) or plain:
            raise NoOrigin(word)
        found.append(origin)
    if len(set(found)) > MOST:
        raise NoOrigin(found[MOST])
    return tuple(dict.fromkeys(found))


def origin_of(address: str) -> str:
    """The origin of a page's address, "" where it has none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.scheme in {"http", "https"} and parts.netloc else ""


def is_allowed(address: str, allowed: Iterable[str]) -> bool:
    """Whether the page at this address may show the window."""
    return origin_of(address) in set(allowed)


def without_query(address: str, longest: int) -> str:
    """A page's address without what people keep in queries and fragments: tokens, names, searches."""
    if not origin_of(address):
        return ""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"[:longest]
