"""Whether a Teams account is set up as it has to be. A workflow can be tried only by posting, so nothing is posted: its
address is read and its server asked for, and the token is looked at."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext as _

from entendu.channels import line
from entendu.channels.line import Request
from entendu.channels.messages import Account, Probe
from entendu.channels.trouble import Deferred, LostSight

# Teams' security tokens are 32 bytes in base64.
TOKEN_BYTES = 32


def probe(account: Account) -> Probe:
    """What can be known without posting, in words."""
    url = account.secrets.get("workflow_url", "")
    parts = urlsplit(url)
    steps: list[str] = []
    if not parts.hostname:
        return Probe(False, _("The workflow's address is missing; copy it whole from Teams."))
    if not line.is_this_machine(parts.hostname) and "sig" not in parse_qs(parts.query):
        return Probe(False, _("The workflow's address is not whole: it ends with “sig=…”; copy it again."))
    try:
        line.ask(Request("GET", f"{parts.scheme}://{parts.netloc}/"))
    except (Deferred, LostSight) as trouble:
        return Probe(False, str(trouble))
    steps.append(_("{host} answers.").format(host=parts.hostname))
    try:
        size = len(base64.b64decode(account.secrets.get("security_token", ""), validate=True))
    except (binascii.Error, ValueError):
        size = -1
    if size == 0:
        return Probe(True, _("Messages can be posted. Without a security token nothing comes in."), tuple(steps))
    if size != TOKEN_BYTES:
        return Probe(False, _("The security token is not whole; make the outgoing web hook anew and copy its token."),
                     tuple(steps))
    return Probe(True, _("Address and token look right. The first message will show it: a try would be seen by "
                         "everybody in the channel."), tuple(steps))
