"""What a system's form letter is for, where the system does not say.

A company's systems speak in a few dozen form letters. With dates, amounts, codes, names and addresses masked, two
letters of one form are the same text: its digest stands for the form, and a person names it once. Until then its
purpose is read from its words, with care: never so that it could be dropped for being polite only, never urgent.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from entendu.core.governor.model import Intent

URL, VALUE, NAME = "<url>", "<value>", "<name>"
LONGEST_SAMPLE = 2_000
# A guess rests on what a reader sees first; footers come later.
READ_FROM_BODY = 1_200

_LINK = re.compile(r"\b(?:https?://|www\.)\S+|\b\S+@\S+\.\w+", re.IGNORECASE)
_DIGITS = re.compile(r"[#№]?(?:[^\W\d_]{0,6}[-./:]?)*\d(?:[\w./:,'’+°-]*\w)?", re.UNICODE)
# An elided article (l', d') is a word by itself, what follows it another.
_WORD = re.compile(r"[^\W\d_]{1,2}['’](?=[^\W\d_])|[^\W\d_]+(?:[-’'][^\W\d_]+)*", re.UNICODE)
_BEFORE_A_SENTENCE = frozenset(".!?:…»«\"“”-–—•*")
# Words that stand with a figure, or for a day: what they say changes from letter to letter.
_MEASURES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december today tomorrow tonight am pm noon eur euro euros usd gbp dollars pounds percent
    lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre
    octobre novembre decembre aujourd'hui aujourd’hui demain soir midi h heures heure
    luni marti miercuri joi vineri sambata duminica ianuarie februarie martie aprilie iunie iulie septembrie octombrie
    noiembrie decembrie azi astazi maine diseara ora ron lei leu""".split()
)  # fmt: skip
_RUN = re.compile(rf"(?:[€$£+]\s*)?{VALUE}(?:[\s,;:.€$£%()–—-]*{VALUE})*(?:\s*[€$£%])?")


