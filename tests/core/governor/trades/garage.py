"""A garage and a language school under one roof of systems: quotes, parts, cars that are ready or not, exams, rooms, trainers."""

from datetime import timedelta

FOOTERS = {
    "en": ["Kind regards, Miller's Garage, Unit 3, Station Road. Phone 01632 960 555. Workshop hours: Mon-Fri 7.30-17.30.",
           "Miller's Garage. We are open Monday-Friday 7:30 am to 5:30 pm and Saturday 8 am to noon. www.millers.example"],
    "fr": ["Cordialement, Garage Miller, 3 rue de la Gare. Téléphone 03 99 01 55 55. Atelier : lun.-ven. 7 h 30-17 h 30.",
           "Garage Miller. Nous sommes ouverts du lundi au vendredi de 7h30 à 17h30 et le samedi de 8h à midi. www.millers.example"],
    "ro": ["Cu stimă, Garaj Miller, str. Gării 3. Telefon 0236 990 555. Atelier: lun.-vin. 7.30-17.30.",
           "Garaj Miller. Suntem deschiși de luni până vineri între 7:30 și 17:30, sâmbăta 8-12. www.millers.example"],
}
SHORT = {"en": ["Miller's Garage"], "fr": ["Garage Miller"], "ro": ["Garaj Miller"]}

TEXTS = {
    "taken_in": {
        "en": ["We have your car {plate}. We should be done {day} around {hour}.", "Your {plate} is in the workshop; collection planned {day}, {hour}."],
        "fr": ["Nous avons bien votre voiture {plate}. Elle devrait être terminée {day} vers {hour}.", "Votre {plate} est à l'atelier ; restitution prévue {day}, {hour}."],
        "ro": ["Am preluat mașina {plate}. Ar trebui să fie gata {day} pe la {hour}.", "Mașina {plate} este în atelier; ridicare prevăzută {day}, {hour}."]},
    "quote": {
        "en": ["Quote for {plate}|Brakes: {sum} including VAT. May we go ahead? Valid until {valid}.", "The repair of {plate} would cost {sum} (offer valid until {valid}). Shall we start?"],
        "fr": ["Devis pour {plate}|Freins : {sum} TTC. Pouvons-nous commencer ? Valable jusqu'au {valid}.", "La réparation de {plate} coûterait {sum} (offre valable jusqu'au {valid}). On y va ?"],
        "ro": ["Deviz pentru {plate}|Frâne: {sum} cu TVA. Putem începe? Valabil până la {valid}.", "Reparația mașinii {plate} ar costa {sum} (ofertă valabilă până la {valid}). Începem?"]},
    "later": {
        "en": ["The part has not come in. Your car will be ready {day} at {hour} instead.", "Delay with {plate}: the part is missing. New collection time {day}, {hour}."],
        "fr": ["La pièce n'est pas arrivée. Votre voiture sera finalement prête {day} à {hour}.", "Retard pour {plate} : il manque la pièce. Nouvelle restitution {day}, {hour}."],
        "ro": ["Piesa nu a sosit. Mașina va fi gata abia {day} la {hour}.", "Întârziere pentru {plate}: lipsește piesa. Ridicare nouă {day}, {hour}."]},
    "not_ready": {
        "en": ["Your car is not ready yet, we are still working on it.", "Job card {ref}: status IN PROGRESS, mechanic 2."],
        "fr": ["Votre voiture n'est pas encore prête, nous y travaillons toujours.", "Fiche {ref} : statut EN COURS, mécanicien 2."],
        "ro": ["Mașina nu este gata încă, lucrăm în continuare la ea.", "Fișa {ref}: stare ÎN LUCRU, mecanic 2."]},
    "ready": {
        "en": ["Your car is ready. To pay: {bill}. Keys at the desk.", "{plate} is done! Invoice {bill}, pay when you collect."],
        "fr": ["Votre voiture est prête. À régler : {bill}. Clés à l'accueil.", "{plate}, c'est fini ! Facture de {bill}, à payer au retrait."],
        "ro": ["Mașina este gata. De plată: {bill}. Cheile la recepție.", "{plate} e gata! Factură {bill}, plata la ridicare."]},
    "exam": {
        "en": ["Your {level} exam is on {day} at {hour} in room {room}.", "Exam {level}: {day}, {hour}, room {room}. Bring an ID."],
        "fr": ["Votre examen {level} a lieu {day} à {hour}, salle {room}.", "Examen {level} : {day}, {hour}, salle {room}. Apportez une pièce d'identité."],
        "ro": ["Examenul {level} are loc {day} la {hour}, sala {room}.", "Examen {level}: {day}, {hour}, sala {room}. Aduceți un act de identitate."]},
    "room": {
        "en": ["Room change for {level}: now room {room} (not {old}). Date and time stay the same.", "Please note the new room for {level}: {room}, formerly {old}."],
        "fr": ["Changement de salle pour {level} : désormais salle {room} (et non {old}). Date et heure inchangées.", "Nouvelle salle pour {level} : {room}, anciennement {old}."],
        "ro": ["Schimbare de sală pentru {level}: acum sala {room} (nu {old}). Data și ora rămân la fel.", "Sală nouă pentru {level}: {room}, fosta {old}."]},
    "result": {
        "en": ["You passed {level} with {score}%. Congratulations!", "Result for {level}: {score}%, passed."],
        "fr": ["Vous avez réussi {level} avec {score} %. Félicitations !", "Résultat pour {level} : {score} %, réussi."],
        "ro": ["Ați promovat {level} cu {score}%. Felicitări!", "Rezultat pentru {level}: {score}%, promovat."]},
    "hello": {"en": ["Winter tyres now at 20% off!"], "fr": ["Pneus d'hiver à -20 % !"], "ro": ["Anvelope de iarnă cu 20% reducere!"]},
}


