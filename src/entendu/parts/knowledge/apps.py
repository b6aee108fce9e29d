"""The knowledge app, as Django loads it."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """`entendu.parts.knowledge`."""

    name = "entendu.parts.knowledge"
    label = "knowledge"
