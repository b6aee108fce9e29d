"""A dental practice: agenda, reminder service, front desk, laboratory, billing and a recall robot."""

from datetime import timedelta

FOOTERS = {
    "en": ["Bright Teeth Dental, 12 Mill Lane. Open Mon-Fri 8:30-18:00, Sat 9:00-12:00. Tel. 020 7946 0123. Caring since 1994.",
           "Reception is open Monday to Friday, 08:30 to 18:00 · phone 020 7946 0123 · © 2026 Bright Teeth"],
    "fr": ["Cabinet Bright Teeth, 12 rue du Moulin. Ouvert du lundi au vendredi de 8 h 30 à 18 h. Tél. 01 99 00 12 34. © 2026",
           "Secrétariat joignable lun-ven 8h30-18h00 au 01 99 00 12 34. À votre service depuis 1994."],
    "ro": ["Clinica Bright Teeth, str. Morii 12. Program: luni-vineri 8:30-18:00, sâmbătă 9:00-12:00. Tel. 0219 990 123.",
           "Recepția răspunde L-V între 8:30 și 18:00, telefon 0219 990 123. © 2026 Bright Teeth"],
}
SHORT = {"en": ["Bright Teeth, 020 7946 0123"], "fr": ["Bright Teeth, 01 99 00 12 34"], "ro": ["Bright Teeth, 0219 990 123"]}

TEXTS = {
    "booked": {
        "en": ["Your visit is booked|Dear {name}, we look forward to seeing you on {visit.date} at {visit.time}.",
               "Appointment with Dr Lowe: {visit.date}, {visit.time}. Please bring your insurance card."],
        "fr": ["Votre rendez-vous|Chère cliente, cher client, nous vous attendons {visit.date} à {visit.time}.",
               "Rendez-vous avec la Dre Lowe : {visit.date}, {visit.time}. Pensez à votre carte Vitale."],
        "ro": ["Programarea dumneavoastră|Stimată doamnă, stimate domn, vă așteptăm {visit.date} la ora {visit.time}.",
               "Programare la dr. Lowe: {visit.date}, ora {visit.time}. Aduceți cardul de sănătate."]},
    "fast": {
        "en": ["Because of the anaesthetic, please do not eat or drink after {fast.time} on the day of your visit.",
               "Preparation: nothing to eat after {fast.time}."],
        "fr": ["En raison de l'anesthésie, ne mangez plus rien après {fast.time} le jour du rendez-vous.", "Préparation : à jeun à partir de {fast.time}."],
        "ro": ["Din cauza anesteziei, vă rugăm să nu mâncați după ora {fast.time} în ziua programării.", "Pregătire: nu mâncați nimic după {fast.time}."]},
    "moved": {
        "en": ["Your visit has been moved from {old.date}, {old.time}, to {visit.date}, {visit.time}.",
               "Change of appointment|Instead of {old.date} at {old.time} we will see you on {visit.date} at {visit.time}. Sorry for the change."],
        "fr": ["Votre rendez-vous est déplacé : {visit.date} à {visit.time} au lieu de {old.date} à {old.time}.",
               "Changement d'horaire|Nous vous verrons finalement {visit.date} à {visit.time} et non {old.date} à {old.time}."],
        "ro": ["Programarea s-a mutat de pe {old.date}, ora {old.time}, pe {visit.date}, ora {visit.time}.",
               "Schimbare de program|În loc de {old.date} la {old.time}, vă așteptăm {visit.date} la {visit.time}."]},
    "remind": {
        "en": ["Reminder: your dental visit is on {visit.date} at {visit.time}.", "Hi {name}, see you on {visit.date}, {visit.time}!"],
        "fr": ["Rappel : votre rendez-vous dentaire est fixé : {visit.date} à {visit.time}.", "Bonjour {name}, à bientôt : {visit.date}, {visit.time} !"],
        "ro": ["Reamintire: vizita la dentist este {visit.date} la ora {visit.time}.", "Bună, {name}, ne vedem {visit.date}, {visit.time}!"]},
    "estimate": {
        "en": ["Your treatment plan|The total comes to {plan.total}; a deposit of {plan.deposit} is payable beforehand.", "Estimate: {plan.total} in all, of which {plan.deposit} as a deposit."],
        "fr": ["Votre devis|Le total s'élève à {plan.total} ; un acompte de {plan.deposit} est à régler à l'avance.", "Devis : {plan.total} au total, dont {plan.deposit} d'acompte."],
        "ro": ["Planul de tratament|Costul total este de {plan.total}; un avans de {plan.deposit} se plătește înainte.", "Deviz: {plan.total} în total, din care avans {plan.deposit}."]},
    "file": {
        "en": ["Your record was updated by reception.", "Patient file {ref}: insurance field checked by user 14.", "Status of {ref}: under review."],
        "fr": ["Votre fiche a été mise à jour par l'accueil.", "Dossier {ref} : champ mutuelle vérifié par l'utilisateur 14.", "Statut de {ref} : en cours d'examen."],
        "ro": ["Fișa dumneavoastră a fost actualizată de recepție.", "Dosar {ref}: câmpul asigurare verificat de utilizatorul 14.", "Starea {ref}: în evaluare."]},
    "asks_allergy": {
        "en": ["Do you have any allergy to penicillin or latex, {name}? A short yes or no is enough."],
        "fr": ["Êtes-vous allergique à la pénicilline ou au latex, {name} ? Un simple oui ou non suffit."],
        "ro": ["Aveți alergie la penicilină sau la latex, {name}? Ajunge un simplu da sau nu."]},
    "after": {
        "en": ["All done|Your treatment is complete. The balance is {bill.balance}.", "Treatment finished today, balance to pay: {bill.balance}."],
        "fr": ["Soins terminés|Vos soins sont terminés. Reste à payer : {bill.balance}.", "Soins achevés aujourd'hui, solde : {bill.balance}."],
        "ro": ["Tratament încheiat|Tratamentul este încheiat. Rest de plată: {bill.balance}.", "Tratament finalizat astăzi, de achitat: {bill.balance}."]},
    "cancelled": {
        "en": ["Your appointment on {visit.date} is cancelled: the dentist is ill. We will call you with a new one.", "CANCELLED: no visit on {visit.date}. Please do not come."],
        "fr": ["Votre rendez-vous, {visit.date}, est annulé : la dentiste est malade. Nous vous rappellerons.", "ANNULÉ : pas de rendez-vous {visit.date}. Merci de ne pas vous déplacer."],
        "ro": ["Programarea din {visit.date} este anulată: medicul este bolnav. Vă sunăm pentru alta.", "ANULAT: nu aveți vizită {visit.date}. Vă rugăm să nu veniți."]},
    "tips": {
        "en": ["Five tips for whiter teeth, {name}!"], "fr": ["Cinq conseils pour des dents plus blanches, {name} !"], "ro": ["Cinci sfaturi pentru dinți mai albi, {name}!"]},
}
GONE = {"en": ["cancelled", "CANCELLED"], "fr": ["annulé"], "ro": ["anulată", "anulat"]}


