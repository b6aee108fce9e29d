"""Mail is read: whatever a mailer writes becomes a Letter with clean values, and nothing makes the reader fall."""

from __future__ import annotations

import base64
import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.mail.letter import Address, Letter
from entendu.core.mail.names import safe_name
from entendu.core.mail.read import read

HEAD = (
    b"From: Marie Laval <marie@laval.example>\r\nTo: care@example.org\r\n"
    b"Date: Mon, 12 Jan 2026 10:03:00 +0100\r\nSubject: x\r\n"
)


def mail(*fields: str, body: bytes | str = b"Hello", head: bytes = HEAD) -> Letter:
    content = body.encode() if isinstance(body, str) else body
    return read(head + b"".join(field.encode() + b"\r\n" for field in fields) + b"\r\n" + content)


def subject(value: bytes) -> str:
    return read(b"Subject: " + value + b"\r\n\r\n").subject


SUBJECTS = {
    "plain": (b"Hello", "Hello"),
    "folded": (b"Hello\r\n world", "Hello world"),
    "quoted-printable": (b"=?utf-8?Q?R=C3=A9servation_perdue?=", "Réservation perdue"),
    "base64": (b"=?UTF-8?B?UsOpc2VydmF0aW9u?=", "Réservation"),
    "two words, no blank between": (b"=?utf-8?q?un?= =?utf-8?q?_deux?=", "un deux"),
    "a character cut in two": (b"=?utf-8?q?caf=C3?= =?utf-8?q?=A9?=", "café"),
    "with a language": (b"=?utf-8*fr?q?=C3=A9t=C3=A9?=", "été"),
    "blanks inside the word": (b"=?utf-8?q?two words?=", "two words"),
    "base64 without padding": (b"=?utf-8?b?aGk?=", "hi"),
    "unknown charset": (b"=?x-nobody?q?abc?=", "abc"),
    "raw UTF-8": ("Réservation".encode(), "Réservation"),
    "raw Latin-1": ("Réservation".encode("latin-1"), "Réservation"),
    "raw Romanian in windows-1250": (
        "Bună ziua, vă rog să îmi spuneţi când".encode("cp1250"),
        "Bună ziua, vă rog să îmi spuneţi când",
    ),
    "windows-1252 named Latin-1": (b"=?iso-8859-1?q?=93x=94?=", "“x”"),
    "shift_jis": (b"=?shift_jis?b?g2WDWINn?=", "テスト"),
    "line breaks inside the word": (b"=?utf-8?q?a=0D=0ABcc:_b?=", "a  Bcc: b"),
    "never closed": (b"=?utf-8?q?abc", "=?utf-8?q?abc"),
    "NUL": (b"a\x00b", "a b"),
}


@pytest.mark.parametrize(("raw", "text"), SUBJECTS.values(), ids=SUBJECTS.keys())
def test_header_text(raw, text):
    assert subject(raw) == text


SENDERS = {
    "name and address": ("Marie Laval <marie@laval.example>", Address("marie@laval.example", "Marie Laval")),
    "address alone": ("marie@laval.example", Address("marie@laval.example")),
    "quoted name with a comma": (
        '"Laval, Marie" <marie@laval.example>',
        Address("marie@laval.example", "Laval, Marie"),
    ),
    "comment as name": ("marie@laval.example (Marie Laval)", Address("marie@laval.example", "Marie Laval")),
    "encoded name with a comma": (
        "=?utf-8?q?Laval,_H=C3=A9l=C3=A8ne?= <h@laval.example>",
        Address("h@laval.example", "Laval, Hélène"),
    ),
    "encoded name in quotes": (
        '"=?utf-8?q?H=C3=A9l=C3=A8ne?=" <h@laval.example>',
        Address("h@laval.example", "Hélène"),
    ),
    "an address as name": (
        '"care@bank.example" <thief@elsewhere.example>',
        Address("thief@elsewhere.example", "care@bank.example"),
    ),
    "group": ("Friends: marie@laval.example, jonas@keller.example;", Address("marie@laval.example")),
    "route": ("<@relay.example:marie@laval.example>", Address("marie@laval.example")),
    "quote never closed": ('"Marie Laval <marie@laval.example>', Address("marie@laval.example", "Marie Laval")),
    "name without address": ("Marie", Address("", "Marie")),
    "escaped quotes": (r'"Marie \"Mimi\" Laval" <m@laval.example>', Address("m@laval.example", 'Marie "Mimi" Laval')),
    "nested comments": ("Marie (a (b) c) <m@laval.example>", Address("m@laval.example", "Marie")),
    "bracket never closed": ("Marie <m@laval.example", Address("m@laval.example", "Marie")),
}


