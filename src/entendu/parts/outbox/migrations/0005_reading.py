from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0004_found_by_contact")]

    operations = [
        migrations.AddField(model_name="submission", name="reading", field=models.TextField(blank=True, default=""),
                            preserve_default=False),
    ]
