"""Sending by Apprise: an address such as `ntfy://ntfy.sh/{to}` names service, account and receiver in one.

Apprise says whether a service took a message and little more. Where the service answered with an error it was not
taken, and is tried again; where nobody answered, a person is asked.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from entendu.channels.line import one_line
from entendu.channels.messages import Account, Carried, File, Outgoing
from entendu.channels.other.service import RECEIVER, plugin_of
from entendu.channels.trouble import Deferred, LostSight, Refused, WantsSetUp, Withdrawn

# What may stand there: what names of users, rooms, topics and numbers are made of, and nothing that ends one in a URL.
NAME_OF_RECEIVER = re.compile(r"[\w@.+:#~!-]{1,200}", re.ASCII)
# A service's own answer, in Apprise's words: "Failed to send ntfy notification: Forbidden, error=403."
ANSWERED = re.compile(r"\berror=\d{3}\b")


def send(account: Account, parcel: Outgoing, *, before_flight: Callable[[], bool]) -> Carried:
    """Hands the words and files to the service. Raises `Deferred`, `Refused`, `LostSight` or
    `Withdrawn`."""
    import apprise  # a quarter of a second, which a mail server's pipe need not pay

    url = account.secrets.get("url", "")
    if RECEIVER in url and not NAME_OF_RECEIVER.fullmatch(parcel.to):
        raise Refused(_("{to} cannot stand in the address of a service; nothing was sent; correct it on the person's "
                        "page.").format(to=one_line(parcel.to, 60)), "receiver", gone=True)
    plugin = plugin_of(url.replace(RECEIVER, parcel.to))
    if plugin is None:
        raise WantsSetUp(_("The service's address cannot be read; the message is kept; enter it again in the "
                           "settings."))
    if parcel.files and not plugin.attachment_support:
        raise Refused(_("{service} takes no files; nothing was sent; send the words alone or choose another "
                        "channel.").format(service=plugin.service_name), "files")
    if not before_flight():
        raise Withdrawn
    with tempfile.TemporaryDirectory() as folder, _Heard() as heard:
        paths = [_written(Path(folder), number, file) for number, file in enumerate(parcel.files)]
        taken = plugin.notify(body=parcel.text, title=parcel.subject, body_format=apprise.NotifyFormat.TEXT,
                              attach=apprise.AppriseAttachment(paths) if paths else None)
    if not taken and ANSWERED.search(heard.last):
        raise Deferred(_("{service} did not take the message ({said}); it is kept.").format(
            service=plugin.service_name, said=heard.last.rstrip(".")))
    if not taken:
        raise LostSight(_("{service} did not answer ({said}); the message may have arrived.").format(
            service=plugin.service_name, said=heard.last.rstrip(".") or "?"))
    return Carried(_("{service} took it.").format(service=plugin.service_name))


def _written(folder: Path, number: int, file: File) -> str:
    """The file on disk, which is how Apprise takes one; each in a folder of its own, under its own name alone."""
    place = folder / str(number)
    place.mkdir()
    path = place / (os.path.basename(file.name.replace("\\", "/")) or "file")
    path.write_bytes(file.content)
    return str(path)


class _Heard(logging.Handler):
    """What Apprise says of a failure, which it only logs. Debug lines may hold secrets and are not listened to."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.last = ""

    def __enter__(self) -> _Heard:
        logging.getLogger("apprise").addHandler(self)
        return self

    def __exit__(self, *_args: object) -> None:
        logging.getLogger("apprise").removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.last = one_line(record.getMessage(), 120)