@pytest.mark.parametrize(("value", "expected"), SENDERS.values(), ids=SENDERS.keys())
def test_senders(value, expected):
    assert read(f"From: {value}\r\n\r\n".encode()).sender == expected


def test_the_head_of_a_letter():
    letter = mail(
        "Message-ID: <1@laval.example>",
        "In-Reply-To: <0@example.org> (your mail of today)",
        "References: <a@example.org>\r\n\t<0@example.org>",
        "Cc: Jonas <jonas@keller.example>, grace@adeyemi.example",
        "Reply-To: desk@laval.example",
        "Return-Path: <>",
        "Auto-Submitted: No",
        "Delivered-To: care@example.org",
        "X-Original-To: help@example.org",
        "List-Id: News <news.laval.example>",
        "Precedence: Bulk",
    )
    assert (letter.message_id, letter.in_reply_to) == ("1@laval.example", ("0@example.org",))
    assert letter.references == ("a@example.org", "0@example.org")
    assert letter.date is not None
    assert letter.date.astimezone(UTC) == datetime(2026, 1, 12, 9, 3, tzinfo=UTC)
    assert letter.cc == (Address("jonas@keller.example", "Jonas"), Address("grace@adeyemi.example"))
    assert letter.reply_to == (Address("desk@laval.example"),)
    assert (letter.return_path, letter.auto_submitted, letter.precedence) == ("", "no", "bulk")
    assert (letter.delivered_to, letter.original_to) == (("care@example.org",), ("help@example.org",))
    assert letter.list_id == "News <news.laval.example>"


def test_a_letter_without_a_head_says_what_is_missing():
    letter = read(b"")
    assert letter.sender == Address("")
    assert letter.date is None
    assert len(letter.defects) == 2


DATES = (
    "Mon, 12 Jan 2026 10:03:00 +9999",
    "never",
    "Mon, 99 Jan 2026 10:03:00 +0100",
    "Mon, 12 Jan 999999 10:03:00 +0000",
)


@pytest.mark.parametrize("value", DATES)
def test_a_date_that_is_none(value):
    assert read(f"Date: {value}\r\n\r\n".encode()).date is None


def part(content_type: str, body: str, *fields: str) -> str:
    return "\r\n".join(["--b", f"Content-Type: {content_type}", *fields, "", body, ""])


def mixed(*parts: str, kind: str = "mixed") -> Letter:
    return mail(f'Content-Type: multipart/{kind}; boundary="b"', body="".join(parts) + "--b--\r\n")


def test_plain_wins_over_html_and_both_are_kept():
    letter = mixed(part("text/plain", "Hello"), part("text/html", "<p>Hello <b>you</b></p>"), kind="alternative")
    assert letter.text == "Hello"
    assert letter.html == "<p>Hello <b>you</b></p>"
    assert letter.attachments == ()


def test_text_is_made_from_html_where_there_is_no_other():
    letter = mixed(
        part("text/plain", " "), part("text/html", "<p>Hello<br>you &amp; me</p><p>Bye</p>"), kind="alternative"
    )
    assert letter.text == "Hello\nyou & me\n\nBye"
    stub = "Your mail program does not support HTML messages."
    letter = mixed(part("text/plain", stub), part("text/html", "<p>The real one</p>"), kind="alternative")
    assert letter.text == "The real one"


def test_script_and_style_are_no_text():
    letter = mail(
        "Content-Type: text/html", body="<style>p{}</style><script>x<b></script><title>t</title><p>Hello</p><!-- no -->"
    )
    assert letter.text == "Hello"


def test_files_are_kept_as_they_are():
    content = bytes(range(256))
    encoded = base64.encodebytes(content).decode()
    letter = mixed(
        part("text/plain", "Hello"),
        part(
            'application/pdf; name="a.pdf"',
            encoded,
            "Content-Transfer-Encoding: base64",
            "Content-Disposition: attachment",
        ),
        part(
            "image/png",
            encoded,
            "Content-Transfer-Encoding: base64",
            "Content-Disposition: inline",
            "Content-ID: <i@x>",
        ),
        part('text/plain; name="log.txt"', "line", "Content-Disposition: attachment"),
        part("message/rfc822", "Subject: Enclosed\r\n\r\nInner"),
    )
    assert letter.text == "Hello"
    assert [(file.name, file.type, len(file.content)) for file in letter.attachments] == [
        ("a.pdf", "application/pdf", 256),
        ("attachment-2.png", "image/png", 256),
        ("log.txt", "text/plain", 4),
        ("Enclosed.eml", "message/rfc822", 26),
    ]
    assert [(file.inline, file.content_id) for file in letter.attachments][1] == (True, "i@x")


