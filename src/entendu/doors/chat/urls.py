"""The chat window, under /chat/: its script for other people's pages, its own page, and what it asks."""

from django.urls import path

from entendu.doors.chat.line import lines
from entendu.doors.chat.say import file, left, say, shown, way
from entendu.doors.chat.window import widget, window

urlpatterns = [
    path("<str:token>/widget.js", widget, name="chat_widget"),
    path("<str:token>/window/", window, name="chat_window"),
    path("<str:token>/window/say", say, name="chat_say"),
    path("<str:token>/window/lines", lines, name="chat_lines"),
    path("<str:token>/window/shown", shown, name="chat_shown"),
    path("<str:token>/window/way", way, name="chat_way"),
    path("<str:token>/window/left", left, name="chat_left"),
    path("<str:token>/window/file/<str:signed>", file, name="chat_file"),
]
