"""A small town whose firms write to their customers as systems really write: the generator of our own traces.

Each trade is a module of `trades` with its CASES, and a TOML file with its words. The lines are those of a trace;
`truth` is what the person had to learn, and only a scorer reads it.
"""

from __future__ import annotations

import random
import re
import tomllib
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

START = datetime(2026, 11, 16, tzinfo=UTC)
ZONES = {
    "en": ["Europe/London", "America/Toronto"],
    "fr": ["Europe/Paris", "America/Toronto"],
    "ro": ["Europe/Bucharest"],
}
NAMES = {
    "en": ["Grace Adeyemi", "Priya Nair", "Jonas Keller"],
    "fr": ["Marie Laval", "Odile Faure", "Hélène Roux"],
    "ro": ["Ionuț Barbu", "Ioana Dumitru", "Tomasz Wrona"],
}
DAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "ro": ["luni", "marți", "miercuri", "joi", "vineri", "sâmbătă", "duminică"],
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
}
TOMORROW = {"en": "tomorrow", "fr": "demain", "ro": "mâine"}
TODAY = {"en": "today", "fr": "aujourd'hui", "ro": "astăzi"}


def dates(day, lang):
    """How systems write a day; the relative ones are true on one day only."""
    name, month = DAYS[lang][day.weekday()], MONTHS[lang].split()[day.month - 1]
    return {
        "en": [
            f"{name} {day.day} {month}",
            f"{month} {day.day}",
            f"{day:%d/%m/%Y}",
            f"{name}, {month} {day.day}",
            f"{day.day} {month}",
            f"{day:%Y-%m-%d}",
            f"{day.day} {month[:3]}",
        ],
        "fr": [
            f"{name} {day.day} {month}",
            f"{day:%d/%m/%Y}",
            f"le {day.day} {month}",
            f"{day.day} {month}",
            f"{day:%d/%m}",
            f"{day:%Y-%m-%d}",
        ],
        "ro": [
            f"{name}, {day.day} {month}",
            f"{day:%d.%m.%Y}",
            f"{day.day} {month}",
            f"{name} {day.day} {month}",
            f"{day:%Y-%m-%d}",
        ],
    }[lang]


def times(t, lang):
    if lang == "en":
        return [
            f"{t.hour % 12 or 12}:{t:%M} {'am' if t.hour < 12 else 'pm'}",
            f"{t:%H:%M}",
            f"{t.hour % 12 or 12}:{t:%M}{'am' if t.hour < 12 else 'pm'}",
        ]
    if lang == "fr":
        return [f"{t.hour} h {t:%M}" if t.minute else f"{t.hour} h", f"{t.hour}h{t:%M}", f"{t:%H:%M}"]
    return [f"{t:%H:%M}", f"{t.hour}:{t:%M}", f"{t.hour}.{t:%M}"]


def spans(a, b, lang):
    x, y = times(a, lang), times(b, lang)
    lead = {
        "en": ("between {} and {}", "from {} to {}"),
        "fr": ("entre {} et {}", "de {} à {}"),
        "ro": ("între {} și {}", "de la {} la {}"),
    }[lang]
    return [lead[0].format(x[0], y[0]), f"{x[1]}-{y[1]}", lead[1].format(x[1], y[1]), f"{x[0]} - {y[0]}"]


def moneys(cents, lang):
    whole, part = divmod(cents, 100)
    grouped = f"{whole:,}"
    if lang == "en":
        return [f"£{grouped}.{part:02d}", f"{whole}.{part:02d} GBP", f"£{whole}.{part:02d}"]
    if lang == "fr":
        return [f"{whole},{part:02d} €", f"{grouped.replace(',', ' ')},{part:02d} €", f"{whole}.{part:02d} EUR"]
    return [f"{whole},{part:02d} lei", f"{grouped.replace(',', '.')},{part:02d} lei", f"{whole}.{part:02d} RON"]


