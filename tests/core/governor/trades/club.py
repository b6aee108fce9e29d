"""A sports club and after-school care: two children of one parent in one case, groups, buses, invoices."""

from datetime import timedelta

FOOTERS = {
    "en": ["Riverside Club, membership office: Tue-Sat 10:00-19:00, 0161 496 0777. Registered charity 1012345.",
           "Do not reply to this address. Office hours Tue-Sat 10 am to 7 pm. (c) 2026 Riverside Club"],
    "fr": ["Club Riverside, accueil du mardi au samedi, 10h-19h, 04 99 00 77 77. Association loi 1901, fondée en 1987.",
           "Merci de ne pas répondre à cette adresse. Accueil : mar-sam 10 h à 19 h. © 2026 Club Riverside"],
    "ro": ["Clubul Riverside, secretariat: marți-sâmbătă 10:00-19:00, telefon 0264 990 777. Din 1987 alături de copii.",
           "Vă rugăm să nu răspundeți la această adresă. Program: marți-sâmbătă, 10-19. © 2026 Clubul Riverside"],
}
SHORT = {"en": ["Riverside Club"], "fr": ["Club Riverside"], "ro": ["Clubul Riverside"]}
CHILDREN = [("Emma", "Lucas"), ("Mara", "Mircea"), ("Zoe", "Theo")]

TEXTS = {
    "lesson": {
        "en": ["{child}'s lesson is on {day} at {hour}.", "Timetable for {child}|{child} swims on {day}, {hour}, in lane 4."],
        "fr": ["Le cours de {child} a lieu {day} à {hour}.", "Horaire de {child}|{child} nage {day}, {hour}, couloir 4."],
        "ro": ["Lecția pentru {child} este {day} la {hour}.", "Orar {child}|{child} înoată {day}, {hour}, culoarul 4."]},
    "shift": {
        "en": ["{child}'s lesson now starts at {hour} on {day}.", "New time for {child}: {day}, {hour}."],
        "fr": ["Le cours de {child} commence désormais à {hour}, {day}.", "Nouvel horaire pour {child} : {day}, {hour}."],
        "ro": ["Lecția pentru {child} începe acum la {hour}, {day}.", "Oră nouă pentru {child}: {day}, {hour}."]},
    "bus": {
        "en": ["The bus is running late and is not here yet; it should arrive around {bus}.", "Bus delayed: new arrival about {bus}."],
        "fr": ["Le car a du retard et n'est pas encore là ; arrivée prévue vers {bus}.", "Car retardé : nouvelle arrivée vers {bus}."],
        "ro": ["Autocarul întârzie și nu a ajuns încă; ajunge în jur de {bus}.", "Autocar întârziat: sosire nouă pe la {bus}."]},
    "not_yet": {
        "en": ["The bus is not back yet.", "Still no bus, we are keeping an eye on it."],
        "fr": ["Le car n'est pas encore rentré.", "Toujours pas de car, nous suivons la situation."],
        "ro": ["Autocarul nu s-a întors încă.", "Încă nu a venit autocarul, urmărim situația."]},
    "back": {
        "en": ["The bus is back at the club since {back}. You can collect your child.", "Everyone is back: the bus arrived at {back}."],
        "fr": ["Le car est rentré au club à {back}. Vous pouvez venir chercher votre enfant.", "Tout le monde est rentré : car arrivé à {back}."],
        "ro": ["Autocarul s-a întors la club la {back}. Puteți lua copilul.", "Toată lumea a ajuns: autocarul a sosit la {back}."]},
    "fee": {
        "en": ["Membership fee|Your fee of {fee} is due on {due}. Late payments cost more.", "Reminder: {fee} to be paid by {due}."],
        "fr": ["Cotisation|Votre cotisation de {fee} est à régler avant le {due}.", "Rappel : {fee} à payer pour le {due}."],
        "ro": ["Cotizație|Cotizația de {fee} se plătește până la {due}.", "Reamintire: {fee} de achitat până la {due}."]},
    "paid": {
        "en": ["Thank you, your payment of {fee} has arrived.", "Payment of {fee} received, nothing left to pay."],
        "fr": ["Merci, votre paiement de {fee} est bien arrivé.", "Paiement de {fee} reçu, plus rien à régler."],
        "ro": ["Mulțumim, plata de {fee} a sosit.", "Plata de {fee} a fost primită, nu mai aveți nimic de achitat."]},
    "books": {
        "en": ["Member file moved to group B of the board.", "Category of {ref} changed to 3.", "Your request {ref} has been forwarded to the secretary."],
        "fr": ["Fiche membre passée dans la colonne B du tableau.", "Catégorie de {ref} changée en 3.", "Votre demande {ref} a été transmise au secrétariat."],
        "ro": ["Fișa de membru a trecut în coloana B.", "Categoria {ref} schimbată în 3.", "Cererea {ref} a fost transmisă secretariatului."]},
    "asks": {"en": "Can Emma change groups?", "fr": "Est-ce que ma fille peut changer de groupe ?", "ro": "Poate fata mea să schimbe grupa?"},
    "answer": {
        "en": ["Hello {name}, yes, there is a place in the Thursday group; tell me if I may book it. Ioana"],
        "fr": ["Bonjour {name}, oui, il y a une place dans le groupe du jeudi ; dites-moi si je la réserve. Ioana"],
        "ro": ["Bună ziua, {name}, da, există un loc în grupa de joi; spuneți-mi dacă îl rezerv. Ioana"]},
    "got_it": {
        "en": ["We have your message {ref} and will answer soon.", "Request {ref} received."], "fr": ["Nous avons bien reçu votre message {ref}.", "Demande {ref} reçue."],
        "ro": ["Am primit mesajul {ref} și vă răspundem curând.", "Cererea {ref} a fost primită."]},
    "news": {"en": ["Our winter party is coming, {name}!"], "fr": ["La fête d'hiver approche, {name} !"], "ro": ["Vine petrecerea de iarnă, {name}!"]},
}


