"""Small random traces of a company's days: few people, few cases, few texts, so that everything meets everything."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

Event = dict[str, Any]

START = datetime(2026, 11, 16, 6, tzinfo=UTC)
PEOPLE = (
    ("Marie Laval", "fr", "Indian/Mauritius"), ("Jonas Keller", "en", "Europe/Berlin"),
    ("Ionuț Barbu", "ro", "Europe/Bucharest"), ("Grace Adeyemi", "en", "Europe/London"),
)
HOURS = ([], [["mon-sun", "08:00", "20:00"]], [["mon-fri", "09:00", "17:30"]], [["mon-sun", "12:00", "21:00"]],
         [["mon-sat", "22:00", "02:00"]])
DAYS = {"en": ("Thursday 19 November", "Friday 20 November", "tomorrow"),
        "fr": ("jeudi 19 novembre", "vendredi 20 novembre", "demain"),
        "ro": ("joi, 19 noiembrie", "vineri, 20 noiembrie", "mâine")}
CLOCKS = ("10:00", "14:00")
# Two days and two hours to choose from: what a person was told comes back, is moved, and comes back again.
TEXTS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (("confirmation", "Your visit is confirmed for {day} at {clock}."), ("confirmation", "We have your request."),
           ("update", "Your visit has moved to {day} at {clock}."), ("update", "The ticket was assigned."),
           ("update", "Your parcel AB-{number} is on its way."), ("update", "It is not over yet."),
           ("question", "May we come on {day}?"), ("answer", "Yes, it is."), ("answer", "We come on {day} at {clock}."),
           ("promise", "As promised: nothing new yet, we write again."), ("alert", "Gas leak: leave the building."),
           ("resolution", "The repair is done. Total: {number}.00 €."), ("courtesy", "Thank you! How did we do?")),
    "fr": (("confirmation", "Votre visite est confirmée pour {day} à {clock}."),
           ("update", "Votre visite est reportée à {day}, {clock}."), ("update", "Le dossier a été attribué."),
           ("question", "Pouvons-nous venir {day} ?"), ("answer", "Oui, tout à fait."),
           ("promise", "Comme promis : rien de nouveau pour le moment."),
           ("alert", "Fuite de gaz : quittez le bâtiment."),
           ("resolution", "La réparation est terminée. Total : {number},00 €."), ("courtesy", "Merci ! Votre avis ?")),
    "ro": (("confirmation", "Vizita este confirmată pentru {day}, ora {clock}."),
           ("update", "Vizita a fost mutată pe {day}, ora {clock}."), ("update", "Tichetul a fost atribuit."),
           ("question", "Putem veni {day}?"), ("answer", "Da, este."),
           ("promise", "Cum am promis: nimic nou încă."), ("alert", "Scurgere de gaz: părăsiți clădirea."),
           ("resolution", "Reparația este gata. Total: {number},00 lei."), ("courtesy", "Mulțumim! Ce părere aveți?")),
}


def trace(seed: int) -> list[Event]:
    """A trace in the form of docs/governor.md; the same for the same seed. No two events happen in one instant."""
    chance = random.Random(seed)
    people = [_person(chance, number) for number in range(chance.randint(1, 2))]
    events: list[Event] = []
    for person in people:
        events += _of(chance, person)
    moments = [START + timedelta(minutes=chance.randrange(36 * 60)) for _ in range(chance.randint(1, 4))]
    for event, at in zip(events, _times(chance, moments), strict=False):
        _place(event, at)
    events.sort(key=lambda event: event["at"])
    for number, event in enumerate((one for one in events if one["event"] == "submit"), 1):
        event["id"] = f"m{number}"
    end = {"event": "end", "at": events[-1]["at"] + timedelta(days=14)}
    return [*({**one, "at": START} for one in people), *_outages(chance, people, events), end]


def _person(chance: random.Random, number: int) -> Event:
    name, language, zone = chance.choice(PEOPLE)
    return {"event": "person", "person": f"p{number}", "name": name, "language": language, "timezone": zone,
            "addresses": {"sms": f"+1555000000{number}", "email": f"p{number}@world.test"},
            "channel": chance.choice(["sms", "email", None]), "hours": chance.choice(HOURS),
            "emergencies": chance.random() < 0.8}


def _of(chance: random.Random, person: Event) -> list[Event]:
    """What happens to a person, without its time. Whoever writes on a case does so by one channel."""
    who, writes_by = person["person"], {case: chance.choice(["sms", "email"]) for case in "ab"}
    events: list[Event] = []
    for _ in range(chance.randint(2, 9)):
        case = chance.choice("aab")
        intent, text = chance.choice(TEXTS[person["language"]])
        words = text.format(day=chance.choice(DAYS[person["language"]]), clock=chance.choice(CLOCKS),
                            number=chance.choice([1200, 1300]))
        events.append({"event": "submit", "source": chance.choice(["booking", "crm"]), "person": who,
                       "case": f"{who}{case}", "intent": intent, "subject": chance.choice(["", "", "Your visit"]),
                       "body": words, "channel": chance.choice(["sms", "email"]), "vital": chance.random() < 0.05,
                       "span": _span(chance, intent)})
        if chance.random() < 0.25:
            events.append({"event": "inbound", "person": who, "case": f"{who}{case}", "channel": writes_by[case],
                           "body": "And now?"})
    if chance.random() < 0.3:
        events.append({"event": "preference", "person": who, "hours": chance.choice(HOURS[1:])})
    if chance.random() < 0.3:
        events.append({"event": "preference", "person": who, "channel": chance.choice(["sms", "email"])})
    chance.shuffle(events)
    return events


def _span(chance: random.Random, intent: str) -> dict[str, int]:
    """Minutes until it is due, and until it expires."""
    span = {}
    if intent == "promise" and chance.random() < 0.8:
        span["due"] = chance.choice([20, 180, 900])
    if chance.random() < 0.15:
        span["expires"] = chance.choice([2, 45, 600])
    return span


def _times(chance: random.Random, moments: list[datetime]) -> Iterator[datetime]:
    """Bursts around a few moments, as systems write; seconds make each its own."""
    taken: set[datetime] = set()
    while True:
        at = chance.choice(moments) + timedelta(seconds=chance.choice([1, 20, 60, 600, 5400]) * chance.random())
        at = at.replace(microsecond=0)
        if at not in taken:
            taken.add(at)
            yield at


def _place(event: Event, at: datetime) -> None:
    event["at"] = at
    event |= {name: at + timedelta(minutes=minutes) for name, minutes in event.pop("span", {}).items()}


def _outages(chance: random.Random, people: list[Event], events: list[Event]) -> list[Event]:
    """One address of a person may be refused for a while; the other one still works."""
    taken = {event["at"] for event in events}
    for person in people:
        if chance.random() < 0.25:
            begin = chance.choice(events)["at"] - timedelta(seconds=chance.randint(1, 90), microseconds=-1)
            end = begin + timedelta(hours=chance.randint(1, 20))
            channel = chance.choice(["sms", "email"])
            for kind, at in (("outage", begin), ("restored", end)):
                if at not in taken:
                    events.append({"event": kind, "person": person["person"], "channel": channel, "at": at})
    return sorted(events, key=lambda event: event["at"])


def lines(events: list[Event]) -> list[Event]:
    """The trace as the replay reads it: instants in RFC 3339."""
    return [{k: v.isoformat() if isinstance(v, datetime) else v for k, v in event.items()} for event in events]
