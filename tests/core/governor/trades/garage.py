"""A garage and a language school under one roof of systems: quotes, parts, cars ready or not, exams, rooms."""

from datetime import timedelta

from tests.core.governor.town import words

WORDS = words(__file__)


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
    facts = [
        c.day("day", when),
        c.time("hour", when),
        c.word("room", room, {"en": [f"room {room}"], "fr": [f"salle {room}"], "ro": [f"sala {room}"]}),
    ]
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
    c.say(
        c.at(day=6, hour=12), "school", "email", "resolution", "result", passed, more=[c.word("score", score, [score])]
    )
    c.say(
        c.at(day=6, hour=12, minute=30),
        "texts",
        "sms",
        "resolution",
        "result",
        passed,
        more=[c.word("score", score, [score])],
    )


def said(c, when, source, channel, intent, kind, facts, room):
    c.say(when, source, channel, intent, kind, facts, more=[c.word("room", room, [room])])


CASES = {"car": car, "exam": exam}
