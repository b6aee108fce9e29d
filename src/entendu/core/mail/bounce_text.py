"""Recipients, status and diagnosis in reports written for people: the bounces of servers that know no RFC 3464."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LIMIT = 60_000
_ADDR = r"(?<![\w.!#$%&*+/?^{|}~-])\w[\w.!#$%&'*+/=?^`{|}~-]{0,99}@[A-Za-z0-9][A-Za-z0-9.-]{0,200}[A-Za-z0-9]"
# Where the report ends and the mail that came back begins.
_ORIGINAL = re.compile(
    r"""^[ \t>]*(?:
        [-=_*+]{2,80}\ *(?:(?:this\ is\ a\ |below\ this\ line\ is\ (?:a\ |the\ )?|the\ |returned\ |unsent[ ]
        |un?delivered\ |start\ of\ |beginning\ of\ |original\ |included\ is\ a\ )?(?:copy\ of\ |the\ |original[ ]
        |returned\ |undelivered\ |unsent\ )*(?:message|mail|nachricht|mensaje|header))[^\n]{0,80}
        |(?:your\ )?(?:original|unsent|returned|undelivered)\ (?:message|mail)(?:\ (?:follows|below|headers?
        |details|as\ follows|is\ below|is\ attached|text))?[\ .:=-]*
        |(?:a\ )?copy\ of\ (?:the|your)\ (?:original\ )?message[^\n]{0,60}
        |(?:the\ )?(?:text|contents?|body|headers?|first\ \d+\ lines)\ of\ (?:the|your)\ (?:original\ )?(?:message
        |mail)[^\n]{0,60}
        |(?:the\ )?(?:header|message\ headers?)\ follows?[^\n]{0,20}|message\ header(?:s)?[\ :]*
        |(?:message\ )?(?:headers|text)\ follows?[^\n]{0,20}
        |(?:received|return-path|x-received|mime-version|message-id|delivered-to|dkim-signature):\ [^\n]{0,200}
      )\s*$""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_NO_ONE = re.compile(r"(?:mailer-?daemon|postmaster|mdaemon)@", re.IGNORECASE)

