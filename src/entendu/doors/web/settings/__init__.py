"""Mailboxes, teams, colleagues: the installation's settings."""
