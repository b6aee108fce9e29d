"""Where the tests of the whole house begin: a data folder of their own, Django, and the private servers."""

from __future__ import annotations

import os

pytest_plugins = ["tests.servers.certificates", "tests.servers.oauth", "tests.servers.dovecot", "tests.servers.postfix", "tests.servers.postgres"]
