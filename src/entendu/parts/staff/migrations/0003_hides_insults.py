"""A member may choose not to read insults unless they press for them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("staff", "0002_api_tokens")]

    operations = [
        migrations.AddField("member", "hides_insults", models.BooleanField(
            default=False, verbose_name="Insults are shown on a press alone")),
    ]
