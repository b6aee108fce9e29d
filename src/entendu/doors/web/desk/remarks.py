"""What the second reader says of a draft, as the composer shows it: at most three remarks, promises among them.

Where something stands is counted in UTF-16 code units, as a browser counts the characters of a field (HTML §4.10.20).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from entendu.core.wording.findings import Finding, Severity
from entendu.core.wording.message import WHOLE
from entendu.doors.web.desk.by_when import place_of_time
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.thread import their_zone
from entendu.flows.writing import other_words
from entendu.flows.writing.read_draft import DraftReading
from entendu.parts.tickets.models import Ticket

AT_ONCE = 3  # remarks that are shown; the others are one press away
OFFERS = 3  # wordings that one remark offers
QUOTED = 48  # characters of a quotation in a remark
WORDS = frozenset({"spelling", "vocabulary", "jargon", "grammar"})
GREETING = re.compile(
    r"\s*(?:hello|hi|hey|dear|good (?:morning|afternoon|evening|day)|bonjour|bonsoir|chère?|madame|monsieur"
    r"|bună(?: ziua| dimineața| seara)?|salut|dragă|stimată?|stimate)\b[^\n.;:?!,]{0,60}(?:[,!.:]|(?=\n))\s*",
    re.IGNORECASE)
SAYS = {
    "blame": gettext_lazy("This may sound like blame; say what happened."),
    "marketing": gettext_lazy("This sounds like a slogan; say what it does for them."),
    "condescension": gettext_lazy("This may sound as if they should have known."),
    "incivility": gettext_lazy("This may hurt."),
    "arguing": gettext_lazy("This argues; nobody is won over by it."),
    "overpromise": gettext_lazy("This promises more than anybody can be sure of."),
    "promise": gettext_lazy("This is a promise."),
    "placeholder": gettext_lazy("This is still to be filled in."),
}
SAYS_SOMETHING = gettext_lazy("Somebody else might read this in another way than you mean it.")


@dataclass(frozen=True, slots=True)
class Edit:
    """What "Use" does: `text` takes the place of `[start, end)` in characters; `offer` is how it is named."""

    start: int
    end: int
    text: str
    offer: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding with its name, which stays the same while its words do, and what can be done about it."""

    key: str
    finding: Finding
    words: str
    edits: tuple[Edit, ...]


def remarks_of(text: str, reading: DraftReading) -> list[Remark]:
    """What is asked about before it goes, then promises with a date, then the others by weight; hopes last."""
    seen: Counter[str] = Counter()
    remarks = []
    for found in sorted((*_heard(reading.findings), *reading.promises), key=_weight):
        words = text[found.start:found.end]
        name = f"{found.rule or found.check}\0{'' if found.check in WHOLE else words}"
        seen[name] += 1
        key = sha256(f"{name}\0{seen[name]}".encode()).hexdigest()[:12]
        edits = () if found.check == "promise" else tuple(_edits(text, found))
        remarks.append(Remark(key, found, words, edits))
    return remarks


def _heard(findings: Sequence[Finding]) -> Iterator[Finding]:
    """A doubt is not said of words about which something surer is said already."""
    sure = [found for found in findings if found.severity is not Severity.HINT and found.check not in WHOLE]
    for found in findings:
        is_doubt = kind(found) == "word" and found.check not in WORDS | WHOLE
        if not is_doubt or not any(one.start < found.end and found.start < one.end for one in sure):
            yield found


def _weight(found: Finding) -> int:
    if found.check == "promise":
        return 5 if found.hedged else 1 if found.due else 3
    return {Severity.ERROR: 0, Severity.WARNING: 2, Severity.HINT: 4}[found.severity]


def remark(text: str, reading: DraftReading, key: str) -> Remark | None:
    """The remark of that name, if it still stands."""
    return next((one for one in remarks_of(text, reading) if one.key == key), None)


def changed(text: str, edit: Edit) -> str:
    """The draft with a better wording in its place."""
    return text[:edit.start] + edit.text + text[edit.end:]


def remarks(ticket: Ticket, reader: Reader, text: str, reading: DraftReading) -> dict[str, Any]:
    """The value `remarks` of the templates; see the head of `web/ticket/remarks.html`."""
    found = remarks_of(text, reading)
    rows = [_row(one, text, reading, ticket, reader) for one in found]
    asks = [row for row, one in zip(rows, found, strict=True) if reading.language and _has_other_words(one)]
    if asks and other_words.may_be_asked():
        for row in asks:
            row["asks"] = True
    more = len(rows) - AT_ONCE
    return {"rows": rows, "language": reading.language, "count": count(reading),
            "words_url": reverse("other_words", args=[ticket.number]),
            "more": ngettext("%(n)d more", "%(n)d more", more) % {"n": more} if more > 0 else ""}