def fold(text: str) -> str:
    """Lower case without accents, so that a text and the same text without diacritics are one."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


@dataclass(frozen=True, slots=True)
class Form:
    """A form letter: `digest` recognises it, `sample` is its text with everything masked that changes."""

    digest: str
    sample: str


def form_of(subject: str, body: str, names: Iterable[str] = ()) -> Form:
    """The form that a letter was written by. `names` are those of the person it is written to.

    Lines that are alike once masked count once, so that an order of two things and one of five have the same form.
    """
    own = frozenset(fold(word) for name in names for word in _WORD.findall(name))
    lines = dict.fromkeys(masked for line in [subject, *body.splitlines()] if (masked := mask(line, own)))
    sample = "\n".join(lines)
    return Form(hashlib.blake2b(sample.encode(), digest_size=16).hexdigest(), sample[:LONGEST_SAMPLE])


def mask(line: str, names: frozenset[str] = frozenset()) -> str:
    """One line, folded, with links, values and names replaced by what they are; `names` folded."""
    titled = _is_titled(line)
    text = _LINK.sub(f" {URL} ", line)
    text = _DIGITS.sub(f" {VALUE} ", text)
    begins = True
    pieces: list[str] = []
    for piece in re.findall(rf"{URL}|{VALUE}|{_WORD.pattern}|[^\w\s]", text, re.UNICODE):
        if piece in (URL, VALUE) or not piece[0].isalpha():
            pieces.append(piece)
        elif fold(piece) in _MEASURES:
            pieces.append(VALUE)
        elif fold(piece) in names or (not begins and not titled and _is_name(piece)):
            pieces.append(NAME)
        else:
            pieces.append(fold(piece))
        if not piece.endswith(("'", "’")):
            begins = piece in _BEFORE_A_SENTENCE
    whole = _RUN.sub(VALUE, " ".join(pieces))
    return re.sub(rf"{NAME}(?: {NAME})+", NAME, whole)


def _is_name(word: str) -> bool:
    """A capital amid a sentence; a word in capitals throughout is emphasis."""
    return word[0].isupper() and not (len(word) > 3 and word.isupper())


def _is_titled(line: str) -> bool:
    """Whether the line is set as a title, where a capital says nothing."""
    words = [word for word in _WORD.findall(line) if len(word) > 3]
    return len(words) > 1 and sum(word[0].isupper() for word in words) * 3 > len(words) * 2


# What a speaker would write, folded. A star stands for any ending.
_CUES: Mapping[Intent, Mapping[str, str]] = {
    Intent.UPDATE: {
        "en": """has changed|have changed|was changed|is changed|new time|new date|new price|moved to|has moved|
            was moved|has been moved|rescheduled|postponed|delayed|delay|running late|is late|cancelled|canceled|
            on its way|is underway|will arrive|is due|reminder|remind you|expires|overdue|still working|shipped|
            dispatched|has left|status of""",
        "fr": """a change|a ete modifie*|modification|nouvel horaire|nouvelle heure|nouvelle date|nouveau prix|deplace*|
            decale*|reporte*|repousse*|retard|retarde*|annule*|en route|en chemin|en cours|arrivera|rappel|
            rappelons|expire|echeance|expedie*|est parti*|a quitte""",
        "ro": """s-a schimbat|s-a modificat|a fost modificat*|modificare|ora noua|noua ora|data noua|noua data|
            pret nou|mutat*|reprogramat*|amanat*|intarzie*|intarziere|anulat*|pe drum|in curs|va ajunge|
            va sosi|reamint*|va reamintim|expira|scadent*|expediat*|a plecat""",
    },
    Intent.RESOLUTION: {
        "en": """is solved|been solved|is resolved|been resolved|resolved|is fixed|been fixed|been repaired|is repaired|
            is ready|are ready|is complete|is completed|been completed|is finished|is done|been delivered|
            was delivered|delivered|is restored|been restored|works again|working again|back to normal|
            been refunded|is closed|been closed|payment received|is paid|been paid|successfully""",
        "fr": """est resolu*|a ete resolu*|resolu*|est repare*|a ete repare*|est regle*|a ete regle*|est pret*|
            sont pret*|est termine*|a ete termine*|sont termine*|est livre*|a ete livre*|livre*|est retabli*|
            a ete retabli*|fonctionne a nouveau|fonctionne de nouveau|retour a la normale|a ete rembourse*|est clos*|
            a ete cloture*|paiement recu|est paye*|a ete effectue*""",
        "ro": """este rezolvat*|a fost rezolvat*|s-a rezolvat|am rezolvat|rezolvat*|este reparat*|a fost reparat*|
            este gata|sunt gata|e gata|este finalizat*|a fost finalizat*|am terminat|este terminat*|
            a fost livrat*|livrat*|a fost restabilit*|functioneaza din nou|merge din nou|
            a revenit la normal|a fost rambursat*|a fost inchis*|plata a fost primita|a fost achitat*""",
    },
    Intent.CONFIRMATION: {
        "en": """we have received|we received|we've received|we have your|we got your|is confirmed|are confirmed|
            been confirmed|confirmed|confirmation|thank you for your order|thank you for your booking|
            thanks for your order|thanks for booking|thank you for booking|your order is in|been registered|
            is booked|are booked|been booked|been accepted|been recorded|is reserved""",
        "fr": """avons bien recu|avons recu|bien recu|est confirme*|a ete confirme*|sont confirme*|confirme*|
            confirmation|confirmons|merci pour votre commande|merci de votre commande|merci pour votre reservation|
            est enregistre*|a ete enregistre*|a ete pris* en compte|est reserve*|a ete accepte*""",
        "ro": """am primit|este confirmat*|a fost confirmat*|sunt confirmat*|confirmat*|confirmare|confirmam|
            va multumim pentru comanda|multumim pentru comanda|multumim pentru rezervare|a fost inregistrat*|
            este inregistrat*|am inregistrat|este rezervat*|a fost acceptat*|a fost preluat*""",
    },
    Intent.QUESTION: {
        "en": """could you|can you|would you|please reply|please answer|please send|please confirm|please choose|
            please tell us|please let us know|please provide|please sign|please complete|please upload|
            we need your|we need you to|which of|action required|waiting for your""",
        "fr": """pouvez-vous|pourriez-vous|merci de repondre|merci de nous|merci de confirmer|merci d'indiquer|
            merci de choisir|merci de signer|merci de completer|veuillez repondre|veuillez confirmer|
            veuillez nous|veuillez indiquer|veuillez choisir|veuillez signer|veuillez completer|
            avons besoin de|souhaitez-vous|attendons votre|action requise""",
        "ro": """puteti sa|ne puteti|ati putea|va rugam sa confirmati|va rugam sa raspundeti|va rugam sa ne|
            va rugam sa alegeti|va rugam sa semnati|va rugam sa completati|va rugam sa trimiteti|
            va rugam confirmati|avem nevoie de|doriti sa|asteptam raspunsul|asteptam confirmarea|
            actiune necesara""",
    },
    Intent.COURTESY: {
        "en": """how did we do|rate us|your opinion|your feedback|a short survey|satisfaction survey|newsletter|
            happy birthday|season's greetings|happy new year|merry christmas|tips for|recommend us|leave a review""",
        "fr": """votre avis|donnez votre avis|enquete de satisfaction|notez-nous|lettre d'information|newsletter|
            joyeux anniversaire|bonne annee|joyeux noel|joyeuses fetes|nos conseils|recommandez-nous|laissez un avis""",
        "ro": """parerea dumneavoastra|parerea ta|chestionar de satisfactie|sondaj|newsletter|
            la multi ani|craciun fericit|sarbatori fericite|sfaturi pentru|recomandati-ne|lasati o recenzie""",
    },
}
_DENIED = {
    "en": r"\b(?:not|cannot|can't|couldn't|could not|no longer|isn't|wasn't|hasn't|haven't|unable|failed|without|once|"
          r"when|if|as soon as|until|will be)\b",
    "fr": r"\b(?:pas|ne|n'\w+|plus|jamais|impossible|echoue|echec|sans|si|quand|lorsque|lorsqu'\w+|des que|des qu'\w+|"
          r"jusqu'\w+|sera|seront)\b",
    "ro": r"\b(?:nu|n-a|n-am|inca nu|imposibil|esuat|fara|daca|cand|imediat ce|pana|va fi|vor fi)\b",
}  # fmt: skip
_SENTENCE = re.compile(r"[^.!?\n…]+[.!?…]*")
_POLITE = re.compile(rf"{VALUE}|{URL}")


