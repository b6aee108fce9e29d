"""A language model is named, tried and asked: an administrator's choice, and nobody's need.

Its key is written and never shown again, and what it says of its troubles is never repeated.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entendu.channels.chat_completions.ask import (
    SECONDS,
    Answer,
    Endpoint,
    NotAnswered,
    Question,
    ask,
    plain_address,
    same_server,
)
from entendu.core.wording.findings import Direction
from entendu.core.wording.masked import Known, masked
from entendu.core.wording.other_words import TOKENS, Asked, judged, prompt, wordings
from entendu.core.wording.read import read
from entendu.core.wording.rules import LANGUAGES
from entendu.core.wording.spelling import trade_words
from entendu.parts.sealed import Unreadable, seal, unseal
from entendu.parts.staff.models import Member
from entendu.parts.wording import actions, queries
from entendu.parts.wording.dictionaries import shelf
from entendu.parts.wording.models import LanguageModel

# What a model is tried with: a reproach that nobody has made, with a figure that has to stay.
SAMPLES = {
    "en": "You should have read page 12 of the manual first.",
    "fr": "Vous auriez dû lire la page 12 de la notice d’abord.",
    "ro": "Trebuia să citiți întâi pagina 12 din manual.",
}
# Letters that dictionaries write in one way alone.
_SAME = str.maketrans({"’": "'", "ş": "ș", "ţ": "ț"})


class NoWords(Exception):
    """Why there are no other words: one sentence."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A language model as entered; an empty key means the one that is stored, for the same server."""

    address: str
    model: str
    key: str = field(default="", repr=False)
    active: bool = True
    forgets_key: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """What a try gave: a sentence, and the wordings that would be shown."""

    ok: bool
    sentence: str
    words: tuple[str, ...] = ()


def carry(entered: Entered) -> str:
    """The key that was entered, sealed with its address, for the page on which it was tried and may be kept."""
    return seal(json.dumps([entered.address, entered.key])) if entered.key else ""


def carried(sealed: str, address: str) -> str:
    """The key that a page carried, for the server that it was entered for; else ""."""
    try:
        entered_for, key = json.loads(unseal(sealed) or '["", ""]')
    except (Unreadable, ValueError):
        return ""
    return str(key) if same_server(str(entered_for), address) else ""


def drops_key(stored: LanguageModel | None, entered: Entered) -> bool:
    """A key is stored and none was entered, but the address is another server's, to which it is not shown."""
    return bool(stored and stored.secret and not entered.key and not entered.forgets_key
                and not same_server(stored.address, plain_address(entered.address)))


def keep_model(stored: LanguageModel | None, entered: Entered, member: Member, *, now: datetime) -> LanguageModel:
    """Members may ask it from now on, or may not; `ValueError` as `plain_address`."""
    secret = seal(entered.key) if entered.key else stored.secret if stored and _stays(stored, entered) else ""
    return actions.set_language_model(member, now=now, address=plain_address(entered.address), secret=secret,
                                      model=entered.model.strip(), active=entered.active)


def try_model(stored: LanguageModel | None, entered: Entered, language: str, *, now: datetime) -> Tried:
    """Asks, with what was entered, for other words for a sentence of ours; nothing is kept."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    is_ordinary = ordinary_words(language) or (lambda _word: True)
    known = Known(language, frozenset(), is_ordinary, now.date())
    asked = Asked(SAMPLES[language], masked(SAMPLES[language], known), known, "blame")
    safe = _("nothing was kept")
    try:
        key = entered.key or (unseal(stored.secret) if stored and _stays(stored, entered) else "")
        answer = _answer(Endpoint(plain_address(entered.address), entered.model.strip(), key), asked, safe)
    except Unreadable:
        return Tried(False, _sealed(safe))
    except NoWords as trouble:
        return Tried(False, str(trouble))
    found = judged(wordings(answer.text, cut=answer.cut), asked,
                   lambda text: read(text, Direction.OUT, language).findings)
    if not found.shown:
        return Tried(False, _("It answered, but nothing that could be shown: it lost the figure, said too much or "
                              "still blamed; nothing was kept; choose another model."))
    count = len(found.shown)
    return Tried(True, ngettext("It answered with %(n)d wording that could be shown.",
                                "It answered with %(n)d wordings that could be shown.", count) % {"n": count},
                 found.shown)


def ask_model(asked: Asked) -> Answer:
    """Asks the configured model for other words for this sentence, without its facts; `NoWords` says why not."""
    row = queries.language_model()
    if row is None or not row.active:
        raise NoWords(_("No language model is set up; nothing was asked; an administrator can name one."))
    safe = _("your words are unchanged")
    try:
        endpoint = Endpoint(row.address, row.model, unseal(row.secret))
    except Unreadable:
        raise NoWords(_sealed(safe)) from None
    return _answer(endpoint, asked, safe)


def ordinary_words(language: str) -> Callable[[str], bool] | None:
    """Whether a word in small letters is an ordinary one of the language; None where it has no dictionary here."""
    dictionaries = shelf(Path(settings.ENTENDU_DATA, "dictionaries"))
    if language not in dictionaries:
        return None
    dictionary, trade = dictionaries[language], trade_words() | trade_words(language)
    return lambda word: word in trade or dictionary.knows(word.translate(_SAME))


def _answer(endpoint: Endpoint, asked: Asked, safe: str) -> Answer:
    question = Question(prompt(asked.known.language), asked.masked.text, TOKENS)
    try:
        return ask(endpoint, question)
    except NotAnswered as trouble:
        raise NoWords(_sentence(trouble, safe)) from None


def _stays(stored: LanguageModel, entered: Entered) -> bool:
    """The stored key would be shown to the server that knows it."""
    return not entered.forgets_key and same_server(stored.address, plain_address(entered.address))


def _sealed(safe: str) -> str:
    return _("The stored key cannot be opened with this installation’s own; %(safe)s; enter it again.") % {"safe": safe}


def _sentence(trouble: NotAnswered, safe: str) -> str:
    return {
        "address": _("The language model cannot be reached; %(safe)s; see whether it runs and whether its address in "
                     "the settings is right."),
        "tls": _("The language model shows no certificate that can be trusted; %(safe)s, and it has seen no key; put "
                 "its certificate right, or enter another address."),
        "time": _("The language model took more than %(seconds)d seconds; %(safe)s; it may still be loading: ask again "
                  "in a moment, or choose a smaller one."),
        "moved": _("The language model’s address leads elsewhere (%(status)d); %(safe)s, and nothing was sent there; "
                   "enter the address to which it has moved."),
        "key": _("The language model does not accept the key; %(safe)s; enter a new one in the settings."),
        "model": _("There is no model of that name at this address; %(safe)s; enter the name as its server lists it."),
        "path": _("Nobody answers for a language model at this address (404); %(safe)s; the right one often ends in "
                  "/v1."),
        "many": _("The language model was asked too often; %(safe)s; ask again in a minute."),
        "trouble": _("The language model has trouble of its own (%(status)d); %(safe)s; ask again later."),
        "status": _("The language model did not accept the question (%(status)d); %(safe)s; choose another model."),
        "form": _("What answered is no language model; %(safe)s; look whether its address is right."),
        "long": _("The language model said far more than it was asked; %(safe)s; choose another model."),
        "empty": _("The language model answered without a word; %(safe)s; choose another model."),
    }[trouble.why] % {"safe": safe, "status": trouble.status, "seconds": SECONDS}