NAMES = {
    "RFC 2231": ("filename*=utf-8''R%C3%A9sum%C3%A9.pdf", "Résumé.pdf"),
    "RFC 2231, continued": ("filename*0*=utf-8''R%C3%A9;\r\n filename*1=sum.pdf", "Résum.pdf"),
    "RFC 2231, a piece missing": ("filename*0=a; filename*2=b.pdf", "ab.pdf"),
    "encoded word": ('filename="=?utf-8?q?R=C3=A9sum=C3=A9.pdf?="', "Résumé.pdf"),
    "raw UTF-8": ('filename="Résumé.pdf"', "Résumé.pdf"),
    "a path": ('filename="../../etc/passwd"', "passwd"),
    "a path of Windows": ('filename="C:\\\\Users\\\\x.txt"', "x.txt"),
    "direction turned": ('filename="exe.\u202efdp.scr"', "exe.fdp.scr"),
    "dots": ('filename=".."', "attachment-1.bin"),
    "NUL": ('filename="a\x00b.txt"', "a b.txt"),
    "no quotes": ("filename=a b.txt", "a b.txt"),
    "reserved": ('filename="con.txt"', "_con.txt"),
}


@pytest.mark.parametrize(("parameter", "name"), NAMES.values(), ids=NAMES.keys())
def test_file_names(parameter, name):
    letter = mixed(
        part("text/plain", "Hello"),
        part("application/octet-stream", "x", f"Content-Disposition: attachment; {parameter}"),
    )
    assert [file.name for file in letter.attachments] == [name]


@given(st.text(max_size=400))
def test_any_name_becomes_safe(name):
    safe = safe_name(name)
    assert safe not in (".", "..")
    assert len(safe.encode()) <= 255
    assert not set(safe) & set('/\\\0\r\n:*?"<>|\u202e')


BODIES = {
    "windows-1252": ("text/plain; charset=windows-1252", "été – “x”".encode("cp1252"), "été – “x”"),
    "unlabelled UTF-8": ("text/plain", "été".encode(), "été"),
    "unlabelled Latin-1": ("text/plain", "été".encode("latin-1"), "été"),
    "a wrong label": ("text/plain; charset=us-ascii", "été".encode(), "été"),
    "an unknown label": ("text/plain; charset=nonsense", "été".encode(), "été"),
    "a codec that is no charset": ("text/plain; charset=hex", b"616263", "616263"),
    "idna": ("text/plain; charset=idna", b"xn--a", "xn--a"),
    "utf-7": ("text/plain; charset=utf-7", b"+AOk-t+AOk-", "été"),
    "GB2312 beyond its set": ("text/plain; charset=gb2312", "你好".encode("gb18030"), "你好"),
    "a semicolon forgotten": ("text/plain charset=utf-8", "été".encode(), "été"),
}


@pytest.mark.parametrize(("kind", "body", "text"), BODIES.values(), ids=BODIES.keys())
def test_charsets(kind, body, text):
    assert mail(f"Content-Type: {kind}", body=body).text == text


FLOWED = (
    ("One \r\nparagraph\r\nanother", "format=flowed", "One paragraph\nanother"),
    ("> quoted \r\n> line\r\nmine", "format=flowed", "> quoted line\nmine"),
    ("Bye\r\n-- \r\nMarie", "format=flowed", "Bye\n-- \nMarie"),
    (" From here\r\n>> deep", "format=flowed", "From here\n>> deep"),
    ("to \r\ngether", "format=flowed; delsp=yes", "together"),
)


@pytest.mark.parametrize(("body", "parameters", "text"), FLOWED)
def test_flowed_text(body, parameters, text):
    assert mail(f"Content-Type: text/plain; {parameters}", body=body).text == text


def test_uuencoded_files_leave_the_text():
    letter = mail(body="Here it is\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\nBye")
    assert letter.text == "Here it is\nBye"
    assert [(file.name, file.content) for file in letter.attachments] == [("cat.txt", b"Cat")]


