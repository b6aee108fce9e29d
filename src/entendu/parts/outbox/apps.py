"""The outbox app, as Django loads it."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """`entendu.parts.outbox`."""

    name = "entendu.parts.outbox"
    label = "outbox"
