"""A web shop: two parcels in one order, lockers with codes, a carrier, refunds, a warehouse that talks to itself."""

from datetime import timedelta

from tests.core.governor.town import words

WORDS = words(__file__)


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
