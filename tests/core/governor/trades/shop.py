"""A web shop: two parcels in one order, lockers with codes, a carrier, refunds, a warehouse that talks to itself."""

from datetime import timedelta

FOOTERS = {
    "en": ["Customer care is here for you Mon to Sat, 8 am - 8 pm, on 0800 496 0000. Northwind Ltd, VAT no. GB 123 4567 89. © 2019-2026",
           "You receive this e-mail because you ordered from Northwind. Unsubscribe: northwind.example/u. Northwind Ltd, 4 Dock Road, since 2008."],
    "fr": ["Service client du lundi au samedi, de 8 h à 20 h, au 0 800 00 11 22. Northwind SARL, SIRET 123 456 789 00012. © 2019-2026",
           "Vous recevez ce courriel parce que vous avez commandé chez Northwind. Désabonnement : northwind.example/u. Depuis 2008."],
    "ro": ["Relații clienți: luni-sâmbătă, 8:00 - 20:00, la 0800 990 011. Northwind SRL, CUI RO 12345678. © 2019-2026",
           "Primiți acest e-mail pentru că ați comandat de la Northwind. Dezabonare: northwind.example/u. Din 2008."],
}
SHORT = {"en": ["Northwind"], "fr": ["Northwind"], "ro": ["Northwind"]}

TEXTS = {
    "ordered": {
        "en": ["Thanks for your order|We are packing order {order}. Total: {total}.", "Order {order} placed, amount {total}.", "{name}, your order {order} for {total} is with us."],
        "fr": ["Merci de votre commande|Nous préparons la commande {order}. Total : {total}.", "Commande {order} enregistrée, montant {total}.", "{name}, votre commande {order} de {total} est chez nous."],
        "ro": ["Mulțumim pentru comandă|Pregătim comanda {order}. Total: {total}.", "Comanda {order} a fost înregistrată, valoare {total}.", "{name}, comanda {order} de {total} a ajuns la noi."]},
    "left": {
        "en": ["Parcel {parcel} is on its way and reaches you on {eta}.", "Your parcel|We handed {parcel} to the carrier. Delivery: {eta}.", "{parcel}: expected {eta}."],
        "fr": ["Le colis {parcel} est en route et arrive chez vous {eta}.", "Votre colis|Nous avons remis {parcel} au transporteur. Livraison : {eta}.", "{parcel} : livraison prévue {eta}."],
        "ro": ["Coletul {parcel} este pe drum și ajunge la dumneavoastră {eta}.", "Coletul dumneavoastră|Am predat {parcel} curierului. Livrare: {eta}.", "{parcel}: livrare estimată {eta}."]},
    "late": {
        "en": ["Bad news about {parcel}: it will not come on {was} but on {eta}.", "{parcel} is delayed. New date: {eta}.", "We are sorry: parcel {parcel}, announced for {was}, arrives {eta}."],
        "fr": ["Mauvaise nouvelle pour {parcel} : il n'arrivera pas {was} mais {eta}.", "{parcel} a du retard. Nouvelle date : {eta}.", "Nous sommes désolés : le colis {parcel}, annoncé pour {was}, arrive {eta}."],
        "ro": ["Veste proastă despre {parcel}: nu ajunge {was}, ci {eta}.", "{parcel} întârzie. Data nouă: {eta}.", "Ne pare rău: coletul {parcel}, anunțat pentru {was}, ajunge {eta}."]},
    "locker": {
        "en": ["Parcel {parcel} waits in the locker. Opening code {code}, until {until}.", "Pick up {parcel} by {until}; your code is {code}."],
        "fr": ["Le colis {parcel} vous attend au casier. Code d'ouverture {code}, jusqu'au {until}.", "Retirez {parcel} avant {until} ; votre code est {code}."],
        "ro": ["Coletul {parcel} vă așteaptă în dulap. Cod de deschidere {code}, până la {until}.", "Ridicați {parcel} până la {until}; codul este {code}."]},
    "taken": {
        "en": ["Delivered: {parcel} was picked up at {hour}. Enjoy!", "{parcel} collected at {hour}."],
        "fr": ["Livré : {parcel} a été retiré à {hour}. Profitez-en !", "{parcel} retiré à {hour}."],
        "ro": ["Livrat: {parcel} a fost ridicat la {hour}. Spor!", "{parcel} ridicat la {hour}."]},
    "refund": {
        "en": ["Your return is accepted: we refund {back}. The shipping of {post} is not refunded.", "Refund of {back} on its way (without the {post} postage)."],
        "fr": ["Votre retour est accepté : nous remboursons {back}. Les frais de port de {post} ne sont pas remboursés.", "Remboursement de {back} en cours (hors port de {post})."],
        "ro": ["Returul a fost acceptat: vă rambursăm {back}. Transportul de {post} nu se rambursează.", "Rambursare de {back} în curs (fără transportul de {post})."]},
    "inside": {
        "en": ["Order {order}: picked by station 7.", "Stock reservation for {order} synchronised.", "Workflow step 3 of 5 finished for {order}."],
        "fr": ["Commande {order} : prélevée au poste 7.", "Réservation de stock de {order} synchronisée.", "Étape 3 sur 5 du flux terminée pour {order}."],
        "ro": ["Comanda {order}: preluată la postul 7.", "Rezervarea stocului pentru {order} a fost sincronizată.", "Pasul 3 din 5 al fluxului încheiat pentru {order}."]},
    "rate": {"en": ["Rate your purchase and win a voucher!"], "fr": ["Notez votre achat et gagnez un bon !"], "ro": ["Evaluați cumpărătura și câștigați un voucher!"]},
}


