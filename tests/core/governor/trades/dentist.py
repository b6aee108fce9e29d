"""A dental practice: agenda, reminder service, front desk, laboratory, billing and a recall robot."""

from datetime import timedelta

from tests.core.governor.town import words

WORDS = words(__file__)

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
        c.say(
            moved + timedelta(minutes=6), "reminders", "sms", "update", "moved", facts, more=old, expires=min(when, end)
        )
        if c.rng.random() < 0.3:
            back = moved + timedelta(minutes=c.rng.choice([20, 400]))
            there, here = (
                [c.day("old.date", end), c.time("old.time", end)],
                [c.day("visit.date", when), c.time("visit.time", when)],
            )
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
