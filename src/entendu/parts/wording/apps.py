"""The wording app, as Django loads it."""

from django.apps import AppConfig


class WordingConfig(AppConfig):
    """`entendu.parts.wording`."""

    name = "entendu.parts.wording"
    label = "wording"
