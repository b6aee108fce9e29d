"""What is said of a whole message: it leaves out the feeling, it ends without a next step, it is too long.

Cues are rules of their own: `empathy` and `next-step` find what ought to be there, so nothing is said where one of them
does.
"""

from __future__ import annotations

from collections.abc import Iterator

from entendu.core.wording import rules
from entendu.core.wording.findings import Context, Direction, Finding, Severity
from entendu.core.wording.prose import Prose

# What is said of no sentence but of the message.
WHOLE = frozenset({"no-empathy", "no-next-step", "length"})
UPSET = frozenset({"worry", "frustration", "anger"})
LONGEST = {"": 220, "red": 120, "yellow": 180, "green": 220, "blue": 400}  # words, by the contact's style
_SHORT = 12  # words of a message that wants no next step: "Thank you, that was it."
_OPENING = 3  # sentences in which a word for the feeling is looked for; the first may be the greeting


def findings(text: Prose, language: str, context: Context, promised: bool) -> Iterator[Finding]:
    """What the message lacks, or has too much of; nothing of an empty one."""
    if not text.sentences:
        return
    book = rules.of_the_product(language)
    cues = [f for f in book.findings(text, Direction.OUT) if f.check in ("empathy", "next-step")]
    words = text.length()
    first, last = text.sentences[0], text.sentences[-1]
    if context.emotion in UPSET and book.head("no-empathy").doubt:
        opening = text.sentences[: _OPENING][-1].end
        if not any(f.check == "empathy" and f.start < opening for f in cues):
            yield _of("no-empathy", book, first.start, first.end, Severity.WARNING)
    asks = any(s.asks for s in text.sentences)
    steps = promised or asks or any(f.check == "next-step" for f in cues)
    if words > _SHORT and not steps and book.head("no-next-step").doubt:
        yield _of("no-next-step", book, last.start, last.end, Severity.HINT)
    if words > LONGEST.get(context.style, LONGEST[""]) and book.head("length").doubt:
        yield _of("length", book, first.start, last.end, Severity.HINT)


def _of(check: str, book: rules.RuleBook, start: int, end: int, severity: Severity) -> Finding:
    head = book.head(check)
    return Finding(check, start, end, head.doubt, severity, head.offers, rule=check)
