"""Mail in files of every kind is found, one message after the other, and other files are refused in a sentence."""

from __future__ import annotations

import io
import json
import sys

import pytest

from entendu.channels.email.folders import NotMail, messages
from entendu.doors.cli.mail_read import run

ONE = b"From: marie@laval.example\nSubject: one\n\nHello\n"
TWO = b"From: jonas@keller.example\nSubject: two\n\nFrom what I see\n\nall is well\n"
LINE = b"From marie@laval.example Mon Jan 12 10:03:00 2026\n"


def quoted(raw: bytes) -> bytes:
    return b"\n".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in raw.split(b"\n"))


@pytest.fixture
def place(tmp_path):
    return tmp_path


def raws(path) -> list[bytes]:
    return [raw for _, raw in messages(path)]


def test_a_single_message(place):
    file = place / "one.eml"
    file.write_bytes(ONE)
    assert list(messages(file)) == [(str(file), ONE)]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_an_mbox(place, ending):
    file = place / "box"
    file.write_bytes((LINE + ONE + b"\n" + LINE + TWO + b"\n" + LINE + ONE).replace(b"\n", ending))
    assert raws(file) == [raw.replace(b"\n", ending) for raw in (ONE, TWO, ONE)]


def test_quoted_lines_of_an_mbox_are_restored(place):
    raw = b"Subject: x\n\nFrom here\n>From there\n>>From far\nfrom us\n"
    file = place / "box"
    file.write_bytes(LINE + quoted(raw) + b"\n" + LINE + ONE)
    assert raws(file) == [raw, ONE]


def test_a_long_mbox_is_streamed(place):
    file = place / "box"
    body = b"x" * 70 + b"\n"
    with file.open("wb") as out:
        for number in range(60):
            out.write(LINE + b"Subject: %d\n\n" % number + body * 1_000 + b"\n")
    found = raws(file)
    assert len(found) == 60
    assert all(len(raw) == len(b"Subject: %d\n\n" % number) + 71_000 for number, raw in enumerate(found))


def test_a_maildir(place):
    for name in ("cur", "new", "tmp"):
        (place / name).mkdir()
    (place / "cur" / "2:2,S").write_bytes(TWO)
    (place / "new" / "1").write_bytes(ONE)
    (place / "tmp" / "0").write_bytes(b"half")
    assert raws(place) == [ONE, TWO]


def test_a_folder_of_messages_and_one_of_mh(place):
    (place / "sub").mkdir()
    (place / "b.eml").write_bytes(TWO)
    (place / "sub" / "a.EML").write_bytes(ONE)
    (place / "notes.txt").write_bytes(b"no mail")
    assert raws(place) == [TWO, ONE]
    for name in ("10", "9"):
        (place / "sub" / name).write_bytes(b"Subject: %s\n\n" % name.encode())
    assert raws(place / "sub") == [ONE, b"Subject: 9\n\n", b"Subject: 10\n\n"]


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ONE)))
    assert list(messages("-")) == [("-", ONE)]


REFUSED = {
    "binary": b"\x7fELF\x02\x01\x01\0\0\0",
    "words": b"Dear all,\nthis is a note and no mail.\n",
    "settings": b"name: entendu\nversion: 1\n",
    "JSON": b'{"from": "marie@laval.example", "subject": "x"}\n',
    "nothing": b"",
    "a letter that begins like an mbox": b"From the desk of Marie Laval\nDear all\n",
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_mail_is_refused(place, content):
    file = place / "file"
    file.write_bytes(content)
    with pytest.raises(NotMail, match="mail"):
        raws(file)


def test_a_folder_without_mail_and_a_name_without_file_are_refused(place):
    with pytest.raises(NotMail, match="holds no mail"):
        raws(place)
    with pytest.raises(NotMail, match="There is no file"):
        raws(place / "nothing")


def test_letters_are_printed_in_order_and_trouble_in_its_place(place):
    (place / "one.eml").write_bytes(ONE)
    (place / "box").write_bytes(LINE + TWO)
    out, err = io.StringIO(), io.StringIO()
    code = run([str(place / "one.eml"), str(place / "none"), str(place / "box")], out, err)
    first, second, third = map(json.loads, out.getvalue().splitlines())
    assert code == 2
    assert (first["subject"], third["subject"]) == ("one", "two")
    assert second["line"] == 2
    assert second["error"] in err.getvalue()


def test_a_letter_is_printed_in_the_fixed_form(place):
    file = place / "one.eml"
    file.write_bytes(
        b"From: Marie <marie@laval.example>\nTo: care@example.org\nDate: Mon, 12 Jan 2026 10:03:00 +0100\n"
        b"Message-ID: <1@x>\nSubject: Imprimante\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\n\nBonjour, elle ne marche pas.\n\n-- \nMarie\n"
        b"--b\nContent-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\nabc\n--b--\n"
    )
    out = io.StringIO()
    assert run([str(file)], out, io.StringIO()) == 0
    assert json.loads(out.getvalue()) == {
        "file": str(file),
        "message_id": "1@x",
        "in_reply_to": [],
        "references": [],
        "date": "2026-01-12T10:03:00+01:00",
        "subject": "Imprimante",
        "from": {"address": "marie@laval.example", "name": "Marie"},
        "reply_to": [],
        "to": [{"address": "care@example.org", "name": ""}],
        "cc": [],
        "language": "fr",
        "text": "Bonjour, elle ne marche pas.\n\n-- \nMarie",
        "visible": "Bonjour, elle ne marche pas.",
        "html": "",
        "attachments": [
            {
                "name": "a.txt",
                "type": "text/plain",
                "size": 3,
                "inline": False,
                "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            }
        ],
        "auto": None,
        "bounce": None,
        "defects": [],
    }
