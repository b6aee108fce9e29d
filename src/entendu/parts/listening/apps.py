"""The listening app, as Django loads it."""

from django.apps import AppConfig


class ListeningConfig(AppConfig):
    """`entendu.parts.listening`."""

    name = "entendu.parts.listening"
    label = "listening"
