"""`entendu mail`: read letters without a desk, import old ones, take one in from a mail server's pipe."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from entendu.doors.cli.lines import FAILED, Groups, say, stop

if TYPE_CHECKING:
    from entendu.flows.mail.importing import Imported
    from entendu.parts.tickets.models import Mailbox

# sysexits(3), as Postfix's pipe(8) and local(8) read them: 75 puts the letter back into the mail server's queue.
EX_DATAERR = 65
EX_TEMPFAIL = 75


def add(groups: Groups) -> None:
    """mail read, mail import, mail receive."""
    verbs = groups.add_parser("mail", help="read, import or take in mail").add_subparsers(
        metavar="VERB", title="verbs", required=True)

    read = verbs.add_parser("read", help="print what letters say, as JSON lines; needs no desk")
    read.add_argument("files", nargs="+", metavar="FILE", help="a letter, an mbox or a Maildir; - for standard input")
    read.set_defaults(run=_read, needs_records=False)

    bring = verbs.add_parser("import", help="import old mail: mbox, Maildir, a folder of .eml files")
    bring.add_argument("paths", nargs="+", metavar="PATH", help="an mbox, a Maildir, a folder or a single letter")
    bring.add_argument("--mailbox", metavar="NAME", help="the mailbox that it belongs to, by name or address "
                       "(default: as each letter says, else the first)")
    bring.set_defaults(run=_import)

    receive = verbs.add_parser("receive", help="take in one letter from standard input, for a mail server's pipe")
    receive.add_argument("--from", dest="sender", metavar="ADDRESS", help="the envelope's sender (default: $SENDER)")
    receive.add_argument("--to", dest="recipients", metavar="ADDRESS", action="append",
                         help="the envelope's recipient, may be repeated (default: $RECIPIENT, $ORIGINAL_RECIPIENT)")
    # Whatever goes wrong while the records are made ready must end with 75 as well, so it is done here.
    receive.set_defaults(run=_receive, needs_records=False)


def _read(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    from entendu.doors.cli import mail_read

    return mail_read.run(args.files, out, err)


def _import(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    from django.utils import timezone

    from entendu.flows.mail import importing

    started = shown = time.monotonic()

    def tell(so_far: Imported) -> None:
        nonlocal shown
        if time.monotonic() - shown >= 1:
            shown = time.monotonic()
            err.write(f"{so_far.messages} messages\n")
            err.flush()

    try:
        sources = importing.open_sources(args.paths)
        mailbox = _mailbox(args.mailbox, err)
        done = importing.import_mail(sources, mailbox, timezone.now, tell)
    except importing.CannotImport as trouble:
        return stop(err, trouble)
    say(out, {"messages": done.messages, "tickets": done.tickets, "replies": done.replies,
              "duplicates": done.duplicates, "quarantined": done.quarantined,
              "seconds": round(time.monotonic() - started, 2)})
    return FAILED if done.unread else 0


def _mailbox(name: str | None, err: TextIO) -> Mailbox | None:
    """The mailbox of that name; None to go by the letters. An empty desk gets its first mailbox here."""
    from django.utils import timezone

    from entendu.flows.installation import provision
    from entendu.flows.mail import importing

    first = provision.first_start(timezone.now(), demo=False)
    if first is not None:
        err.write(f"This desk is new: sign in as {first.email} with the password {first.password} (shown this once).\n")
    return importing.mailbox_named(name)


def _receive(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    try:
        return _take_in(args, err)
    except Exception as trouble:  # whatever it is, the mail server keeps the letter and comes again
        return stop(err, f"The letter could not be stored ({type(trouble).__name__}: {trouble}); nothing was taken; "
                         f"the mail server will try again.".replace("\n", " "), EX_TEMPFAIL)


def _take_in(args: argparse.Namespace, err: TextIO) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entendu.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import OperationalError, ProgrammingError, connection
    from django.utils import timezone

    from entendu.flows.mail.arrive import take_in
    from entendu.parts.inbox.actions import Envelope
    from entendu.parts.inbox.models import RawLetter

    raw = sys.stdin.buffer.read(settings.ENTENDU_MAIL_BYTES + 1)
    if not raw.strip():
        return stop(err, "There is no letter on standard input; nothing was taken; give the letter there.", EX_DATAERR)
    if len(raw) > settings.ENTENDU_MAIL_BYTES:
        return stop(err, f"The letter is larger than {settings.ENTENDU_MAIL_BYTES} bytes; nothing was taken; "
                         f"allow more with ENTENDU_MAIL_BYTES and the mail server's next try succeeds.", EX_TEMPFAIL)
    envelope = Envelope(RawLetter.Via.PIPE, _sender(args.sender), _recipients(args.recipients))
    try:
        take_in(raw, envelope, now=timezone.now())
    except (OperationalError, ProgrammingError) as trouble:
        # Seldom and slow, so only now: the tables may not be there yet, or be of an older version.
        if isinstance(trouble, OperationalError) and connection.vendor == "postgresql":
            raise
        args.prepare()
        take_in(raw, envelope, now=timezone.now())
    return 0


def _sender(given: str | None) -> str:
    """Postfix writes the null sender as MAILER-DAEMON where it has to write something (local(8), pipe(8))."""
    sender = (os.environ.get("SENDER", "") if given is None else given).strip().strip("<>")
    return "" if sender.upper() == "MAILER-DAEMON" else sender


def _recipients(given: Iterable[str] | None) -> tuple[str, ...]:
    said = [os.environ.get(name, "") for name in ("RECIPIENT", "ORIGINAL_RECIPIENT")] if given is None else given
    return tuple(dict.fromkeys(address.strip().strip("<>") for address in said if address.strip()))
