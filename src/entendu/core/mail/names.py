"""File names from mail made safe for any file system, and names for files that came without one."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME_BYTES = 255
_FORBIDDEN = re.compile(
    '[\x00-\x1f\x7f-\x9f<>:"|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]'
)
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_EXTENSIONS = {
    "application/gzip": ".gz",
    "application/json": ".json",
    "application/msword": ".doc",
    "application/pdf": ".pdf",
    "application/pgp-keys": ".asc",
    "application/pgp-signature": ".asc",
    "application/pkcs7-mime": ".p7m",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-mime": ".p7m",
    "application/x-pkcs7-signature": ".p7s",
    "application/rtf": ".rtf",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/xml": ".xml",
    "application/zip": ".zip",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "image/bmp": ".bmp",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "message/feedback-report": ".txt",
    "message/rfc822": ".eml",
    "message/global": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/rfc822-headers": ".txt",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "text/xml": ".xml",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
}


def safe_name(name: str) -> str:
    """The last path component of `name` without anything a file system, shell or reader could trip over.

    '' when nothing is left. The extension survives the cut to MAX_NAME_BYTES bytes of UTF-8.
    """
    name = unicodedata.normalize("NFC", _FORBIDDEN.sub("", name[:5_000].replace("\t", " ").replace("\n", " ")))
    pieces = [piece.strip(" ") for piece in re.split(r"[/\\]", name)]
    pieces = [piece for piece in pieces if piece.strip(". ")]
    if not pieces:
        return ""
    name = pieces[-1].rstrip(". ").lstrip(" ")
    if _RESERVED.fullmatch(name):
        name = "_" + name
    return shorten(name)


def shorten(name: str) -> str:
    """`name` cut to MAX_NAME_BYTES bytes of UTF-8, its extension kept."""
    if len(name.encode("utf-8", "replace")) <= MAX_NAME_BYTES:
        return name
    stem, dot, extension = name.rpartition(".")
    suffix = (dot + extension) if dot and len(extension.encode("utf-8", "replace")) <= 20 else ""
    if not suffix:
        stem = name
    room = MAX_NAME_BYTES - len(suffix.encode("utf-8", "replace"))
    return stem.encode("utf-8", "replace")[:room].decode("utf-8", "ignore") + suffix


def given_name(type_: str, number: int) -> str:
    """A name for the `number`-th file of a mail that has none of its own."""
    return f"attachment-{number}{_EXTENSIONS.get(type_, '.bin')}"
