"""What troubles and changes are about, whatever the words: a customer writes "pas sécurisé", the log "TLS renewed".

Each topic lists stems of folded words in English, French and Romanian as people write them, and the kinds of change
that act on it whatever their text says. A stem ends where the word may go on; a word with `$` must end there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from entendu.core.diagnosis.terms import words_of


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic's stems, and the kinds of change that act on it by their nature."""

    stems: str
    kinds: tuple[str, ...] = ()


TOPICS = MappingProxyType({
    "page": Topic(
        """page button bouton buton click cliqu clic$ tap$ taps$ tapp display affich afis layout header footer banner
        banniere menu$ meniu css$ theme tema$ template sablon gabarit widget html$ popup blank blanche scroll
        javascript script$ landing banner image css mobile""",
        ("template",)),
    "booking": Topic(
        """book$ booking reserv rezerv appointment rendez rdv$ programar calendar calendrier agenda slot creneau
        availab disponib"""),
    "form": Topic("form$ forms$ formulaire formular field champ camp$ captcha submit recaptcha validat"),
    "sign-in": Topic(
        """login logg log$ signin sign connex connect auth passw mot$ mdp$ parol sso$ saml oauth 2fa mfa$ otp$ locked
        verrouill blocat session sesiun autentific conect account compte cont$ conturi ldap directory token""",
        ("access",)),
    "rights": Topic(
        """permission right$ rights$ role droit drept acces denied refus interzis forbidden autoris authori see$
        admin share partag""",
        ("access",)),
    "mail": Topic(
        """mail email courriel spam smtp inbox mx$ spf$ dkim dmarc newsletter bounce relay mailbox imap indesirable""",
        ("network",)),
    "domain": Topic(
        """dns$ domain domaine domeniu nameserver registrar resolv cname subdomain host hebergeur gazdu website site$
        siteul unreachable redirect""",
        ("network",)),
    "network": Topic(
        """wifi network reseau retea vpn$ firewall parefeu router routeur switch$ internet ip$ port$ ports proxy
        offline deconnect lan$ antenna""",
        ("network",)),
    "secure": Topic(
        """certificat ssl$ tls$ https secure securis sigur padlock cadenas lacat trust expired expire insecure
        keystore renew reinnoi renouvel chain""",
        ("certificate",)),
    "money": Topic(
        """pay$ paid$ payment paie payer plat$ plata platesc plati card carte checkout stripe bank banque banca iban
        refund rembours ramburs terminal charged transaction gateway acquirer sepa debit prelev"""),
    "price": Topic(
        """price pret$ preturi pretul prix tarif discount remise reduc coupon promo rabais currency devise moned"""),
    "tax": Topic("vat$ tva$ tax taxe taxa tax$ invoice factur rounding arrond accounting comptab contabil"),
    "stock": Topic(
        """stock stoc$ stocul inventory inventaire inventar quantit warehouse entrepot depozit sold oversold sku"""),
    "delivery": Topic(
        """deliver livr ship expedi carrier transporteur curier courier parcel colis colet label etiquet tracking
        awb$ pickup shipping address adres"""),
    "catalogue": Topic(
        """product produ articol article catalog item category categor description photo image imagin picture"""),
    "search": Topic(
        """search recherch cauta index filter filtre result rezultat found trouv gasi visit vizit robots sitemap seo$
        google referenc"""),
    "speed": Topic(
        """slow lent$ lente lenteur incet greu timeout delay retard lag$ seconds load charg incarc hang freeze bloqu
        performance cache memory cpu traffic script$ redirect"""),
    "room": Topic(
        """quota full$ plein$ plin$ space espace spatiu disk disque limit storage stockage exceed depass depas archiv
        arhiv retention retentie attachment"""),
    "print": Topic(
        """print imprim printer label etichet etiquette paper papier hartie ticket receipt bon$ margin scale driver""",
        ("device",)),
    "device": Topic(
        """firmware scanner device appareil aparat sensor capteur senzor tablet tablette camera thermostat reader
        lecteur cititor battery till$ caisse casa$ hardware machine""",
        ("device",)),
    "phone": Topic("phone mobile telephone telefon android iphone ios$ app$ apps$ appli aplicati safari"),
    "call": Topic("call appel apel sip$ voip line$ voicemail repondeur ring sonne suna extension trunk ivr"),
    "clock": Topic(
        """timezone fuseau fus$ hour heure ora$ ore$ clock horloge ceas dst$ utc$ ntp$ schedul shift 2fa totp summer$
        winter$"""),
    "import": Topic(
        """import csv$ excel xlsx feed flux$ column colonne coloana file fichier fisier encoding accents diacritic
        upload sync synchron export mapping""",
        ("data",)),
    "api": Topic(
        """api$ webhook endpoint integration integr key$ keys cle$ clef cheie http timeout rate payload json
        connector"""),
    "report": Topic("report rapport raport dashboard statistic chart total figure export analytics"),
    "backup": Topic("backup sauvegarde restore restor database base$ migration upgrade version"),
    "language": Topic(
        """language langue limba translat tradu english french romanian anglais francais romana charset"""),
    "sms": Topic("sms$ text$ texto notification notific reminder rappel reamint alert"),
    "heat": Topic(
        """temperature chaud cald$ caldura froid frig$ heat heating chauff humid cold incalz rece$ reci$ boiler
        centrala radiator thermo"""),
})


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]], int]:
    """Topics by the beginning of a word, by the whole word, and the longest beginning."""
    begins: dict[str, set[str]] = {}
    whole: dict[str, set[str]] = {}
    for name, topic in TOPICS.items():
        for one in topic.stems.split():
            table, key = (whole, one[:-1]) if one.endswith("$") else (begins, one)
            table.setdefault(key, set()).add(name)
    return ({key: frozenset(value) for key, value in begins.items()},
            {key: frozenset(value) for key, value in whole.items()}, max(map(len, begins)))


@lru_cache(maxsize=8192)
def topics(text: str) -> frozenset[str]:
    """What a text is about: names of topics, none where it speaks of none of them."""
    return frozenset().union(*map(_of_word, words_of(text)))


@lru_cache(maxsize=16384)
def _of_word(word: str) -> frozenset[str]:
    begins, whole, longest = _tables()
    found = set(whole.get(word, ()))
    for length in range(3, min(len(word), longest) + 1):
        found |= begins.get(word[:length], frozenset())
    return frozenset(found)


def acted_on(kind: str) -> frozenset[str]:
    """The topics that a kind of change acts on by its nature."""
    return _ACTED_ON.get(kind, frozenset())


_ACTED_ON = {kind: frozenset(name for name, topic in TOPICS.items() if kind in topic.kinds)
             for kind in {kind for topic in TOPICS.values() for kind in topic.kinds}}
