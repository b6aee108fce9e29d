"""The words of passages, ready to be found, and the spellings of all words that were counted.

FTS5 on SQLite, tsvector with a GIN index on PostgreSQL; spellings by trigrams in both (FTS5's own, pg_trgm). The
tables are made in the app's migration. Text is folded and cut as that of tickets is: `parts/tickets/search.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.db import connection

from entendu.parts.sql import marks
from entendu.parts.tickets.search import SHORTEST_BEGINNING, WORD, fold, in_words

# So many of the newest passages that hold the words are ranked.
NEWEST = 300
# What `knowledge_term` counts: words a person could misspell.
COUNTED = re.compile(r"[^\W\d_]{3,32}")
LONGEST_STEM = 5  # letters; of longer words the last two are their ending
NEAR = 0.7  # of its letters a spelling shares with another, at least
CANDIDATES = 100
PIECE = 500  # terms in one statement

KEEP = {
    "sqlite": "INSERT INTO knowledge_words (rowid, words) VALUES (%s, %s)",
    "postgresql": "INSERT INTO knowledge_words (passage_id, words) VALUES (%s, to_tsvector('simple', %s))",
}
FIND_SQLITE = """
SELECT w.id, w.score FROM (
    SELECT rowid AS id, -bm25(knowledge_words) AS score FROM knowledge_words
    WHERE knowledge_words MATCH %s ORDER BY rowid DESC LIMIT %s) w
JOIN knowledge_passage p ON p.id = w.id WHERE {among} ORDER BY w.score DESC, w.id DESC LIMIT %s
"""
FIND_POSTGRESQL = """
SELECT w.id, ts_rank_cd(w.words, to_tsquery('simple', %s)) AS score FROM (
    SELECT passage_id AS id, words FROM knowledge_words
    WHERE words @@ to_tsquery('simple', %s) ORDER BY passage_id DESC LIMIT %s) w
JOIN knowledge_passage p ON p.id = w.id WHERE {among} ORDER BY score DESC, w.id DESC LIMIT %s
"""
COUNT = """
INSERT INTO knowledge_term (text, documents) VALUES {rows}
ON CONFLICT (text) DO UPDATE SET documents = knowledge_term.documents + excluded.documents
"""
SPELL = """
INSERT INTO knowledge_spelling (rowid, text) SELECT id, text FROM knowledge_term
WHERE id > COALESCE((SELECT rowid FROM knowledge_spelling ORDER BY rowid DESC LIMIT 1), 0)
"""
NEAR_SQLITE = """
SELECT t.text, t.documents FROM knowledge_spelling s JOIN knowledge_term t ON t.id = s.rowid
WHERE knowledge_spelling MATCH %s ORDER BY rank LIMIT %s
"""
NEAR_POSTGRESQL = """
SELECT text, documents FROM knowledge_term WHERE text %% %s ORDER BY similarity(text, %s) DESC, text LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Among:
    """Which passages are looked through: of these teams and of all teams; of these kinds and languages where any are
    given. `teams` None is every team."""

    teams: tuple[int, ...] | None = None
    kinds: tuple[str, ...] = field(default=())
    languages: tuple[str, ...] = field(default=())

    def sql(self) -> tuple[str, list[Any]]:
        """The condition on `knowledge_passage p`, and what stands in it."""
        said, values = ["TRUE"], []
        if self.teams is not None:
            said.append(f"(p.team_id IS NULL OR p.team_id IN ({marks(self.teams)}))" if self.teams
                        else "p.team_id IS NULL")
            values += self.teams
        for column, wanted in (("kind", self.kinds), ("language", self.languages)):
            if wanted:
                said.append(f"p.{column} IN ({marks(wanted)})")
                values += wanted
        return " AND ".join(said), values


def keep_words(words: Mapping[int, str]) -> None:
    """These passages, by id, can be found by these texts."""
    rows = [(key, in_words(text)) for key, text in words.items()]
    with connection.cursor() as cursor:
        cursor.executemany(KEEP[connection.vendor], rows)


