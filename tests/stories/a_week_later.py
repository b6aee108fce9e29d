"""A week goes by for a desk of a story: whatever it has on record happened seven days earlier.

`python -m tests.stories.a_week_later`, with the desk's environment.
"""

from __future__ import annotations

import os
from datetime import timedelta

WEEK = timedelta(days=7)


def main() -> None:
    """Moves every moment of every ticket's records back."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "entendu.config.settings"
    import django

    django.setup()
    from django.apps import apps
    from django.db import models

    for label in ("tickets", "options", "outbox", "promises", "listening", "care"):
        for model in apps.get_app_config(label).get_models():
            moments = [field.name for field in model._meta.fields if isinstance(field, models.DateTimeField)]
            if moments:
                model.objects.update(**{name: models.F(name) - WEEK for name in moments})


if __name__ == "__main__":
    main()
