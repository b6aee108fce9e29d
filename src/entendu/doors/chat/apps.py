"""The chat window's pages, as Django loads them."""

from django.apps import AppConfig


class ChatDoorConfig(AppConfig):
    """`entendu.doors.chat`: templates and static files of the window."""

    name = "entendu.doors.chat"
    label = "chat_door"
