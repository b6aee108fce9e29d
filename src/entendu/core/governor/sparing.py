"""Which updates somebody means who writes "please stop these updates" of a case, and which they still have to hear.

What a system says of how things stand is a mere update. Answers, questions, promises, the end of the matter and danger
are none; nor is what the person has to reckon with: a plan that is made, changed or off, a day with its hour, money, a
code, something that is ready, done or has failed, what runs out, and what brings a file.
"""

from __future__ import annotations

from entendu.core.governor.ledger import Said
from entendu.core.governor.model import Intent, Submission

_RECKONED_WITH = frozenset({"cancelled", "not-cancelled", "ready", "done", "closed", "failed", "denied", "reopened"})
_ROLES = frozenset({"due", "secret"})


def is_mere_update(submission: Submission, said: Said) -> bool:
    """Whether they can be spared it: it goes along with other news of the case then, or stands on its page."""
    if submission.intent is not Intent.UPDATE or submission.human or submission.is_vital or submission.to:
        return False
    if submission.due is not None or submission.expires is not None or submission.has_attachments:
        return False
    return not (said.announces or said.states & _RECKONED_WITH or _is_reckoned_with(said))


def _is_reckoned_with(said: Said) -> bool:
    return any(one.kind == "money" or one.role in _ROLES for one in said.reading.news)
