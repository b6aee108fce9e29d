"""Bytes to text, whatever the label says: declared charset, else UTF-8, else the likeliest 8-bit one."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from entendu.core.mail.language import detect

# Labels that mail uses and Python does not know, or knows as a narrower set than mailers mean by them.
# ISO-8859-1 is read as windows-1252 and GB2312 as GB18030, as the WHATWG Encoding Standard §4.2 does.
_ALIASES = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "ansi": "cp1252",
    "x-ansi": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "iso-8859-8-i": "iso8859_8",
    "iso-8859-8-e": "iso8859_8",
    "iso-8859-6-i": "iso8859_6",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "hz-gb-2312": "hz",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "big5": "cp950",
    "x-x-big5": "cp950",
    "utf8mb4": "utf-8",
    "utf-8-mac": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "x-mac-ce": "mac_latin2",
    "windows-874": "cp874",
    "windows-936": "gb18030",
    "windows-949": "cp949",
    "x-user-defined": "cp1252",
}
_UNLABELLED = {
    "",
    "us-ascii",
    "ascii",
    "ansi_x3.4-1968",
    "unknown-8bit",
    "x-unknown",
    "unknown",
    "default",
    "8bit",
    "binary",
}
# Codecs of Python that are not charsets of mail: slow, or made to carry something other than text.
_REFUSED = {
    "idna",
    "punycode",
    "undefined",
    "unicode_escape",
    "raw-unicode-escape",
    "raw_unicode_escape",
    "mbcs",
    "oem",
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_ROMANIAN_HINT = re.compile(rb"[\xe3\xba\xfe\xee\xe2\xaa\xde\xc3]")


@lru_cache(maxsize=256)
def codec_of(label: str) -> str:
    """The Python codec for a charset label of mail, or '' when the label names no charset."""
    name = label.strip().strip("\"'").lower()[:40].split("*")[0]
    if name in _UNLABELLED:
        return ""
    name = _ALIASES.get(name, name)
    match = re.fullmatch(r"(?:x-)?(?:cp|windows|win|ibm)[-_ ]?(\d{3,4})", name)
    if match:
        name = _ALIASES.get(f"windows-{match[1]}", f"cp{match[1]}")
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return ""
    if info.name in _REFUSED or not getattr(info, "_is_text_encoding", True):
        return ""
    return _ALIASES.get(info.name, info.name)


def guess(data: bytes) -> tuple[str, str]:
    """Text of unlabelled bytes and the codec taken: UTF-8 when valid, else windows-1252 (for Romanian windows-1250)."""
    if b"\x1b$" in data:
        try:
            return data.decode("iso2022_jp_ext"), "iso2022_jp_ext"
        except UnicodeDecodeError:
            pass
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        broken = error
    # Mostly UTF-8 with a stray byte (a cut character, a pasted signature) stays UTF-8.
    good = len(
        re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", data[:200_000])
    )
    if (
        good
        and good * 2 > sum(map(data[:200_000].count, range(0xC0, 0x100)))
        and (good > 2 or broken.start > len(data) - 5)
    ):
        return data.decode("utf-8", "replace"), "utf-8"
    if _ROMANIAN_HINT.search(data):
        central = data.decode("cp1250", "replace")
        if detect(central[:20_000]) == "ro":
            return central, "cp1250"
    return data.decode("cp1252", "replace"), "cp1252"


def decode(data: bytes, label: str = "") -> tuple[str, str]:
    """Text of `data` under the charset `label`, and a sentence when the label did not hold ('' when it did).

    Never raises; the text has no lone surrogate. Bytes that no charset explains become U+FFFD.
    """
    if data.isascii() and b"\x1b" not in data and b"+" not in data and b"~" not in data and b"\0" not in data:
        return data.decode("ascii"), ""
    codec = codec_of(label)
    problem = ""
    if codec:
        text, problem = _decode_as(data, codec, label)
    else:
        if label.strip() and label.strip().strip("\"'").lower() not in _UNLABELLED:
            problem = f"The charset “{_shown(label)}” is unknown, so the text was read as the likeliest one."
        text, _ = guess(data)
    if _SURROGATE.search(text):
        text = _SURROGATE.sub("\ufffd", text)
    return text.removeprefix("\ufeff"), problem


def _decode_as(data: bytes, codec: str, label: str) -> tuple[str, str]:
    try:
        return data.decode(codec), ""
    except (UnicodeError, ValueError, LookupError):
        pass
    problem = f"Some bytes do not belong to the charset “{_shown(label)}” that the mail names."
    if codec in ("utf-8", "ascii"):
        return guess(data)[0], problem
    if codec in ("cp1252", "cp1254") or codec.startswith(("utf-16", "utf_16", "utf-32", "utf_32")):
        return data.decode(codec, "replace"), problem
    try:
        return data.decode("utf-8"), problem
    except UnicodeDecodeError:
        return data.decode(codec, "replace"), problem


def _shown(label: str) -> str:
    return re.sub(r"[^\w.:+-]", "", label)[:40]
