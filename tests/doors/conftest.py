"""What every door needs to be tested: the files of its pages, collected as `entendu serve` does."""

from __future__ import annotations

import pytest
from django.core.management import call_command


@pytest.fixture(scope="session", autouse=True)
def page_files() -> None:
    """Styles, scripts and icons under the names that the pages give them."""
    call_command("collectstatic", interactive=False, verbosity=0)
