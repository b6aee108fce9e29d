"""The inbox app, as Django loads it."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """`entendu.parts.inbox`."""

    name = "entendu.parts.inbox"
    label = "inbox"
