"""Which mails no person typed, and which may get an automatic answer (RFC 3834, RFC 3464, RFC 5965, RFC 8098)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from entendu.core.mail import addresses, bounce, mime, phrases
from entendu.core.mail.fields import Fields, split_header
from entendu.core.mail.letter import Auto, Bounce
from entendu.core.mail.mime import Part

Kind = Literal["human", "auto-reply", "bounce", "delay", "delivered", "receipt", "feedback", "list", "system"]
_AUTO: dict[str, Auto | None] = {
    "human": None,
    "auto-reply": "auto-reply",
    "bounce": "bounce",
    "delay": "bounce",
    "delivered": "report",
    "receipt": "report",
    "feedback": "report",
    "list": "list",
    "system": None,
}
_RESPONDERS = (
    "x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-auto-response", "x-autoreply-from",
    "x-mail-autoreply", "x-auto-respond", "x-auto-reply-from", "x-amazon-auto-reply", "x-vacation", "x-ooo",
    "x-apple-action", "x-out-of-office", "x-mdautoresponder", "x-facilitator-auto-reply",
)  # fmt: skip
_LIST_FIELDS = (
    "list-id", "list-post", "list-unsubscribe", "list-help", "list-subscribe", "list-owner", "list-archive",
    "mailing-list", "x-mailing-list", "x-mailman-version", "x-beenthere", "x-listname", "x-list-id", "x-campaign",
    "x-campaignid", "x-csa-complaints",
)  # fmt: skip
_ANSWERED = re.compile(r"(?i)\s*(?:re|aw|fwd?|tr|wg|fw)\s*:")
_ENOUGH_SIGNS = 5
_FEEDBACK_TEXT = re.compile(
    r"(?i)\bemail abuse report\b|this is an? (?:\w+ ){0,3}abuse report"
    r"|abuse (?:complaint|report) (?:regarding|about|for|from)"
)
_FEEDBACK_FROM = re.compile(
    r"(?i)(?:feedback-?loop|fbl|abuse-?report|scomp|complaints?|.*feedback)@|staff@hotmail\.com"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of a mail, the reason in one plain sentence, and the delivery report when it is one."""

    kind: Kind
    reason: str
    bounce: Bounce | None = None

    @property
    def auto(self) -> Auto | None:
        """The kind as the Letter names it."""
        return _AUTO[self.kind]


def judge(root: Part, text: str) -> Verdict:
    """The kind of the mail `root`, whose text as read is `text`. Never raises.

    Structure decides before headers, headers before words; words alone never make a mail automatic unless its
    subject begins with what only a machine writes there.
    """
    fields = root.fields
    return (
        _by_structure(root, text)
        or _feedback(fields, root, text)
        or _bounce(root, text)
        or _auto_reply(fields, text)
        or _list(fields)
        or _system(fields)
        or Verdict("human", "Nothing in the mail speaks against a person having written it.")
    )


def _by_structure(root: Part, text: str) -> Verdict | None:
    for part in root.walk():
        if part.type in ("message/disposition-notification", "message/global-disposition-notification"):
            refusal = bounce.from_disposition(root, part, text)
            if refusal is not None:
                return Verdict("bounce", "A mailbox refused a mail (RFC 5429 §2).", refusal)
            return Verdict("receipt", "It is a reading receipt (RFC 8098).")
        if part.type == "message/feedback-report" or (
            part.type == "multipart/report" and part.parameters.get("report-type", "").lower() == "feedback-report"
        ):
            return Verdict("feedback", "It is a spam complaint in the abuse reporting format (RFC 5965).")
        if part.type == "text/calendar" and part.parameters.get("method", "").lower() in ("reply", "counter"):
            return Verdict("system", "It is a calendar's answer to an invitation (RFC 5546).")
    if root.type == "multipart/report" and root.parameters.get("report-type", "").lower() == "disposition-notification":
        return Verdict("receipt", "It is a reading receipt (RFC 8098).")
    report = bounce.from_delivery_status(root)
    if report is None:
        return None
    if report.delivered:
        return Verdict("delivered", "It is a report that a mail was delivered (RFC 3464).")
    kind: Kind = "delay" if report.delayed else "bounce"
    return Verdict(kind, "It is a delivery report (RFC 3464).", report.bounce)