def plate(c):
    c.words["plate"] = f"{c.rng.choice('BKLM')}{c.rng.choice('ADX')}-{c.rng.randrange(100, 999)}-{c.rng.choice('QTZ')}X"


def car(c):
    plate(c)
    ready = c.local(day=1, hour=16, minute=30)
    facts = [c.day("day", ready), c.time("hour", ready)]
    c.say(c.at(0), "desk", "email", "confirmation", "taken_in", facts)
    c.say(c.at(4), "workshop", "sms", "confirmation", "taken_in", facts)
    if c.rng.random() < 0.6:
        money = [c.money("sum", c.rng.randrange(9000, 120000)), c.day("valid", c.local(day=8, hour=12))]
        c.say(c.at(50), "desk", "email", "question", "quote", money, must=True)
    for k in range(c.rng.choice([1, 2])):
        c.say(c.at(90 + 40 * k), "workshop", "email", "update", "not_ready", optional=True)
    if c.rng.random() < 0.5:
        ready += timedelta(days=1, hours=c.rng.choice([-5, 1]))
        facts = [c.day("day", ready), c.time("hour", ready)]
        at = c.at(day=1, hour=c.rng.choice([9, 11]))
        c.say(at, "workshop", "sms", "update", "later", facts, expires=ready)
        c.say(at + timedelta(minutes=12), "desk", "email", "update", "later", facts, expires=ready)
        c.say(at + timedelta(minutes=90), "workshop", "email", "update", "not_ready", optional=True)
    bill = [c.money("bill", c.rng.randrange(9000, 120000))]
    c.say(ready, "workshop", "sms", "resolution", "ready", bill)
    c.say(ready + timedelta(minutes=25), "desk", "email", "resolution", "ready", bill)
    c.say(ready + timedelta(days=1), "shop", "email", "courtesy", "hello", optional=True)


def exam(c):
    c.words["level"] = c.rng.choice(["B1", "B2", "C1"])
    when = c.local(day=4, hour=10)
    room = str(c.rng.choice([12, 14, 21]))
    facts = [c.day("day", when), c.time("hour", when), c.word("room", room, {"en": [f"room {room}"], "fr": [f"salle {room}"], "ro": [f"sala {room}"]})]
    c.words["room"] = room
    said(c, c.at(0), "school", "email", "confirmation", "exam", facts, room)
    said(c, c.at(6), "texts", "sms", "confirmation", "exam", facts, room)
    if c.rng.random() < 0.6:
        c.words["old"], room = room, str(c.rng.choice([31, 33]))
        moved = [c.word("room", room, [room])]
        c.say(c.at(day=1, hour=19), "school", "email", "update", "room", moved)
        c.say(c.at(day=1, hour=19, minute=9), "texts", "sms", "update", "room", moved)
    score = str(c.rng.randrange(61, 99))
    passed = [c.word("score", score, [f"{score}%", f"{score} %", f"{score}\u00a0%"])]
    c.words["score"] = score
    c.say(c.at(day=6, hour=12), "school", "email", "resolution", "result", passed, more=[c.word("score", score, [score])])
    c.say(c.at(day=6, hour=12, minute=30), "texts", "sms", "resolution", "result", passed, more=[c.word("score", score, [score])])


def said(c, when, source, channel, intent, kind, facts, room):
    c.say(when, source, channel, intent, kind, facts, more=[c.word("room", room, [room])])


CASES = {"car": car, "exam": exam}
