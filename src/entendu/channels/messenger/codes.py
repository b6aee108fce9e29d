"""What the Messenger Platform's errors mean for a message (developers.facebook.com, "Messenger Platform", Error
codes). Some codes say what they mean only with their finer code."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from entendu.channels.graph import Error, Meaning

GONE, MESSAGE, WINDOW, SETUP, NOW = Meaning.GONE, Meaning.MESSAGE, Meaning.WINDOW, Meaning.SETUP, Meaning.NOW

FINER: dict[tuple[int, int], Meaning] = {
    (10, 2018278): WINDOW, (10, 2018065): WINDOW, (10, 2018300): GONE, (10, 2018108): GONE,
    (100, 2018001): GONE, (100, 2018164): GONE, (200, 1545041): GONE, (200, 2018021): GONE, (551, 1545041): GONE,
    (100, 2018047): NOW, (-1, 2018012): NOW,
}
MEANINGS: dict[int, Meaning] = {
    551: GONE,
    100: MESSAGE, 2018109: MESSAGE, 105: MESSAGE,
    0: SETUP, 3: SETUP, 10: SETUP, 190: SETUP, 200: SETUP, 230: SETUP, 368: SETUP, 2500: SETUP, 803: SETUP,
    1: NOW, 2: NOW, 4: NOW, 17: NOW, 32: NOW, 341: NOW, 613: NOW, 1200: NOW, -1: NOW,
}
SENTENCES = {
    190: _("The token is no longer good; make a new one for the page and enter it in the settings"),
    200: _("The token lacks a right; give it pages_messaging"),
    368: _("Meta has blocked the page for now; look there"),
    613: _("Messenger takes no more from us for now"),
}
KINDS = {
    GONE: _("This person cannot be reached on Messenger: they are gone or do not want messages from the page"),
    MESSAGE: _("Messenger did not accept the message"),
    WINDOW: _("They wrote too long ago: Messenger takes answers within 24 hours, a person's within seven days"),
    SETUP: _("Messenger does not accept the account; look at it in the settings"),
    NOW: _("Messenger cannot take the message for now"),
}


def meaning(error: Error) -> Meaning:
    """What the error means for the message."""
    known = FINER.get((error.code, error.subcode)) or MEANINGS.get(error.code)
    if known is not None and (error.code or error.status == 401):
        return known
    if 200 <= error.code <= 299 or error.status == 401:
        return SETUP
    return MESSAGE if 400 <= error.status <= 499 and error.status != 429 else NOW


def sentence(error: Error) -> str:
    """What happened, without a full stop."""
    what = meaning(error)
    return str((SENTENCES.get(error.code) if what in {SETUP, NOW} else None) or KINDS[what])
