"""Long words in as few messages as a channel needs for them."""

from __future__ import annotations


def pieces(text: str, longest: int) -> list[str]:
    """The text in as few pieces of at most `longest` characters as come out when it is cut at the end of a paragraph,
    a line, a sentence or a word; joined again, not one character but white space at the cuts is gone."""
    rest, found = text.strip(), []
    while len(rest) > longest:
        cut = _cut(rest[:longest + 1], longest)
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest else found


def _cut(start: str, longest: int) -> int:
    """Where to cut: behind the last end of a paragraph, line, sentence or word in the second half, else in the word.

    Never inside a pair of joined characters (U+200D, variation selectors, skin tones): an emoji stays whole.
    """
    for end in ("\n\n", "\n", ". ", "? ", "! ", " "):
        at = start.rfind(end, longest // 2)
        if at > 0:
            return at + len(end.rstrip(" "))
    at = longest
    while at > longest // 2 and (_joins(start[at]) or start[at - 1] == "\u200d"):
        at -= 1
    return at


def _joins(char: str) -> bool:
    return char == "\u200d" or "\ufe00" <= char <= "\ufe0f" or "\U0001f3fb" <= char <= "\U0001f3ff" or (
        "\u0300" <= char <= "\u036f")
