"""What is said to all: the form as it came in, what would become of it for each, and why it cannot go."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entendu.core.governor.model import Verdict
from entendu.core.governor.reasons import explain
from entendu.core.wording.findings import Finding
from entendu.core.wording.rules import LANGUAGES
from entendu.core.wording.saved import ReplyError
from entendu.doors.web.desk.composer import STATES
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.reading import number_in
from entendu.doors.web.desk.rows import name_of, subject_of, ticket_url
from entendu.doors.web.people.choices import language_name
from entendu.doors.web.templatetags.desk import stamp
from entendu.flows.diagnosis import incident
from entendu.flows.diagnosis.incident import Foreseen, Lately, LeftOpen, News, NothingToSay, ToldLately
from entendu.flows.submit import NotConfirmed
from entendu.parts.diagnosis.models.defects import Defect

CANNOT = (NothingToSay, LeftOpen, NotConfirmed, ReplyError, ToldLately)


@dataclass(frozen=True, slots=True)
class Writing:
    """What stands in the form; `rows` is what would become of it, where that was asked."""

    news: News
    rows: tuple[dict[str, Any], ...] = ()
    error: str = ""
    remarks: tuple[str, ...] = field(default=())


def blank(tickets: frozenset[int]) -> Writing:
    """An empty form, with the cases that are not over chosen."""
    return Writing(News(uuid.uuid4().hex, {}, tickets))


def entered(data: QueryDict) -> News:
    """What the form says."""
    texts = {language: data.get(f"text-{language}", "").replace("\r\n", "\n").strip() for language in LANGUAGES}
    return News(
        key=data.get("key", "")[:40] or uuid.uuid4().hex, texts={one: text for one, text in texts.items() if text},
        tickets=frozenset(number for one in data.getlist("ticket") if (number := number_in(one))),
        fixed=data.get("fixed") == "1", confirmed=data.get("confirmed") == "1")


def looked_ahead(defect: Defect, reader: Reader, news: News) -> Writing:
    """The form with what would become of it for each person."""
    try:
        seen = incident.foreseen(defect, reader.member, news, now=reader.now)
    except CANNOT as trouble:
        return cannot(news, trouble)
    remarks = tuple(dict.fromkeys(_remark(one.text, finding) for one in seen for finding in one.remarks))
    lately = incident.told_lately(defect, news, now=reader.now)
    if lately is not None:
        remarks = (_lately(lately), *remarks)
    return Writing(news, tuple(_row(one, reader) for one in seen), "", remarks)


def cannot(news: News, trouble: Exception) -> Writing:
    """The form with the sentence that says why nothing was sent."""
    if isinstance(trouble, NotConfirmed):
        return Writing(news, (), _("There is something in these words to look at again; nothing was sent. Change "
                                   "them, or say that they shall go so."),
                       tuple(dict.fromkeys(finding.message for finding in trouble.findings)))
    if isinstance(trouble, ToldLately):
        return Writing(news, (), _("Some of them were told a moment ago; nothing was sent. Leave them out, wait, or "
                                   "say that these words shall go so."), (_lately(trouble.lately),))
    if isinstance(trouble, LeftOpen):
        words = _("“%(place)s” in braces is filled in by nothing; nothing was sent; write it out.")
        return Writing(news, (), words % {"place": trouble.places[0]})
    if isinstance(trouble, ReplyError):
        return Writing(news, (), _("A condition in brackets cannot be read (%(mark)s); nothing was sent.")
                       % {"mark": trouble.mark})
    if not news.tickets:
        return Writing(news, (), _("No case is chosen; nothing was sent; choose at least one."))
    return Writing(news, (), _("There is no text in the language of any of these people; nothing was sent."))


def _row(one: Foreseen, reader: Reader) -> dict[str, Any]:
    """One person: whom it goes to, in which words, and what the governor says of it."""
    decision = one.decision
    return {
        "person": name_of(one.on), "subject": subject_of(one.on), "url": ticket_url(one.on.number),
        "also": [{"subject": subject_of(other), "url": ticket_url(other.number)} for other in one.also],
        "language": language_name(one.language), "lang": one.language, "text": one.text,
        "state": STATES[decision.verdict] if decision else "stop",
        "goes": decision is not None and decision.verdict in {Verdict.SEND, Verdict.HOLD, Verdict.MERGE},
        "reason": explain(decision, reader.language) if decision else _(
            "Not told: there is no text in %(language)s.") % {"language": language_name(one.language)},
    }


def _lately(lately: Lately) -> str:
    words = {"n": lately.people, "at": stamp(lately.at), "until": stamp(lately.until)}
    return ngettext("One of them was told of it at %(at)s. Unless it is much worse, more is soon enough at %(until)s.",
                    "%(n)d of them were told of it at %(at)s. Unless it is much worse, more is soon enough at "
                    "%(until)s.",
                    lately.people) % words


def _remark(text: str, finding: Finding) -> str:
    return _("“%(words)s”: %(message)s") % {"words": text[finding.start:finding.end], "message": finding.message}
