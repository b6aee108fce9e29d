"""The customer's own pages, as Django loads them."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """`entendu.doors.portal`: templates and static files of the portal."""

    name = "entendu.doors.portal"
    label = "portal"
