"""The desk's pages, as Django loads them."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """`entendu.doors.web`: templates and static files of the desk."""

    name = "entendu.doors.web"
    label = "web"
