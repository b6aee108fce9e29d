"""Calls by hand: a click dials, and whoever called writes down how it went."""

from __future__ import annotations

from django.utils.translation import gettext as _

from entendu.channels.messages import Account, Probe
from entendu.channels.phone.dial import is_domain, sip
from entendu.channels.phone.dial import tel as tel


def link(account: Account, number: str) -> str:
    """What a click on the number opens: by the exchange where one is entered, else whatever dials on this machine."""
    return sip(number, account.settings.get("sip_domain", "")) or tel(number)


def probe(account: Account) -> Probe:
    """Nothing to ask: which link a number becomes."""
    domain = account.settings.get("sip_domain", "")
    if domain and not is_domain(domain):
        return Probe(False, _("{domain} is no name of an exchange; enter a host, such as pbx.example.org.").format(
            domain=domain))
    return Probe(True, _("A click on a number opens {link}.").format(link=link(account, account.address or "+1")))