def visit(c):
    when = c.local(day=c.rng.choice([1, 2, 3]), hour=c.rng.choice([9, 11, 14, 16]), minute=c.rng.choice([0, 20, 40]))
    facts = [c.day("visit.date", when), c.time("visit.time", when)]
    c.say(c.at(0), "agenda", "email", "confirmation", "booked", facts)
    c.say(c.at(1), "reminders", "sms", "confirmation", "booked", facts)
    if c.rng.random() < 0.5:
        c.say(c.at(30), "desk", "email", "question", "asks_allergy", must=True)
    if c.rng.random() < 0.4:
        fast = c.time("fast.time", when.replace(hour=8, minute=15))
        c.say(c.at(40), "agenda", "email", "update", "fast", [fast])
        c.say(c.at(55), "reminders", "sms", "update", "fast", [fast])
    for k in range(c.rng.choice([0, 1, 2])):
        c.say(c.at(60 + 30 * k), "records", "email", "update", "file", optional=True)
    end = when
    if c.rng.random() < 0.45:
        end = when + timedelta(days=c.rng.choice([0, 1]), hours=c.rng.choice([-1, 1]))
        old = [c.day("old.date", when), c.time("old.time", when)]
        facts = [c.day("visit.date", end), c.time("visit.time", end)]
        moved = c.at(c.rng.choice([150, 500]))
        c.say(moved, "desk", "email", "update", "moved", facts, more=old, expires=min(when, end))
        c.say(moved + timedelta(minutes=6), "reminders", "sms", "update", "moved", facts, more=old, expires=min(when, end))
        if c.rng.random() < 0.3:
            back = moved + timedelta(minutes=c.rng.choice([20, 400]))
            there, here = [c.day("old.date", end), c.time("old.time", end)], [c.day("visit.date", when), c.time("visit.time", when)]
            c.say(back, "desk", "sms", "update", "moved", here, more=there, expires=min(when, end))
            facts, end = here, when
    c.say(end - timedelta(hours=20), "reminders", "sms", "update", "remind", facts, expires=end)
    c.say(end - timedelta(hours=19), "agenda", "email", "update", "remind", facts, expires=end)
    owed = c.money("bill.balance", c.rng.randrange(3000, 160000, 50))
    c.say(end + timedelta(hours=2), "billing", "email", "resolution", "after", [owed])
    c.say(end + timedelta(hours=3), "desk", "sms", "resolution", "after", [owed])
    c.say(end + timedelta(hours=30), "recall", "email", "courtesy", "tips", optional=True)


def plan(c):
    total = c.rng.randrange(80000, 400000, 500)
    facts = [c.money("plan.total", total), c.money("plan.deposit", total // 4)]
    c.say(c.at(0), "billing", "email", "update", "estimate", facts)
    c.say(c.at(45), "desk", "sms", "update", "estimate", facts)
    if c.rng.random() < 0.5:
        facts = [facts[0], c.money("plan.deposit", total // 5)]
        c.say(c.at(600), "billing", "email", "update", "estimate", facts)
        c.say(c.at(640), "desk", "sms", "update", "estimate", facts)
    c.say(c.at(660), "records", "email", "update", "file", optional=True)


def ill(c):
    when = c.local(day=2, hour=10)
    facts = [c.day("visit.date", when), c.time("visit.time", when)]
    c.say(c.at(0), "agenda", "email", "confirmation", "booked", facts)
    gone = [c.day("visit.date", when), c.word("visit.state", "cancelled", GONE)]
    c.say(c.at(day=1, hour=15), "desk", "email", "update", "cancelled", gone)
    c.say(c.at(day=1, hour=15, minute=10), "reminders", "sms", "update", "cancelled", gone)


CASES = {"visit": visit, "plan": plan, "ill": ill}