def drop_words(passages: Sequence[int]) -> None:
    """These passages are no longer found."""
    key = "rowid" if connection.vendor == "sqlite" else "passage_id"
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM knowledge_words WHERE {key} = %s", [(one,) for one in passages])  # noqa: S608


def passages_with(words: Sequence[str], among: Among, limit: int, *, every: bool) -> list[int]:
    """Ids of passages that hold every one of these folded words, or any of them; best of the newest first."""
    if not words:
        return []
    condition, values = among.sql()
    wanted = asked(words, every=every)
    if connection.vendor == "sqlite":
        sql, parameters = FIND_SQLITE, [wanted]
    else:
        sql, parameters = FIND_POSTGRESQL, [wanted, wanted]
    with connection.cursor() as cursor:
        cursor.execute(sql.format(among=condition), [*parameters, NEWEST, *values, limit])
        return [key for key, _score in cursor.fetchall()]


def asked(words: Sequence[str], *, every: bool) -> str:
    """What asks the database for these words by their stems, the last one also where it has only begun."""
    lite = connection.vendor == "sqlite"
    forms = []
    for place, word in enumerate(words):
        begun = every and place == len(words) - 1 and len(word) >= SHORTEST_BEGINNING
        cut = stem(word)
        open_ended = begun or cut != word
        forms.append(f'"{cut}"{"*" if open_ended else ""}' if lite else f"{cut}{':*' if open_ended else ''}")
    return (" AND " if lite else " & ").join(forms) if every else (" OR " if lite else " | ").join(forms)


def stem(word: str) -> str:
    """The word without its ending, roughly: "reservations" and "reservation" begin alike, and so do "rezervare" and
    "rezervări"."""
    return word if len(word) <= LONGEST_STEM + 1 or not word.isalpha() else word[:max(LONGEST_STEM, len(word) - 2)]


def fold_code(code: str) -> str:
    """An error code as it is compared: no case, no spaces around, one inside."""
    return " ".join(fold(code).split())[:80]


def words_counted(text: str) -> set[str]:
    """The words of a text that `count` counts."""
    return {word for word in WORD.findall(fold(text)) if COUNTED.fullmatch(word)}


def count(documents: Mapping[str, int]) -> None:
    """So many more texts hold these words; new ones can be offered as a spelling from now on."""
    rows = sorted(documents.items())  # in one order, so that two who count never wait for each other in a circle
    with connection.cursor() as cursor:
        for start in range(0, len(rows), PIECE):
            piece = rows[start:start + PIECE]
            cursor.execute(COUNT.format(rows=", ".join(["(%s, %s)"] * len(piece))),
                           [value for row in piece for value in row])
        if connection.vendor == "sqlite" and rows:
            cursor.execute(SPELL)


def spell_anew() -> None:
    """The spellings of all terms once more, after the terms were put back; PostgreSQL's index follows by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM knowledge_spelling")
            cursor.execute(SPELL)


def nearest(word: str) -> str:
    """The known spelling that is nearest to this word, the more common of two that are alike; "" where none is near."""
    word = fold(word)
    if len(word) < SHORTEST_BEGINNING:
        return ""
    if connection.vendor == "sqlite":
        pieces = {word[at:at + 3] for at in range(len(word) - 2)}
        sql, parameters = NEAR_SQLITE, [" OR ".join(f'"{piece}"' for piece in sorted(pieces)), CANDIDATES]
    else:
        sql, parameters = NEAR_POSTGRESQL, [word, word, CANDIDATES]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    near = [(likeness, documents, text) for text, documents in rows
            if text != word and (likeness := _alike(word, text)) >= NEAR]
    return max(near, default=(0, 0, ""))[2]


def _alike(word: str, other: str) -> float:
    """How alike two spellings are; letters that changed places count for little."""
    ratio = SequenceMatcher(None, word, other, autojunk=False).ratio()
    same_letters = sorted(word) == sorted(other)
    return round(max(ratio, 0.9) if same_letters else ratio, 2)