# From the surest to the vaguest place in which servers name the recipient. The first that yields wins.
_PLACES = tuple(
    re.compile(pattern.replace("ADDR", rf"({_ADDR})"), re.IGNORECASE | re.MULTILINE)
    for pattern in (
        r"^[ \t]*<ADDR>[^\S\n]*(?::|\.\.\.|$|[(;,]|[^\S\n][^\n]{0,200}(?:reject|unknown|fail|quota|full))",
        r"^[ \t*>-]{0,10}\[ADDR\][ \t]*:",
        r"^[ \t]*(?:error-for|failed recipient|recipient(?: address)?|rcpt to|addressee|to whom|destinat(?:aire|"
        r"ario|ar)|for)[ \t]*:[ \t]*<?ADDR",
        r"(?:generated from|expanded from:?|originally (?:to|for))[ \t]+<?ADDR",
        r"^[ \t]{0,20}(?:[*>•-]{1,3}[ \t]{0,4})?[\"'<\[(]{0,2}(?:mailto:)?ADDR[\"'>\])]{0,2}[ \t]*(?:[.:;,]{0,2}|"
        r"\(.{0,100}\)|[ \t-]+(?:no such|unknown|user|not|mailbox|over|is |5\d\d|4\d\d).{0,200})[ \t]*$",
        r"(?:undeliverable to|unable to deliver (?:your )?(?:message|mail)? ?to|(?:message|mail) (?:sent |"
        r"addressed |destined |intended )?(?:to|for)|deliver(?:y|ing)?(?: \w+){0,4} (?:to|for)|could not be "
        r"(?:sent|delivered) to|can(?:not| ?n.t) (?:be delivered|deliver) to|attempts?|recipient|user(?:id)?|"
        r"address|account|mailbox|unknown|invalid|illegal|send to|sent to|reach|relay(?:ing)? (?:to|"
        r"for))[^\S\n]{0,3}[:\"'<(=\[-]{0,4}[ \t]{0,3}[\"'<]?ADDR",
        r"RCPT TO:[ \t]*<?ADDR",
        r"^[^\n]{0,300}\b[45]\d\d[ -][^\n@]{0,200}?[<\s(\"']ADDR",
        r"[<\s\"'(\[:]ADDR[>\s\"')\]:.,;]{1,4}[^\n@]{0,80}(?:unknown|not found|no such|does ?n.t exist|does not "
        r"exist|invalid|reject|disabled|unavailable|full|quota|failed|not a valid|not listed|undeliver|not known)",
    )
)
_MULTILINE_TO = re.compile(
    rf"(?:following|these|this|one or more)[^\n]{{0,60}}(?:address|recipient|user|destinat|person)[^\n]{{0,60}}"
    rf"\n(?:[^\n@]{{0,100}}\n){{0,3}}[^\n@]{{0,40}}?({_ADDR})",
    re.IGNORECASE,
)
# Servers of one provider name only the local part, on a line of its own ("screenname").
_LOCAL = re.compile(
    r"(?:recipient|address|user)[^\n]{0,120}(?:\n[^\n]{0,120}){0,2}:[ \t]*\n(?:[ \t]*\n)?"
    r"[ \t]{1,20}([A-Za-z0-9][\w.-]{1,60})[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_ANY = re.compile(_ADDR)
_REPLY_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?:[ -]|\b)(?:#?([245]\.\d{1,3}\.\d{1,3}))?[^\n]{0,400}")
_ENHANCED = re.compile(r"(?<![\d.])#?([45]\.\d{1,2}\.\d{1,3})(?![\d.])")


@dataclass(slots=True)
class Report:
    """What the text of a bounce gives away. `head` is the text above the returned mail."""

    head: str
    returned: str
    recipients: list[str] = field(default_factory=list)
    status: str = ""
    diagnostic: str = ""


def cut(text: str) -> tuple[str, str]:
    """The text parted into the report itself and the returned mail below it."""
    text = text[:_LIMIT]
    match = _ORIGINAL.search(text, 1)
    if match is None or not text[: match.start()].strip():
        return text, ""
    return text[: match.start()], text[match.start() :]


def parse(text: str, not_these: set[str], domain: str = "") -> Report:
    """What the text form of a bounce says.

    `not_these` are addresses in lower case that cannot be the recipient; `domain` is the reporting server's, for
    recipients named without one.
    """
    head, returned = cut(text)
    report = Report(head, returned)
    seen: dict[str, str] = {}
    for place in _PLACES:
        for match in place.finditer(head):
            _keep(seen, match[1], not_these)
        if seen:
            break
    if not seen:
        for match in _MULTILINE_TO.finditer(head):
            _keep(seen, match[1], not_these)
    if not seen and domain and (local := _LOCAL.search(head)):
        _keep(seen, f"{local[1]}@{domain}", not_these)
    if not seen:
        for match in _ANY.finditer(head):
            _keep(seen, match[0], not_these)
        if len(seen) > 1:
            seen = {}
    report.recipients = list(seen.values())
    code = _REPLY_CODE.search(head)
    enhanced = _ENHANCED.search(head)
    report.status = enhanced[1] if enhanced else ""
    if code:
        report.diagnostic = " ".join(code[0].split())
        report.status = report.status or f"{code[1][0]}.0.0"
    elif enhanced:
        line = head[head.rfind("\n", 0, enhanced.start()) + 1 : enhanced.end() + 200].split("\n")[0]
        report.diagnostic = " ".join(line.split())
    return report


def _keep(seen: dict[str, str], address: str, not_these: set[str]) -> None:
    address = re.sub(r"(?i)^(?:mailto:|smtp=)", "", address.strip(".'`"))  # "SMTP=" as X.400 gateways write it
    key = address.lower()
    if key in not_these or _NO_ONE.match(key) or len(seen) >= 200:
        return
    seen.setdefault(key, address)
