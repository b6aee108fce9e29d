"""A Kannel gateway (kannel.org, user guide of 1.4.5): its sendsms address, its sms-service and its delivery reports.

Kannel signs nothing. What people write to us comes with a key that the desk makes and the administrator copies into
Kannel's sms-service; each report comes back to an address that we sign when we send.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode, urlsplit

from django.utils.translation import gettext as _

from entendu.channels import line
from entendu.channels.line import Answer as Said
from entendu.channels.line import Request
from entendu.channels.messages import Account, Answer, Hook, Incoming, News, Outgoing, Probe
from entendu.channels.sms import reports
from entendu.channels.trouble import Deferred, LostSight, Refused, Unreadable
from entendu.core.governor.sms import encoding

# Reports that we ask for: delivered, not delivered, taken by the SMS centre, refused by it ("dlr-mask").
MASK = 1 | 2 | 8 | 16
DELIVERED, NOT_DELIVERED, BUFFERED, TAKEN, REFUSED = "1", "2", "4", "8", "16"
UCS2 = "2"  # the coding of two bytes a letter, as a get-url names it
# "HTTP interface", table of answers of sendsms.
ACCEPTED = 202
NOT_ALLOWED = frozenset({401, 403})
BUSY = frozenset({429, 503})


def request(account: Account, message: Outgoing) -> Request:
    """What is asked of sendsms: by POST, so that neither the password nor the words stand in a log of addresses."""
    headers = _sign_in(account) | {
        "X-Kannel-To": message.to, "X-Kannel-Coding": "0" if encoding(message.text) == "GSM-7" else "2",
        "X-Kannel-DLR-Mask": str(MASK), "X-Kannel-DLR-Url": report_url(account, message.reference),
        "Content-Type": "text/plain; charset=UTF-8"}
    if account.address:
        headers["X-Kannel-From"] = account.address
    if smsc := account.settings.get("smsc"):
        headers["X-Kannel-SMSC"] = smsc
    return Request("POST", account.settings.get("url", ""), content=message.text.encode(), headers=headers)


def outcome(answer: Said) -> str:
    """Kannel's words where it has taken the message; `Deferred`, `Refused` or `LostSight` otherwise."""
    words = f"{answer.status} {answer.text}".strip()
    if answer.status == ACCEPTED:
        return words
    if answer.status in NOT_ALLOWED:
        raise Deferred(_("Kannel does not accept the user name or the password ({said}); the message is kept; enter "
                         "them again.").format(said=words))
    if answer.status in BUSY or answer.status == 404 or 300 <= answer.status < 400:
        raise Deferred(_("Kannel takes nothing for now ({said}); the message is kept.").format(said=words))
    if answer.status >= 500:
        raise LostSight(_("Kannel answered with a failure of its own ({said}); it may have taken the message.").format(
            said=words))
    raise Refused(words, answer.status)


def report_url(account: Account, reference: str) -> str:
    """Where Kannel brings a report of this message; its own escapes stay as they are."""
    signature = _signature(account, f"report {reference}")
    return f"{account.hook_url}?{urlencode({'ref': reference, 'sig': signature})}&type=%d&said=%A"


def incoming_url(account: Account) -> str:
    """The get-url of an sms-service by which everything that people write comes to the desk."""
    return (f"{account.hook_url}?key={_signature(account, 'incoming')}"
            "&id=%I&from=%p&to=%P&at=%T&coding=%c&text=%b")


def is_believed(account: Account, hook: Hook, now: datetime) -> bool:
    """Whether the key of the sms-service, or our own signature of a report's address, stands there."""
    fields = _fields(hook)
    what = f"report {fields['ref']}" if "ref" in fields else "incoming"
    given = fields.get("sig" if "ref" in fields else "key", "")
    wanted = _signature(account, what)
    return hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace")) and bool(_secret(account))


