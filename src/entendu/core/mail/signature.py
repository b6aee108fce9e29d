"""The signature below a mail: after "-- " (RFC 3676 §4.3), and the line a phone adds by itself."""

from __future__ import annotations

import re

from entendu.core.mail.quote_marks import LIST_FOOTER, is_sent_from

_RULE = re.compile(r"_{20,100}|-{20,100}|--~--~-[-~>]{5,60}")
_LONGEST_STRICT = 40
_LONGEST_LOOSE = 12


def drop_signatures(plain: list[str], kept: list[bool], start: int = 0) -> None:
    """Take signatures out of the lines that stay. `plain` are the lines without blanks at their ends.

    A signature runs from its separator to the next quote or to the end. One that is too long for a signature
    stays: somebody drew a line and went on writing. A list item or a long dash is no separator.
    """
    ends, written = _runs(plain, kept)
    index = start
    while index < len(plain):
        if kept[index] and plain[index] in ("--", "––", "—"):
            end = ends[index]
            below = written[index] - 1
            if below <= _LONGEST_LOOSE or (
                plain[index] == "--" and below <= _LONGEST_STRICT and _short_lines(plain[index + 1 : end])
            ):
                kept[index:end] = [False] * (end - index)
                index = end
                continue
        if kept[index] and _RULE.fullmatch(plain[index]) and _is_footer(plain[index + 1 : index + 3]):
            kept[index:] = [False] * (len(plain) - index)
            break
        index += 1
    _drop_sent_from(plain, kept, start)


def _runs(plain: list[str], kept: list[bool]) -> tuple[list[int], list[int]]:
    """For each line where the run of kept lines around it ends, and how many lines with words are left of the run."""
    ends, written = [len(plain)] * len(plain), [0] * len(plain)
    end, count = len(plain), 0
    for index in range(len(plain) - 1, -1, -1):
        if not kept[index]:
            end, count = index, 0
        else:
            count += bool(plain[index])
        ends[index], written[index] = end, count
    return ends, written


def _is_footer(below: list[str]) -> bool:
    """Whether mailing list software wrote what follows a line of dashes."""
    return any(LIST_FOOTER.fullmatch(line) for line in below)


def _short_lines(lines: list[str]) -> bool:
    """Whether these are the short lines of an address and not paragraphs."""
    written = [line for line in lines if line]
    return bool(written) and sum(map(len, written)) / len(written) < 60


def _drop_sent_from(plain: list[str], kept: list[bool], start: int) -> None:
    """Lines such as "Sent from my iPhone" at the end of what somebody wrote, before a quote or the end."""
    last = True
    for index in range(len(plain) - 1, start - 1, -1):
        if not kept[index]:
            last = True
        elif plain[index]:
            if last and is_sent_from(plain[index]):
                kept[index] = False
            else:
                last = False
