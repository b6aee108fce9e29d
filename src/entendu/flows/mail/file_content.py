"""The bytes of a file on a ticket, wherever they are kept."""

from __future__ import annotations

import hashlib

from entendu.core.mail.letter import Attachment as LetterFile
from entendu.core.mail.read import read
from entendu.parts.inbox import queries as inbox
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Attachment


def content_of(found: Attachment) -> bytes | None:
    """The bytes of a file: kept by themselves when they were uploaded, else still in the letter that they came with."""
    content = tickets.file_content(found.sha256)
    if content is not None or found.entry_id is None:
        return content
    return next((file.content for file in files_in(found.entry_id)
                 if hashlib.sha256(file.content).hexdigest() == found.sha256), None)


def files_in(entry_id: int) -> tuple[LetterFile, ...]:
    """The files of the letter that an entry came as; none where it came otherwise."""
    raw = inbox.content_of_entry(entry_id)
    return read(raw).attachments if raw is not None else ()
