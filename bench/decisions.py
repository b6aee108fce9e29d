"""`python -m bench.decisions`: how many messages of systems are judged and kept in a second, and what each costs.

    python -m bench.decisions [--seconds S] [--people N] [--workers W] [--only DATABASE] [--past 10,1000,100000]

The load is skewed (Zipf 1.1): a few people get most of it. Each decision is committed before it counts, with fsync on.
"together" is what the doors do: many callers at once, gathered by `systems.together`. On a machine that others use too
the rate is a matter of luck, and even a CPU second holds less: the yardstick, a loop that is always the same, is timed
beside each way and says how much less. Stops by itself after about three minutes.
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
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from entendu.flows.systems.sources import Message
    from entendu.parts.outbox.models.sources import Source
    from entendu.parts.tickets.models import Ticket

ZIPF = 1.1
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
PEOPLE, SECONDS, WORKERS = 2000, 8.0, 2
AT_ONCE, CALLERS = 200, 64
PAST = (10, 1_000, 100_000)
TEXTS = ("Your visit is confirmed for Thursday 26 November at {hour}:00.", "Your parcel AB-{number} is on its way.",
         "Your visit has moved to Friday 27 November, {hour}:30.", "The repair is done. Total: {number}.00 €.",
         "Invoice F-{number} is ready: {number}.50 €, due on 15 December.")
INTENTS = ("confirmation", "update", "update", "resolution", "update")


def fill(people: int) -> None:
    """A desk with so many people, each with one case, and a system that speaks to them."""
    from entendu.parts.outbox.actions import sources
    from entendu.parts.outbox.models.sources import SourceCase
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
    cases = Ticket.objects.bulk_create([Ticket(mailbox=mailbox, contact=one, subject="A matter", channel="email",
                                               created_at=NOW, last_at=NOW) for one in contacts])
    source, _ = sources.add_source(name="Bench", mailbox=mailbox, now=NOW)
    SourceCase.objects.bulk_create([SourceCase(source=source, case="matter", contact=one.contact, ticket=one)
                                    for one in cases])


def words(chance: random.Random) -> tuple[str, str]:
    """What a system says, and what for."""
    kind = chance.randrange(len(TEXTS))
    return INTENTS[kind], TEXTS[kind].format(hour=chance.randint(9, 17), number=chance.randint(1000, 9999))


def message(chance: random.Random, source: Source, ticket: Ticket, key: str, at: datetime) -> Message:
    """One message of a system for the ticket's contact."""
    from entendu.core.governor.model import Intent
    from entendu.flows.systems.sources import Message, Words

    intent, text = words(chance)
    return Message(source, ticket.contact, Words(Intent(intent), text, key=key, case="matter", language="en"), at)


def yardstick() -> float:
    """CPU milliseconds of a loop that is always the same."""
    start, length = time.process_time(), 0
    for number in range(100_000):
        length += len(str(number))
    return (time.process_time() - start) * 1000


def known() -> tuple[Source, list[Ticket]]:
    """Who speaks, and about what."""
    from entendu.parts.outbox.models.sources import Source
    from entendu.parts.tickets.models import Ticket

    return (Source.objects.select_related("mailbox").get(),
            list(Ticket.objects.select_related("mailbox", "contact").order_by("pk")))


def work(seed: int, seconds: float, way: str) -> None:
    """One process: hands in for so long, prints the number of decisions and the milliseconds of each call."""
    from entendu.flows.systems.sources import hand_over, hand_over_all, hand_over_together

    source, tickets = known()
    weights = list(accumulate(1 / (place + 1) ** ZIPF for place in range(len(tickets))))
    took: list[float] = []
    pace = yardstick()
    start, used = time.perf_counter(), time.process_time()

    def until_the_end(number: int, at_once: int) -> int:
        chance, done = random.Random(f"{seed} {number}"), 0  # noqa: S311 - load, no secrets
        while (now := time.perf_counter()) < start + seconds:
            at = NOW + timedelta(seconds=now - start)
            batch = [message(chance, source, tickets[bisect(weights, chance.random() * weights[-1])],
                             f"{way} {seed} {number} {done + place}", at) for place in range(at_once)]
            if way == "batch":
                hand_over_all(batch)
            else:
                one = batch[0]
                hand = hand_over if way == "single" else hand_over_together
                hand(one.source, one.contact, one.words, now=at)
            took.append((time.perf_counter() - now) * 1000)
            done += at_once
        return done

    if way == "together":
        with ThreadPoolExecutor(CALLERS) as callers:
            done = sum(callers.map(until_the_end, range(CALLERS), [1] * CALLERS))
    else:
        done = until_the_end(0, AT_ONCE if way == "batch" else 1)
    used, lasted = time.process_time() - used, time.perf_counter() - start
    print(json.dumps({"rate": done / lasted, "done": done, "cpu": used / done * 1000, "p50": statistics.median(took),
                      "p99": sorted(took)[int(len(took) * 0.99)], "pace": (pace + yardstick()) / 2}))


