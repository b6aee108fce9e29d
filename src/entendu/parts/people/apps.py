"""The people app, as Django loads it."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """`entendu.parts.people`."""

    name = "entendu.parts.people"
    label = "people"
