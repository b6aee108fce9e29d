"""Twilio Voice: a call back that rings us first and then them, calls that come in, and what became of each
(twilio.com/docs/voice, "Call resource", "TwiML", "StatusCallback")."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from entendu.channels import line, twilio
from entendu.channels.line import Request
from entendu.channels.messages import Account, Answer, Called, CallState, Hook, Incoming, News, Probe
from entendu.channels.told import mapping, words
from entendu.channels.trouble import Deferred, LostSight, Refused

ADDRESS = "https://api.twilio.com"
RING_SECONDS = 25  # before it counts as missed: six rings
STATES = {"ringing": CallState.RINGING, "in-progress": CallState.ANSWERED, "answered": CallState.ANSWERED,
          "completed": CallState.ENDED, "busy": CallState.BUSY, "no-answer": CallState.MISSED,
          "canceled": CallState.MISSED, "failed": CallState.FAILED}


def call_back(account: Account, ours: str, theirs: str, *, task: int = 0) -> str:
    """Rings `ours` (E.164) and, once somebody answers, puts them through to `theirs`; returns Twilio's id of the call.

    `Deferred` where Twilio could not be asked, `Refused` where it will not, `LostSight` where nobody knows.
    """
    sid = account.secrets.get("account_sid", "")
    answer = line.ask(Request("POST", f"{_address(account)}/2010-04-01/Accounts/{sid}/Calls.json",
                              form={"To": ours, "From": account.address, "Twiml": _through(account, theirs, task),
                                    "Timeout": str(RING_SECONDS)}, auth=_key(account)))
    if 200 <= answer.status <= 299:
        return words(answer.json, "sid")
    raise _trouble(answer)


def probe(account: Account) -> Probe:
    """Whether the key opens the account and our number is one of its; nobody is rung."""
    sid = account.secrets.get("account_sid", "")
    try:
        answer = line.ask(Request("GET", f"{_address(account)}/2010-04-01/Accounts/{sid}/IncomingPhoneNumbers.json",
                                  query={"PhoneNumber": account.address}, auth=_key(account)))
    except (Deferred, LostSight) as trouble:
        return Probe(False, str(trouble))
    if answer.status != 200:
        return Probe(False, str(_trouble(answer)))
    found = answer.json.get("incoming_phone_numbers") if isinstance(answer.json, dict) else None
    if not isinstance(found, list) or not found:
        return Probe(False, _("The key works, and {number} is none of this account's numbers.").format(
            number=account.address))
    if mapping(found[0], "capabilities").get("voice") is False:
        return Probe(False, _("{number} is no number for calls.").format(number=account.address))
    return Probe(True, _("It works. Enter the web hook's address there, as what a call comes in to."))


def is_believed(account: Account, hook: Hook, now: datetime) -> bool:
    """Whether Twilio signed it. It signs no time: what is told again is known by the call and its state."""
    return twilio.is_signed(hook, account.secrets.get("auth_token", ""))


def answer(account: Account, hook: Hook) -> Answer:
    """TwiML where a call waits for it: a call that comes in is put through to our people; whoever finds nobody hears
    a sentence."""
    said = twilio.form(hook)
    if said.get("Direction") != "inbound" or said.get("ParentCallSid"):
        return Answer()
    ours = account.settings.get("forward_to", "")
    over = said.get("DialCallStatus", "")
    if not over and said.get("CallStatus") == "ringing" and ours:
        after = quoteattr(account.hook_url)
        return _twiml(f'<Dial answerOnBridge="true" timeout="{RING_SECONDS}" action={after}>'
                      f"<Number>{escape(ours)}</Number></Dial>")
    if said.get("CallStatus") in {"completed", "canceled"} and not over:
        return Answer()
    missed = account.settings.get("missed_words", "") or _("Nobody can answer just now. We have seen your call and "
                                                           "call you back.")
    language = account.settings.get("language", "")
    spoken = f"<Say{f' language={quoteattr(language)}' if language else ''}>{escape(missed)}</Say>"
    return _twiml("" if over == "completed" else spoken)


def read(account: Account, hook: Hook) -> list[News]:
    """What happened to a call. Of a call back, the line to the customer counts; of one that came in, how it ended."""
    said = twilio.form(hook)
    inward = said.get("Direction") == "inbound"
    state = STATES.get(said.get("DialCallStatus") or said.get("CallStatus", ""))
    if state is None or not said.get("CallSid"):
        return []
    if inward:
        waits = said.get("CallStatus") == "ringing" and not said.get("DialCallStatus")
        over = bool(said.get("DialCallStatus"))
        if not (waits or over or not account.settings.get("forward_to")):
            return []  # how it ended was told with the line to our people
        return [Called(said["CallSid"], said.get("From", ""), True, state, _moment(said),
                       _seconds(said, "DialCallDuration"), said.get("DialCallTo", ""))]
    if not said.get("ParentCallSid"):
        return []  # our own telephone: whether it rang tells nothing of them
    query = parse_qs(urlsplit(hook.url).query)
    task = query.get("task", ["0"])[0]
    return [Called(said["CallSid"], said.get("To", ""), False, state, _moment(said), _seconds(said, "CallDuration"),
                   task=int(task) if task.isdecimal() and len(task) <= 18 else 0)]


def fetch(account: Account, message: Incoming) -> Incoming:
    """Nothing is kept by Twilio that belongs to a call."""
    return message


def _through(account: Account, theirs: str, task: int) -> str:
    """The TwiML that puts our telephone through, with our number shown and each step told to us."""
    told = quoteattr(f"{account.hook_url}?task={task}")
    return (f'<Response><Dial callerId={quoteattr(account.address)} answerOnBridge="true">'
            f'<Number statusCallback={told} statusCallbackEvent="ringing answered completed">{escape(theirs)}</Number>'
            f"</Dial></Response>")


def _twiml(inside: str) -> Answer:
    return Answer(200, f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>',
                  "text/xml; charset=utf-8")


def _trouble(answer: line.Answer) -> Deferred | Refused:
    """Twilio's error as a sentence: what is wrong with the request is refused, the rest may be tried again."""
    said = f"{words(answer.json, 'code') or answer.status}: {words(answer.json, 'message') or answer.text}"
    if answer.status in {401, 403}:
        return Deferred(_("Twilio does not accept the key ({said}); nobody was rung; enter it again.").format(
            said=said))
    if 400 <= answer.status <= 499 and answer.status != 429:
        return Refused(_("Twilio will not make this call ({said}); nobody was rung.").format(said=said),
                       words(answer.json, "code") or answer.status)
    return Deferred(_("Twilio cannot make the call for now ({said}); nobody was rung.").format(said=said),
                    line.again_at(answer))


def _address(account: Account) -> str:
    return (account.settings.get("api_address", "") or ADDRESS).rstrip("/")


def _key(account: Account) -> tuple[str, str]:
    return account.secrets.get("account_sid", ""), account.secrets.get("auth_token", "")


def _seconds(said: dict[str, str], name: str) -> int:
    text = said.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= 6 else 0


def _moment(said: dict[str, str]) -> datetime | None:
    """Twilio writes times as mail does (RFC 5322 §3.3)."""
    try:
        at = parsedate_to_datetime(said.get("Timestamp", ""))
    except (ValueError, TypeError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
