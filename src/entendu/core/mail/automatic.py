"""Which mails no person typed."""

from __future__ import annotations

from entendu.core.mail.letter import Auto, Bounce
from entendu.core.mail.mime import Part


def judge(root: Part, text: str) -> tuple[Auto | None, Bounce | None]:
    """The kind of automatic mail and the bounce."""
    return None, None
