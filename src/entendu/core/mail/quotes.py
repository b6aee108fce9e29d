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
_SHARED = re.compile(r"(.{1,300}?\S) ((?:On|Le|Pe|În|La|Am|El|Il|Op|Em|Den|W dniu) (?=.{0,40}\d).{10,300}:)")
# A link that a mail program broke out of the quote it belongs to.
_LINK_REST = re.compile(r"[(<\[]{0,2}(?:https?://|mailto:|www\.)\S{1,500}[)>\]]{0,2} ?>?")
_UNQUOTE = re.compile(r"[ \t]{0,3}(?:>|&gt;)[ \t]?")


def visible(text: str, language: str = "") -> str:
    """What the writer of the plain text `text` wrote themselves. Linear in its length; never raises.

    Quotes, the lines that announce them and the signature go; answers between quotes stay. A mail that is
    nothing but a forward, or an answer under an unmarked quote, stays whole. `language` is accepted for
    callers that know it: the marks of every language are tried in any case, because a mail program speaks its
    owner's language and not the text's.
    """
    lines = _split_shared(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    out: list[str] = []
    for line, stays in zip(lines, keep(lines), strict=True):
        if stays:
            out.append(line)
        elif out and out[-1].strip():
            out.append("")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip("\n").rstrip()


def keep(lines: list[str]) -> list[bool]:
    """For each line whether it stays."""
    plain = [line[:_WIDEST].strip(" \t") for line in _normal(lines)]
    quoted = _quoted_lines(plain)
    kept = [not one for one in quoted]
    cut = content = len(lines)
    forwarded = -1
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
            forwarded = index if is_forward and forwarded < 0 else forwarded
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
        _give_back(plain, quoted, kept, (cut, content, forwarded))
    return kept


def _give_back(plain: list[str], quoted: list[bool], kept: list[bool], found: tuple[int, int, int]) -> None:
    """A mail without a word of its own keeps what it passes on, or what an unmarked quote may hide."""
    cut, content, forwarded = found
    if any(plain[content:]):
        kept[cut:] = [True] * (len(kept) - cut)
        drop_signatures(plain, kept, content)
        return
    if forwarded < 0:
        forwarded = _passed_on(plain, quoted)
    if forwarded < 0:
        return
    below = (line for line, is_quote in zip(plain[forwarded + 1 :], quoted[forwarded + 1 :], strict=True) if is_quote)
    bare = (_UNQUOTE.sub("", line, count=1).strip() for line in below)
    if any(line and _label(line) is None for line in bare):
        kept[forwarded:] = [True] * (len(kept) - forwarded)


def announces(lines: list[str]) -> bool:
    """Whether the last of `lines` announce that a quote follows."""
    last = [line[:_WIDEST].strip(" \t") for line in _normal(lines[-_LONGEST_ATTRIBUTION:])]
    while last and not last[-1]:
        last.pop()
    plain = [*last, "> quote"]
    found = (_announcement(plain, index) for index in range(len(last)) if last[index])
    return any(one is not None and one[0] == len(last) for one in found)


def _split_shared(lines: list[str]) -> list[str]:
    """A line on which somebody's words and the announcement of a marked quote run together, made two."""
    out: list[str] = []
    for index, line in enumerate(lines):
        if line[-1:] == ":" and len(line) < _WIDEST and _marked(lines, index + 1):
            match = _SHARED.fullmatch(line)
            if match and not _begins(line) and _is_attribution(match[2], True, True):
                out.extend((match[1], match[2]))
                continue
        out.append(line)
    return out


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
        if end + 1 < len(plain) and quoted[end + 1] and end < len(plain) and _LINK_REST.fullmatch(plain[end]):
            quoted[end] = True
            end += 1
        index = end
    return quoted


def _passed_on(plain: list[str], quoted: list[bool]) -> int:
    """Where the quoted part begins when its first words say that a mail is passed on, else -1."""
    for index, line in enumerate(plain):
        if quoted[index] and (bare := _UNQUOTE.sub("", line, count=1).strip()):
            return index if marks.is_forward(bare) else -1
    return -1


def _next(plain: list[str], index: int) -> int:
    """The next line with something on it, or the number of lines. Only a few empty lines are passed over."""
    for at in range(index, min(index + 6, len(plain))):
        if plain[at]:
            return at
    return len(plain)


def _drop_rules_above(plain: list[str], kept: list[bool], cut: int) -> None:
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
    if marks.RULE.fullmatch(line):
        return None
    forward = marks.is_forward(line)
    if forward or marks.is_original(line):
        below = None if _marked(plain, index + 1) else _header_block(plain, _next(plain, index + 1))
        start = below[0] if below else index + 1
        return start, bool(below) or line[0] in "-_=*–—", forward
    if marks.is_wrote_in_dashes(line):
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
            if found[0] == "from" and "from" in kinds:
                break  # the header of another mail
            kinds.setdefault(found[0], found[1])
            wrapped = 0
        elif not line:
            # Some programs leave every second line empty.
            if at + 1 >= len(plain) or _label(plain[at + 1]) is None or len(kinds) > 3:
                break
        else:
            wrapped += 1
            lone = len(kinds) < 2 and (at + 1 >= len(plain) or _label(plain[at + 1]) is None)
            if wrapped > 15 or lone or ("subject" in kinds and wrapped > 2):
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
    begins = _begins(line)
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


def _begins(line: str) -> bool:
    """Whether the line begins as announcements do: with "On", "Le", "Pe" …, a weekday or a date."""
    return bool(marks.OPENER.match(line) or marks.WEEKDAY.match(line) or marks.DATE.match(line))


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
        if (
            _begins(line)
            and _is_attribution(" ".join(plain[start : end + 1]), True, _marked(plain, end + 1)) is not None
        ):
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
    if closes and verb and address and (time or dated) and marked:
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
