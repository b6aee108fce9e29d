"""The practices of listening, truth and good speech, as a member meets them: a letter, a draft, and what is said of it.

One line a practice and language: what the customer wrote, what the member begins to answer, the check that speaks and
the words of the draft that it speaks of ("" where it is the whole draft).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from entendu.parts.staff.models import Member
from tests.doors.web.test_desk_answer import form, put, text_of
from tests.world import World

SignIn = Callable[[Member], Client]

UPSET = {
    "en": "This is the third time this week that the door stays shut, I am furious, I lost a whole morning again!",
    "fr": "C'est la troisième fois que la porte reste fermée, je suis furieuse, j'ai encore perdu ma matinée !",
    "ro": "Este a treia oară când ușa rămâne închisă, sunt furioasă, am pierdut iar o dimineață întreagă!",
}
CALM = {"en": "Good morning, the door stays shut since Monday and I would like to know why.",
        "fr": "Bonjour, la porte reste fermée depuis lundi et j'aimerais savoir pourquoi.",
        "ro": "Bună dimineața, ușa rămâne închisă de luni și aș vrea să știu de ce."}

# practice, language, letter, draft, words that the page says of it
LINES = [
    ("L1", "en", UPSET, "Hello Marie, please fill in form 12 and send it to us with a copy of the contract.", "upset"),
    ("L1", "fr", UPSET, "Bonjour Marie, remplissez le formulaire 12 et renvoyez-le avec une copie du contrat.",
     "contrariée"),
    ("L1", "ro", UPSET, "Bună ziua Marie, completați formularul 12 și trimiteți-l împreună cu o copie a contractului.",
     "supărat"),
    ("L2", "en", CALM, "As I already told you on the phone, the door opens with the new key only.", "already told you"),
    ("L2", "fr", CALM, "Comme je vous l'ai déjà dit au téléphone, la porte ne s'ouvre qu'avec la clé neuve.",
     "déjà dit"),
    ("L2", "ro", CALM, "După cum v-am spus deja la telefon, ușa se deschide numai cu cheia cea nouă.",
     "v-am spus deja"),
    ("T1", "en", CALM, "Our world-class locks give you a seamless experience, I look at yours on Tuesday.",
     "world-class"),
    ("T1", "fr", CALM, "Nos serrures vous offrent une expérience unique, je regarde la vôtre mardi matin.",
     "expérience unique"),
    ("T1", "ro", CALM,
     "Încuietorile noastre de neegalat vă oferă o experiență unică, vin marți dimineața la dumneavoastră.",
     "de neegalat"),
    ("T3", "en", CALM, "I guarantee that this will never happen again, I come and look on Tuesday morning.",
     "guarantee"),
    ("T3", "fr", CALM, "Je vous garantis que cela ne se reproduira plus jamais, je passe mardi matin.", "garantis"),
    ("T3", "ro", CALM, "Vă garantez că nu se va mai întâmpla niciodată, vin marți dimineața la dumneavoastră.",
     "garantez"),
    ("T6", "en", CALM, "That was the fault of our night shift, I come and look on Tuesday morning.", "night shift"),
    ("T6", "fr", CALM, "C'est la faute de l'équipe de nuit, je passe voir la porte mardi matin.", "faute"),
    ("T6", "ro", CALM, "Este vina celor din tura de noapte, vin să văd ușa marți dimineața.", "vina"),
    ("S2", "en", CALM, "Hello Marie, I will recieve the new key on Tuesday and bring it to you then.", "recieve"),
    ("S2", "fr", CALM, "Bonjour Marie, je vous apporte la nouvele clé mardi, avec le contrat signé.", "nouvele"),
    ("S2", "ro", CALM, "Bună ziua, Marie, vă aduc cheia cea nouă marți, împreună cu contractuul semnat.",
     "contractuul"),
    ("S3", "en", CALM, "Hello Marie, the problem with the door is known and I repair it on Tuesday.", "situation"),
    ("S4", "en", CALM, "Hello Marie, the door has an electric lock. It was built in 1974. It is heavy.",
     "without a next step"),
    ("S9", "en", CALM, "You simply have to turn the key twice, obviously. I come on Tuesday if it sticks.", "simply"),
    ("S9", "fr", CALM, "Il suffit de tourner la clé deux fois, ce n'est pas sorcier. Je passe mardi.", "sorcier"),
    ("S9", "ro", CALM, "Este evident că trebuie doar să răsuciți cheia de două ori. Vin marți dacă se blochează.",
     "evident"),
]


@pytest.mark.parametrize(("practice", "language", "letter", "draft", "says"), LINES,
                         ids=[f"{line[0]}-{line[1]}" for line in LINES])
def test_the_desk_says_so_while_they_write(world: World, sign_in: SignIn, time_machine: Any, practice: str,
                                           language: str, letter: dict[str, str], draft: str, says: str) -> None:
    time_machine.move_to(world.now, tick=False)
    client = sign_in(world.ioana)
    case = world.write_in(world.marie, letter[language])
    page = put(client, case, **form(client, case), kind="reply", text=draft)
    assert page.status_code == 200
    assert says in text_of(page), f"{practice}: {text_of(page)}"