def _feedback(fields: Fields, root: Part, text: str) -> Verdict | None:
    if "x-arf" in fields or "x-xarf" in fields:
        return Verdict("feedback", "It is an abuse report in the X-ARF format.")
    sender = _sender(fields)
    enclosed = any(part.type in ("message/rfc822", "text/rfc822-headers") for part in root.walk())
    complaint = "complaint about message from" in fields.text("subject").lower() or bool(
        _FEEDBACK_TEXT.search(text[:2_000])
    )
    if (
        enclosed
        and complaint
        and (
            _FEEDBACK_FROM.match(sender)
            or "abuse" in fields.text("subject").lower()
            or _FEEDBACK_TEXT.search(text[:300])
        )
    ):
        return Verdict("feedback", "It is a spam complaint by a mail provider.")
    return None


def _bounce(root: Part, text: str) -> Verdict | None:
    fields = root.fields
    notification = bounce.from_notification(text)
    if notification is not None:
        return Verdict(notification[0], "A sending service reports what became of a mail.", notification[1])
    subject = fields.text("subject")
    local = _sender(fields).partition("@")[0]
    daemon = bool(phrases.DAEMON.fullmatch(local)) or _daemon_name(fields)
    titled = bool(phrases.BOUNCE_SUBJECT.search(subject))
    returned = _returns_mail(root)
    machine = daemon + (not local) + _null_path(fields) + bool(phrases.NO_REPLY.fullmatch(local))
    stated = "x-failed-recipients" in fields
    if not stated and not machine and not (titled and returned and not _ANSWERED.match(subject)):
        return None
    if phrases.AUTO_REPLY_SUBJECT.match(subject) and not titled and not stated:
        return None
    report = bounce.from_text(root, text)
    head = report.head[:20_000]
    # No single sign is enough; a server's own report gives several of them.
    signs = daemon + 2 * titled + machine + returned + bool(phrases.BOUNCE_TEXT.search(head))
    signs += bool(report.bounce.recipients) + bool(report.bounce.status)
    if not stated and signs < _ENOUGH_SIGNS:
        return None
    return Verdict(
        "delay" if report.delayed else "bounce",
        "A mail server says in words that it could not deliver a mail.",
        report.bounce,
    )


def _auto_reply(fields: Fields, text: str) -> Verdict | None:
    subject = fields.text("subject")
    keyword = _auto_submitted(fields)
    if keyword in ("auto-replied", "auto-notified") or "vacation" in fields.value("auto-submitted").lower():
        return Verdict("auto-reply", f"Its Auto-Submitted field says {keyword} (RFC 3834 §5).")
    if phrases.AUTO_REPLY_SUBJECT.match(subject):
        return Verdict("auto-reply", "Its subject begins as automatic answers begin.")
    for name in _RESPONDERS:
        if name in fields and fields.value(name).lower() not in ("no", "false", "0"):
            return Verdict("auto-reply", f"Its header has the field {name} that automatic answers carry.")
    if fields.value("precedence").lower() in ("auto_reply", "auto-reply", "autoreply"):
        return Verdict("auto-reply", "Its Precedence field says that it is an automatic answer.")
    replies = "in-reply-to" in fields or subject[:4].lower().startswith(("re:", "aw:"))
    generated = bool(keyword and keyword != "no") or _null_path(fields) or _suppresses(fields)
    if generated and phrases.ABSENCE_TEXT.search(text[:3_000]) and (replies or _null_path(fields)):
        return Verdict("auto-reply", "It was sent automatically and tells of an absence.")
    return None