def with_past(past: int, times: int = 60) -> float:
    """CPU milliseconds of ours (median) of a decision about a person with so many messages, half of them lately."""
    from django.db import connection

    from entendu.flows.systems.sources import hand_over
    from entendu.parts.outbox.models import Delivery, Submission

    source, tickets = known()
    ticket, chance = tickets[len(str(past))], random.Random(past)  # noqa: S311
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
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":  # else each commit that is measured copies some of what was filled in
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    took = []
    for number in range(times):
        one = message(chance, source, ticket, f"past {past} {number}", NOW + timedelta(seconds=number))
        start_at = time.process_time()
        hand_over(one.source, one.contact, one.words, now=one.at)
        took.append((time.process_time() - start_at) * 1000)
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


def used_by(server: int) -> float:
    """CPU seconds of a server's process (proc(5)), of those that it has started, and of those that have ended."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat") if server else ():
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(stat.parent.name) == server:
                ticks += sum(map(int, fields[11:15]))
            elif int(fields[1]) == server:
                ticks += sum(map(int, fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def measured(name: str, folder: Path, database: str, server: int, options: argparse.Namespace) -> None:
    """Prints all figures on one database; `server` is its process, 0 where it is a part of ours."""
    os.environ.update(ENTENDU_DATA=str(folder), ENTENDU_DATABASE_URL=database, ENTENDU_DEMO="no",
                      ENTENDU_LOG_LEVEL="ERROR")

    def show(what: str, value: str) -> None:
        print(f"{name:<11} {what:<60} {value:>14}", flush=True)

    said_by(child("fill", str(options.people)))
    ways = {"single": "one by one", "batch": f"{AT_ONCE} at once", "together": f"{CALLERS} callers together"}
    for seed, (way, words) in enumerate(ways.items()):
        theirs = used_by(server)
        running = [child("work", str(seed * 100 + number), str(options.seconds), way)
                   for number in range(options.workers)]
        each = [said_by(one) for one in running]
        done = sum(one["done"] for one in each)
        theirs = (used_by(server) - theirs) / done * 1000
        ours = sum(one["cpu"] * one["done"] for one in each) / done
        show(f"decisions a second, {options.workers} processes, {words}", f"{sum(one['rate'] for one in each):.0f}")
        show(f"CPU ms for each, ours / the server's, {words}", f"{ours:.2f} / {theirs:.2f}")
        show(f"decisions in two CPU seconds, {words}", f"{2000 / (ours + theirs):.0f}")
        show(f"CPU ms of the yardstick meanwhile, {words}", f"{statistics.mean(one['pace'] for one in each):.0f}")
        show(f"a call takes, ms p50 / p99, {words}",
             f"{statistics.median(one['p50'] for one in each):.0f} / {max(one['p99'] for one in each):.0f}")
    for past in options.past:
        took = said_by(child("past", str(past)))["ms"]
        show(f"CPU ms of a decision after {past} messages to one person", f"{took:.2f}")


def step(words: list[str]) -> None:
    """A process of the measurement: `fill`, `work` or `past`."""
    from entendu.config.prepare import prepare

    prepare()
    kind, *rest = words
    if kind == "fill":
        fill(int(rest[0]))
    elif kind == "work":
        work(int(rest[0]), float(rest[1]), rest[2])
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

            postgres = stack.enter_context(running_postgres())
            server = int((postgres.folder / "data" / "postmaster.pid").read_text().split()[0])
            measured("PostgreSQL", folder / "postgresql", postgres.url, server, args)
        if args.only != "postgresql":
            measured("SQLite", folder / "sqlite", "", 0, args)


if __name__ == "__main__":
    main()
