"""What a person wrote in a reply, without the quotes and the signature below it."""

from __future__ import annotations


def visible(text: str, language: str = "") -> str:
    """The text without quotes and signature."""
    return text