def _list(fields: Fields) -> Verdict | None:
    for name in _LIST_FIELDS:
        if name in fields and (fields.value(name) or name == "list-id"):
            return Verdict("list", f"Its header has the field {name} of mailing lists (RFC 2369, RFC 2919).")
    precedence = fields.value("precedence").lower()
    if precedence in ("bulk", "list", "junk"):
        return Verdict("list", f"Its Precedence field says {precedence}.")
    if phrases.LIST_ROLE.fullmatch(_sender(fields).partition("@")[0]):
        return Verdict("list", "It comes from the address by which a mailing list manages itself.")
    return None


def _system(fields: Fields) -> Verdict | None:
    keyword = _auto_submitted(fields)
    if keyword and keyword != "no":
        return Verdict("system", f"Its Auto-Submitted field says {keyword} (RFC 3834 §5).")
    local = _sender(fields).partition("@")[0]
    if phrases.NO_REPLY.fullmatch(local) or phrases.DAEMON.fullmatch(local):
        return Verdict("system", "It comes from an address that nobody reads.")
    return None


def may_answer(raw: bytes, ours: Iterable[str] = ()) -> bool:
    """Whether an automatic answer (a confirmation, a satisfaction question) may be sent to this mail (RFC 3834 §2).

    `ours` are our own addresses: mail from one of them would be answered in a circle. When in doubt: no.
    """
    fields, _ = split_header(raw)
    sender = addresses.parse_one(fields.value("from")).address.lower()
    local, at, domain = sender.rpartition("@")
    if not (at and local and domain):
        return False
    targets = {
        address.address.lower()
        for name in ("to", "cc")
        for value in fields.values(name)[:20]
        for address in addresses.parse_list(value)
    }
    if sender in targets or sender in {own.lower() for own in ours}:
        return False
    if _null_path(fields) or _suppresses(fields) or "x-loop" in fields:
        return False
    if (keyword := _auto_submitted(fields)) and keyword != "no":
        return False
    if (
        fields.value("x-spam-flag").lower() == "yes"
        or phrases.DAEMON.fullmatch(local)
        or phrases.NO_REPLY.fullmatch(local)
    ):
        return False
    if "x-failed-recipients" in fields or "feedback-id" in fields:
        return False
    if _list(fields) or _auto_reply(fields, ""):
        return False
    kind = fields.value("content-type").lower()
    if kind.startswith(("multipart/report", "message/disposition-notification", "message/delivery-status")):
        return False
    root, _ = mime.parse(raw)
    return judge(root, _opening(root)).kind == "human"


def _opening(root: Part) -> str:
    for part in root.walk():
        if part.type == "text/plain" and not part.multipart:
            return part.text()[0][:20_000]
    return ""


def _sender(fields: Fields) -> str:
    return addresses.parse_one(fields.value("from") or fields.value("sender")).address.lower()


def _daemon_name(fields: Fields) -> bool:
    name = addresses.parse_one(fields.value("from")).name.lower()
    return bool(phrases.DAEMON.fullmatch(name.replace(" ", "-"))) or "mail delivery" in name or "mailer-daemon" in name


def _null_path(fields: Fields) -> bool:
    """Whether the envelope sender is known to be empty, as reports and automatic answers have it (RFC 5321 §4.5.5)."""
    return "return-path" in fields and fields.value("return-path").replace(" ", "") in ("", "<>")


def _suppresses(fields: Fields) -> bool:
    """X-Auto-Response-Suppress asks for no automatic answer (MS-OXCMAIL §2.1.3.2.20)."""
    words = {word.strip().lower() for word in fields.value("x-auto-response-suppress").split(",")}
    return bool(words & {"all", "autoreply", "oof"})


def _auto_submitted(fields: Fields) -> str:
    return fields.value("auto-submitted").partition(";")[0].partition("(")[0].strip().lower()


def _returns_mail(root: Part) -> bool:
    return any(part.type in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers") for part in root.walk())
