"""What the occasions of saved replies are called, and how often one was sent, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

OCCASIONS = {
    "upset": gettext_lazy("Upset customer"), "civility": gettext_lazy("Civility"), "apology": gettext_lazy("Apology"),
    "delay": gettext_lazy("Delay"), "refusal": gettext_lazy("Refusal"), "redirect": gettext_lazy("Not ours"),
    "details": gettext_lazy("Asking for details"), "confirmation": gettext_lazy("Confirmation"),
    "wish": gettext_lazy("Wish for something new"), "fix": gettext_lazy("Fix"),
    "escalation": gettext_lazy("Escalation"), "handover": gettext_lazy("Handover"),
    "appointment": gettext_lazy("Appointment"), "incident": gettext_lazy("Incident"),
    "billing": gettext_lazy("Invoice and money"), "end": gettext_lazy("End of the conversation"),
    "other": pgettext_lazy("occasion of a saved reply", "Other"),
}


def times_in_words(times: int) -> str:
    """"sent 3 times"; nothing of what was never sent."""
    return ngettext("sent once", "sent %(n)d times", times) % {"n": times} if times else ""
