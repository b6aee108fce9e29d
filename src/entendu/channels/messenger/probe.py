"""Whether a Messenger account works: the page is asked for with its token, and nothing is sent."""

from __future__ import annotations

from django.utils.translation import gettext as _

from entendu.channels import graph
from entendu.channels.line import Request
from entendu.channels.messages import Account, Probe
from entendu.channels.messenger import codes
from entendu.channels.messenger.hooks import page_of
from entendu.channels.told import words
from entendu.channels.trouble import Deferred, LostSight


def probe(account: Account) -> Probe:
    """One question; its answer in words, and what to do where it is no good one."""
    page = page_of(account)
    try:
        said = graph.ask(page, Request("GET", page.url("me"), query={"fields": "id,name"}))
    except graph.Failed as failed:
        return Probe(False, f"{codes.sentence(failed.error)} ({failed.error.code}: {failed.error.said}).")
    except (Deferred, LostSight) as trouble:
        return Probe(False, str(trouble))
    step = _("The token is {name}’s.").format(name=words(said, "name"))
    if words(said, "id") != account.address:
        return Probe(False, _("The token opens another page than {id}; enter that page's own token, or its id.").format(
            id=account.address), (step,))
    return Probe(True, _("It works. Web hooks are tried by Meta's own button, “Verify and save”."), (step,))
