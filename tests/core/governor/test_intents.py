"""Form letters are recognised by what does not change in them, and read with care until somebody names them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.governor.intents import form_of, guess, mask
from entendu.core.governor.model import Intent

UPDATE, RESOLUTION, CONFIRMATION = Intent.UPDATE, Intent.RESOLUTION, Intent.CONFIRMATION
QUESTION, COURTESY = Intent.QUESTION, Intent.COURTESY


@pytest.mark.parametrize(("one", "other"), [
    ("Your visit on Thursday 26 November at 09:30", "Your visit on Monday 2 March 2027 at 14:00"),
    ("Order A-1042/7 is 12.50 €.", "Order B-77 is 1 240,00 €."),
    ("Order A-1042/7 is €12.50.", "Order B-77 is 99 EUR."),
    ("Follow it: https://track.example/p/1Z99?x=1", "Follow it: http://track.example/other"),
    ("Write to ana@garage.example.", "Write to paul.roux@garage.example."),
    ("Call +230 5 712 34 56 before 17 h.", "Call 01.42.33.44.55 before 9 h 30."),
    ("Votre rendez-vous du jeudi 26 novembre à 9 h 30", "Votre rendez-vous du 02/03/2027 à 14:00"),
    ("Demain à 8 h : relève du compteur n° 88-17", "Lundi 4 mai à 13 h 15 : relève du compteur n° 9"),
    ("Programarea dvs. de joi, 26 noiembrie, ora 9:30", "Programarea dvs. de luni, 2 martie, ora 14"),
    ("Programarea de mâine, ora 9", "Programarea de astăzi, ora 17:45"),
    ("The technician is Ana Marin.", "The technician is Paul."),
    ("The class of Mrs Roux", "The class of Mrs Adeyemi"), ("Total: 12,50 € until May 4th", "Total: $7 until June 1st"),
    ("La visite d’Hélène", "La visite d’Odile"), ("Vous aurez 5 % de remise", "Vous aurez 12,5% de remise"),
])
def test_one_form(one: str, other: str) -> None:
    assert form_of("", one).digest == form_of("", other).digest


@pytest.mark.parametrize(("one", "other"), [
    ("Your visit is confirmed.", "Your visit is cancelled."),
    ("Cancelled: your visit on 4 May", "Confirmed: your visit on 4 May"),
    ("CANCELLED: your visit on 4 May", "CONFIRMED: your visit on 4 May"),
    ("We can come.", "We cannot come."),
    ("Nous pouvons venir mardi.", "Nous ne pouvons pas venir mardi."),
    ("Putem veni marți.", "Nu putem veni marți."),
    ("Your Order Has Shipped", "Your Order Was Cancelled"),
    ("It is over.", "It is not over yet."),
])
def test_two_forms(one: str, other: str) -> None:
    assert form_of("", one).digest != form_of("", other).digest


def test_the_persons_own_name_is_masked_wherever_it_stands() -> None:
    marie = form_of("Marie, your bike is ready", "Hello Marie Laval,\ncome by.", ["Marie Laval"])
    priya = form_of("Priya, your bike is ready", "Hello Priya Nair,\ncome by.", ["Priya Nair"])
    assert marie == priya
    assert "marie" not in marie.sample


def test_a_list_of_five_and_one_of_two_have_the_same_form() -> None:
    few = form_of("Your order", "Thank you.\n1 x 12.00 €\n2 x 3.50 €\nTotal 19.00 €")
    many = form_of("Your order", "Thank you.\n" + "3 x 7.20 €\n" * 5 + "Total 108.00 €")
    assert few == many


def test_without_diacritics_it_is_the_same_form() -> None:
    assert form_of("", "Coletul a fost livrat mâine").digest == form_of("", "Coletul a fost livrat maine").digest
    assert form_of("", "Colis livré").digest == form_of("", "Colis livre").digest


@pytest.mark.parametrize(("line", "masked"), [
    ("", ""), ("4711", "<value>"), ("Dr. Roux", "dr . roux"), ("see www.club.example/a?b=1 now", "see <url> now"),
    ("L’abonnement d'Hélène", "l' abonnement d' <name>"),
])
def test_masked(line: str, masked: str) -> None:
    assert mask(line) == masked


# Subject and body as a garage, a clinic, a utility, a school, a shop, a hotel, a bank or a landlord would write them.
LETTERS = [
    ("Your car is ready", "You can pick it up from 16:00.", RESOLUTION),
    ("Appointment confirmed", "Dr Roux expects you on 4 May at 9:00.", CONFIRMATION),
    ("Appointment moved to 5 May", "Dr Roux is away on the 4th.", UPDATE),
    ("We have received your application", "It will be read within ten days.", CONFIRMATION),
    ("Water cut on 12 June", "Work in your street will be longer. The end has moved to 18:00.", UPDATE),
    ("Water supply restored", "It is restored since 17:20.", RESOLUTION),
    ("Your parcel", "It has been delivered to your neighbour.", RESOLUTION),
    ("Your parcel", "It is on its way and will arrive on Friday.", UPDATE),
    ("Your parcel", "It has not been delivered: nobody was there.", UPDATE),
    ("Your claim 88", "It is not resolved yet; we are still working on it.", UPDATE),
    ("Your claim 88", "Once it is resolved you will hear from us.", UPDATE),
    ("Booking 4711", "Your booking could not be confirmed.", UPDATE),
    ("School trip", "Please sign the form by Friday.", QUESTION),
    ("School trip", "Could you tell us whether Emma comes?", QUESTION),
    ("Your file", "We need your payslip of March.", QUESTION),
    ("Questions?", "Call us on 01 42 33 44 55.", UPDATE),
    ("Payment received", "Thank you. Invoice 12 is paid.", RESOLUTION),
    ("Reminder: dentist on 4 May", "Your appointment is confirmed for 9:00.", UPDATE),
    ("Room 12", "Hello", UPDATE),
    ("How did we do?", "Tell us on https://stars.example/1", COURTESY),
    ("Newsletter", "Twenty percent off until 30 November.", UPDATE),
    ("Happy birthday", "All the best from your club.", COURTESY),
    ("Votre voiture est prête", "Elle vous attend dès 16 h.", RESOLUTION),
    ("Rendez-vous confirmé", "Le Dr Roux vous attend le 4 mai.", CONFIRMATION),
    ("Rendez-vous reporté au 5 mai", "Le Dr Roux est absent.", UPDATE),
    ("Votre demande", "Nous avons bien reçu votre dossier.", CONFIRMATION),
    ("Votre demande", "Votre dossier n'est pas encore confirmé.", UPDATE),
    ("Coupure d'eau", "L'alimentation est rétablie.", RESOLUTION),
    ("Coupure d'eau", "L'alimentation n'est pas rétablie.", UPDATE),
    ("Sortie scolaire", "Merci de nous renvoyer la fiche signée.", QUESTION),
    ("Sortie scolaire", "Pouvez-vous accompagner la classe ?", QUESTION),
    ("Colis", "Votre colis a été livré au gardien.", RESOLUTION),
    ("Colis", "Votre colis est en route.", UPDATE),
    ("Colis", "Dès qu'il sera livré, vous recevrez un message.", UPDATE),
    ("Votre avis compte", "Dites-nous tout : https://avis.example", COURTESY),
    ("Mașina dvs. este gata", "O puteți ridica de la ora 16.", RESOLUTION),
    ("Programare confirmată", "Dr. Barbu vă așteaptă pe 4 mai.", CONFIRMATION),
    ("Programare anulată", "Dr. Barbu lipsește.", UPDATE),
    ("Cererea dvs.", "Am primit dosarul dvs.", CONFIRMATION),
    ("Cererea dvs.", "Dosarul nu a fost rezolvat.", UPDATE),
    ("Întrerupere apă", "Avaria a fost remediată, apa curge: totul funcționează din nou.", RESOLUTION),
    ("Excursie", "Vă rugăm să confirmați participarea.", QUESTION),
    ("Excursie", "Ne puteți spune dacă vine?", QUESTION),
    ("Colet", "Coletul a fost livrat la poartă.", RESOLUTION),
    ("Colet", "Coletul este pe drum.", UPDATE),
    ("La mulți ani", "Toate cele bune de la club.", COURTESY),
    ("Lucrare", "Lucrarea va fi finalizată mâine.", UPDATE),
]


@pytest.mark.parametrize(("subject", "body", "intent"), LETTERS)
def test_guesses(subject: str, body: str, intent: Intent) -> None:
    assert guess(subject, body) is intent


URGENT = [
    ("URGENT!!! Gas leak", "Leave the building now."), ("Alert", "Danger: do not drink the water."),
    ("Votre visite d'aujourd'hui est annulée", "Urgence."), ("Alertă", "Pericol de incendiu."),
]


@pytest.mark.parametrize(("subject", "body"), URGENT)
def test_urgency_is_never_guessed(subject: str, body: str) -> None:
    assert guess(subject, body) is UPDATE


@given(st.text(), st.text())
def test_whatever_it_says_it_is_read(subject: str, body: str) -> None:
    assert guess(subject, body) in {UPDATE, RESOLUTION, CONFIRMATION, QUESTION, COURTESY}
    form = form_of(subject, body)
    assert len(form.digest) == 32
    assert form == form_of(subject, body)


FIGURES = ["We come at {}.", "Prețul este {} lei.", "Il reste {} jours.", "Nr. {}"]


@given(st.integers(0, 10**9), st.sampled_from(FIGURES))
def test_figures_never_tell_two_letters_apart(number: int, words: str) -> None:
    assert form_of("", words.format(number)) == form_of("", words.format(7))
