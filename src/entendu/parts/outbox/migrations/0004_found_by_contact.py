from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0003_sources")]

    operations = [
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(condition=models.Q(("delivery__isnull", False)), fields=["contact", "-submitted_at"],
                               name="submission_told"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["contact", "-submitted_at"],
                               name="submission_waits"),
        ),
    ]