def bare(text):
    """As an SMS gateway writes it: without diacritics."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def words(module):
    """The words of a trade, from the TOML file beside its module."""
    return tomllib.loads(Path(module).with_suffix(".toml").read_text(encoding="utf-8"))


class Case:
    """One matter of one person, told by a trade's script."""

    def __init__(self, rng, person, name, start, trade, events, count):
        self.rng, self.p, self.name, self.start, self.trade, self.events, self.count = (
            rng,
            person,
            name,
            start,
            trade,
            events,
            count,
        )
        self.lang, self.tz = person["language"], ZoneInfo(person["timezone"])
        self.words = {"name": person["name"].split()[0], "ref": name}
        self.last = {}

    def at(self, minutes=0, day=None, hour=None, minute=0):
        if hour is None:
            return self.start + timedelta(minutes=minutes)
        local = (self.start.astimezone(self.tz) + timedelta(days=day or 0)).replace(hour=hour, minute=minute, second=0)
        return local.astimezone(UTC)

    def local(self, **when):
        return self.at(**when).astimezone(self.tz)

    def day(self, key, moment):
        return {"key": key, "value": str(moment.date()), "surface": dates(moment, self.lang), "date": moment.date()}

    def time(self, key, moment):
        return {"key": key, "value": f"{moment:%H:%M}", "surface": times(moment, self.lang)}

    def span(self, key, a, b):
        return {"key": key, "value": f"{a:%H:%M}-{b:%H:%M}", "surface": spans(a, b, self.lang)}

    def money(self, key, cents):
        return {"key": key, "value": str(cents), "surface": moneys(cents, self.lang)}

    def word(self, key, value, forms):
        return {"key": key, "value": value, "surface": forms[self.lang] if isinstance(forms, dict) else forms}

    def say(self, when, source, channel, intent, kind, facts=(), must=False, optional=False, more=(), **extra):
        """One submission: a template of the trade with its values, and what stands around it."""
        values = dict(self.words)
        written = when.astimezone(self.tz).date()
        stated = []
        for f in [*facts, *more]:
            surface = list(f["surface"])
            choices = surface[:4]
            if "date" in f:
                on = {f["date"] - timedelta(days=1): TOMORROW[self.lang], f["date"]: TODAY[self.lang]}
                surface += [{"form": w, "on": str(d)} for d, w in on.items()]
                if written in on and self.rng.random() < 0.5:
                    choices = [on[written]]
            values[f["key"]] = self.rng.choice(choices)
            stated.append({"key": f["key"], "value": f["value"], "surface": surface})
        text = re.sub(
            r"\{([\w.]+)\}", lambda m: str(values[m[1]]), self.rng.choice(self.trade.WORDS["texts"][kind][self.lang])
        )
        subject, _, body = text.partition("|") if "|" in text else ("", "", text)
        subject, body = subject.strip(), body.strip()
        body = self._around(source, channel, body, when)
        if channel == "sms":
            subject, body = "", bare(f"{subject}. {body}" if subject else body)
        self.count[0] += 1
        event = {
            "at": when,
            "event": "submit",
            "id": f"m{self.count[0]}",
            "source": source,
            "person": self.p["person"],
            "case": self.name,
            "intent": intent,
            "channel": channel,
            "subject": subject,
            "body": body,
            **{k: v for k, v in extra.items() if v is not None},
        }
        if intent == "alert":
            event["vital"] = True
        event["truth"] = {
            "facts": [dict(f.items()) for f in stated[: len(facts)]],
            "must": must,
            "optional": optional,
        }
        for f in event["truth"]["facts"]:
            f["surface"] = f["surface"] + [bare(s) for s in f["surface"] if isinstance(s, str) and bare(s) != s]
            f["surface"] += [
                {"form": bare(s["form"]), "on": s["on"]}
                for s in f["surface"]
                if isinstance(s, dict) and bare(s["form"]) != s["form"]
            ]
        self.events.append(event)

    def _around(self, source, channel, body, when):
        """Footer, number, stamp and quote, as each source does it."""
        core = body
        dice = random.Random(f"{self.trade.__name__} {source} {self.lang}")
        style = dice.randrange(4)
        number, local = self.rng.randrange(10000, 99999), when.astimezone(self.tz)
        if channel in ("email", "whatsapp"):
            stamp = {
                "en": [
                    f"Message {number}, sent {local:%d/%m/%Y} at {local:%H:%M}",
                    f"[#{number} | {local:%Y-%m-%d %H:%M}]",
                    f"Mail ref. {number}-{local:%H%M}. Sent on {dates(local, 'en')[0]} {local:%Y}, {local:%H:%M}.",
                ],
                "fr": [
                    f"Message n° {number} envoyé le {local:%d/%m/%Y} à {local:%H:%M}",
                    f"[#{number} | {local:%Y-%m-%d %H:%M}]",
                    f"Courriel {number}, émis le {local:%d.%m.%Y}, {local:%H} h {local:%M}.",
                ],
                "ro": [
                    f"Mesaj nr. {number}, trimis la {local:%d.%m.%Y}, ora {local:%H:%M}",
                    f"[#{number} | {local:%Y-%m-%d %H:%M}]",
                    f"Notificare {number} generată în {local:%d.%m.%Y} la {local:%H:%M}.",
                ],
            }[self.lang][style % 3]
            footer = dice.choice(self.trade.WORDS["footers"][self.lang])
            at, before = self.last.get(source, (when, ""))
            if self.rng.random() < 0.35 and before and at < when:
                head = {
                    "en": "You wrote to us about this message:",
                    "fr": "Notre message précédent :",
                    "ro": "Mesajul anterior:",
                }[self.lang]
                quoted = "\n".join("> " + line for line in before.splitlines())
                body = body + "\n\n" + (quoted if style % 2 else f"{head}\n{quoted}")
            body = (
                f"{stamp}\n{body}\n\n{footer}"
                if style == 1
                else f"{body}\n\n-- \n{footer}\n{stamp}"
                if style == 2
                else f"{body}\n\n{footer} {stamp}"
            )
        elif self.rng.random() < 0.3:
            body = f"{body} {dice.choice(self.trade.WORDS['short'][self.lang])}"
        if self.last.get(source, (when,))[0] <= when:
            self.last[source] = (when, core)
        return body

    def writes(self, when, channel, body):
        self.events.append(
            {
                "at": when,
                "event": "inbound",
                "person": self.p["person"],
                "case": self.name,
                "channel": channel,
                "body": body,
            }
        )