def parcel_no(c):
    return f"NW{c.rng.randrange(1000, 9999)}-{c.rng.randrange(10, 99)}"


def order(c):
    c.words["order"] = f"{c.rng.randrange(100000, 999999)}"
    total = c.money("total", c.rng.randrange(1500, 250000))
    facts = [c.word("order", c.words["order"], [c.words["order"]]), total]
    c.say(c.at(0), "shop", "email", "confirmation", "ordered", facts)
    c.say(c.at(2), "app", "whatsapp", "confirmation", "ordered", facts)
    for k in range(c.rng.choice([1, 2, 3])):
        c.say(c.at(20 + 35 * k), "warehouse", "email", "update", "inside", optional=True)
    first = parcel_no(c)
    second = first[:-1] + str((int(first[-1]) + 1) % 10)
    for k, code in enumerate((first, second)):
        c.words["parcel"] = code
        eta = c.local(day=2 + k, hour=12)
        number, day = c.word(f"parcel{k}.code", code, [code]), c.day("eta", eta)
        at = c.at(300 + 180 * k)
        tell(c, at, "shop", "email", "update", "left", [day], k, also=number)
        tell(c, at + timedelta(minutes=11), "carrier", "sms", "update", "left", [day], k, also=number)
        if c.rng.random() < 0.4:
            was, eta = c.day("was", eta), eta + timedelta(days=1)
            day = c.day("eta", eta)
            at = c.at(day=1, hour=c.rng.choice([7, 10, 21]), minute=k)
            tell(c, at, "carrier", "sms", "update", "late", [day], k, more=[was], also=number)
            tell(c, at + timedelta(minutes=25), "shop", "email", "update", "late", [day], k, more=[was], also=number)
        hour = c.time("hour", eta.replace(hour=c.rng.randrange(10, 18), minute=25))
        at = eta.replace(hour=int(hour["value"][:2]), minute=26)
        tell(c, at, "carrier", "sms", "resolution", "taken", [hour], k, also=number)
        tell(c, at + timedelta(minutes=30), "shop", "email", "resolution", "taken", [hour], k, also=number)
    c.say(c.at(day=5, hour=11), "survey", "email", "courtesy", "rate", optional=True)


def tell(c, when, source, channel, intent, kind, facts, k, more=(), also=None):
    c.say(when, source, channel, intent, kind, facts, more=more)
    truth = c.events[-1]["truth"]["facts"]
    for f in truth:
        f["key"] = f"parcel{k}.{f['key']}"
    if also:
        truth.append(also)


def pickup(c):
    c.words["parcel"] = parcel_no(c)
    until = c.day("until", c.local(day=6, hour=12))
    code = c.word("code", str(c.rng.randrange(1000, 9999)), [])
    code["surface"] = [code["value"]]
    c.say(c.at(0), "carrier", "sms", "update", "locker", [code, until])
    c.say(c.at(20), "shop", "email", "update", "locker", [code, until])
    if c.rng.random() < 0.5:
        code = c.word("code", str(c.rng.randrange(1000, 9999)), [])
        code["surface"] = [code["value"]]
        c.say(c.at(400), "carrier", "sms", "update", "locker", [code, until])
        c.say(c.at(420), "shop", "email", "update", "locker", [code, until])


def refund(c):
    facts = [c.money("back", c.rng.randrange(1000, 60000)), c.money("post", c.rng.choice([490, 690, 1290]))]
    c.say(c.at(0), "shop", "email", "resolution", "refund", facts)
    c.say(c.at(90), "billing", "email", "resolution", "refund", facts)


CASES = {"order": order, "pickup": pickup, "refund": refund}
