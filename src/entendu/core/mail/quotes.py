"""What a person wrote in a mail, without what they quoted and without their signature.

The rule above all rules: when in doubt, keep. A line goes only when a mail program's own marks say that it is a
quote; the whole text stays in the Letter in any case.
"""

from __future__ import annotations

import re

from entendu.core.mail import quote_marks as marks
from entendu.core.mail.signature import drop_signatures

_WIDEST = 600
_LONGEST_ATTRIBUTION = 4
_QUOTED = re.compile(r"[ \t]{0,3}(?:>|&gt;)")
_DECORATION = re.compile(r"[ \t]{0,3}>.*<{2,}[ \t]*")
_NO_QUOTE = re.compile(r"[ \t]{0,3}>(?:\s?=?\s?\d|From )")
# Blanks that mail programs put before colons and between the parts of a date, and marks without width.
_BLANKS = ("\u00a0", "\u202f", "\u2009")
_WIDTHLESS = ("\u200b", "\u200e", "\u200f", "\u202a", "\u202c", "\ufeff")
_UNQUOTE = re.compile(r"[ \t]{0,3}(?:>|&gt;)[ \t]?")


def visible(text: str, language: str = "") -> str:
    """What the writer of the plain text `text` wrote themselves. Linear in its length; never raises.

    Quotes, the lines that announce them and the signature go; answers between quotes stay. A mail that is
    nothing but a forward, or an answer under an unmarked quote, keeps its content. `language` is accepted
    for callers that know it: the marks of every language are tried in any case, because a mail program
    speaks its owner's language and not the text's.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = keep(lines)
    out: list[str] = []
    for line, stays in zip(lines, kept, strict=True):
        if stays is None:
            out.append(_UNQUOTE.sub("", line, count=1))
        elif stays:
            out.append(line)
        elif out and out[-1].strip():
            out.append("")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip("\n").rstrip()


def keep(lines: list[str]) -> list[bool | None]:
    """For each line whether it stays: True, False, or None for a quoted line that stays because it is forwarded."""
    plain = [line[:_WIDEST].strip(" \t") for line in _normal(lines)]
    quoted = _quoted_lines(plain)
    kept: list[bool | None] = [not one for one in quoted]
    cut = content = len(lines)
    forwarded = False
    index = 0
    while index < len(lines):
        if quoted[index] or not plain[index]:
            index += 1
            continue
        found = _announcement(plain, index)
        if found is None:
            index += 1
            continue
        end, sure, is_forward = found
        following = _next(plain, end)
        if following < len(lines) and quoted[following]:
            # The quote is marked line by line; only its announcement has to go.
            kept[index:end] = [False] * (end - index)
            forwarded = forwarded or is_forward
            index = end
            continue
        if sure:
            cut, content = index, end
            break
        index += 1
    _drop_rules_above(plain, kept, cut)
    kept[cut:] = [False] * (len(lines) - cut)
    drop_signatures(plain, kept)
    if not any(stays and plain[at] for at, stays in enumerate(kept)):
        _give_back(plain, quoted, kept, (content, forwarded))
    return kept


def _normal(lines: list[str]) -> list[str]:
    """The lines with ordinary blanks only, so that the rules need not know the others."""
    text = "\n".join(lines)
    if text.isascii():
        return lines
    for blank in _BLANKS:
        text = text.replace(blank, " ")
    for mark in _WIDTHLESS:
        text = text.replace(mark, "")
    return text.split("\n")


def _quoted_lines(plain: list[str]) -> list[bool]:
    """Which lines carry a quote mark, decorations (">>> shop <<<") and comparisons ("> 5 files") left out."""
    quoted = [bool(_QUOTED.match(line)) and not _DECORATION.fullmatch(line) for line in plain]
    index = 0
    while index < len(plain):
        if not quoted[index]:
            index += 1
            continue
        end = index
        while end < len(plain) and quoted[end]:
            end += 1
        # Right below a line of text and without a word of a quote: somebody compares, or an mbox has quoted "From ".
        if index and plain[index - 1] and all(_NO_QUOTE.match(line) for line in plain[index:end]):
            quoted[index:end] = [False] * (end - index)
        index = end
    return quoted


def _give_back(plain: list[str], quoted: list[bool], kept: list[bool | None], found: tuple[int, bool]) -> None:
    """A mail without a word of its own keeps what it passes on (or what an unmarked quote may hide)."""
    content, forwarded = found
    if content < len(plain):
        for index in range(content, len(plain)):
            kept[index] = None if quoted[index] else True
        drop_signatures(plain, kept, content)
    elif forwarded or _passes_on(plain, quoted):
        header = True
        for index, is_quote in enumerate(quoted):
            if not is_quote:
                continue
            bare = _UNQUOTE.sub("", plain[index], count=1).strip()
            header = header and (not bare or _label(bare) is not None or bool(marks.FORWARD.fullmatch(bare)))
            if not header:
                kept[index] = None


def _passes_on(plain: list[str], quoted: list[bool]) -> bool:
    """Whether the first quoted line with words says that a mail is passed on."""
    for line, is_quote in zip(plain, quoted, strict=True):
        if is_quote and (bare := _UNQUOTE.sub("", line, count=1).strip()):
            return bool(marks.FORWARD.fullmatch(bare))
    return False


def _next(plain: list[str], index: int) -> int:
    """The next line with something on it, or the number of lines. Only a few empty lines are passed over."""
    for at in range(index, min(index + 6, len(plain))):
        if plain[at]:
            return at
    return len(plain)


def _drop_rules_above(plain: list[str], kept: list[bool | None], cut: int) -> None:
    """The line of dashes that some programs put above what they quote goes with it."""
    if cut >= len(plain):
        return
    index = cut - 1
    while index >= 0 and marks.RULE.fullmatch(plain[index]):
        kept[index] = False
        index -= 1


def _announcement(plain: list[str], index: int) -> tuple[int, bool, bool] | None:
    """Whether lines from `index` announce a quote: (where the quoted text begins, surely without quote marks, forward).

    "Surely" means that the marks suffice although the quote itself is not marked; otherwise only a marked quote
    right below makes them an announcement.
    """
    line = plain[index]
    if marks.ABOVE_THIS_LINE.fullmatch(line):
        return index + 1, True, False
    first = line[0]
    if first in "-_=*–—" or (line[-1] in ":-_=*–—" and len(line) < 160) or marks.FORWARD.fullmatch(line):
        forward = bool(marks.FORWARD.fullmatch(line)) and (first in "-_=*–—" or line[-1] in ":：")
        if forward or marks.ORIGINAL.fullmatch(line):
            below = None if _marked(plain, index + 1) else _header_block(plain, _next(plain, index + 1))
            start = below[0] if below else index + 1
            return start, bool(below) or first in "-_=*–—", forward
        if marks.WROTE_IN_DASHES.fullmatch(line) and marks.VERB.search(line):
            return index + 1, True, False
    block = _header_block(plain, index)
    if block is not None and block[1]:
        return block[0], True, False
    return _attribution(plain, index)


def _label(line: str) -> tuple[str, str] | None:
    """(what the label stands for, the value) when the line looks like a quoted header line."""
    if ":" not in line and "：" not in line:
        return None
    match = marks.HEADER_LINE.fullmatch(line)
    kind = marks.LABEL_OF.get(match[1].strip().lower()) if match else None
    return (kind, match[2]) if match and kind else None


def _header_block(plain: list[str], index: int) -> tuple[int, bool] | None:
    """A block such as "From: / Sent: / To: / Subject:" at `index`: (the line after it, surely one)."""
    if (
        index >= len(plain)
        or (first := _label(plain[index])) is None
        or first[0] not in ("from", "date", "subject", "to")
    ):
        return None
    kinds: dict[str, str] = {}
    at, wrapped = index, 0
    while at < len(plain) and at < index + 40:
        line = plain[at]
        found = _label(line)
        if found is not None:
            kinds.setdefault(found[0], found[1])
            wrapped = 0
        elif not line:
            # Some programs leave every second line empty.
            if at + 1 >= len(plain) or _label(plain[at + 1]) is None or len(kinds) > 3:
                break
        else:
            wrapped += 1
            if wrapped > 15 or len(kinds) < 2 or ("subject" in kinds and wrapped > 2):
                break
        at += 1
    known = set(kinds) - {"other"}
    mailbox = any("@" in kinds.get(kind, "") for kind in ("from", "to"))
    dated = "date" in kinds and bool(marks.TIME.search(kinds["date"]) or marks.DATE.search(kinds["date"]))
    sure = (
        ("from" in known and len(known) >= 3 and ("subject" in known or mailbox))
        or (len(known) >= 2 and mailbox and (dated or "subject" in known) and bool(known & {"from", "date"}))
        or ("from" in known and dated and "subject" in known)
    )
    if len(known) < 2:
        return None
    return at, sure


def _attribution(plain: list[str], index: int) -> tuple[int, bool, bool] | None:
    """A line such as "On 12 Jan 2026 at 10:03, Support <support@…> wrote:", also when wrapped over some lines."""
    line = plain[index]
    begins = bool(marks.OPENER.match(line) or marks.WEEKDAY.match(line) or marks.DATE.match(line))
    if not begins and not (line[-1] in ":：" or marks.VERB.search(line[-60:])):
        return None
    if begins and _opening(line):
        return index + 1, True, False
    joined = ""
    for end in range(index, min(index + _LONGEST_ATTRIBUTION, len(plain))):
        if not plain[end]:
            break
        joined = f"{joined} {plain[end]}" if joined else plain[end]
        if len(joined) > _WIDEST:
            return None
        last = joined[-1]
        verdict = _is_attribution(joined, begins, _marked(plain, end + 1))
        if verdict is not None:
            if end > index and _shorter(plain, index, end):
                return None
            return end + 1, verdict, False
        if not begins or last in ":：.!?":
            break
    return None


def _opening(line: str) -> bool:
    """Whether the line goes on with the quote itself after an announcement that leaves no doubt."""
    verb = marks.VERB.search(line)
    colon = line.find(":", verb.end(), verb.end() + 2) if verb else -1
    if colon < 0 or not line[colon + 1 :].strip() or not marks.IN_BRACKETS.search(line, 0, colon):
        return False
    return _is_attribution(line[: colon + 1], True, False) is True


def _marked(plain: list[str], index: int) -> bool:
    following = _next(plain, index)
    return following < len(plain) and bool(_QUOTED.match(plain[following]))


def _shorter(plain: list[str], index: int, end: int) -> bool:
    """Whether the announcement really begins further down, so that the line at `index` is the writer's own."""
    for start in range(index + 1, end + 1):
        line = plain[start]
        if (marks.OPENER.match(line) or marks.WEEKDAY.match(line) or marks.DATE.match(line)) and _is_attribution(
            " ".join(plain[start : end + 1]), True, _marked(plain, end + 1)
        ) is not None:
            return True
    return False


def _is_attribution(text: str, begins: bool, marked: bool) -> bool | None:
    """None when the text announces no quote, else whether it surely does so even above an unmarked one."""
    closes = text[-1] in ":："
    verb = bool(marks.VERB.search(text))
    address = bool(marks.ADDRESS.search(text))
    time = bool(marks.TIME.search(text))
    dated = bool(marks.DATE.search(text))
    if marks.FIRST_PERSON.search(text) and not address:
        return None
    if closes and verb and begins and ((time and (dated or address)) or (dated and address)):
        return True
    if closes and begins and (time or dated) and (marks.IN_BRACKETS.search(text) or (address and marked)):
        return True
    if closes and verb and address and (time or dated):
        return True
    if closes and verb and begins and (time or dated):
        return True if time else (False if marked else None)
    if not marked:
        return None
    if closes and verb:
        return False
    if begins and (address or verb) and (time or dated):
        return False
    return None
