"""A town hall: permits with dates that slip, bins of three colours, roadworks, and cases with an inner life."""

from datetime import timedelta

from tests.core.governor.town import words

WORDS = words(__file__)
BINS = {
    "en": ("green", "grey", "yellow"),
    "fr": ("vert", "gris", "jaune"),
    "ro": ("verde", "gri", "galbenă"),
}


def permit(c):
    reply = c.local(day=4, hour=12)
    facts = [c.day("reply", reply)]
    c.say(c.at(0), "forms", "email", "confirmation", "registered", facts)
    c.say(c.at(2), "texts", "sms", "confirmation", "registered", facts)
    if c.rng.random() < 0.5:
        c.say(c.at(35), "permits", "email", "question", "missing", must=True)
    for k in range(c.rng.choice([1, 2, 3])):
        c.say(c.at(60 + 50 * k), "archive", "email", "update", "log", optional=True)
    if c.rng.random() < 0.5:
        was, reply = c.day("was", reply), reply + timedelta(days=3)
        facts = [c.day("reply", reply)]
        at = c.at(day=1, hour=c.rng.choice([14, 16]))
        c.say(at, "permits", "email", "update", "pushed", facts, more=[was])
        c.say(at + timedelta(minutes=15), "texts", "sms", "update", "pushed", facts, more=[was])
    facts = [c.money("price", c.rng.choice([4500, 6000, 12050])), c.day("start", c.local(day=12, hour=12))]
    at = c.at(day=3, hour=11)
    c.say(at, "permits", "email", "resolution", "granted", facts)
    c.say(at + timedelta(minutes=12), "texts", "sms", "resolution", "granted", facts)
    c.say(at + timedelta(days=1), "poll", "email", "courtesy", "poll", optional=True)


def bins(c):
    chosen = c.rng.sample(range(3), 2)
    for k, index in enumerate(chosen):
        c.words["bin"] = BINS[c.lang][index]
        was = c.local(day=3 + k, hour=7)
        facts = [c.day("day", was + timedelta(days=1)), c.time("hour", was)]
        for when, source, channel in ((c.at(5 * k), "waste", "email"), (c.at(40 + 5 * k), "texts", "sms")):
            c.say(when, source, channel, "update", "bins", facts, more=[c.day("was", was)])
            for f in c.events[-1]["truth"]["facts"]:
                f["key"] = f"bin{index}.{f['key']}"


def road(c):
    day = c.local(day=2, hour=8)
    ends = day + timedelta(hours=c.rng.choice([4, 6]))
    facts = [c.day("day", day), c.time("from", day), c.time("until", ends)]
    c.say(c.at(0), "roads", "email", "update", "road", facts)
    c.say(c.at(50), "texts", "sms", "update", "road", facts)
    over = ends - timedelta(minutes=c.rng.choice([20, 45]))
    done = [c.time("at", over)]
    c.say(over + timedelta(minutes=4), "roads", "sms", "resolution", "reopened", done)
    c.say(over + timedelta(minutes=14), "web", "email", "resolution", "reopened", done)


CASES = {"permit": permit, "bins": bins, "road": road}
