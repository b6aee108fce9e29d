"""A sports club and after-school care: two children of one parent in one case, groups, buses, invoices."""

from datetime import timedelta

from tests.core.governor.town import words

WORDS = words(__file__)
CHILDREN = [("Odile", "Tomasz"), ("Grace", "Jonas"), ("Marie", "Hélène")]


def lessons(c):
    first, second = c.rng.choice([pair for pair in CHILDREN if c.words["name"] not in pair])
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
    paid = [
        c.word("payment", "paid", {"en": ["arrived", "received"], "fr": ["arrivé", "reçu"], "ro": ["sosit", "primită"]})
    ]
    c.say(c.at(day=3, hour=11), "billing", "email", "resolution", "paid", paid, more=facts)
    c.say(c.at(day=3, hour=11, minute=20), "texts", "sms", "resolution", "paid", paid, more=facts)
    c.say(c.at(day=3, hour=16), "office", "email", "courtesy", "news", optional=True)


def request(c):
    via = c.rng.choice(["email", "whatsapp"])
    c.writes(c.at(0), via, WORDS["texts"]["asks"][c.lang][0])
    number = [c.word("ref", c.name, [c.name])]
    c.say(c.at(0), "desk", via, "confirmation", "got_it", number)
    c.say(c.at(1), "robot", via, "confirmation", "got_it", number)
    c.say(c.at(8), "records", "email", "update", "books", optional=True)
    c.say(c.at(20), "desk", via, "answer", "answer", must=True)


CASES = {"lessons": lessons, "trip": trip, "fee": fee, "ask": request}
