"""What we write can be read, by us and by anybody, and says nothing that it was not given."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from entendu.core.mail.letter import Address, Attachment
from entendu.core.mail.read import read
from entendu.core.mail.write import MAX_REFERENCES, Outgoing, write

WHEN = datetime(2026, 11, 24, 18, 40, tzinfo=UTC)
CARE, MARIE = Address("care@example.org", "Care"), Address("marie@laval.example", "Marie Laval")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=60)


def outgoing(**fields) -> Outgoing:
    return Outgoing(**{"message_id": "42.abc@example.org", "date": WHEN, "sender": CARE, "to": (MARIE,),
                       "subject": "Re: Booking", "text": "It works again.\n"} | fields)


def test_a_plain_reply_is_one_readable_part():
    raw = write(outgoing(in_reply_to="1@x", references=("0@x", "1@x")))
    letter = read(raw)
    assert letter.message_id == "42.abc@example.org"
    assert (letter.in_reply_to, letter.references) == (("1@x",), ("0@x", "1@x"))
    assert (letter.sender, letter.to, letter.date) == (CARE, (MARIE,), WHEN)
    assert letter.text.strip() == "It works again."
    assert b"multipart" not in raw
    assert letter.auto is None


def test_an_address_beyond_ascii_is_written_as_servers_know_it():
    raw = write(outgoing(to=(Address("marie@l\u00e4val.example", "Marie"),)))
    assert b"To: Marie <marie@xn--lval-loa.example>" in raw


def test_a_long_thread_keeps_its_beginning_and_its_end():
    letter = read(write(outgoing(references=tuple(f"{number}@example.org" for number in range(500)))))
    assert letter.references[0] == "0@example.org"
    assert letter.references[-1] == "499@example.org"
    assert len(letter.references) == MAX_REFERENCES


def test_an_automatic_message_says_so():
    letter = read(write(outgoing(automatic=True)))
    assert letter.auto_submitted == "auto-generated"


def test_files_come_out_as_they_went_in():
    files = (Attachment("Rapport d’été.pdf", "application/pdf", b"%PDF\x00\xff"),
             Attachment("enclosed.eml", "message/rfc822", b"From: x\r\n\r\nbody"))
    letter = read(write(outgoing(html="<p>It works again.</p>", attachments=files)))
    assert [(file.name, file.content) for file in letter.attachments] == [(file.name, file.content) for file in files]
    assert "<p>It works again.</p>" in letter.html


def test_the_same_value_gives_the_same_bytes():
    message = outgoing(html="<p>x</p>", attachments=(Attachment("a.txt", "text/plain", b"a"),))
    assert write(message) == write(message)


@given(WORDS, WORDS, WORDS)
def test_what_is_written_is_read_back(subject, name, text):
    letter = read(write(outgoing(subject=subject, sender=Address("care@example.org", name), text=text)))
    assert " ".join(letter.subject.split()) == " ".join(subject.split())
    assert " ".join(letter.sender.name.split()) == " ".join(name.split())
    assert "".join(letter.text.split()) == "".join(text.split())


HOSTILE = st.text(max_size=40).map(lambda text: f"x{text}\r\nBcc: everybody@example.org\n\n")


@given(HOSTILE, HOSTILE)
def test_no_value_adds_a_header_or_a_long_line(one, other):
    raw = write(outgoing(subject=one, sender=Address(other, one), to=(Address(one, other),), message_id=other,
                         in_reply_to=one, references=(one, other) * 9,
                         attachments=(Attachment(one, "text/plain", b"a"),)))
    head = raw.split(b"\r\n\r\n", 1)[0]
    assert not re.search(rb"(?mi)^bcc:", head)
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
