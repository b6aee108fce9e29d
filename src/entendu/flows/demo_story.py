"""The story that an empty desk tells: eight people, three languages, what they wrote and what we said.

Times are given in hours before the first start, so that the story is always of this week.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Someone:
    """A customer of the story. `hours` are rows of days, opening and closing in their own time."""

    name: str
    address: str
    about: str
    organisation: str
    language: str
    time_zone: str
    hours: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said. `by` is "them", "us", "note" or "confirmation"; `ago` counts hours."""

    by: str
    ago: float
    text: str
    writer: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One matter of the story, with what was said in it, oldest first."""

    who: Someone
    subject: str
    said: tuple[Said, ...]
    tags: tuple[str, ...] = ()
    assigned: bool = False
    over: bool = False


IOANA, LEO = "Ioana", "Léo"
WORKING_DAYS = (("mon-fri", "08:00", "18:00"),)

CASES: tuple[Case, ...] = (
    Case(
        Someone("Marie Laval", "marie@laval-electricite.example", "Electrician, alone, Curepipe, Mauritius",
                "Laval Électricité", "en", "Indian/Mauritius", (("mon-sat", "08:00", "18:00"),)),
        "Clients cannot confirm a booking",
        (
            Said("them", 53, "Hello,\n\nmy clients tell me that the booking page does nothing when they tap Confirm. "
                             "It worked last week.\n\nMarie"),
            Said("us", 52.5, "Hello Marie,\n\nthank you for telling us. Does it happen on a phone, on a computer, or on both? "
                             "And do you know since when?\n\nIoana", IOANA),
            Said("them", 51, "On phones. A client showed me on Thursday morning, before eight."),
            Said("them", 30, "Two jobs gone this week because the page does nothing when they tap Confirm. I am up a ladder, "
                             "I cannot take bookings by phone all day."),
            Said("us", 28.8, "Hello Marie,\n\nyou are right, two lost jobs is real money. A plain booking form is live on your "
                             "page now, so bookings come in again. I write tomorrow before 09:00 your time with what we "
                             "found.\n\nIoana", IOANA),
            Said("note", 24.5, "Diff confirms it: line 41 of header.html is gone since Monday. Ravi agrees that we put it back, "
                               "and wants his banner kept.", LEO),
            Said("them", 3.3, "Option B then. The form works, thank you. But I need a day and an hour, people keep asking me."),
        ), ("booking page",), assigned=True),
    Case(
        Someone("Jonas Keller", "jonas.keller@keller-optik.example", "Runs the shop in Graz", "Keller Optik", "en",
                "Europe/Vienna", WORKING_DAYS),
        "Sign-in loops after password reset",
        (
            Said("them", 29, "Since I reset my password this morning the sign-in page brings me back to the sign-in page. "
                             "Three colleagues cannot work."),
            Said("us", 27, "Hello Jonas,\n\nthree people who cannot work is serious. I look into it now and write by four this "
                           "afternoon with what I found.\n\nLéo", LEO),
            Said("them", 5.6, "It is well past four and I have heard nothing. We are still locked out. What is going on?"),
        ), ("sign-in",)),
    Case(
        Someone("Odile Faure", "odile.faure@cabinet-faure.example", "Comptable, Lyon", "Cabinet Faure", "fr", "Europe/Paris",
                (("mon-fri", "09:00", "18:30"),)),
        "Deux lignes de TVA sur une facture",
        (
            Said("them", 6.2, "Bonjour,\n\nla facture de novembre porte deux lignes de TVA, l’une à 20 %, l’autre à 10 %, pour la "
                              "même prestation. Pouvez-vous vérifier ?\n\nBien à vous,\nOdile Faure"),
            Said("us", 5.1, "Bonjour Odile,\n\nvous avez raison, une seule ligne à 20 % aurait dû y figurer. La facture corrigée "
                            "est en préparation, vous la recevez ce soir avant 19 h 30.\n\nIoana", IOANA),
        ), ("facturation",), assigned=True),
    Case(
        Someone("Ionuț Barbu", "ionut.barbu@fluxweb.example", "Programator, Cluj", "Fluxweb", "ro", "Europe/Bucharest",
                (("mon-fri", "09:00", "18:00"),)),
        "Webhook-ul sosește de două ori de la 4.2.1",
        (
            Said("them", 4.4, "Bună ziua,\n\nde când am trecut la versiunea 4.2.1, fiecare webhook sosește de două ori, cu același "
                              "identificator. Atașez mai jos un exemplu.\n\nid=8f3c ora 11:02:07\nid=8f3c ora 11:02:09\n\n"
                              "Mulțumesc,\nIonuț"),
            Said("note", 4, "Same as on staging: the retry starts before the first answer is read. Looking.", LEO),
        ), ("webhook",)),
    Case(
        Someone("Tomasz Wrona", "tomasz@wrona-data.example", "Data team of two", "Wrona Data", "en", "Europe/Warsaw",
                WORKING_DAYS),
        "Export returns 502 above 10,000 rows",
        (
            Said("them", 1.5, "Hi,\n\nthe export of our orders answers 502 as soon as there are more than 10,000 rows. Below that it "
                              "is fine. We need the November list for our accountant tonight.\n\nTomasz"),
        )),
    Case(
        Someone("Priya Nair", "priya.nair@nairstudio.example", "Photographer", "Nair Studio", "en", "Asia/Kolkata"),
        "Can two people share one calendar?",
        (
            Said("them", 0.6, "Hello, quick question: can my assistant and I share one calendar, or does each of us need an account?"
                              "\n\nThanks, Priya"),
        )),
    Case(
        Someone("Hélène Roux", "helene.roux@pepinieres-roux.example", "Pépinières Roux", "Pépinières Roux", "fr",
                "Europe/Paris", (("mon-sat", "07:30", "12:00"), ("mon-fri", "14:00", "17:00"))),
        "Étiquettes coupées à droite",
        (
            Said("them", 8.2, "Bonjour, les étiquettes imprimées hier sont coupées à droite, le prix ne se lit plus. L’imprimante "
                              "est la même qu’avant."),
            Said("us", 7.7, "Bonjour Hélène,\n\nune photo d’une étiquette et le format choisi dans la fenêtre d’impression nous "
                            "diraient où cela se coupe. Pouvez-vous nous les envoyer ?\n\nIoana", IOANA),
        ), assigned=True),
    Case(
        Someone("Grace Adeyemi", "grace@adeyemi-clinic.example", "Practice manager, Lagos", "Adeyemi Clinic", "en",
                "Africa/Lagos", WORKING_DAYS),
        "Move the renewal to January",
        (
            Said("them", 99, "Hello, our budget year ends in December. Could the renewal move to January?"),
            Said("us", 97, "Hello Grace,\n\nyes, it can. The renewal now stands on 4 January and nothing is due before.\n\nIoana", IOANA),
            Said("them", 96, "Perfect, thank you, Ioana."),
        ), over=True),
)
