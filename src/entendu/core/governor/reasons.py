"""The one list of reasons, each a whole sentence in every language, and how a decision is said aloud.

A sentence may name: {by} the way it goes ("by SMS"), {when} the decision's moment, {clock} the time now where
the person is, {name} the person, {told} when they were told, {until} a limit, {source} who submitted it,
{why} the words of whoever overruled, {seconds}, {text} a few words of what is meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from string import Formatter

from entendu.core.governor.model import Decision, Reason

LANGUAGES = ("en", "fr", "ro")

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "goes-now": {
        "en": "Will go {by} now: it is {clock} for {name}.",
        "fr": "Part {by} maintenant\u00a0: il est {clock} chez {name}.",
        "ro": "Pleacă {by} acum: la {name} este {clock}.",
    },
    "vital": {
        "en": "Will go {by} now: vital news goes at any hour.",
        "fr": "Part {by} maintenant\u00a0: une nouvelle vitale part à toute heure.",
        "ro": "Pleacă {by} acum: o veste vitală pleacă la orice oră.",
    },
    "here-now": {
        "en": "Will go {by} now: {name} wrote there {told} and is waiting.",
        "fr": "Part {by} maintenant\u00a0: {name} y a écrit {told} et attend la réponse.",
        "ro": "Pleacă {by} acum: {name} a scris acolo {told} și așteaptă răspunsul.",
    },
    "overruled": {
        "en": "Will go {by} now although it is {clock} for {name}. The reason given: {why}",
        "fr": "Part {by} maintenant, bien qu’il soit {clock} chez {name}. Motif donné\u00a0: {why}",
        "ro": "Pleacă {by} acum, deși la {name} este {clock}. Motivul dat: {why}",
    },
    "undo": {
        "en": "Goes {by} in {seconds} s and can be taken back until then.",
        "fr": "Part {by} dans {seconds}\u00a0s et peut être annulé d’ici là.",
        "ro": "Pleacă {by} în {seconds} s și poate fi anulat până atunci.",
    },
    "outside-hours": {
        "en": "Will go {by} {when}: it is {clock} for {name}.",
        "fr": "Partira {by} {when}\u00a0: il est {clock} chez {name}.",
        "ro": "Pleacă {by} {when}: la {name} este {clock}.",
    },
    "not-before": {
        "en": "Will go {by} {when}, as it was asked for.",
        "fr": "Partira {by} {when}, comme demandé.",
        "ro": "Pleacă {by} {when}, așa cum s-a cerut.",
    },
    "other-channel": {
        "en": "Not by the usual way: {text} cannot be used for {name}.",
        "fr": "Pas par la voie habituelle\u00a0: {text} n’est pas utilisable pour {name}.",
        "ro": "Nu pe calea obișnuită: {text} nu poate fi folosit pentru {name}.",
    },
    "same-key": {
        "en": "Not sent again: {source} already submitted this very message, {told}.",
        "fr": "Pas renvoyé\u00a0: {source} avait déjà confié ce même message, {told}.",
        "ro": "Nu se trimite din nou: {source} a predat deja exact acest mesaj, {told}.",
    },
    "same-text": {
        "en": "Not sent: {name} got the same message {told}.",
        "fr": "Pas envoyé\u00a0: {name} a reçu le même message {told}.",
        "ro": "Nu se trimite: {name} a primit același mesaj {told}.",
    },
    "same-text-waiting": {
        "en": "Not sent twice: the same message to {name} goes {told}.",
        "fr": "Pas envoyé deux fois\u00a0: le même message à {name} part {told}.",
        "ro": "Nu se trimite de două ori: același mesaj către {name} pleacă {told}.",
    },
    "expired": {
        "en": "Not sent: it lost its use {until}.",
        "fr": "Pas envoyé\u00a0: c’était devenu inutile {until}.",
        "ro": "Nu se trimite: și-a pierdut rostul {until}.",
    },
    "opted-out": {
        "en": "Not sent: {name} does not want such messages {by}.",
        "fr": "Pas envoyé\u00a0: {name} ne veut pas de tels messages {by}.",
        "ro": "Nu se trimite: {name} nu dorește astfel de mesaje {by}.",
    },
    "known": {
        "en": "Not sent: {name} knows this since {told}; what {source} wrote {submitted} adds nothing.",
        "fr": (
            "Pas envoyé\u00a0: {name} le sait déjà, dit {told}\u00a0; ce que {source} a écrit {submitted} "
            "n’ajoute rien."
        ),
        "ro": "Nu se trimite: {name} știe deja, spus {told}; ce a scris {source} {submitted} nu adaugă nimic.",
    },
    "told-together": {
        "en": "Not sent by itself: what {source} wrote {submitted} is said by another message to {name} that goes now.",
        "fr": (
            "Pas envoyé à part\u00a0: ce que {source} a écrit {submitted} est dit par un autre message qui part "
            "pour {name}."
        ),
        "ro": (
            "Nu se trimite separat: ce a scris {source} {submitted} este spus de alt mesaj care pleacă acum "
            "către {name}."
        ),
    },
    "superseded": {
        "en": "Not sent: what {source} wrote {submitted} is out of date; newer news came {told}.",
        "fr": (
            "Pas envoyé\u00a0: ce que {source} a écrit {submitted} est dépassé\u00a0; du plus récent est arrivé "
            "{told}."
        ),
        "ro": "Nu se trimite: ce a scris {source} {submitted} este depășit; vești mai noi au venit {told}.",
    },
    "no-news": {
        "en": (
            "Not sent: what {source} wrote {submitted} tells {name} nothing to know or to do; it stands on the "
            "case page."
        ),
        "fr": (
            "Pas envoyé\u00a0: ce que {source} a écrit {submitted} n’apprend rien à {name}\u00a0; c’est sur la "
            "page du dossier."
        ),
        "ro": (
            "Nu se trimite: ce a scris {source} {submitted} nu îi spune nimic nou persoanei {name}; rămâne pe "
            "pagina cazului."
        ),
    },
    "rides-along": {
        "en": (
            "Goes {when} with another message to {name} that says the same; what {source} wrote {submitted} adds "
            "nothing."
        ),
        "fr": (
            "Part {when} avec un autre message à {name} qui dit la même chose\u00a0; ce que {source} a écrit "
            "{submitted} n’ajoute rien."
        ),
        "ro": (
            "Pleacă {when} cu alt mesaj către {name} care spune același lucru; ce a scris {source} {submitted} "
            "nu adaugă nimic."
        ),
    },
    "may-wait": {
        "en": "Will go {by} {when} at the latest, together with what else {name} needs to know until then.",
        "fr": "Partira {by} {when} au plus tard, avec ce que {name} doit savoir d’autre d’ici là.",
        "ro": "Pleacă {by} cel târziu {when}, împreună cu ce mai trebuie să afle {name} până atunci.",
    },
    "goes-alone": {
        "en": "Will go {by} {when} at the latest, by itself.",
        "fr": "Partira {by} {when} au plus tard, sans rien d’autre.",
        "ro": "Pleacă {by} cel târziu {when}, singur.",
    },
    "unwanted": {
        "en": "Not sent: the courtesy that {source} wrote {submitted} is not worth interrupting {name} for.",
        "fr": "Pas envoyé\u00a0: la politesse que {source} a écrite {submitted} ne vaut pas de déranger {name}.",
        "ro": "Nu se trimite: amabilitatea scrisă de {source} {submitted} nu merită o întrerupere pentru {name}.",
    },
    "contradicts": {
        "en": (
            "{source} and {text} say two things within minutes: it needs you, {when} at the latest; then {name} gets "
            "the newer one."
        ),
        "fr": (
            "{source} et {text} disent deux choses à quelques minutes près\u00a0: à vous de décider, {when} au plus "
            "tard\u00a0; ensuite {name} reçoit la plus récente."
        ),
        "ro": (
            "{source} și {text} spun două lucruri diferite în câteva minute: aveți de decis, {when} cel târziu; apoi "
            "{name} îl primește pe cel mai nou."
        ),
    },
    "too-many-wait": {
        "en": "{text} messages wait for {name} already: it needs you; they go together {when} at the latest.",
        "fr": (
            "{text} messages attendent déjà {name}\u00a0: à vous de voir\u00a0; ils partent ensemble {when} au plus "
            "tard."
        ),
        "ro": "{text} mesaje o așteaptă deja pe persoana {name}: aveți de văzut; pleacă împreună cel târziu {when}.",
    },
    "colleague-writes": {
        "en": "Waits until a colleague has finished writing to {name}, and goes {when} at the latest.",
        "fr": "Attend qu’un collègue ait fini d’écrire à {name}, et part {when} au plus tard.",
        "ro": "Așteaptă până când un coleg termină de scris către {name} și pleacă cel târziu {when}.",
    },
    "dropped-by-person": {
        "en": "Not sent: {text} decided that {name} does not get what {source} wrote.",
        "fr": "Pas envoyé\u00a0: {text} a décidé que {name} ne reçoit pas ce que {source} a écrit.",
        "ro": "Nu se trimite: {text} a hotărât că {name} nu primește ce a scris {source}.",
    },
    "answered-by-person": {
        "en": "Not sent: a colleague answered {name} {told}; what {source} wrote stays on the case page.",
        "fr": (
            "Pas envoyé\u00a0: un collègue a répondu à {name} {told}\u00a0; ce que {source} a écrit reste au dossier."
        ),
        "ro": "Nu se trimite: un coleg i-a răspuns persoanei {name} {told}; ce a scris {source} rămâne în dosar.",
    },
    "wrote-since": {
        "en": "Not sent as scheduled: {name} wrote {told}; read it, then send or change your reply.",
        "fr": "Pas envoyé comme prévu\u00a0: {name} a écrit {told}\u00a0; à lire avant d’envoyer ou de modifier.",
        "ro": "Nu s-a trimis cum era programat: {name} a scris {told}; citiți, apoi trimiteți sau schimbați răspunsul.",
    },
    "spared": {
        "en": (
            "Not sent by itself: {name} asked for fewer updates on this case; what {source} wrote {submitted} goes "
            "along with other news, or stands on the case page."
        ),
        "fr": (
            "Pas envoyé à part\u00a0: {name} a demandé moins de nouvelles sur ce dossier\u00a0; ce que {source} a "
            "écrit {submitted} part avec un autre message, ou reste au dossier."
        ),
        "ro": (
            "Nu se trimite separat: {name} a cerut mai puține vești despre acest caz; ce a scris {source} {submitted} "
            "pleacă împreună cu alt mesaj sau rămâne în pagina cazului."
        ),
    },
    "no-room": {
        "en": "Not sent: the message to {name} was full; what {source} wrote {submitted} stands on the case page.",
        "fr": (
            "Pas envoyé\u00a0: le message à {name} était plein\u00a0; ce que {source} a écrit {submitted} est au "
            "dossier."
        ),
        "ro": "Nu se trimite: mesajul către {name} era plin; ce a scris {source} {submitted} este în dosar.",
    },
    "bot-words": {
        "en": "{source} is a machine, and it wrote “{text}” to {name}: read it, then send it or answer yourself.",
        "fr": (
            "{source} est un automate et écrit «\u00a0{text}\u00a0» à {name}\u00a0: à vous de relire, puis d’envoyer "
            "ou de répondre vous-même."
        ),
        "ro": (
            "{source} este un automat și îi scrie persoanei {name} „{text}”: recitiți, apoi trimiteți sau răspundeți "
            "chiar dumneavoastră."
        ),
    },
    "no-address": {
        "en": "No way is left to reach {name}: it needs you, {when} at the latest.",
        "fr": "Plus aucun moyen de joindre {name}\u00a0: à vous de décider, {when} au plus tard.",
        "ro": "Nu mai există nicio cale de a ajunge la {name}: aveți de decis, {when} cel târziu.",
    },
}

_WAYS: Mapping[str, Mapping[str, str]] = {
    "sms": {"en": "by SMS", "fr": "par SMS", "ro": "prin SMS"},
    "email": {"en": "by email", "fr": "par e-mail", "ro": "prin e-mail"},
    "phone": {"en": "by phone", "fr": "par téléphone", "ro": "prin telefon"},
    "whatsapp": {"en": "on WhatsApp", "fr": "sur WhatsApp", "ro": "pe WhatsApp"},
    "messenger": {"en": "on Messenger", "fr": "sur Messenger", "ro": "pe Messenger"},
    "teams": {"en": "on Teams", "fr": "sur Teams", "ro": "pe Teams"},
    "chat": {"en": "in the chat", "fr": "dans le chat", "ro": "în chat"},
}
_OTHER_WAY = {"en": "by {}", "fr": "par {}", "ro": "prin {}"}

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "ro": ("luni", "marți", "miercuri", "joi", "vineri", "sâmbătă", "duminică"),
}
_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin",
           "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    "ro": ("ianuarie", "februarie", "martie", "aprilie", "mai", "iunie",
           "iulie", "august", "septembrie", "octombrie", "noiembrie", "decembrie"),
}  # fmt: skip
_MOMENTS = {
    "en": {0: "at {clock}", 1: "at {clock} tomorrow", -1: "yesterday at {clock}", "soon": "on {day} at {clock}",
           "far": "on {date} {month} at {clock}"},
    "fr": {0: "à {clock}", 1: "demain à {clock}", -1: "hier à {clock}", "soon": "{day} à {clock}",
           "far": "le {date} {month} à {clock}"},
    "ro": {0: "la {clock}", 1: "mâine la {clock}", -1: "ieri la {clock}", "soon": "{day} la {clock}",
           "far": "pe {date} {month} la {clock}"},
}  # fmt: skip


# Which moment of a reason each name in a sentence means, and the names that each sentence holds.
_MOMENTS_OF = {"when": "at", "told": "told", "until": "until", "submitted": "submitted"}
_NAMES = {
    code: {name for _, name, _, _ in Formatter().parse(words["en"]) if name} for code, words in SENTENCES.items()
}
_MOMENTS_IN = {
    code: tuple(pair for pair in _MOMENTS_OF.items() if pair[0] in names) for code, names in _NAMES.items()
}


def explain(decision: Decision, language: str) -> str:
    """The decision in one or two sentences that a support agent understands; `en` where the language is unknown."""
    return " ".join(sentence(reason, language) for reason in decision.reasons)


def sentence(reason: Reason, language: str) -> str:
    """One reason as a sentence."""
    language = language if language in LANGUAGES else "en"
    code, params = reason.code, reason.params
    words, needed = dict(params), _NAMES[code]
    if "by" in needed:
        words["by"] = way(params.get("channel", ""), language)
    if "now" in params and ("clock" in needed or _MOMENTS_IN[code]):
        now = _on_the_wall(params["now"])
        words["clock"] = clock(now, language)
        for name, value in _MOMENTS_IN[code]:
            words[name] = _said(_on_the_wall(params[value]), now, language) if value in params else ""
    return SENTENCES[code][language].format_map(words)


def way(channel: str, language: str) -> str:
    """How a message goes: "by SMS", « sur WhatsApp », "prin e-mail"."""
    return _WAYS[channel][language] if channel in _WAYS else _OTHER_WAY[language].format(channel)


def clock(moment: datetime, language: str) -> str:
    """The time of day as written in the language: 08:00, 8 h, 08:00; 21:40, 21 h 40, 21:40."""
    if language == "fr":
        return f"{moment.hour}\u00a0h\u00a0{moment.minute:02d}" if moment.minute else f"{moment.hour}\u00a0h"
    return f"{moment.hour:02d}:{moment.minute:02d}"


def moment_words(moment: datetime, now: datetime, language: str) -> str:
    """A moment as said at `now`: "at 08:00 tomorrow", « lundi à 8 h », "pe 26 noiembrie la 08:00"."""
    return _said(moment.astimezone(now.tzinfo), now, language)


def _said(moment: datetime, now: datetime, language: str) -> str:
    """As `moment_words`, of two moments by one clock on the wall."""
    days = moment.toordinal() - now.toordinal()
    forms = _MOMENTS[language]
    if days in forms:
        return forms[days].format(clock=clock(moment, language))
    return forms["soon" if 0 < days < 7 else "far"].format(
        clock=clock(moment, language),
        day=_DAYS[language][moment.weekday()],
        date=moment.day,
        month=_MONTHS[language][moment.month - 1],
    )


def _on_the_wall(moment: str) -> datetime:
    """A moment of a reason as the clock showed it: it is in the person's zone, whose offset may change until then."""
    return datetime.fromisoformat(moment[:19])
