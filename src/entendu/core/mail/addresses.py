"""Lists of mailboxes (RFC 5322 §3.4), read forgivingly and in linear time."""

from __future__ import annotations

import re

from entendu.core.mail.encoded_words import decode_words
from entendu.core.mail.fields import clean
from entendu.core.mail.letter import Address

MAX_ADDRESSES = 1_000
MAX_VALUE = 100_000
_TOKEN = re.compile(
    r"""(?P<quoted>"(?:[^"\\]|\\.)*(?:"|\Z))
      | (?P<word>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,2000}\?=)
      | (?P<angle><[^<>]*(?:>|\Z))
      | (?P<special>[(),;:])
      | (?P<space>\s+)
      | (?P<atom>[^\s"(),;:<>=]+|=|.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BARE = re.compile(r"[^\s<>()\[\],;:\"@]{1,200}@[^\s<>(),;:\"@]{1,255}")
_LONGEST_PHRASE = 2_000


def parse_list(value: str) -> tuple[Address, ...]:
    """Every mailbox of an address list, groups opened, at most MAX_ADDRESSES. Never raises."""
    value = value[:MAX_VALUE]
    found = _parse(value)
    if value.count('"') % 2 and not any("@" in address.address for address in found):
        return _parse(value.replace('"', " "))  # a quote that nobody closed
    return found


def _parse(value: str) -> tuple[Address, ...]:
    result: list[Address] = []
    phrase: list[str] = []
    comments: list[str] = []
    angle: str | None = None
    depth = 0
    comment: list[str] = []

    def finish() -> None:
        nonlocal angle
        address = _mailbox("".join(phrase), angle, comments)
        if address is not None and len(result) < MAX_ADDRESSES:
            result.append(address)
        phrase.clear()
        comments.clear()
        angle = None

    for token in _TOKEN.finditer(value):
        kind, text = token.lastgroup, token[0]
        if depth:
            # RFC 5322 §3.2.2: comments nest.
            depth += (text == "(") - (text == ")")
            if depth:
                comment.append(text)
            else:
                comments.append("".join(comment))
        elif text == "(" and kind == "special":
            depth, comment = 1, []
        elif kind == "special" and text in ",;":
            finish()
            if len(result) >= MAX_ADDRESSES:
                break
        elif kind == "special" and text == ":":
            if any("@" in piece for piece in phrase):
                phrase.append(text)
            else:
                phrase.clear()  # the name of a group
        elif kind == "angle":
            if angle is None or "@" not in angle:
                if angle:
                    phrase.append(f" {angle} ")
                angle = text.strip("<>")
        elif kind == "quoted" and (inner := _ESCAPE.sub(r"\1", text[1:].removesuffix('"'))) is not None:
            # A quoted local part belongs to the address, a quoted name does not keep its quotes.
            following = value[token.end() : token.end() + 1]
            phrase.append(text if following == "@" else inner)
        else:
            phrase.append(" " if kind == "space" else text)
    if depth and comment:
        comments.append("".join(comment))
    finish()
    return tuple(result)


def parse_one(value: str) -> Address:
    """The first mailbox that has an address, else the first at all; both fields are '' when there is none."""
    found = parse_list(value[:4_000])
    for address in found:
        if "@" in address.address:
            return address
    return found[0] if found else Address("")


def _mailbox(phrase: str, angle: str | None, comments: list[str]) -> Address | None:
    phrase = phrase[:_LONGEST_PHRASE].strip()
    if angle is None:
        name = ""
        match = None if phrase.startswith('"') else _BARE.search(phrase)
        if match and match[0] != phrase:
            name, phrase = re.sub(r"[<>]", " ", phrase.replace(match[0], " ")), match[0]
        elif not match and "@" not in phrase and "!" not in phrase:
            name, phrase = phrase, ""  # a bare word is somebody's name: nobody can be reached under it
        address = phrase
        if not name and comments:
            name = comments[-1]
    else:
        address, name = angle, phrase or (comments[-1] if comments else "")
    address = _address(address)
    name = _name(name)
    if not address and not name:
        return None
    return Address(address, name)


def _address(text: str) -> str:
    text = clean(decode_words(text)) if "=?" in text else clean(text)
    text = text.strip().strip("<>")
    if text.startswith("@") and ":" in text:
        text = text.split(":", 1)[1]  # RFC 5322 §4.4: an obsolete route
    if text[:7].lower() == "mailto:":
        text = text[7:]
    if '"' in text:
        return text.strip()[:500]
    return re.sub(r"\s+", "", text).strip("'")[:500]


def _name(text: str) -> str:
    text = clean(decode_words(text))
    text = re.sub(r"\s+", " ", text).strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1].strip()
    return text[:500]
