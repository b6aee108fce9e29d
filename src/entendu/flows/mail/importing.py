"""Old mail comes in: an mbox, a Maildir, a folder of letters. Nobody is written to, and nothing comes in twice.

Letters are stored in batches and then read, each batch in a transaction of its own. Whoever is killed in between has
lost nothing: what was stored is read by the desk's worker or by the next import of the same mail, which knows every
letter by its bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path

from entendu.channels.email.folders import NotMail, messages
from entendu.flows.mail import receive
from entendu.parts.inbox import actions as inbox
from entendu.parts.inbox import queries as letters
from entendu.parts.inbox.actions import Envelope
from entendu.parts.inbox.models import RawLetter
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Mailbox

# So many letters, or so many bytes of them, are stored and read at a time.
LETTERS = 200
BYTES = 16 * 1024 * 1024


class CannotImport(Exception):
    """Why nothing, or nothing more, is imported: one sentence."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the letters. `tickets` opened one each, `replies` joined one, `unread` wait for the next try."""

    messages: int = 0
    tickets: int = 0
    replies: int = 0
    duplicates: int = 0
    quarantined: int = 0
    unread: int = 0

    def __add__(self, more: Imported) -> Imported:
        return Imported(self.messages + more.messages, self.tickets + more.tickets, self.replies + more.replies,
                        self.duplicates + more.duplicates, self.quarantined + more.quarantined,
                        self.unread + more.unread)


def open_sources(paths: Iterable[str]) -> Iterator[bytes]:
    """The letters of all paths, one after the other; `CannotImport` at once when one of them holds no mail."""
    opened = []
    for path in paths:
        found = _letters_of(Path(path))
        opened.append(chain([first] if (first := next(found, None)) is not None else [], found))
    return chain.from_iterable(opened)


def mailbox_named(name: str | None) -> Mailbox | None:
    """The mailbox of this name or address, None when none is wanted; `CannotImport` names those that there are."""
    known = tickets.mailboxes()
    if not known:
        raise CannotImport("The desk has no mailbox yet; nothing was imported; add one in its settings.")
    if name is None:
        return None
    for mailbox in known:
        if name.casefold() in {mailbox.name.casefold(), mailbox.address}:
            return mailbox
    names = ", ".join(mailbox.name for mailbox in known)
    raise CannotImport(f"There is no mailbox {name!r}; nothing was imported; there is: {names}.")


def import_mail(raws: Iterable[bytes], mailbox: Mailbox | None, clock: Callable[[], datetime],
                tell: Callable[[Imported], None]) -> Imported:
    """Imports the letters into the mailbox, or each into the one that it names; tells the sum after every batch."""
    done = Imported()
    for batch in _batches(raws):
        done += _import_batch(batch, mailbox, clock())
        tell(done)
    return done


def _import_batch(batch: list[bytes], mailbox: Mailbox | None, now: datetime) -> Imported:
    by_digest = {sha256(raw).hexdigest(): raw for raw in batch}
    known = letters.states_of(by_digest)
    fresh = inbox.store_all((raw for digest, raw in by_digest.items() if digest not in known),
                            Envelope(RawLetter.Via.IMPORT), mailbox=mailbox, now=now)
    ids = [letter.pk for letter in fresh]
    receive.read_batch(ids, now)
    # What an import left that was killed, and what could not be read with the others, is read one by one.
    alone = letters.unread_among(ids) + [number for number, state in known.values() if state == RawLetter.State.STORED]
    for letter_id in alone:
        _read_alone(letter_id, now)
    became = letters.became([*ids, *alone])
    counted = len({*ids, *alone})
    return Imported(
        messages=len(batch), tickets=became.opened, replies=became.joined, quarantined=became.quarantined,
        unread=became.unread, duplicates=len(batch) - counted + became.duplicates)


def _read_alone(letter_id: int, now: datetime) -> None:
    """Reads one letter as often as it takes, until it is settled or set aside."""
    for _ in range(receive.TRIES + 1):
        receive.read_batch([letter_id], now)
        if not letters.unread_among([letter_id]):
            return


def _letters_of(path: Path) -> Iterator[bytes]:
    try:
        for _, raw in messages(path):
            yield raw
    except NotMail as trouble:
        raise CannotImport(str(trouble)) from None
    except OSError as trouble:
        raise CannotImport(f"{path} cannot be read ({trouble.strerror}); what was imported from it before stays; "
                           f"check the path and import it again.") from None


def _batches(raws: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for raw in raws:
        batch.append(raw)
        size += len(raw)
        if len(batch) >= LETTERS or size >= BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
