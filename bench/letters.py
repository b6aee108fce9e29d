"""A small stream of old mail, the same for the same seed: requests, and answers to them that quote what they answer."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

WORDS = ("booking page invoice delivery password order refund screen printer contract since yesterday cannot open "
         "error please could you look at this again thanks still waiting for an answer the same message").split()
SHARE_OF_ANSWERS = 0.4


@dataclass(frozen=True, slots=True)
class Written:
    """One letter: its bytes, its bare Message-ID and that of the request which its thread begins with."""

    raw: bytes
    message_id: str
    thread: str


def letters(count: int, seed: int = 1) -> Iterator[Written]:
    """`count` letters of a few hundred people, oldest first."""
    chance = random.Random(seed)  # noqa: S311 - words, no secrets
    at = datetime(2026, 1, 5, 8, tzinfo=UTC)
    threads: list[tuple[str, str, list[str]]] = []
    for number in range(count):
        at += timedelta(seconds=chance.randint(20, 400))
        message_id = f"{seed}.{number}.{chance.getrandbits(32):08x}@bench.example"
        if threads and chance.random() < SHARE_OF_ANSWERS:
            who, subject, chain = chance.choice(threads[-60:])
            subject = f"Re: {subject}"
        else:
            who, subject, chain = f"person{chance.randrange(max(20, count // 5))}@bench.example", _words(chance, 5), []
            threads.append((who, subject, chain))
        yield Written(_letter(chance, at, message_id, (who, subject, chain)), message_id, (chain or [message_id])[0])
        chain.append(message_id)


def mbox(written: Iterator[Written]) -> bytes:
    """The letters in one file, as RFC 4155 puts them."""
    return b"".join(b"From bench@bench.example Mon Jan  5 08:00:00 2026\n" + one.raw.replace(b"\nFrom ", b"\n>From ")
                    + b"\n" for one in written)


def _letter(chance: random.Random, at: datetime, message_id: str, thread: tuple[str, str, list[str]]) -> bytes:
    who, subject, chain = thread
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = who, "support@example.org", subject
    mail["Date"], mail["Message-ID"] = at, f"<{message_id}>"
    if chain:
        mail["In-Reply-To"], mail["References"] = f"<{chain[-1]}>", " ".join(f"<{one}>" for one in chain)
    mail.set_content("\n".join(_words(chance, 12) for _ in range(chance.randint(4, 16))))
    return mail.as_bytes()


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(count))
