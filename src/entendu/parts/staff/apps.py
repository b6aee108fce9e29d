"""The staff app, as Django loads it."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """`entendu.parts.staff`."""

    name = "entendu.parts.staff"
    label = "staff"
