"""Twilio's Messaging API (twilio.com/docs/messaging/api, version 2010-04-01), its status callbacks and its web hooks.

Twilio signs what it sends us with the account's auth token; the same token signs us in at its API.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from django.utils.translation import gettext as _

from entendu.channels import line, twilio
from entendu.channels.line import Answer as Said
from entendu.channels.line import Request
from entendu.channels.messages import Account, Answer, File, Hook, Incoming, News, Outgoing, Probe, Receipt, Wish
from entendu.channels.trouble import Deferred, LostSight, Refused, Unreadable

API = "https://api.twilio.com"
LARGEST_FILE = 20 * 1024 * 1024
STORAGE = ("twiliocdn.com", "amazonaws.com")
MOST_FILES = 10  # "NumMedia": at most ten

# twilio.com/docs/api/errors. The address cannot get an SMS, from anybody:
GONE = frozenset({"21211", "21214", "21217", "21401", "21614", "30005", "30006"})
# its owner wants none from us:
STOPPED = frozenset({"21610"})
# another try may do: queue full, account suspended, unreachable for now, unknown, segment lost, congestion, limits.
PASSING = frozenset({"20429", "30001", "30002", "30003", "30008", "30009", "30017", "30022", "30023", "21611"})
STATES = {"delivered": "delivered", "read": "read", "sent": "sent", "queued": "sent", "sending": "sent",
          "accepted": "sent", "scheduled": "sent", "undelivered": "failed", "failed": "failed", "canceled": "failed"}
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def request(account: Account, message: Outgoing) -> Request:
    """The call that makes a message, with an address of ours for what becomes of it."""
    callback = f"{account.hook_url}?{urlencode({'ref': message.reference})}"
    sender = "MessagingServiceSid" if account.address.startswith("MG") else "From"
    form = {"To": message.to, sender: account.address, "Body": message.text, "StatusCallback": callback}
    return Request("POST", f"{_base(account)}/Messages.json", form=form, auth=_sign_in(account))


def outcome(answer: Said) -> str:
    """Twilio's words where it has taken the message; `Deferred`, `Refused` or `LostSight` otherwise."""
    told = answer.json if isinstance(answer.json, dict) else {}
    if answer.status in {200, 201} and told.get("sid"):
        return line.one_line(f"{told.get('status', 'taken')} {told['sid']}")
    code = str(told.get("code") or answer.status)
    words = line.one_line(f"{told.get('message') or answer.text} ({code})")
    if answer.status in {401, 403} and code not in STOPPED:
        raise Deferred(_("Twilio does not accept the account or its token ({said}); the message is kept; enter them "
                         "again.").format(said=words))
    if answer.status in {429, 503} or code in PASSING:
        raise Deferred(_("Twilio takes nothing for now ({said}); the message is kept.").format(said=words),
                       line.again_at(answer))
    if answer.status >= 500 or answer.status in {200, 201}:
        raise LostSight(_("Twilio answered with a failure of its own ({said}); it may have taken the message.").format(
            said=words))
    if 300 <= answer.status < 400 or answer.status == 404:
        raise Deferred(_("There is no such account at Twilio ({said}); the message is kept; enter it again.").format(
            said=words))
    raise Refused(words, code, gone=code in GONE, stopped=code in STOPPED)


def is_believed(account: Account, hook: Hook, now: datetime) -> bool:
    """Whether Twilio signed exactly this. Its scheme holds no time: what comes twice is known by its id."""
    return twilio.is_signed(hook, account.secrets.get("auth_token", ""))


def read(account: Account, hook: Hook) -> list[News]:
    """A message, what became of one of ours, or a wish to get none that Twilio has heard."""
    form = twilio.form(hook)
    state = form.get("MessageStatus") or form.get("SmsStatus", "")
    if state in STATES:
        return _receipt(hook, form, state)
    sender, number = form.get("From", ""), form.get("MessageSid") or form.get("SmsMessageSid") or form.get("SmsSid", "")
    if not sender or not number:
        raise Unreadable("The hook names no sender or no message; it is none of Twilio's messaging.")
    channel, sender = ("whatsapp", sender.removeprefix("whatsapp:")) if sender.startswith("whatsapp:") else (
        account.channel, sender)
    message = Incoming(channel, provider_id=number, sender=sender, text=form.get("Body", ""),
                       sender_name=form.get("ProfileName", "")[:160], files=_files(account, form),
                       location=_location(form))
    wish = form.get("OptOutType", "").upper()
    wishes: list[News] = [Wish(sender, stop=wish == "STOP", provider_id=number)] if wish in {"STOP", "START"} else []
    return [message, *wishes]


