"""Small random traces of a company's days: few people, few cases, few texts, so that everything meets everything.

Several systems write about the same things in bursts and out of order; people write back, change their hours, zone,
channel and language, say stop and start again; addresses die and come back, and servers put messages off, refuse them
or fall silent with them. Some weeks have the night in them in which the clocks change.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

Event = dict[str, Any]

STARTS = (datetime(2026, 11, 16, 6, tzinfo=UTC), datetime(2026, 11, 18, 17, tzinfo=UTC),
          datetime(2026, 10, 24, 6, tzinfo=UTC), datetime(2027, 3, 27, 6, tzinfo=UTC))
PEOPLE = (
    ("Marie Laval", "fr", "Indian/Mauritius"), ("Jonas Keller", "en", "Europe/Berlin"),
    ("Ionuț Barbu", "ro", "Europe/Bucharest"), ("Grace Adeyemi", "en", "Europe/London"),
)
HOURS = ([], [["mon-sun", "08:00", "20:00"]], [["mon-fri", "09:00", "17:30"]], [["mon-sun", "12:00", "21:00"]],
         [["mon-sat", "22:00", "02:00"]], [["mon-sun", "02:30", "03:30"]])
ZONES = ("America/Toronto", "Europe/Bucharest", "Pacific/Auckland")
# What a mail server may say for a while; the channel says it to everything that is sent to that person.
TROUBLES = ("later", "later", "not like this", "nobody here", "silence")
WEEKDAYS = {"en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
            "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
            "ro": ("luni,", "marți,", "miercuri,", "joi,", "vineri,", "sâmbătă,", "duminică,")}
MONTHS = {"en": {3: "March", 4: "April", 10: "October", 11: "November"},
          "fr": {3: "mars", 4: "avril", 10: "octobre", 11: "novembre"},
          "ro": {3: "martie", 4: "aprilie", 10: "octombrie", 11: "noiembrie"}}
TOMORROW = {"en": "tomorrow", "fr": "demain", "ro": "mâine"}
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


def trace(seed: int, *, troubled: bool = False) -> list[Event]:
    """A trace in the form of docs/governor.md; the same for the same seed. No two events happen in one instant.

    Where `troubled`, servers do not take everything: `trouble` events, which a replay does not know.
    """
    chance = random.Random(seed)
    start = chance.choice(STARTS)
    people = [_person(chance, number) for number in range(chance.choice([1, 1, 2, 2, 3]))]
    events: list[Event] = []
    for person in people:
        events += _of(chance, person, start)
    moments = [start + timedelta(minutes=chance.randrange(36 * 60)) for _ in range(chance.randint(1, 4))]
    for event, at in zip(events, _times(chance, moments), strict=False):
        _place(event, at)
    events.sort(key=lambda event: event["at"])
    for number, event in enumerate((one for one in events if one["event"] == "submit"), 1):
        event["id"] = f"m{number}"
    events = [*events, *_said_again(chance, events)]
    events = [*events, *_outages(chance, people, events), *(_troubles(chance, people, events) if troubled else ())]
    events.sort(key=lambda event: event["at"])
    end = {"event": "end", "at": events[-1]["at"] + timedelta(days=14)}
    return [*({**one, "at": start} for one in people), *events, end]


def _person(chance: random.Random, number: int) -> Event:
    name, language, zone = chance.choice(PEOPLE)
    addresses = {"sms": f"+1555000000{number}", "email": f"p{number}@world.test"}
    if chance.random() < 0.15:
        del addresses[chance.choice(["sms", "email"])]
    return {"event": "person", "person": f"p{number}", "name": name, "language": language, "timezone": zone,
            "addresses": addresses, "channel": chance.choice([*addresses, None]), "hours": chance.choice(HOURS),
            "emergencies": chance.random() < 0.8}


def _of(chance: random.Random, person: Event, start: datetime) -> list[Event]:
    """What happens to a person, without its time."""
    who, events = person["person"], []
    for _ in range(chance.randint(2, 9)):
        case = f"{who}{chance.choice('aabc')}"
        events.append(_message(chance, person, start) | {"case": case})
        if chance.random() < 0.25:
            events.append({"event": "inbound", "person": who, "case": case, "body": "And now?",
                           "channel": chance.choice([*person["addresses"]])})
    for wish, values in (("hours", HOURS), ("hours", HOURS), ("channel", [*person["addresses"]]), ("timezone", ZONES),
                         ("emergencies", (True, False)), ("language", ("en", "fr", "ro"))):
        if chance.random() < 0.2:
            events.append({"event": "preference", "person": who, wish: chance.choice(values)})
    if chance.random() < 0.2:
        channel = chance.choice([*person["addresses"]])
        for kind in ("opt_out", "opt_in")[:chance.randint(1, 2)]:
            events.append({"event": kind, "person": who, "channel": channel})
    chance.shuffle(events)
    return events


def _message(chance: random.Random, person: Event, start: datetime) -> Event:
    """A few words of one system in the person's language, or now and then in another's."""
    language = person["language"] if chance.random() < 0.9 else chance.choice([*TEXTS])
    intent, text = chance.choice(TEXTS[language])
    day = start + timedelta(days=chance.choice([3, 4]))
    named = f"{WEEKDAYS[language][day.weekday()]} {day.day} {MONTHS[language][day.month]}"
    clock = chance.choice(CLOCKS)
    words = text.format(day=chance.choice([named, named, TOMORROW[language]]), clock=clock,
                        number=chance.choice([1200, 1300]))
    facts = {"visit.start": f"{day:%Y-%m-%d}T{clock}"} if "{clock}" in text and chance.random() < 0.2 else {}
    return {"event": "submit", "source": chance.choice(["booking", "crm", "dispatch"]), "person": person["person"],
            "intent": intent, "subject": chance.choice(["", "", "Your visit"]), "body": words, "facts": facts,
            "channel": chance.choice(["sms", "email"]), "vital": chance.random() < 0.08, "span": _span(chance, intent)}


def _said_again(chance: random.Random, events: list[Event]) -> list[Event]:
    """A system that got no answer hands the same message in again, minutes or days later."""
    again = [event for event in events if event["event"] == "submit" and chance.random() < 0.08]
    taken = {event["at"] for event in events}
    later = ({**one, "at": one["at"] + timedelta(seconds=chance.choice([7, 700, 170_000]))} for one in again)
    return [one for one in later if one["at"] not in taken]


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
    """One address of a person is known to be dead for a while."""
    outages = []
    for person in people:
        if chance.random() < 0.25:
            channel, (begin, end) = chance.choice([*person["addresses"]]), _while(chance, events)
            outages += [{"event": kind, "person": person["person"], "channel": channel, "at": at}
                        for kind, at in (("outage", begin), ("restored", end))]
    return outages


def _troubles(chance: random.Random, people: list[Event], events: list[Event]) -> list[Event]:
    """For a while, what is sent to a person by one channel is not simply taken."""
    troubles = []
    for person in people:
        for _ in range(chance.randint(0, 2)):
            begin, end = _while(chance, events)
            troubles.append({"event": "trouble", "person": person["person"], "kind": chance.choice(TROUBLES),
                             "channel": chance.choice([*person["addresses"]]), "at": begin, "until": end})
    return troubles


def _while(chance: random.Random, events: list[Event]) -> tuple[datetime, datetime]:
    """From shortly before something happens; no event has these moments."""
    moment = timedelta(microseconds=chance.randrange(1, 1_000_000))
    begin = chance.choice(events)["at"] - timedelta(seconds=chance.randint(1, 90)) + moment
    return begin, begin + timedelta(minutes=chance.choice([3, 40, 300, 1200]))


def lines(events: list[Event]) -> list[Event]:
    """The trace as the replay reads it: instants in RFC 3339."""
    return [{k: v.isoformat() if isinstance(v, datetime) else v for k, v in event.items()} for event in events]
