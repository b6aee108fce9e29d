"""What the machines let systems say: two values of each kind of news, in three languages, each in two wordings."""

from __future__ import annotations

CLOCKS = ("10:15", "14:45")
AMOUNTS = ("120,00", "250,00")
NAMES = ("ABBA", "ZAZA")
# Kinds that tell of one thing are news of one slot: an update moves what a confirmation named.
SLOT = {"update": "visit", "confirmation": "visit"}
VALUES = {"visit": CLOCKS, "alert": CLOCKS, "driver": CLOCKS, "resolution": AMOUNTS}
TEXTS = {
    "en": {
        "visit": ("Your visit is on Friday 18 December at {}.", "See you on December 18, {}."),
        "resolution": ("The work is finished. Total: {} €.", "All done, {} €."),
        "alert": ("Danger: gas leak since {}.", "The gas has been leaking since {}!"),
        "driver": ("Parcel AB-1234: the courier arrives on 19 December at {}.",) * 2,
        "question": ("Is anybody at home, {}?",) * 2,
        "answer": ("Here is your answer number {}.",) * 2,
        "promise": ("As promised, nothing new yet ({}).",) * 2,
        "courtesy": ("Rate us from 0 to {}!",) * 2,
        "books": ("The ticket was assigned.", "Status: in progress. No change."),
    },
    "fr": {
        "visit": ("Votre visite a lieu vendredi 18 décembre à {}.", "À bientôt, le 18 décembre, {}."),
        "resolution": ("Les travaux sont terminés. Total : {} €.", "C’est fini, {} €."),
        "alert": ("Danger : fuite de gaz depuis {}.", "Le gaz fuit depuis {} !"),
        "driver": ("Colis AB-1234 : le livreur arrive le 19 décembre à {}.",) * 2,
        "question": ("Y a-t-il quelqu’un, {} ?",) * 2,
        "answer": ("Voici votre réponse numéro {}.",) * 2,
        "promise": ("Comme promis, rien de neuf ({}).",) * 2,
        "courtesy": ("Notez-nous de 0 à {} !",) * 2,
        "books": ("Le dossier a été attribué.", "Statut : en cours. Pas de changement."),
    },
    "ro": {
        "visit": ("Vizita este vineri, 18 decembrie, la {}.", "Ne vedem pe 18 decembrie, {}."),
        "resolution": ("Lucrarea este gata. Total: {} €.", "S-a terminat, {} €."),
        "alert": ("Pericol: gazul nu funcționează de la {}.", "Scurgere de gaz, începută la {}!"),
        "driver": ("Colet AB-1234: curierul ajunge pe 19 decembrie la {}.",) * 2,
        "question": ("Este cineva acasă, {}?",) * 2,
        "answer": ("Iată răspunsul numărul {}.",) * 2,
        "promise": ("Cum am promis, nimic nou ({}).",) * 2,
        "courtesy": ("Dați-ne o notă de la 0 la {}!",) * 2,
        "books": ("Tichetul a fost atribuit.", "Stare: în curs. Nicio schimbare."),
    },
}


def slot(kind: str) -> str:
    """What the news is about."""
    return SLOT.get(kind, kind)


def value(kind: str, number: int) -> str:
    """The value as it stands in the text."""
    return VALUES.get(slot(kind), NAMES)[number]


def text(language: str, kind: str, number: int, wording: int) -> str:
    """A system's words for it."""
    return TEXTS[language][slot(kind)][wording].format(value(kind, number))


def value_in(words: str) -> str:
    """The value that stands in these words."""
    return next(value for values in (CLOCKS, AMOUNTS, NAMES) for value in values if value in words)
