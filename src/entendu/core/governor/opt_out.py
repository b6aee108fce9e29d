"""Words by which somebody says that we should stop writing, as their whole message.

The words of the providers (Twilio, AWS End User Messaging, Telnyx; FCC 47 CFR 64.1200(a)(10)) count in any language:
a provider that hears one stops us whether we understand it or not. Sentences of each language count where the person
writes in it, or where nobody knows their language. Inside a longer message none of them means anything: "stop the
leak" is a call for help, and « annulez » or "anulați programarea" is about an appointment.
"""

from __future__ import annotations

import re
import unicodedata

PROVIDERS = frozenset({
    "stop", "stop all", "stopall", "arret", "end", "quit", "revoke", "remove", "opt out", "optout", "cancel",
    "unsubscribe", "dezabonare",
})

SENTENCES = {
    "en": frozenset({
        "unsubscribe me", "remove me", "stop sms", "stop texts", "stop mails", "stop emails", "stop messages",
        "stop writing to me", "stop texting me", "stop emailing me", "stop messaging me", "no more messages",
        "no more mails", "no more emails", "no more texts", "do not write to me any more", "dont write to me any more",
        "do not contact me", "dont contact me", "do not contact me again", "take me off your list",
        "remove me from your list", "opt me out", "stop it",
    }),
    "fr": frozenset({
        "arreter", "arretez", "desabonner", "desabonnement", "desinscrire", "desinscription", "desabonnez moi",
        "desinscrivez moi", "me desabonner", "me desinscrire", "stop sms", "stop mails", "stop messages", "plus de sms",
        "plus de mails", "plus de messages", "arretez de m ecrire", "arretez les messages", "arretez les mails",
        "arretez les sms", "ne m ecrivez plus", "ne me contactez plus", "ne plus m ecrire", "ne plus me contacter",
        "je ne veux plus recevoir de messages", "je ne veux plus recevoir de mails", "retirez moi de votre liste",
        "retirez moi de la liste",
    }),
    "ro": frozenset({
        "opriti", "dezabonati ma", "dezaboneaza ma", "vreau sa ma dezabonez", "ma dezabonez", "stop sms",
        "stop mesaje", "fara mesaje", "opriti mesajele", "opreste mesajele", "opriti sms urile", "nu mi mai scrieti",
        "nu mi mai scrie", "nu mai vreau mesaje", "nu mai doresc mesaje", "nu mai trimiteti mesaje",
        "nu mi mai trimiteti mesaje", "nu ma mai contactati", "scoateti ma din lista", "stergeti ma din lista",
    }),
}

# What people put around it to be kind.
POLITE = re.compile(
    r"^(?:(?:hello|hi|bonjour|buna ziua|buna|salut) )?(?:(?:please|pls|va rog|te rog|svp|merci de|veuillez) )?(.*?)"
    r"(?: (?:please|pls|thanks|thank you|s il vous plait|svp|merci|va rog|te rog|multumesc))*$")
# The words of the providers by which somebody lets us write again.
RESUME = frozenset({"start", "unstop", "yes start", "opt in", "optin", "resume", "reprendre", "reluare"})
# What people say of an appointment as well, one of them a provider's word.
APPOINTMENT = frozenset({"cancel", "annuler", "annulez", "annule", "anulez", "anulati", "anulare", "anuleaza"})
LONGEST = 80


def is_opt_out(text: str, language: str = "") -> bool:
    """Whether this is nothing but the wish to be written to no more; `language` as ISO 639-1, "" where not known."""
    words = _words(text)
    sentences = [SENTENCES[language]] if language in SENTENCES else SENTENCES.values()
    return words in PROVIDERS or any(words in known for known in sentences)


def may_mean_an_appointment(text: str) -> bool:
    """Whether an opt-out word may be about a visit instead: then a person asks which was meant."""
    return _words(text) in APPOINTMENT


def is_opt_in(text: str) -> bool:
    """Whether this is nothing but the word by which they want to be written to again."""
    return _words(text) in RESUME


def _words(text: str) -> str:
    """The message without case, accents, marks and kindness; "" for one that is too long to be only this."""
    if len(text.strip()) > LONGEST:
        return ""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    plain = " ".join(re.sub(r"[’'ʼ](?=t\b)", "", plain).split())
    plain = " ".join(re.findall(r"\w+", plain))
    found = POLITE.match(plain)
    return found[1] if found else plain
