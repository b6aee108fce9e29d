"""The promises app, as Django loads it."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    """`entendu.parts.promises`."""

    name = "entendu.parts.promises"
    label = "promises"
