"""A hosting company: restarts that move, disks that fill, sign-in codes, invoices with tax, declined cards."""

from datetime import timedelta

from tests.core.governor.town import words

WORDS = words(__file__)


def host(c):
    c.words["host"] = f"srv-{c.rng.randrange(10, 99)}"
    c.words["now"] = c.start.astimezone(c.tz).strftime("%H:%M")


def restart(c):
    host(c)
    begins = c.local(day=3, hour=c.rng.choice([1, 5, 14]))
    ends = begins + timedelta(hours=2)
    facts = [c.day("day", begins), c.time("from", begins), c.time("until", ends)]
    c.say(c.at(0), "ops", "email", "update", "maintenance", facts)
    c.say(c.at(30), "panel", "sms", "update", "maintenance", facts)
    for k in range(c.rng.choice([1, 2])):
        c.say(c.at(70 + 45 * k), "desk", "email", "update", "log", optional=True)
    if c.rng.random() < 0.5:
        was = c.day("was", begins)
        begins -= timedelta(days=1)
        ends = begins + timedelta(hours=2)
        facts = [c.day("day", begins), c.time("from", begins), c.time("until", ends)]
        at = c.at(day=1, hour=14)
        c.say(at, "ops", "email", "update", "shifted", facts, more=[was])
        c.say(at + timedelta(minutes=20), "panel", "sms", "update", "shifted", facts, more=[was])
    done = [c.time("at", begins + timedelta(minutes=72))]
    c.say(begins + timedelta(minutes=74), "ops", "email", "resolution", "restarted", done)
    c.say(begins + timedelta(minutes=80), "panel", "sms", "resolution", "restarted", done)


def disk(c):
    host(c)
    for k, pct in enumerate(("80", "90")):
        facts = [c.word("pct", pct, [f"{pct}%", f"{pct} %"])]
        at = c.at(day=k, hour=c.rng.choice([14, 16]))
        c.say(at, "monitor", "email", "update", "quota", facts)
        c.say(at + timedelta(minutes=9), "panel", "sms", "update", "quota", facts)
    c.say(c.at(day=2, hour=12), "marketing", "email", "courtesy", "sale", optional=True)


def sign_in(c):
    for minutes in (0, 2):
        code = str(c.rng.randrange(100000, 999999))
        c.say(
            c.at(minutes), "accounts", "sms", "alert", "otp", [c.word("otp", code, [code])], expires=c.at(minutes + 5)
        )


def bill(c):
    net = c.rng.randrange(1000, 90000, 100)
    number = f"NC-{c.rng.randrange(10000, 99999)}"
    facts = [c.word("number", number, [number]), c.money("net", net), c.money("vat", net // 5)]
    facts += [c.money("total", net + net // 5), c.day("day", c.local(day=6, hour=12))]
    c.say(c.at(0), "billing", "email", "update", "bill", facts)
    c.say(c.at(60), "panel", "sms", "update", "bill", facts)
    if c.rng.random() < 0.6:
        words_of = {"en": ["declined", "refused"], "fr": ["refusé", "refusée"], "ro": ["refuzată", "refuzat"]}
        declined = [c.word("debit", "declined", words_of)]
        at = c.at(day=2, hour=14)
        c.say(at, "billing", "email", "update", "bounced", declined, more=[facts[0], facts[3]])
        c.say(at + timedelta(minutes=30), "panel", "sms", "update", "bounced", declined, more=[facts[0], facts[3]])
    c.say(c.at(day=3, hour=12), "desk", "email", "update", "log", optional=True) if "now" in c.words else None


CASES = {"restart": restart, "disk": disk, "login": sign_in, "bill": bill}
