"""Structured header values with parameters: Content-Type and Content-Disposition (RFC 2045 §5.1, RFC 2231)."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from entendu.core.mail.charset import decode
from entendu.core.mail.encoded_words import decode_words

MAX_PARAMETERS = 200
# name=value, where the value is quoted (with escapes) or runs to the next semicolon.
_PARAMETER = re.compile(r";?\s*([^\s=;\"]{1,100})\s*=\s*(?:\"((?:[^\"\\]|\\.)*)(?:\"|\Z)|([^;]*))|([^;]+)|;", re.DOTALL)
_SECTION = re.compile(r"(.+?)(?:\*(\d{1,4}))?(\*)?", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def parse(value: str) -> tuple[str, dict[str, str]]:
    """The main value in lower case and its parameters (names in lower case). Never raises.

    Continuations and charsets of RFC 2231 are joined and decoded; encoded words inside a value, which RFC 2047
    §5 forbids and many mailers write, are decoded too. The first of two equal names counts.
    """
    main, _, rest = value.partition(";")
    main = re.sub(r"\([^()]{0,200}\)", "", main).strip()
    if "=" in main and " " in main:
        main, _, forgotten = main.partition(" ")  # "text/plain charset=utf-8", the semicolon forgotten
        rest = f"{forgotten};{rest}"
    main = main.strip("\"' ").lower()
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for count, match in enumerate(_PARAMETER.finditer(rest)):
        if count >= MAX_PARAMETERS:
            break
        if match[1] is None:
            continue
        text = _ESCAPE.sub(r"\1", match[2]) if match[2] is not None else match[3].strip().rstrip('"')
        split = _SECTION.fullmatch(match[1].lower())
        if split is None:
            continue
        name, number, extended = split[1], split[2], bool(split[3])
        if number is None and not extended:
            plain.setdefault(name, text)
        else:
            sections.setdefault(name, {}).setdefault(int(number or 0), (text, extended))
    result = {name: decode_words(text) if "=?" in text else text for name, text in plain.items()}
    for name, pieces in sections.items():
        result[name] = _join(pieces)
    return main, result


def _join(pieces: dict[int, tuple[str, bool]]) -> str:
    charset = ""
    data = b""
    # A gap ends a continuation by the letter; taking what is there loses nothing.
    for index, number in enumerate(sorted(pieces)):
        text, extended = pieces[number]
        if extended and index == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text.encode("utf-8", "replace")) if extended else text.encode("utf-8", "replace")
    joined, _ = decode(data, charset)
    return decode_words(joined) if "=?" in joined else joined
