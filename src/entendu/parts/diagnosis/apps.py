"""The diagnosis app, as Django loads it."""

from django.apps import AppConfig


class DiagnosisConfig(AppConfig):
    """`entendu.parts.diagnosis`."""

    name = "entendu.parts.diagnosis"
    label = "diagnosis"
