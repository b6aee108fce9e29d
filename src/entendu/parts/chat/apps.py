"""The chat app, as Django loads it."""

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """`entendu.parts.chat`."""

    name = "entendu.parts.chat"
    label = "chat"
