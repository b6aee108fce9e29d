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


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that holds the words, and how well (higher is better)."""

    entry: int
    ticket: int
    score: float


def fold(text: str) -> str:
    """The text as it is compared."""
    lowered = unicodedata.normalize("NFKD", text.lower()).translate(SPELT_OUT)
    return "".join(char for char in lowered if not unicodedata.combining(char))


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


def forget(entry: Entry) -> None:
    """The entry can no longer be found."""
    column = "rowid" if connection.vendor == "sqlite" else "entry_id"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM tickets_words WHERE {column} = %s", [entry.pk])


def hits(query: str, mailboxes: list[int], limit: int) -> list[Hit]:
    """The best entry of each ticket, best first, in these mailboxes alone; every word must occur, the last by its beginning."""
    words = WORD.findall(fold(query))
    if not words or not mailboxes:
        return []
    places = ", ".join(["%s"] * len(mailboxes))
    sql, wanted = _sqlite(words, places) if connection.vendor == "sqlite" else _postgresql(words, places)
    parameters: list[Any] = [wanted, *mailboxes, limit * 5]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    best: dict[int, Hit] = {}
    for entry, ticket, score in rows:
        best.setdefault(ticket, Hit(entry, ticket, round(float(score), 4)))
    return list(best.values())[:limit]


def _sqlite(words: list[str], places: str) -> tuple[str, str]:
    sql = (f"SELECT w.rowid, w.ticket, -bm25(tickets_words) AS score FROM tickets_words w "
           f"JOIN tickets_ticket t ON t.id = w.ticket WHERE tickets_words MATCH %s AND t.mailbox_id IN ({places}) "
           f"ORDER BY score DESC, w.rowid DESC LIMIT %s")
    return sql, " ".join(f'"{word}"' for word in words) + "*"


def _postgresql(words: list[str], places: str) -> tuple[str, str]:
    sql = (f"SELECT w.entry_id, w.ticket_id, ts_rank_cd(w.words, q) AS score FROM tickets_words w "
           f"JOIN tickets_ticket t ON t.id = w.ticket_id, to_tsquery('simple', %s) q "
           f"WHERE w.words @@ q AND t.mailbox_id IN ({places}) ORDER BY score DESC, w.entry_id DESC LIMIT %s")
    return sql, " & ".join(words) + ":*"


def snippet(text: str, query: str, width: int = 160) -> str:
    """The part of the text around the first of the query's words, on one line, at most `width` characters."""
    line = " ".join(text.split())
    folded = fold(line)
    places = [folded.find(word) for word in WORD.findall(fold(query))]
    # Folding may change lengths (œ becomes two letters); a few characters off do not matter in a snippet.
    start = max(min((place for place in places if place >= 0), default=0) - width // 3, 0)
    cut = line[start:start + width].strip()
    return ("…" if start else "") + cut + ("…" if start + width < len(line) else "")
