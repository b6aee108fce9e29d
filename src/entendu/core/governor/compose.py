"""One message out of several, as a person would have written it: the most important first, one greeting, one footer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from entendu.core.governor.facts.fold import compose as composed
from entendu.core.governor.facts.fold import fold
from entendu.core.governor.facts.parts import Part, cut
from entendu.core.governor.facts.read import Reading, read, rewrite
from entendu.core.governor.model import Intent, Submission

WITH_SUBJECT = frozenset({"email"})
# Whose every word is kept: somebody wrote it for this one person.
VERBATIM = frozenset({Intent.ANSWER, Intent.QUESTION, Intent.PROMISE})


def goes_whole(submission: Submission) -> bool:
    """Whether it is told as it stands: an answer, a question, promised news, what is about one address, and whatever
    brings a file along.

    What a file holds is not read, so no other message can be known to say it as well.
    """
    return submission.intent in VERBATIM or submission.has_attachments or bool(submission.to)



_RANK = (
    Intent.ALERT,
    Intent.ANSWER,
    Intent.PROMISE,
    Intent.RESOLUTION,
    Intent.QUESTION,
    Intent.CONFIRMATION,
    Intent.UPDATE,
    Intent.COURTESY,
)
# Said where something was left out, and only there.
_MORE = {
    "en": "There is more news for you; just ask us.",
    "fr": "Il y a d’autres nouvelles pour vous\u00a0; demandez-nous.",
    "ro": "Mai sunt vești pentru dumneavoastră; întrebați-ne.",
}
_GREETING = re.compile(
    r"^\s*(?:hello|hi|hey|dear|good (?:morning|afternoon|evening)|bonjour|bonsoir|salut|chere?|madame|"
    r"monsieur|buna(?: ziua| dimineata| seara)?|salutare|stimat\w*|"
    r"draga)(?!\w)[^,.!:;\n?]{0,30}[,!:;\n]\s*"
)


class Text(NamedTuple):
    """What the person reads."""

    subject: str
    body: str


def importance(submission: Submission) -> tuple[bool, int, datetime]:
    """The order in which news is told: by what it is for, then by when it came."""
    return (not submission.is_vital, _RANK.index(submission.intent), submission.submitted_at)


def with_word_of_more(text: Text, language: str) -> Text:
    """The text, ending in a sentence that says that something was left out."""
    return Text(text.subject, f"{text.body}\n\n{_MORE.get(language, _MORE['en'])}")


def compose(parts: Sequence[Submission], channel: str, language: str, now: datetime) -> Text:
    """One text for one or more submissions, in the words of their sources; `now` is in the person's zone.

    Days named from "today" are rewritten when that day is over. Sentences that several parts share are said once,
    and only the first part keeps its greeting, its footer and what it quotes.
    """
    ordered = sorted(parts, key=importance) if len(parts) > 1 else parts
    texts = [_fresh(s, language, now) for s in ordered]
    subject = next((t.subject for t in texts if t.subject), "")
    if len(texts) == 1:
        return Text(subject, texts[0].body) if channel in WITH_SUBJECT else Text("", _with_lead(texts[0]))
    paragraphs: list[str] = []
    said: set[str] = set()
    for k, (submission, text) in enumerate(zip(ordered, texts, strict=True)):
        whole = text.body if k == 0 and channel in WITH_SUBJECT else _with_lead(text)
        paragraphs.append(_paragraph(whole, submission, now, said, is_first=k == 0))
    body = "\n\n".join(p for p in paragraphs if p)
    return Text(subject if channel in WITH_SUBJECT else "", body)


def _fresh(submission: Submission, language: str, now: datetime) -> Text:
    at = submission.submitted_at.astimezone(now.tzinfo)
    if at.date() == now.date():
        return Text(submission.subject, submission.body)
    return Text(
        rewrite(submission.subject, at, now, language, submission.case),
        rewrite(submission.body, at, now, language, submission.case),
    )


def _with_lead(text: Text) -> str:
    """The body, led by the subject where that says something that the body does not."""
    if not text.subject:
        return text.body
    body = fold(composed(text.body))
    words = re.findall(r"[a-z]{3,}|\d+", fold(composed(text.subject)))
    if all(w in body for w in words):
        return text.body
    end = "" if text.subject.rstrip().endswith((".", "!", "?", ":")) else "."
    return f"{text.subject.rstrip()}{end} {text.body}"


def _paragraph(text: str, submission: Submission, now: datetime, said: set[str], is_first: bool) -> str:
    text = composed(text)
    folded = fold(text)
    if not is_first and (greeting := _GREETING.match(folded)):
        text = text[greeting.end() :]
        text = text[:1].upper() + text[1:]
        folded = fold(text)
    cuts = cut(text, folded)
    told = set(cuts) if is_first or goes_whole(submission) or len(cuts) < 2 else _news_in(text, submission, now)
    kept: list[str] = []
    before = 0
    for start, end in cuts:
        joint, before = text[before:start], end
        key = " ".join(folded[start:end].split())
        if (start, end) not in told or key in said:
            continue
        said.add(key)
        kept.append((("\n" if "\n" in joint else " ") if kept else "") + text[start:end].strip())
    return "".join(kept)


def _news_in(text: str, submission: Submission, now: datetime) -> set[tuple[int, int]]:
    """The sentences that are no footer and no quotation; all of them where none holds a value, for doubt is news."""
    reading: Reading = read(text, now, submission.case)
    return {(s.start, s.end) for s in reading.sentences if s.part is Part.NEWS or not reading.news}
