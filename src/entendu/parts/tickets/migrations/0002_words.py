"""The table of words to search: FTS5 on SQLite, tsvector with a GIN index on PostgreSQL."""

from django.db import migrations

SQLITE = "CREATE VIRTUAL TABLE tickets_words USING fts5(words, ticket UNINDEXED, tokenize='unicode61 remove_diacritics 2')"
POSTGRESQL = """
CREATE TABLE tickets_words (entry_id bigint PRIMARY KEY, ticket_id bigint NOT NULL, words tsvector NOT NULL);
CREATE INDEX tickets_words_gin ON tickets_words USING gin (words);
"""


def make(apps, schema_editor):
    """One form for each database; the columns mean the same."""
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def drop(apps, schema_editor):
    """The words can be learnt again from the entries."""
    schema_editor.execute("DROP TABLE tickets_words")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
