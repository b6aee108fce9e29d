"""The tickets app, as Django loads it."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """`entendu.parts.tickets`."""

    name = "entendu.parts.tickets"
    label = "tickets"
