"""Several temporary fixes may stand on a ticket at once."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):

    dependencies: ClassVar = [("options", "0001_initial")]

    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="temporaryfix", name="one_open_temporary_fix"),
    ]
