"""The words of passages (FTS5 on SQLite, tsvector with a GIN index on PostgreSQL) and the spellings of terms (trigrams).

pg_trgm is a trusted extension from PostgreSQL 13 on: the owner of the database may create it.
"""

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE knowledge_words USING fts5(words, tokenize='unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE knowledge_spelling USING fts5(text, tokenize='trigram')",
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE TABLE knowledge_words (passage_id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX knowledge_words_gin ON knowledge_words USING gin (words)",
    "CREATE INDEX knowledge_term_near ON knowledge_term USING gin (text gin_trgm_ops)",
)
BACK = {
    "sqlite": ("DROP TABLE knowledge_words", "DROP TABLE knowledge_spelling"),
    "postgresql": ("DROP TABLE knowledge_words", "DROP INDEX knowledge_term_near"),
}


def make(apps, schema_editor):
    """One form for each database; the columns mean the same."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    """The words can be learnt again from the passages, the spellings from the terms."""
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