def count(reading: DraftReading) -> str:
    """How long it is: "53 words, 15 s to read"; nothing of nothing."""
    if not reading.words:
        return ""
    words = ngettext("%(n)d word", "%(n)d words", reading.words) % {"n": reading.words}
    seconds = reading.seconds_to_read
    length = (_("%(n)d s to read") % {"n": seconds} if seconds < 60
              else _("%(n)d min to read") % {"n": round(seconds / 60)})
    return _("%(words)s, %(length)s") % {"words": words, "length": length}


def _row(one: Remark, text: str, reading: DraftReading, ticket: Ticket, reader: Reader) -> dict[str, Any]:
    found = one.finding
    row: dict[str, Any] = {
        "key": one.key, "rule": found.rule, "kind": kind(found), "start": units(text, found.start),
        "end": units(text, found.end), "marked": found.check not in WHOLE, "words": one.words,
        "quote": quoted(one.words), "language": reading.language, "says": found.message or says_of(found.check),
        "says_language": reading.language if found.message else "", "is_word": _is_word(one), "whole":
        found.check in WHOLE, "edits": [{"start": units(text, edit.start), "end": units(text, edit.end),
                                         "text": edit.text, "offer": edit.offer} for edit in one.edits],
    }
    return row | _promise(found, text, ticket, reader) if found.check == "promise" else row


def kind(found: Finding) -> str:
    """How it is underlined: promise, word (quiet) or blame (all that is graver)."""
    if found.check == "promise":
        return "hope" if found.hedged else "promise"
    return "word" if found.check in WORDS or found.severity is Severity.HINT else "blame"


def _has_other_words(one: Remark) -> bool:
    """Whether a language model may be asked about it: about sentences, not about a word that has a better one."""
    return other_words.fits(one.finding) and not _is_word(one)


def _is_word(one: Remark) -> bool:
    """Whether the remark needs no sentence: "problem" → situation."""
    return bool(one.edits) and one.finding.check in {"spelling", "vocabulary"} and len(one.words) <= QUOTED


def says_of(check: str) -> str:
    """What is said of a finding that brings no sentence of its own."""
    return str(SAYS.get(check, SAYS_SOMETHING))


def _promise(found: Finding, text: str, ticket: Ticket, reader: Reader) -> dict[str, Any]:
    """By when, on their clock and, where it shows another hour, on the reader's."""
    start, end = place_of_time(text, found)
    shown: dict[str, Any] = {"by": "", "here": "", "due": "", "time_start": units(text, start),
                             "time_end": units(text, end), "added": start == end}
    if start < end:  # what is underlined is what is kept track of
        shown |= {"start": units(text, start), "end": units(text, end)}
    if found.due is None:
        return shown
    theirs, ours = found.due.astimezone(their_zone(ticket)), timezone.localtime(found.due)
    shown |= {"by": short_stamp(theirs), "due": f"{theirs:%Y-%m-%dT%H:%M}"}
    if theirs.utcoffset() != ours.utcoffset():
        shown["here"] = _hour(ours) if theirs.date() == ours.date() else short_stamp(ours)
    return shown


def short_stamp(moment: datetime) -> str:
    """A day and an hour on the clock that the moment carries: "Thu 26 Nov 17:00"."""
    day = formats.date_format(moment, pgettext("date format", "D j M"))
    if (get_language() or "en")[:2] != "en":
        day = day.lower()  # days and months are no names in French and Romanian
    return _("%(day)s %(hour)s") % {"day": day, "hour": _hour(moment)}


def _hour(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def _edits(text: str, found: Finding) -> Iterator[Edit]:
    for offer in found.suggestions[:OFFERS]:
        if found.check == "no-empathy":
            yield _in_front(text, offer)
        elif found.check == "no-next-step":
            yield Edit(found.end, found.end, f" {offer}", offer)
        else:
            yield Edit(found.start, found.end, offer, offer)


def _in_front(text: str, offer: str) -> Edit:
    """An opening goes before all else but a greeting; what followed the greeting begins a sentence of its own then."""
    greeting = GREETING.match(text)
    at = greeting.end() if greeting else len(text) - len(text.lstrip())
    follows = text[at:at + 1]
    return Edit(at, at + len(follows), f"{offer} {follows.upper()}", offer)


def quoted(words: str) -> str:
    """Words as a remark repeats them: on one line, and not too many of them."""
    line = " ".join(words.split())
    return line if len(line) <= QUOTED else f"{line[:QUOTED].rsplit(' ', 1)[0]}…"


def units(text: str, index: int) -> int:
    """How many UTF-16 code units stand before that character."""
    return len(text[:index].encode("utf-16-le", "surrogatepass")) // 2