def read(account: Account, hook: Hook) -> list[News]:
    """A message or a report, as they stand in the address."""
    fields = _fields(hook)
    if "ref" in fields:
        return _report(fields)
    if not fields.get("from") or not fields.get("id"):
        raise Unreadable("Kannel's sms-service named no sender or no id; compare its get-url with the one here.")
    at = fields.get("at", "")
    return [Incoming("sms", provider_id=fields["id"], sender=_number(fields["from"]), text=fields.get("text", ""),
                     at=datetime.fromtimestamp(int(at), UTC) if at.isdecimal() and len(at) <= 11 else None)]


def answer(account: Account, hook: Hook) -> Answer:
    """Nothing: what stands here would be sent back to whoever wrote ("omit-empty")."""
    return Answer()


def fetch(account: Account, message: Incoming) -> Incoming:
    """As it is: an SMS has no files."""
    return message


def probe(account: Account) -> Probe:
    """Asks sendsms for a message to nobody, which it refuses only once the user name and password are right."""
    try:
        said = line.ask(Request("POST", account.settings.get("url", ""), headers=_sign_in(account)))
    except (Deferred, LostSight) as trouble:
        return Probe(False, str(trouble))
    words = f"{said.status} {said.text}".strip()
    if said.status in NOT_ALLOWED:
        return Probe(False, _("Kannel does not accept the user name or the password ({said}).").format(said=words))
    if said.status == 400:
        return Probe(True, _("Kannel knows us and takes messages."), (_("Kannel answers."),))
    return Probe(False, _("This is no sendsms address of Kannel ({said}); it ends with /cgi-bin/sendsms.").format(
        said=words))


def _report(fields: dict[str, str]) -> list[News]:
    kind, said = fields.get("type", ""), fields.get("said", "")
    report = reports.read(said)
    if kind in {TAKEN, BUFFERED}:
        report = reports.Report(report.id, "ACCEPTD")
    elif kind == DELIVERED:
        report = reports.Report(report.id, "DELIVRD")
    elif kind in {NOT_DELIVERED, REFUSED}:
        said_nothing = report.state in {"DELIVRD", ""}
        state = ("UNDELIV" if kind == NOT_DELIVERED else "REJECTD") if said_nothing else report.state
        report = reports.Report(report.id, state, report.error)
    else:
        raise Unreadable(f"Kannel's report is of a kind ({kind[:8]}) that its guide does not know.")
    return [reports.receipt(fields["ref"], report, line.one_line(said.replace("/", " ", 1)))]


def _number(sender: str) -> str:
    """Kannel writes international numbers with a plus where the SMS centre says that they are; others as they came."""
    return sender.replace(" ", "+", 1) if sender.startswith(" ") else sender


def _fields(hook: Hook) -> dict[str, str]:
    query = parse_qs(urlsplit(hook.url).query, keep_blank_values=True, encoding="latin-1")
    octets = {name: values[-1].encode("latin-1") for name, values in query.items()}
    coding = octets.get("coding", b"").decode("latin-1")
    return {name: _letters(value, coding if name == "text" else "").replace("\0", "")
            for name, value in octets.items()}


def _letters(octets: bytes, coding: str) -> str:
    """The words of a field. A message of two bytes a letter comes as it is in the air, in UTF-16 (user guide, `%b` and
    `%c` of a get-url); all else in UTF-8 or, as Kannel may recode it, in Windows-1252."""
    for charset in (*(("utf-16-be",) if coding == UCS2 else ()), "utf-8", "windows-1252"):
        try:
            return octets.decode(charset)
        except UnicodeDecodeError:
            continue
    return octets.decode("latin-1")


def _sign_in(account: Account) -> dict[str, str]:
    return {"X-Kannel-Username": account.settings.get("username", ""), "X-Kannel-Password": _secret(account)}


def _secret(account: Account) -> str:
    return account.secrets.get("password", "")


def _signature(account: Account, what: str) -> str:
    """Of nothing that is secret itself: enough that nobody makes one up."""
    signed = f"{urlsplit(account.hook_url).path} {what}".encode()
    return hmac.new(_secret(account).encode(), signed, hashlib.sha256).hexdigest()[:40]