def _pattern(cues: str) -> re.Pattern[str]:
    words = [re.escape(" ".join(cue.split())).replace(r"\*", r"\w*") for cue in cues.split("|")]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")


_FOUND = {intent: _pattern("|".join(cues.values())) for intent, cues in _CUES.items()}
_DENIES = re.compile("|".join(_DENIED.values()))
# Where one sentence could be two things, the one that keeps people waiting least.
_FIRST = (Intent.QUESTION, Intent.UPDATE, Intent.RESOLUTION, Intent.CONFIRMATION)


def guess(subject: str, body: str) -> Intent:
    """What the letter seems to be for; `UPDATE` where its words do not say.

    The subject counts first, then the first sentence that says something. What is denied or only foreseen ("not
    solved yet", "once it is confirmed") is an update. Alerts and promises are never guessed: urgency needs an
    authority and a promise a date. A courtesy could be dropped, so it must tell nothing at all beside itself.
    """
    seen = [sentence for part in (subject, body[:READ_FROM_BODY]) for sentence in _SENTENCE.findall(fold(part))]
    for sentence in seen:
        found = next((intent for intent in _FIRST if _FOUND[intent].search(sentence)), None)
        if found in (Intent.RESOLUTION, Intent.CONFIRMATION) and _DENIES.search(sentence):
            return Intent.UPDATE
        if found is not None:
            return found
    polite = any(_FOUND[Intent.COURTESY].search(sentence) for sentence in seen)
    return Intent.COURTESY if polite and not _tells(subject, body) else Intent.UPDATE


def _tells(subject: str, body: str) -> bool:
    """Whether anything in it could be a fact: a figure or a day. Links alone are what surveys consist of."""
    return any(VALUE in mask(line) for line in [subject, *body[:READ_FROM_BODY].splitlines()])
