"""The part's name in Django."""

from django.apps import AppConfig


class TelephoneConfig(AppConfig):
    """Owns call tasks and the log of calls."""

    name = "entendu.parts.telephone"
    label = "telephone"
