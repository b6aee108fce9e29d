"""Where the tests of the whole house begin: a data folder of their own, Django, and the private servers."""

from __future__ import annotations

SERVERS = ("certificates", "oauth", "postgres", "dovecot", "postfix", "smtp_robot", "chromium")
pytest_plugins = [f"tests.servers.{name}" for name in SERVERS]
