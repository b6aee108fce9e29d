"""How an organisation works, as far as somebody has asked them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from entendu.parts.people.models import Organisation


def works(organisation: Organisation) -> list[tuple[str, str]]:
    """What is known, as (what, words); first the line about all of it, whose "what" is ''."""
    rows = [("", organisation.about), (_("Process"), organisation.process), (_("Words"), organisation.vocabulary),
            (_("Systems"), organisation.systems), (_("Busy"), organisation.busy_times)]
    return [(name, words.strip()) for name, words in rows if words.strip()]
