"""The wish for fewer updates of a case is read among other words; what only sounds like it is none."""

from __future__ import annotations

import pytest

from entendu.core.wording.findings import Direction
from entendu.core.wording.read import read

WISHES = {
    "en": ["please stop these updates", "Hi, I really don't want a mail at every step. Please no more notifications.",
           "You can stop the notifications, I know how it stands.", "Enough updates, thanks.",
           "I would rather not get all these automatic emails.",
           "Please don't send me any more updates about this repair.",
           "Do we need that many updates? I'd prefer fewer notifications.", "Kindly pause the updates on this case.",
           "you dont have to update me on every little thing", "Please stop emailing me about this order.",
           "No need to keep me posted on every step.", "just let me know when it's done"],
    "fr": ["Stop aux notifications svp", "Je préférerais ne plus recevoir de mises à jour sur ce dossier.",
           "Inutile de me prévenir à chaque étape.", "Pouvez-vous arrêter ces messages automatiques ?",
           "Ça suffit les notifications.", "Je n'ai plus besoin de ces mails de suivi.",
           "Prévenez-moi seulement quand c'est réparé"],
    "ro": ["Va rog sa opriti actualizarile", "Nu mai vreau notificari despre caz.", "Ajunge cu notificarile.",
           "Nu e nevoie sa ma anuntati la fiecare pas.", "Aș prefera mai puține mesaje despre comandă.",
           "Anuntati-ma doar cand e gata", "Vă rog să nu-mi mai scrieți la fiecare etapă."],
}
OTHERS = {
    "en": ["How do I stop the updates on my router?", "Please stop the leak!", "The notifications stopped yesterday.",
           "No updates since Monday, what is going on?", "Any updates?", "Please send me an update every day.",
           "We get too many notifications in the app since version 4.", "I never got the notification.",
           "Your update says Friday, is that right?", "Stop the order, I don't need it.", "STOP"],
    "fr": ["Comment arrêter les notifications de l'application ?", "Je n'ai reçu aucune notification.",
           "Pas de mise à jour depuis lundi !", "Merci pour cette mise à jour.", "Arrêtez la livraison, svp."],
    "ro": ["Nu am primit nicio actualizare de luni.", "Opriți livrarea, vă rog.", "Mulțumesc pentru actualizare.",
           "Cum opresc notificările din aplicație?", "Vă rog să-mi trimiteți actualizări zilnic."],
}


def wishes(text: str, language: str) -> list[str]:
    """The words in which the wish is seen."""
    found = read(text, Direction.IN, language).findings
    return [text[one.start : one.end] for one in found if one.check == "fewer-updates"]


@pytest.mark.parametrize(("language", "text"), [(language, text) for language in WISHES for text in WISHES[language]])
def test_the_wish_is_read(language: str, text: str) -> None:
    assert wishes(text, language)


@pytest.mark.parametrize(("language", "text"), [(language, text) for language in OTHERS for text in OTHERS[language]])
def test_another_matter_is_none(language: str, text: str) -> None:
    assert wishes(text, language) == []
