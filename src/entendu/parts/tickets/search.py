"""The words in tickets, ready to be found: FTS5 on SQLite, tsvector with a GIN index on PostgreSQL.

Both get the same folded text: lower case without accents, œ as oe, ş and ţ as s and t, so that "intarzie" finds
"întârzie" and "coeur" finds "cœur". The tables are made in the app's migrations.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from django.db import connection

from entendu.core.tickets.states import Status
from entendu.parts.sql import marks
from entendu.parts.tickets.models import Entry, Ticket

LONGEST = 200_000
SPELT_OUT = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})
WORD = re.compile(r"\w+")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")

# Of the entries that hold the words only the newest are looked at, and of those that may be seen so many are ranked: a
# word that stands in every letter costs no more than a rare one. THESE and THOSE stand for as many placeholders as
# there are mailboxes and states.
NEWEST, RANKED = 2_000, 250
SHORTEST_BEGINNING = 3  # letters; whole words are looked for where there are fewer
# SQLite's own rank counts each word in all entries first, which takes longer than all the rest: ours is in `_rank`.
FIND_SQLITE = """
SELECT w.entry, w.ticket, w.words FROM (
    SELECT rowid AS entry, ticket, words FROM tickets_words
    WHERE tickets_words MATCH %s ORDER BY rowid DESC LIMIT %s) w
CROSS JOIN tickets_ticket t
WHERE t.id = w.ticket AND t.mailbox_id IN (THESE) AND t.status IN (THOSE) LIMIT %s
"""
FIND_POSTGRESQL = """
SELECT w.entry, w.ticket, ts_rank(w.words, to_tsquery('simple', %s), 1) AS score FROM (
    SELECT n.entry, n.ticket, n.words FROM (
        SELECT entry_id AS entry, ticket_id AS ticket, words FROM tickets_words
        WHERE words @@ to_tsquery('simple', %s) ORDER BY entry_id DESC LIMIT %s) n
    JOIN tickets_ticket t ON t.id = n.ticket
    WHERE t.mailbox_id IN (THESE) AND t.status IN (THOSE) ORDER BY n.entry DESC LIMIT %s) w
ORDER BY score DESC, w.entry DESC
"""
ANY_STATE = tuple(Status)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that holds the words, and how well (higher is better)."""

    entry: int
    ticket: int
    score: float


def fold(text: str) -> str:
    """The text as it is compared."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    apart = unicodedata.normalize("NFKD", lowered).translate(SPELT_OUT)
    return BEYOND_ASCII.sub(lambda char: "" if unicodedata.combining(char[0]) else char[0], apart)


def in_words(text: str) -> str:
    """The text as both databases cut it: folded words alone. PostgreSQL's own parser would take "header.html" for the
    name of a host and "GW-1207" for a negative number."""
    return " ".join(WORD.findall(fold(text)))


def learn(entry: Entry, subject: str) -> None:
    """The entry can be found from now on."""
    words = in_words(f"{subject} {entry.author} {entry.text or entry.visible}"[:LONGEST])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO tickets_words (rowid, ticket, words) VALUES (%s, %s, %s)",
                           [entry.pk, entry.ticket_id, words])
        else:
            cursor.execute("INSERT INTO tickets_words (entry_id, ticket_id, words) "
                           "VALUES (%s, %s, to_tsvector('simple', %s))", [entry.pk, entry.ticket_id, words])


def learn_anew() -> None:
    """Forgets everything and learns it again from the entries."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM tickets_words")
    for entry in Entry.objects.exclude(kind=Entry.Kind.EVENT).select_related("ticket").order_by("pk").iterator(500):
        learn(entry, entry.ticket.subject)


def forget(entry: Entry) -> None:
    """The entry can no longer be found."""
    sqlite = "DELETE FROM tickets_words WHERE rowid = %s"
    with connection.cursor() as cursor:
        cursor.execute(sqlite if connection.vendor == "sqlite" else "DELETE FROM tickets_words WHERE entry_id = %s",
                       [entry.pk])


def belongs(entries: Sequence[int], ticket: Ticket) -> None:
    """These entries, which can be found, are the ticket's now."""
    sqlite = "UPDATE tickets_words SET ticket = %s WHERE rowid = %s"
    postgresql = "UPDATE tickets_words SET ticket_id = %s WHERE entry_id = %s"
    with connection.cursor() as cursor:
        cursor.executemany(sqlite if connection.vendor == "sqlite" else postgresql,
                           [(ticket.pk, entry) for entry in entries])


def hits(query: str, mailboxes: list[int], limit: int, states: Sequence[str] = ANY_STATE) -> list[Hit]:
    """The best entry of each ticket, best first, in these mailboxes and states alone.

    Every word of the query must occur; of the last one its beginning is enough.
    """
    words = WORD.findall(fold(query))
    return _found(every(words), words, mailboxes, states)[:limit]


def hits_of_any(words: Sequence[str], mailboxes: list[int], states: Sequence[str], limit: int) -> list[Hit]:
    """As `hits`, of tickets in these states that hold one of the words, which are folded; best first."""
    return _found(either(words), words, mailboxes, states)[:limit]


def every(words: Sequence[str]) -> str:
    """What asks the database for all of these folded words, the last one by its beginning."""
    begins = bool(words) and len(words[-1]) >= SHORTEST_BEGINNING
    if connection.vendor == "sqlite":
        return " ".join(f'"{word}"' for word in words) + ("*" if begins else "")
    return " & ".join(words) + (":*" if begins else "")


def either(words: Sequence[str]) -> str:
    """What asks the database for any of these folded words."""
    if connection.vendor == "sqlite":
        return " OR ".join(f'"{word}"' for word in words)
    return " | ".join(words)


def _found(wanted: str, words: Sequence[str], mailboxes: list[int], states: Sequence[str]) -> list[Hit]:
    if not wanted or not mailboxes:
        return []
    sql, asked = (FIND_SQLITE, [wanted]) if connection.vendor == "sqlite" else (FIND_POSTGRESQL, [wanted, wanted])
    parameters: list[Any] = [*asked, NEWEST, *mailboxes, *states, RANKED]
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("THESE", marks(mailboxes)).replace("THOSE", marks(states)), parameters)
        rows = cursor.fetchall()
    if connection.vendor == "sqlite":
        rows = sorted(((entry, ticket, _rank(text, words)) for entry, ticket, text in rows),
                      key=lambda row: (-row[2], -row[0]))
    best: dict[int, Hit] = {}
    for entry, ticket, score in rows:
        best.setdefault(ticket, Hit(entry, ticket, round(float(score), 4)))
    return list(best.values())


def _rank(text: str, words: Sequence[str]) -> float:
    """How well a folded text fits: by how many of the words it holds, how often, and how short it is."""
    spaced = f" {text}"
    often = [min(spaced.count(f" {word}"), 4) for word in words]
    return sum(1 + count / 4 for count in often if count) / (1 + log(1 + len(text)))


def snippet(text: str, query: str, width: int = 160) -> str:
    """The part of the text around the first of the query's words, on one line, at most `width` characters."""
    line = " ".join(text.split())
    folded = fold(line)
    places = [folded.find(word) for word in WORD.findall(fold(query))]
    # Folding may change lengths (œ becomes two letters); a few characters off do not matter in a snippet.
    start = max(min((place for place in places if place >= 0), default=0) - width // 3, 0)
    cut = line[start:start + width].strip()
    return ("…" if start else "") + cut + ("…" if start + width < len(line) else "")
