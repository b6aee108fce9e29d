"""`python -m bench.decisions`: how many messages of systems are judged and kept in a second, and what each costs.

    python -m bench.decisions [--seconds S] [--people N] [--workers W] [--only DATABASE] [--past 10,1000,100000]

The load is skewed (Zipf 1.1): a few people get most of it. Each decision is committed before it counts, with fsync on.
Stops by itself after about two minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from bisect import bisect
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from entendu.flows.hand_in import HandedIn
    from entendu.parts.tickets.models import Ticket

ZIPF = 1.1
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
PEOPLE, SECONDS, WORKERS, AT_ONCE = 2000, 8.0, 4, 50
PAST = (10, 1_000, 100_000)
TEXTS = ("Your visit is confirmed for Thursday 26 November at {hour}:00.", "Your parcel AB-{number} is on its way.",
         "Your visit has moved to Friday 27 November, {hour}:30.", "The repair is done. Total: {number}.00 €.",
         "Invoice F-{number} is ready: {number}.50 €, due on 15 December.")
INTENTS = ("confirmation", "update", "update", "resolution", "update")


def fill(people: int) -> None:
    """A desk with so many people, each with one case."""
    from entendu.parts.people.models import Address, Contact
    from entendu.parts.staff import actions as staff
    from entendu.parts.tickets import actions as tickets
    from entendu.parts.tickets.models import Ticket

    mailbox = tickets.add_mailbox(name="Care", address="care@example.org", team=staff.add_team("Care"))
    contacts = Contact.objects.bulk_create([
        Contact(name=f"Person {number}", language="en", time_zone="Europe/Paris", created_at=NOW,
                hours=[["mon-sun", "08:00", "20:00"]]) for number in range(people)])
    Address.objects.bulk_create([Address(contact=one, channel="email", value=f"p{number}@world.test")
                                 for number, one in enumerate(contacts)])
    Ticket.objects.bulk_create([Ticket(mailbox=mailbox, contact=one, subject="A matter", channel="email",
                                       created_at=NOW, last_at=NOW) for one in contacts])


def words(chance: random.Random) -> tuple[str, str]:
    """What a system says, and what for."""
    kind = chance.randrange(len(TEXTS))
    return INTENTS[kind], TEXTS[kind].format(hour=chance.randint(9, 17), number=chance.randint(1000, 9999))


def message(chance: random.Random, ticket: Ticket, key: str) -> HandedIn:
    """One message of a system for the ticket's contact."""
    from entendu.core.governor.model import Intent
    from entendu.flows.hand_in import HandedIn

    intent, text = words(chance)
    return HandedIn(source="bench", key=key, ticket=ticket, intent=Intent(intent), body=text)


def work(seed: int, seconds: float, at_once: int) -> None:
    """One process: hands in for so long, prints the number of decisions and the milliseconds of each call."""
    from entendu.flows.hand_in import hand_in, hand_in_all
    from entendu.parts.tickets.models import Ticket

    chance = random.Random(seed)  # noqa: S311 - load, no secrets
    tickets = list(Ticket.objects.select_related("mailbox").order_by("pk"))
    weights = list(accumulate(1 / (place + 1) ** ZIPF for place in range(len(tickets))))
    took, done, used, end = [], 0, time.process_time(), time.perf_counter() + seconds
    while time.perf_counter() < end:
        batch = [message(chance, tickets[bisect(weights, chance.random() * weights[-1])], f"{seed} {done + place}")
                 for place in range(at_once)]
        start = time.perf_counter()
        at = NOW + timedelta(seconds=seconds - (end - start))
        if at_once == 1:
            hand_in(batch[0], now=at)
        else:
            hand_in_all(batch, now=at)
        took.append((time.perf_counter() - start) * 1000)
        done += at_once
    used = (time.process_time() - used) / done * 1000
    print(json.dumps({"done": done, "cpu": used, "p50": statistics.median(took),
                      "p99": sorted(took)[int(len(took) * 0.99)]}))


def with_past(past: int, times: int = 60) -> float:
    """Milliseconds of a decision (median) for a person who got so many messages before, half of them lately."""
    from entendu.flows.hand_in import hand_in
    from entendu.parts.outbox.models import Delivery, Submission
    from entendu.parts.tickets.models import Ticket

    ticket = Ticket.objects.select_related("mailbox").order_by("pk")[len(str(past))]
    chance = random.Random(past)  # noqa: S311
    for start in range(0, past, 5000):
        numbers = range(start, min(start + 5000, past))
        ats = [NOW - timedelta(days=60) * (1 - number / past) for number in numbers]
        deliveries = Delivery.objects.bulk_create([
            Delivery(contact=ticket.contact, ticket=ticket, channel="email", address="x@world.test", body="…",
                     message_id=f"{past}.{number}@bench", automatic=True, state="sent", due_at=at, sent_at=at,
                     created_at=at) for number, at in zip(numbers, ats, strict=True)])
        Submission.objects.bulk_create([
            Submission(source="past", key=f"{past} {number}", contact=ticket.contact, ticket=ticket, intent="update",
                       body=f"Your parcel AB-{number} is on its way.", submitted_at=at, opens_at=at, closes_at=at,
                       due_at=at, delivery=delivery if number % 2 else None,
                       state="delivered" if number % 2 else "dropped")
            for number, at, delivery in zip(numbers, ats, deliveries, strict=True)])
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    took = []
    for number in range(times):
        one = message(chance, ticket, f"past {past} {number}")
        start = time.perf_counter()
        hand_in(one, now=NOW + timedelta(seconds=number))
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took[10:])


