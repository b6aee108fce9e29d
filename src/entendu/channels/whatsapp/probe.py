"""Whether a WhatsApp account works: the number is asked for by its id, with the token, and nothing is sent."""

from __future__ import annotations

from django.utils.translation import gettext as _

from entendu.channels import graph
from entendu.channels.line import Request
from entendu.channels.messages import Account, Probe
from entendu.channels.told import words
from entendu.channels.trouble import Deferred, LostSight
from entendu.channels.whatsapp import codes
from entendu.channels.whatsapp.hooks import page_of

FIELDS = "display_phone_number,verified_name,quality_rating,platform_type"


def probe(account: Account) -> Probe:
    """One question; its answer in words, and what to do where it is no good one."""
    page = page_of(account)
    try:
        said = graph.ask(page, Request("GET", page.url(account.address), query={"fields": FIELDS}))
    except graph.Failed as failed:
        return Probe(False, f"{codes.sentence(failed.error)} ({failed.error.code}: {failed.error.said}).")
    except (Deferred, LostSight) as trouble:
        return Probe(False, str(trouble))
    name, shown = words(said, "verified_name"), words(said, "display_phone_number")
    if not shown:
        return Probe(False, _("Meta knows this id, and it is no telephone number; enter the phone number id."))
    step = _("The token opens the number {number} ({name}).").format(number=shown, name=name)
    if words(said, "platform_type") not in {"", "CLOUD_API"}:
        return Probe(False, _("The number is not registered for the Cloud API; register it there."), (step,))
    if words(said, "quality_rating") == "RED":
        return Probe(True, _("It works. Meta rates the number's quality as low, because messages were reported: it may "
                             "be limited soon."), (step,))
    return Probe(True, _("It works. Web hooks are tried by Meta's own button, “Verify and save”."), (step,))
