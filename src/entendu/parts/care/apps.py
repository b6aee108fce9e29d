"""The care app, as Django loads it."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """`entendu.parts.care`."""

    name = "entendu.parts.care"
    label = "care"