def people(rng, n):
    for i in range(n):
        lang = rng.choice(["en", "fr", "ro"])
        yield {
            "at": START,
            "event": "person",
            "person": f"p{i + 1}",
            "name": rng.choice(NAMES[lang]),
            "language": lang,
            "timezone": rng.choice(ZONES[lang]),
            "channel": rng.choice(["sms", "email", "whatsapp", None]),
            "addresses": {"sms": f"+1555{i:07d}", "whatsapp": f"+1555{i:07d}", "email": f"p{i + 1}@example.com"},
            "hours": rng.choice(
                [
                    [["mon-fri", "08:00", "20:00"], ["sat-sun", "10:00", "18:00"]],
                    [["mon-fri", "09:00", "17:30"]],
                    [["mon-sun", "13:00", "22:00"]],
                ]
            ),
            "emergencies": rng.random() < 0.9,
        }


def week(trade, n_people=40, days=5, seed=1):
    """The events of a trace, ready for JSON."""
    rng = random.Random(f"{trade.__name__} {seed}")
    folk, events, count = list(people(rng, n_people)), [], [0]
    for p in folk:
        for k in range(rng.choice([1, 2, 3])):
            kind = rng.choice(list(trade.CASES))
            begin = START + timedelta(days=rng.randrange(max(1, days - 2)), minutes=rng.randrange(7 * 60, 22 * 60))
            trade.CASES[kind](Case(rng, p, f"{kind}-{p['person'][1:]}{'abc'[k]}", begin, trade, events, count))
        if rng.random() < 0.1:
            t = rng.choice([e["at"] for e in events if e["person"] == p["person"]]) - timedelta(minutes=4)
            events += [
                {"at": t, "event": "outage", "person": p["person"], "channel": p["channel"] or "sms"},
                {
                    "at": t + timedelta(hours=3),
                    "event": "restored",
                    "person": p["person"],
                    "channel": p["channel"] or "sms",
                },
            ]
        if rng.random() < 0.08:
            events.append(
                {
                    "at": START + timedelta(hours=rng.randrange(24 * days)),
                    "event": "preference",
                    "person": p["person"],
                    "hours": [["mon-sun", "12:00", "21:00"]],
                }
            )
    events.sort(key=lambda e: e["at"])
    end = {"at": events[-1]["at"] + timedelta(days=8), "event": "end"}
    for e in [*folk, *events, end]:
        yield {k: v.isoformat(timespec="seconds") if isinstance(v, datetime) else v for k, v in e.items()}