def answer(account: Account, hook: Hook) -> Answer:
    """No words of ours: an empty TwiML, which says that the hook was taken."""
    return Answer(200, EMPTY, "text/xml; charset=utf-8")


def fetch(account: Account, message: Incoming) -> Incoming:
    """With the pictures that came along. What Twilio no longer has is said in the text."""
    files, gone = [], 0
    for file in message.files:
        content = _content(account, file.url)
        if content is None:
            gone += 1
        else:
            files.append(File(file.name, file.type, content))
    text = message.text
    if gone:
        text = "\n\n".join(filter(None, [text, _("({n} of the files could not be fetched.)").format(n=gone)]))
    return Incoming(message.channel, message.provider_id, message.sender, text, message.sender_name, tuple(files),
                    message.at, message.location)


def probe(account: Account) -> Probe:
    """Asks for the account, then whether the number is one of its own and can write."""
    try:
        said = line.ask(Request("GET", f"{_base(account)}.json", auth=_sign_in(account)))
        if said.status != 200:
            return Probe(False, _("Twilio does not accept the account or its token ({said}).").format(
                said=f"{said.status} {_message(said)}"))
        steps = (_("Twilio knows the account."),)
        if account.address.startswith("MG"):
            return Probe(True, _("Twilio knows us and takes messages."), steps)
        said = line.ask(Request("GET", f"{_base(account)}/IncomingPhoneNumbers.json", auth=_sign_in(account),
                                query={"PhoneNumber": account.address}))
    except (Deferred, LostSight) as trouble:
        return Probe(False, str(trouble))
    rows = said.json.get("incoming_phone_numbers") if isinstance(said.json, dict) else None
    if not rows:
        words = _("{number} is no number of this account; enter one that is, with its country code.")
        return Probe(False, words.format(number=account.address), steps)
    steps = (*steps, _("The number belongs to it."))
    if rows[0].get("sms_url") != account.hook_url:
        return Probe(True, _("Messages can leave. Those that come in go elsewhere: enter the address below at Twilio, "
                             "as the number's messaging web hook."), steps)
    return Probe(True, _("Twilio knows us and takes messages."), (*steps, _("What people write comes to this desk.")))


def _receipt(hook: Hook, form: dict[str, str], state: str) -> list[News]:
    named = parse_qs(urlsplit(hook.url).query).get("ref", [""])[-1]
    reference = named or form.get("MessageSid") or form.get("SmsSid", "")
    if not reference:
        raise Unreadable("The hook tells of a message and does not say of which.")
    code = form.get("ErrorCode", "")
    if STATES[state] != "failed":
        return [Receipt(reference, STATES[state])]
    words = line.one_line(form.get("ErrorMessage", "")) or _("Twilio could not deliver it.")
    return [Receipt(reference, "failed", code=code[:40], words=words, permanent=bool(code) and code not in PASSING,
                    gone=code in GONE, stopped=code in STOPPED)]


def _files(account: Account, form: dict[str, str]) -> tuple[File, ...]:
    """What came along and lies at Twilio; an address anywhere else is never asked for."""
    count = form.get("NumMedia", "0")
    found = []
    for number in range(min(int(count), MOST_FILES) if count.isdecimal() and len(count) < 4 else 0):
        url, kind = form.get(f"MediaUrl{number}", ""), form.get(f"MediaContentType{number}", "")
        if _is_twilios(account, url):
            ending = kind.partition("/")[2].partition(";")[0].partition("+")[0] or "bin"
            found.append(File(f"{number + 1}.{ending[:12]}", kind[:127] or "application/octet-stream", url=url))
    return tuple(found)


def _is_twilios(account: Account, url: str) -> bool:
    return url.startswith(f"{account.settings.get('api_address') or API}/2010-04-01/Accounts/")


def _content(account: Account, url: str) -> bytes | None:
    """The bytes at Twilio, None where they are gone. Where they lie with its storage, the token is not shown there."""
    return line.fetch(Request("GET", url, auth=_sign_in(account)), largest=LARGEST_FILE, onward=STORAGE)


def _location(form: dict[str, str]) -> tuple[float, float] | None:
    try:
        place = float(form.get("Latitude", "")), float(form.get("Longitude", ""))
    except ValueError:
        return None
    return place if abs(place[0]) <= 90 and abs(place[1]) <= 180 else None


def _message(said: Said) -> str:
    return line.one_line(str(said.json.get("message", ""))) if isinstance(said.json, dict) else ""


def _base(account: Account) -> str:
    number = quote(account.secrets.get("account_sid", ""), safe="")
    return f"{(account.settings.get('api_address') or API).rstrip('/')}/2010-04-01/Accounts/{number}"


def _sign_in(account: Account) -> tuple[str, str]:
    return account.secrets.get("account_sid", ""), account.secrets.get("auth_token", "")
