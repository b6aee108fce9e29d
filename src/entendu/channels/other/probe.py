"""Whether Apprise can read an address; nothing is sent, for a service can be tried only by sending."""

from __future__ import annotations

from django.utils.translation import gettext as _

from entendu.channels.messages import Account, Probe
from entendu.channels.other.service import RECEIVER, plugin_of


def probe(account: Account) -> Probe:
    """Which service the address names, and to whom its messages go."""
    url = account.secrets.get("url", "")
    plugin = plugin_of(url.replace(RECEIVER, "someone"))
    if plugin is None:
        return Probe(False, _("Apprise knows no service behind this address; see its list of addresses."))
    step = _("The address is one of {service}.").format(service=plugin.service_name)
    if RECEIVER not in url:
        return Probe(True, _("Everything goes to the one place that the address names. With {to} in it, each contact's "
                             "own address stands there.").format(to=RECEIVER), (step,))
    return Probe(True, _("Each contact's own address is put into it. The first message will show that it works."),
                 (step,))
