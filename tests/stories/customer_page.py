"""What mail servers do for a customer of the served desk, for browsers: their mail arrives, with its links.

`python -m tests.stories.customer_page NUMBER` takes what waits for the contact of that ticket as their server would,
and prints the latest message that they got.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.stories.served_desk import ROOT, ServedDesk


def mail_of(served: ServedDesk, number: int) -> str:
    """The latest message that has reached the contact of this ticket."""
    environment = os.environ | {"ENTENDU_DATA": str(served.folder / "data"), "ENTENDU_URL": served.url,
                                "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    done = subprocess.run([sys.executable, "-m", "tests.stories.customer_page", str(number)], env=environment,
                          text=True, capture_output=True, check=True, cwd=ROOT)
    return done.stdout


def main(number: int) -> None:
    """Marks what waits as taken and prints the latest of it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "entendu.config.settings"
    import django

    django.setup()
    from django.utils import timezone

    from entendu.parts.outbox import actions as outbox
    from entendu.parts.outbox.models import Delivery

    waiting = list(Delivery.objects.filter(ticket=number, state=Delivery.State.WAITING).order_by("id"))
    for delivery in waiting:
        outbox.sent(delivery, "250 2.0.0 queued", now=timezone.now())
    print(Delivery.objects.filter(ticket=number).latest("id").body)


if __name__ == "__main__":
    main(int(sys.argv[1]))
