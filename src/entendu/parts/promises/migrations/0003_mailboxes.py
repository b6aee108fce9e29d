"""Each promise knows its mailbox, by which the board finds it without a look at its ticket."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The mailbox of each promise's ticket. PostgreSQL wants checks done before the table is changed again."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("UPDATE promises_promise SET mailbox_id = "
                       "(SELECT t.mailbox_id FROM tickets_ticket t WHERE t.id = promises_promise.ticket_id)")
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ("promises", "0002_lives"),
        ("tickets", "0005_lists_by_time"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("promise", "mailbox", models.ForeignKey(
            "tickets.Mailbox", django.db.models.deletion.CASCADE, related_name="+", null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("promise", "mailbox", models.ForeignKey(
            "tickets.Mailbox", django.db.models.deletion.CASCADE, related_name="+")),
        migrations.RemoveIndex("promise", "promise_board"),
        migrations.RemoveIndex("promise", "promise_weeks"),
        migrations.AddIndex("promise", models.Index(
            condition=models.Q(state="open"), fields=["due", "id", "mailbox", "owner"], name="promise_by_day")),
        migrations.AddIndex("promise", models.Index(
            fields=["mailbox", "due", "state", "settled_at", "told_at", "contact"], name="promise_by_week")),
    ]