def test_an_invitation_without_text_is_told():
    event = "SUMMARY:Call\\, at last\r\nDTSTART;TZID=Europe/Paris:20260112T100000\r\nLOCATION:Room 2"
    ics = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{event}\r\nEND:VEVENT"
    letter = mail("Content-Type: text/calendar; method=REQUEST", body=ics)
    assert letter.text == "Call, at last\n2026-01-12 10:00\nRoom 2"
    assert [file.name for file in letter.attachments] == ["attachment-1.ics"]


def tnef(*attributes: tuple[int, bytes]) -> bytes:
    packed = b"".join(struct.pack("<BII", 2, key, len(value)) + value + b"\0\0" for key, value in attributes)
    return struct.pack("<IH", 0x223E9F78, 1) + packed


def test_winmail_dat_is_opened():
    data = tnef((0x00069002, b"\0" * 14), (0x00018010, b"photo.jpg\0"), (0x0006800F, b"jpeg"))
    letter = mixed(
        part("text/plain", "Hello"),
        part(
            "application/ms-tnef; name=winmail.dat",
            base64.encodebytes(data).decode(),
            "Content-Transfer-Encoding: base64",
        ),
    )
    assert [(file.name, file.content) for file in letter.attachments] == [("photo.jpg", b"jpeg")]


def test_the_formatted_text_of_outlook_is_kept_as_a_file():
    # MS-OXRTFCP §2.2: "{\\rtf1" out of the dictionary, two literals, the end mark.
    stream = bytes([0b1001]) + (4).to_bytes(2, "big") + b"x}" + (215 << 4).to_bytes(2, "big")
    compressed = struct.pack("<IIII", len(stream) + 12, 8, 0x75465A4C, 0) + stream
    properties = struct.pack("<IIII", 1, 0x10090102, 1, len(compressed)) + compressed
    letter = mail("Content-Type: application/ms-tnef", body=tnef((0x00069003, properties)))
    assert [(file.name, file.content) for file in letter.attachments] == [("message.rtf", b"{\\rtf1x}")]


@given(st.binary(max_size=300))
def test_a_broken_winmail_dat_is_survived(rest):
    letter = mail("Content-Type: application/ms-tnef", body=tnef((0x00069002, b""), (0x00069005, rest)) + rest)
    assert isinstance(letter, Letter)


BROKEN = {
    "no boundary named": ("multipart/mixed", "--q\r\n\r\nHello\r\n--q--\r\n"),
    "another boundary used": ('multipart/mixed; boundary="z"', "--q\r\n\r\nHello\r\n--q--\r\n"),
    "no boundary anywhere": ('multipart/mixed; boundary="z"', "Hello"),
    "never closed": ('multipart/mixed; boundary="q"', "--q\r\n\r\nHello"),
    "an unknown encoding": ("text/plain\r\nContent-Transfer-Encoding: x-none", "Hello"),
    "broken base64": ("text/plain\r\nContent-Transfer-Encoding: base64", "SGVsbG8*"),
    "base64 and a footer": ("text/plain\r\nContent-Transfer-Encoding: base64", "SGVsbG8=\r\n-- \r\nA list's footer"),
}


@pytest.mark.parametrize(("kind", "body"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_structure_is_mended_and_told(kind, body):
    letter = mail(f"Content-Type: {kind}", body=body)
    assert letter.text == "Hello"
    assert letter.defects


def test_a_missing_empty_line_and_a_bad_fold_are_mended():
    letter = read(b"From: marie@laval.example\r\nSubject: a long\r\nsubject\r\nTo: care@example.org\r\nHello there\r\n")
    assert (letter.subject, letter.text) == ("a long subject", "Hello there")
    assert len(letter.defects) >= 2


LANGUAGES = (
    ("Hello, I cannot open the app since this morning. Thanks!", "en"),
    ("Bonjour, je n’arrive plus à ouvrir l’application. Merci", "fr"),
    ("Bună ziua, nu pot deschide aplicația de azi dimineață.", "ro"),
    ("Buna ziua, nu mai merge imprimanta. Va rog sa ma ajutati", "ro"),
    ("Guten Tag, ich kann die Anwendung nicht öffnen. Danke", ""),
    ("Hola, no puedo abrir la aplicación desde esta mañana. Gracias", ""),
    ("Merci !", "fr"),
    ("Mulțumesc", "ro"),
    ("Thank you", "en"),
    ("", ""),
    ("12345", ""),
)


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_languages(text, language):
    assert mail(body=text).language == language
