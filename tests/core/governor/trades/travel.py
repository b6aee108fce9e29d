"""A travel agency: trains with seats and platforms, delays in minutes, hotels with door codes, compensation."""

from datetime import timedelta

from tests.core.governor.town import words

WORDS = words(__file__)


def plain(c, key, value):
    c.words[key] = value
    return c.word(key, value, [value])


def train(c):
    leaves = c.local(day=c.rng.choice([2, 3]), hour=c.rng.choice([9, 12, 15]), minute=c.rng.choice([5, 25, 48]))
    facts = [c.day("day", leaves), c.time("dep", leaves)]
    facts += [plain(c, "coach", str(c.rng.randrange(2, 9))), plain(c, "seat", str(c.rng.randrange(21, 88)))]
    c.say(c.at(0), "sales", "email", "confirmation", "booked", facts)
    c.say(c.at(1), "app", "whatsapp", "confirmation", "booked", facts)
    if c.rng.random() < 0.4:
        c.say(c.at(20), "desk", "email", "question", "ask", must=True)
    for k in range(c.rng.choice([1, 2])):
        c.say(c.at(45 + 40 * k), "gds", "email", "update", "inside", optional=True)
    if c.rng.random() < 0.5:
        was, leaves = c.time("was", leaves), leaves + timedelta(minutes=c.rng.choice([-35, 22, 40]))
        facts = [c.day("day", leaves), c.time("dep", leaves)]
        at = c.at(day=1, hour=c.rng.choice([14, 18]))
        c.say(at, "sales", "email", "update", "retimed", facts, more=[was], expires=leaves)
        c.say(at + timedelta(minutes=5), "app", "sms", "update", "retimed", facts, more=[was], expires=leaves)
    platform, dep = plain(c, "platform", str(c.rng.randrange(1, 19))), [c.time("dep", leaves)]
    c.say(leaves - timedelta(minutes=40), "station", "sms", "alert", "platform", [platform], more=dep, expires=leaves)
    c.say(leaves - timedelta(minutes=38), "app", "email", "update", "platform", [platform], more=dep, expires=leaves)
    if c.rng.random() < 0.4:
        late = plain(c, "late", str(c.rng.choice([25, 35, 50])))
        gone = leaves + timedelta(minutes=25)
        c.say(leaves - timedelta(minutes=20), "station", "sms", "alert", "late", [late], more=dep, expires=gone)
        c.say(leaves - timedelta(minutes=18), "app", "email", "update", "late", [late], more=dep, expires=gone)
        money = [c.money("sum", c.rng.randrange(900, 9000)), c.day("by", leaves + timedelta(days=14))]
        c.say(leaves + timedelta(hours=30), "billing", "email", "resolution", "refund", money)
        c.say(leaves + timedelta(hours=31), "desk", "sms", "resolution", "refund", money)
    c.say(leaves + timedelta(hours=40), "survey", "email", "courtesy", "rate", optional=True)


def hotel(c):
    arrive = c.local(day=3, hour=15)
    leave = c.local(day=5, hour=11)
    stay = [c.day("day", arrive), c.time("from", arrive), c.day("out", leave), c.time("until", leave)]
    code = plain(c, "code", str(c.rng.randrange(1000, 9999)))
    c.say(c.at(0), "sales", "email", "confirmation", "hotel", [*stay, code])
    c.say(c.at(3), "hotel", "sms", "confirmation", "hotel", [*stay, code])
    if c.rng.random() < 0.5:
        c.words["old"] = code["value"]
        code = plain(c, "code", str(c.rng.randrange(1000, 9999)))
        c.say(c.at(day=2, hour=11), "hotel", "sms", "update", "newcode", [code])
        c.say(c.at(day=2, hour=11, minute=20), "sales", "email", "update", "newcode", [code])
    c.say(c.at(day=2, hour=14), "gds", "email", "update", "inside", optional=True)


CASES = {"train": train, "hotel": hotel}
