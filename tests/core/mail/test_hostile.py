"""Hostile and damaged mail: reading it ends in time proportional to its size, and gives clean values."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entendu.core.mail.letter import Letter
from entendu.core.mail.read import read

HEAD = (
    b"From: Marie Laval <marie@laval.example>\r\nTo: care@example.org\r\n"
    b"Date: Mon, 12 Jan 2026 10:03:00 +0100\r\nSubject: x\r\n"
)

BOMBS = {
    "nested multiparts": HEAD
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000)),
    "nested messages": HEAD + b"Content-Type: message/rfc822\n\n" * 5_000,
    "one header": b"Subject: " + b"a" * 3_000_000,
    "many headers": b"X-A: b\n" * 300_000,
    "folds": b"Subject: a\n" + b" b\n" * 300_000,
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 30_000,
    "words never closed": b"Subject: " + b"=?utf-8?q?" * 30_000,
    "brackets": b"From: " + b"<" * 300_000,
    "addresses": b"To: " + b"a@b.c, " * 60_000,
    "comments": b"From: " + b"(" * 100_000 + b")" * 100_000,
    "parameters": b"Content-Type: text/plain" + b"; a=b" * 60_000 + b"\n\nx",
    "references": b"References: " + b"<a@b> " * 60_000,
    "boundaries": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 100_000,
    "tags": HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
    "tags never closed": HEAD + b"Content-Type: text/html\n\n" + b"<a " * 200_000,
    "comments never closed": HEAD + b"Content-Type: text/html\n\n" + b"<!--" * 200_000,
    "entities": HEAD + b"Content-Type: text/html\n\n" + b"&amp" * 200_000,
    "uuencode": HEAD + b"\n" + b"begin 644 a\n" * 50_000,
    "status groups": HEAD
    + b"Content-Type: message/delivery-status\n\n"
    + b"Final-Recipient: rfc822;a@b.c\n\n" * 20_000,
    "no mail at all": bytes(range(256)) * 4_000,
}


@pytest.mark.parametrize("raw", BOMBS.values(), ids=BOMBS.keys())
def test_time_grows_with_size_only(raw):
    started = time.process_time()
    letter = read(raw)
    assert time.process_time() - started < 4
    assert len(letter.references) <= 100
    assert len(letter.subject) <= 2_000


SAMPLE = (
    HEAD + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\nMessage-ID: <1@x>\r\n\r\n--b\r\n'
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
    b"quoted-printable\r\n\r\nH=C3=A9llo =\r\nyou\r\n--b\r\n"
    b"Content-Type: text/html\r\n\r\n<p>Hello</p><blockquote>x</blockquote>\r\n--b\r\nContent-Type: application/pdf\r\n"
    b"Content-Disposition: attachment; filename*0*=utf-8''a%20; "
    b"filename*1=b.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    b"AAECAwQ=\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; "
    b"a@b.c\r\nStatus: 5.1.1\r\n--b--\r\n"
)


def assert_clean(letter: Letter) -> None:
    people = [letter.sender, *letter.to, *letter.cc, *letter.reply_to]
    lines = [
        letter.subject,
        letter.message_id,
        *letter.references,
        *(p.name for p in people),
        *(p.address for p in people),
    ]
    assert not any(set(line) & set("\r\n\0") for line in lines)
    for text in [
        *lines,
        letter.text,
        letter.visible,
        letter.html,
        *letter.defects,
        *(file.name for file in letter.attachments),
    ]:
        text.encode("utf-8")  # no lone surrogate
        assert "\0" not in text


@given(st.binary(max_size=600))
def test_any_bytes_are_read(raw):
    assert_clean(read(raw))


@settings(max_examples=300)
@given(
    st.lists(st.tuples(st.integers(0, len(SAMPLE)), st.integers(0, 60), st.binary(max_size=12)), min_size=1, max_size=6)
)
def test_any_damage_to_a_mail_is_survived(damage):
    raw = SAMPLE
    for at, cut, instead in damage:
        raw = raw[:at] + instead + raw[at + cut :]
    assert_clean(read(raw))
