"""The words in tickets, ready to be found: FTS5 on SQLite, tsvector with a GIN index on PostgreSQL.

Both get the same folded text: lower case without accents, œ as oe, ş and ţ as s and t, so that "intarzie" finds
"întârzie" and "coeur" finds "cœur". The tables are made in the app's migrations.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.db import connection

from entendu.parts.tickets.models import Entry

LONGEST = 200_000
SPELT_OUT = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})
WORD = re.compile(r"\w+")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")

# THESE stands for as many placeholders as there are mailboxes.
FIND_SQLITE = """
SELECT w.rowid, w.ticket, -bm25(tickets_words) AS score
FROM tickets_words w JOIN tickets_ticket t ON t.id = w.ticket
WHERE tickets_words MATCH %s AND t.mailbox_id IN (THESE)
ORDER BY score DESC, w.rowid DESC LIMIT %s
"""
FIND_POSTGRESQL = """
SELECT w.entry_id, w.ticket_id, ts_rank_cd(w.words, q) AS score
FROM tickets_words w JOIN tickets_ticket t ON t.id = w.ticket_id, to_tsquery('simple', %s) q
WHERE w.words @@ q AND t.mailbox_id IN (THESE)
ORDER BY score DESC, w.entry_id DESC LIMIT %s
"""


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


def learn(entry: Entry, subject: str) -> None:
    """The entry can be found from now on."""
    words = fold(f"{subject} {entry.author} {entry.text or entry.visible}"[:LONGEST])
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


def hits(query: str, mailboxes: list[int], limit: int) -> list[Hit]:
    """The best entry of each ticket, best first, in these mailboxes alone.

    Every word of the query must occur; of the last one its beginning is enough.
    """
    words = WORD.findall(fold(query))
    if not words or not mailboxes:
        return []
    in_these = ", ".join(["%s"] * len(mailboxes))
    if connection.vendor == "sqlite":
        sql, wanted = FIND_SQLITE, " ".join(f'"{word}"' for word in words) + "*"
    else:
        sql, wanted = FIND_POSTGRESQL, " & ".join(words) + ":*"
    parameters: list[Any] = [wanted, *mailboxes, limit * 5]
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("THESE", in_these), parameters)
        rows = cursor.fetchall()
    best: dict[int, Hit] = {}
    for entry, ticket, score in rows:
        best.setdefault(ticket, Hit(entry, ticket, round(float(score), 4)))
    return list(best.values())[:limit]


def snippet(text: str, query: str, width: int = 160) -> str:
    """The part of the text around the first of the query's words, on one line, at most `width` characters."""
    line = " ".join(text.split())
    folded = fold(line)
    places = [folded.find(word) for word in WORD.findall(fold(query))]
    # Folding may change lengths (œ becomes two letters); a few characters off do not matter in a snippet.
    start = max(min((place for place in places if place >= 0), default=0) - width // 3, 0)
    cut = line[start:start + width].strip()
    return ("…" if start else "") + cut + ("…" if start + width < len(line) else "")
