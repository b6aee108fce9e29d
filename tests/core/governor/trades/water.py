"""A water company: planned works, bursts, meter visits, advice on boiling, a control room with its own log."""

from datetime import timedelta

from tests.core.governor.town import words

WORDS = words(__file__)

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
        c.say(
            at + timedelta(minutes=3),
            "control",
            "sms",
            "update",
            "until",
            [value],
            expires=back + timedelta(minutes=45 * k),
        )
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
        c.events[-1]["truth"]["facts"].append({**facts[2], "surface": list(facts[2]["surface"])})
        c.events[-1]["truth"]["facts"][-1].pop("date", None)


CASES = {"works": works, "burst": burst, "meter": meter}
