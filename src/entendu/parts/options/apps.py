"""The options app, as Django loads it."""

from django.apps import AppConfig


class OptionsConfig(AppConfig):
    """`entendu.parts.options`."""

    name = "entendu.parts.options"
    label = "options"