def lessons(c):
    first, second = c.rng.choice(CHILDREN)
    base = c.local(day=2, hour=15)
    hours = {first: base, second: base + timedelta(minutes=30)}
    for child, when in hours.items():
        c.words["child"] = child
        facts = [c.day("day", when), c.time("hour", when)]
        keyed(c, c.at(0), "agenda", "email", "confirmation", "lesson", child, facts)
        keyed(c, c.at(2), "texts", "sms", "confirmation", "lesson", child, facts)
    if c.rng.random() < 0.6:
        child = c.rng.choice([first, second])
        c.words["child"] = child
        when = hours[child] + timedelta(minutes=30 if child == first else 60)
        facts = [c.day("day", when), c.time("hour", when)]
        at = c.at(c.rng.choice([60, 300]))
        keyed(c, at, "agenda", "email", "update", "shift", child, facts)
        keyed(c, at + timedelta(minutes=3), "texts", "sms", "update", "shift", child, facts)
    c.say(c.at(400), "records", "email", "update", "books", optional=True)


def keyed(c, when, source, channel, intent, kind, child, facts):
    """Facts of one child; its key carries the child's name, and so does the text."""
    c.say(when, source, channel, intent, kind, facts)
    for f in c.events[-1]["truth"]["facts"]:
        f["key"] = f"{child}.{f['key']}"


def trip(c):
    eta = c.start.astimezone(c.tz) + timedelta(minutes=90)
    expected = c.time("bus", eta.replace(minute=eta.minute // 5 * 5))
    c.say(c.at(0), "driver", "sms", "alert", "bus", [expected], expires=eta)
    c.say(c.at(4), "office", "email", "update", "bus", [expected], expires=eta)
    for k in range(c.rng.choice([1, 2])):
        c.say(c.at(30 + 20 * k), "office", "sms", "update", "not_yet", optional=True)
    back = eta + timedelta(minutes=c.rng.choice([5, 13]))
    facts = [c.time("back", back)]
    c.say(back + timedelta(minutes=1), "driver", "sms", "resolution", "back", facts)
    c.say(back + timedelta(minutes=6), "office", "email", "resolution", "back", facts)


def fee(c):
    cents = c.rng.randrange(5000, 90000, 100)
    due = c.local(day=9, hour=12)
    facts = [c.money("fee", cents), c.day("due", due)]
    c.say(c.at(0), "billing", "email", "update", "fee", facts)
    c.say(c.at(200), "texts", "sms", "update", "fee", facts)
    c.say(c.at(1500), "billing", "email", "update", "fee", facts)
    paid = [c.word("payment", "paid", {"en": ["arrived", "received"], "fr": ["arrivé", "reçu"], "ro": ["sosit", "primită"]})]
    c.say(c.at(day=3, hour=11), "billing", "email", "resolution", "paid", paid, more=facts)
    c.say(c.at(day=3, hour=11, minute=20), "texts", "sms", "resolution", "paid", paid, more=facts)
    c.say(c.at(day=3, hour=16), "office", "email", "courtesy", "news", optional=True)


def request(c):
    via = c.rng.choice(["email", "whatsapp"])
    c.writes(c.at(0), via, TEXTS["asks"][c.lang])
    number = [c.word("ref", c.name, [c.name])]
    c.say(c.at(0), "desk", via, "confirmation", "got_it", number)
    c.say(c.at(1), "robot", via, "confirmation", "got_it", number)
    c.say(c.at(8), "records", "email", "update", "books", optional=True)
    c.say(c.at(20), "desk", via, "answer", "answer", must=True)


CASES = {"lessons": lessons, "trip": trip, "fee": fee, "ask": request}
