"""Hours of a week as one reads them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from entendu.doors.portal.forms import DAYS


def in_words(rows: Sequence[Sequence[str]]) -> str:
    """`[["mon-fri", "08:00", "18:00"]]` as "Monday to Friday, 08:00 to 18:00"; "" for no rows."""
    names = dict(DAYS)
    lines = []
    for days, opens, closes in rows:
        first, _dash, last = days.partition("-")
        words = {"first": names[first], "last": names[last or first], "opens": opens, "closes": closes}
        lines.append((_("%(first)s to %(last)s, %(opens)s to %(closes)s") if last
                      else _("%(first)s, %(opens)s to %(closes)s")) % words)
    return "; ".join(lines)
