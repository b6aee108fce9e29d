"""A water company: planned works, bursts, meter visits, advice on boiling, a control room with its own log."""

from datetime import timedelta

FOOTERS = {
    "en": ["Valley Water. Emergencies 24/7: 0330 496 0999. Office: weekdays 9:00-16:30.", "Valley Water plc, Reg. no. 2366661. This is an automatic message, please do not reply."],
    "fr": ["Eaux de la Vallée. Urgences 24h/24 : 0 969 00 09 99. Bureaux : du lundi au vendredi, 9 h - 16 h 30.", "Eaux de la Vallée, RCS 366 661 234. Ceci est un message automatique, merci de ne pas y répondre."],
    "ro": ["Apele Văii. Dispecerat non-stop: 0800 990 999. Birouri: luni-vineri, 9:00-16:30.", "Apele Văii SA, J40/1234/1995. Acesta este un mesaj automat, vă rugăm să nu răspundeți."],
}
SHORT = {"en": ["Valley Water"], "fr": ["Eaux de la Vallée"], "ro": ["Apele Văii"]}

TEXTS = {
    "planned": {
        "en": ["Planned work|On {day} your water will be off {span}. Store what you need.", "No water {span} on {day} because of works in your street."],
        "fr": ["Travaux prévus|Le {day}, l'eau sera coupée {span}. Faites une réserve.", "Pas d'eau {span} le {day} à cause de travaux dans votre rue."],
        "ro": ["Lucrări programate|{day}, apa va fi oprită {span}. Faceți-vă o rezervă.", "Fără apă {span}, {day}, din cauza lucrărilor de pe strada dumneavoastră."]},
    "put_off": {
        "en": ["The works announced for {was} are postponed to {day}, {span}.", "Works put off: not {was} but {day}, {span}."],
        "fr": ["Les travaux annoncés pour {was} sont reportés : {day}, {span}.", "Travaux repoussés : non pas {was} mais {day}, {span}."],
        "ro": ["Lucrările anunțate pentru {was} se amână: {day}, {span}.", "Lucrări amânate: nu {was}, ci {day}, {span}."]},
    "called_off": {
        "en": ["The works of {was} are called off, your water stays on.", "Good news: no interruption on {was} after all. Cancelled."],
        "fr": ["Les travaux prévus {was} sont annulés, l'eau ne sera pas coupée.", "Bonne nouvelle : finalement pas de coupure {was}. Annulé."],
        "ro": ["Lucrările din {was} sunt anulate, apa rămâne pornită.", "Veste bună: totuși fără întrerupere {was}. Anulat."]},
    "burst": {
        "en": ["A main burst near you at {since}. Your water is off.", "Water main break, reported {since}. A crew is on site."],
        "fr": ["Une conduite s'est rompue près de chez vous à {since}. L'eau est coupée.", "Rupture de conduite signalée à {since}. Une équipe est sur place."],
        "ro": ["O conductă s-a spart lângă dumneavoastră la {since}. Apa este oprită.", "Avarie la conductă, semnalată la {since}. O echipă este la fața locului."]},
    "until": {
        "en": ["We expect water again by {back}.", "Repair takes longer: water back around {back}."],
        "fr": ["Nous pensons rétablir l'eau vers {back}.", "La réparation dure plus longtemps : retour de l'eau vers {back}."],
        "ro": ["Estimăm că apa revine pe la {back}.", "Reparația durează mai mult: apa revine în jur de {back}."]},
    "still": {
        "en": ["The repair is not finished yet.", "Crew still working, nothing new to report.", "Ticket status: crew dispatched, log entry 5."],
        "fr": ["La réparation n'est pas encore terminée.", "L'équipe travaille toujours, rien de nouveau à signaler.", "Statut du ticket : équipe dépêchée, entrée de journal 5."],
        "ro": ["Reparația nu este încă terminată.", "Echipa lucrează în continuare, nimic nou de raportat.", "Stare tichet: echipă trimisă, intrarea 5 din jurnal."]},
    "over": {
        "en": ["The repair is finished: water is back since {back}.", "Water restored at {back}. Let it run for a moment."],
        "fr": ["La réparation est terminée : l'eau est revenue à {back}.", "Eau rétablie à {back}. Laissez couler un instant."],
        "ro": ["Reparația este terminată: apa a revenit la {back}.", "Apa a fost repornită la {back}. Lăsați-o să curgă puțin."]},
    "boil": {
        "en": ["Boil water before drinking until {end}.", "Do not drink tap water unboiled before {end}."],
        "fr": ["Faites bouillir l'eau avant de la boire jusqu'au {end}.", "Ne buvez pas l'eau du robinet sans la faire bouillir avant {end}."],
        "ro": ["Fierbeți apa înainte de a o bea până la {end}.", "Nu beți apă de la robinet nefiartă până la {end}."]},
    "meter": {
        "en": ["We read your meter on {day} {span}. Nobody needs to be in.", "Meter reading: {day}, {span}."],
        "fr": ["Nous relevons votre compteur {day} {span}. Inutile d'être présent.", "Relevé du compteur : {day}, {span}."],
        "ro": ["Citim contorul {day} {span}. Nu trebuie să fiți acasă.", "Citire contor: {day}, {span}."]},
    "bill": {
        "en": ["Your reading gives {use} m3; the bill of {sum} is taken on {day}.", "Bill {sum} for {use} m3, debited on {day}."],
        "fr": ["Votre relevé donne {use} m3 ; la facture de {sum} est prélevée {day}.", "Facture de {sum} pour {use} m3, prélevée {day}."],
        "ro": ["Citirea dă {use} m3; factura de {sum} se debitează {day}.", "Factură de {sum} pentru {use} m3, debitată {day}."]},
    "save": {"en": ["Save water with our tips!"], "fr": ["Économisez l'eau avec nos conseils !"], "ro": ["Economisiți apa cu sfaturile noastre!"]},
}
OFF = {"en": ["called off", "cancelled"], "fr": ["annulés", "annulé"], "ro": ["anulate", "anulat"]}


