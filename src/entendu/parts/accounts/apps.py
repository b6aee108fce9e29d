"""The accounts app, as Django loads it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """`entendu.parts.accounts`."""

    name = "entendu.parts.accounts"
    label = "accounts"