def replay(seconds: float = 5) -> float:
    """Submissions that the replay settles in a CPU second."""
    from entendu.core.governor.replay import Replay

    chance, count, start = random.Random(1), 0, time.process_time()  # noqa: S311
    while time.process_time() - start < seconds:
        events = [{"event": "person", "at": NOW.isoformat(), "person": "p", "name": "Marie", "language": "en",
                   "timezone": "Europe/Paris", "addresses": {"email": "p@world.test"}}]
        for number in range(20):
            intent, text = words(chance)
            events.append({"event": "submit", "at": (NOW + timedelta(minutes=7 * number)).isoformat(),
                           "id": f"m{number}", "source": "bench", "person": "p", "case": f"c{number // 4}",
                           "intent": intent, "body": text})
        events.append({"event": "end", "at": (NOW + timedelta(days=8)).isoformat()})
        list(Replay().run(events))
        count += 20
    return count / (time.process_time() - start)


def child(*words: str) -> subprocess.Popen[str]:
    """One of our own steps as a process."""
    return subprocess.Popen([sys.executable, "-m", "bench.decisions", *words], stdout=subprocess.PIPE, text=True)  # noqa: S603


def said_by(process: subprocess.Popen[str]) -> dict[str, float]:
    """What it printed; ends the measurement when it failed."""
    output, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"A step of the measurement ended with {process.returncode}; nothing was measured.")
    return json.loads(output.splitlines()[-1]) if output.strip() else {}


def measured(name: str, folder: Path, database: str, options: argparse.Namespace) -> None:
    """Prints all figures on one database."""
    os.environ.update(ENTENDU_DATA=str(folder), ENTENDU_DATABASE_URL=database, ENTENDU_DEMO="no",
                      ENTENDU_LOG_LEVEL="ERROR")

    def show(what: str, value: str) -> None:
        print(f"{name:<11} {what:<58} {value:>14}", flush=True)

    said_by(child("fill", str(options.people)))
    for at_once in (1, AT_ONCE):
        running = [child("work", str(seed + at_once * 100), str(options.seconds), str(at_once))
                   for seed in range(options.workers)]
        each = [said_by(one) for one in running]
        way = "one by one" if at_once == 1 else f"{at_once} at once"
        rate = sum(one["done"] for one in each) / options.seconds
        show(f"decisions a second, {options.workers} processes, {way}", f"{rate:.0f}")
        show(f"CPU ms of ours for each, {way}", f"{statistics.mean(one['cpu'] for one in each):.2f}")
        show(f"a call takes, ms p50 / p99, {way}",
             f"{statistics.median(one['p50'] for one in each):.1f} / {max(one['p99'] for one in each):.0f}")
    for past in options.past:
        show(f"ms a decision after {past} messages to one person", f"{said_by(child('past', str(past)))['ms']:.2f}")


def step(words: list[str]) -> None:
    """A process of the measurement: `fill`, `work` or `past`."""
    from entendu.config.prepare import prepare

    prepare()
    kind, *rest = words
    if kind == "fill":
        fill(int(rest[0]))
    elif kind == "work":
        work(int(rest[0]), float(rest[1]), int(rest[2]))
    else:
        print(json.dumps({"ms": with_past(int(rest[0]))}))


def main() -> None:
    """Measures and prints."""
    if sys.argv[1:2] and sys.argv[1] in {"fill", "work", "past"}:
        step(sys.argv[1:])
        return
    options = argparse.ArgumentParser(prog="python -m bench.decisions", description=__doc__)
    options.add_argument("--people", type=int, default=PEOPLE)
    options.add_argument("--seconds", type=float, default=SECONDS)
    options.add_argument("--workers", type=int, default=WORKERS)
    options.add_argument("--only", choices=("sqlite", "postgresql"))
    options.add_argument("--past", type=lambda text: [int(one) for one in text.split(",")], default=list(PAST))
    args = options.parse_args()
    print(f"replay: {replay():.0f} submissions a CPU second, each text read", flush=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="entendu-decisions-")))
        if args.only != "sqlite":
            from tests.servers.postgres import running_postgres

            measured("PostgreSQL", folder / "postgresql", stack.enter_context(running_postgres()).url, args)
        if args.only != "postgresql":
            measured("SQLite", folder / "sqlite", "", args)


if __name__ == "__main__":
    main()
