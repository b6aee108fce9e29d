"""Short ways to write a company's day as events of a trace, and to run it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from entendu.core.governor.model import Settings
from entendu.core.governor.replay import Replay

ZONE = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 16, tzinfo=ZONE)


def at(clock, day=0):
    """A wall-clock time in Paris on a day of the week that starts on Monday, 16 November 2026."""
    hour, minute, *second = (int(part) for part in clock.split(":"))
    return (MONDAY + timedelta(days=day)).replace(hour=hour, minute=minute, second=second[0] if second else 0)


def person(name="marie", **more):
    """Marie, reachable by SMS and email from eight to eight."""
    base = {
        "at": at("00:00"),
        "event": "person",
        "person": name,
        "name": "Marie Laval",
        "language": "en",
        "timezone": "Europe/Paris",
        "channel": "sms",
        "addresses": {"sms": "+33600000000", "email": "marie@example.com"},
        "hours": [["mon-sun", "08:00", "20:00"]],
        "emergencies": True,
    }
    return base | more


class Day:
    """Events in the order of time; each submission is numbered m1, m2, …"""

    def __init__(self, *people):
        self.events = [*(people or (person(),))]
        self.count = 0

    def say(self, when, body, intent="update", case="c1", **more):
        self.count += 1
        event = {"at": when, "event": "submit", "id": f"m{self.count}", "source": "system", "person": "marie"}
        event |= {"case": case, "intent": intent, "channel": "email", "subject": "", "body": body}
        self.events.append(event | more)
        return self

    def event(self, when, kind, **more):
        self.events.append({"at": when, "event": kind, "person": "marie"} | more)
        return self

    def writes(self, when, channel="email", case="c1"):
        return self.event(when, "inbound", channel=channel, case=case, body="…")

    def lines(self, until=9):
        end = [{"at": at("23:59", until), "event": "end"}]
        events = sorted(self.events, key=lambda e: e["at"])
        return [
            {k: v.isoformat() if isinstance(v, datetime) else v for k, v in event.items()} for event in [*events, *end]
        ]

    def run(self, settings: Settings | None = None, until=9):
        """(deliveries, outcome of each submission)."""
        out = list(Replay(settings).run(self.lines(until)))
        deliveries = [line for line in out if "body" in line]
        return deliveries, {line["submission"]: line for line in out if "body" not in line}


def clocks(deliveries):
    """When each went, by the wall clock."""
    return [datetime.fromisoformat(d["at"]).strftime("%a %H:%M") for d in deliveries]