def works(c):
    base = c.local(day=3, hour=c.rng.choice([8, 9, 13]))
    facts = [c.day("day", base), c.span("span", base, base + timedelta(hours=3))]
    c.say(c.at(0), "planning", "email", "update", "planned", facts)
    c.say(c.at(70), "texts", "sms", "update", "planned", facts)
    roll = c.rng.random()
    if roll < 0.4:
        later = base + timedelta(days=1, hours=1)
        moved = [c.day("day", later), c.span("span", later, later + timedelta(hours=3))]
        at = c.at(c.rng.choice([200, 1300]))
        c.say(at, "planning", "email", "update", "put_off", moved, more=[c.day("was", base)])
        c.say(at + timedelta(minutes=9), "texts", "sms", "update", "put_off", moved, more=[c.day("was", base)])
        facts = moved
        c.say(later - timedelta(hours=18), "texts", "sms", "update", "planned", facts, expires=later)
    elif roll < 0.7:
        at = c.at(day=1, hour=14)
        gone = [c.word("works", "off", OFF)]
        c.say(at, "planning", "email", "update", "called_off", gone, more=[c.day("was", base)])
        c.say(at + timedelta(minutes=7), "texts", "sms", "update", "called_off", gone, more=[c.day("was", base)])
    c.say(c.at(day=4, hour=12), "marketing", "email", "courtesy", "save", optional=True)


def burst(c):
    local = c.start.astimezone(c.tz)
    since = c.time("since", local - timedelta(minutes=4))
    c.say(c.at(0), "control", "sms", "alert", "burst", [since])
    c.say(c.at(5), "web", "email", "update", "burst", [since])
    back = (local + timedelta(minutes=150)).replace(minute=30)
    for k in range(c.rng.choice([1, 2])):
        value = c.time("back", back + timedelta(minutes=45 * k))
        at = c.at(40 + 60 * k)
        c.say(at, "web", "email", "update", "until", [value], expires=back + timedelta(minutes=45 * k))
        c.say(at + timedelta(minutes=3), "control", "sms", "update", "until", [value], expires=back + timedelta(minutes=45 * k))
    for k in range(c.rng.choice([1, 2, 3])):
        c.say(c.at(30 + 45 * k), "web", "email", "update", "still", optional=True)
    done = back + timedelta(minutes=c.rng.choice([-20, 50]))
    value = c.time("back", done)
    c.say(done + timedelta(minutes=1), "control", "sms", "resolution", "over", [value])
    c.say(done + timedelta(minutes=8), "web", "email", "resolution", "over", [value])
    if c.rng.random() < 0.4:
        end = c.day("end", (done + timedelta(days=2)))
        c.say(done + timedelta(minutes=20), "lab", "sms", "alert", "boil", [end])
        c.say(done + timedelta(minutes=40), "web", "email", "update", "boil", [end])


def meter(c):
    base = c.local(day=2, hour=c.rng.choice([9, 10, 14]))
    facts = [c.day("day", base), c.span("span", base, base + timedelta(hours=2))]
    c.say(c.at(0), "planning", "email", "confirmation", "meter", facts)
    c.say(c.at(3), "texts", "sms", "confirmation", "meter", facts)
    c.say(base - timedelta(hours=17), "texts", "sms", "update", "meter", facts, expires=base)
    debit = c.local(day=9, hour=12)
    use = str(c.rng.randrange(11, 99))
    facts = [c.word("use", use, [f"{use} m3"]), c.money("sum", c.rng.randrange(2000, 19000)), c.day("day2", debit)]
    c.words["use"] = use
    for when, source in ((base + timedelta(hours=6), "billing"), (base + timedelta(hours=7), "web")):
        c.say(when, source, "email", "update", "bill", facts[1:2], more=[{**facts[2], "key": "day"}])
        c.events[-1]["truth"]["facts"].append({**facts[2], "surface": [s for s in facts[2]["surface"]]})
        c.events[-1]["truth"]["facts"][-1].pop("date", None)


CASES = {"works": works, "burst": burst, "meter": meter}
