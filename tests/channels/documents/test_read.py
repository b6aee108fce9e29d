"""Documents into passages: each kind with its headings, its odd letters, and what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from entendu.channels.documents import read as documents
from entendu.channels.documents.read import LONGEST, Unreadable, read

PAGE = """<!doctype html><html><head><title>Setting the clock</title><style>p{}</style></head><body>
<nav><a href="/">Home</a></nav><h1>Setting the clock</h1><p>Press <b>Menu</b> for 3&nbsp;s.</p>
<h2>Heure d’été</h2><ul><li>ouvrez <i>Réglages</i></li><li>fermez</li></ul><script>alert("x")</script>
<table><tr><td>E12</td><td>no water</td></tr></table></body></html>"""


def test_markdown() -> None:
    text = read("clock.md", b"# Clock\n\nPress **Menu**.\n\n## Summer\n\n- open\n- close\n\nDone.")
    assert (text.type, text.title) == ("markdown", "Clock")
    assert text.passages == (("Clock", "Press Menu."), ("Summer", "- open\n- close\n\nDone."))


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-15", "windows-1252"])
def test_html(charset: str) -> None:
    page = PAGE.replace("<head>", f'<head><meta charset="{charset}">').replace("’", "'").encode(charset)
    text = read("clock.html", page)
    assert text.title == "Setting the clock"
    assert text.passages == (
        ("Setting the clock", "Press Menu for 3 s."), ("Heure d'été", "- ouvrez Réglages\n- fermez\n\nE12 no water"))


def test_pdf(tmp_path: Path) -> None:
    text = read("manual.pdf", pdf("The pump", "Error E12 means that no water comes."))
    assert text.title == "The pump"
    assert text.passages == (("", "The pump\nError E12 means that no water comes."),)


def test_a_long_text_is_cut_at_paragraphs_and_sentences() -> None:
    paragraph = "One sentence of many words. " * 30
    text = read("long.txt", f"{paragraph}\n\n{paragraph}\n\n{'One sentence of many words. ' * 200}".encode())
    assert all(len(passage) <= LONGEST for _heading, passage in text.passages)
    assert all(passage.endswith("words.") for _heading, passage in text.passages)
    assert sum(passage.count("sentence") for _heading, passage in text.passages) == 260


@pytest.mark.parametrize(("name", "content", "why"), [
    ("letter.docx", b"PK\3\4", "type"), ("noname", b"words", "type"), ("empty.md", b"  \n", "empty"),
    ("empty.html", b"<p><script>x</script>", "empty"), ("binary.md", b"\0\1\2\3 words", "text"),
    ("broken.pdf", b"%PDF-1.4 and no more", "pdf"), ("large.md", b"a" * (documents.LARGEST + 1), "large"),
])
def test_what_cannot_be_read(name: str, content: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(name, content)
    assert (refused.value.why, refused.value.name) == (why, name)


def test_without_the_program_a_pdf_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Unreadable) as refused:
        read("manual.pdf", pdf("The pump", "No water."))
    assert refused.value.why == "pdf-program"


def pdf(*lines: str) -> bytes:
    """A PDF of one page with these lines (ISO 32000-1, 7.5)."""
    shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
    stream = f"BT /F1 14 Tf 72 720 Td {shown} ET"
    parts = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
             "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
             "/Resources << /Font << /F1 5 0 R >> >> >>",
             f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
             "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{part}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return body + (f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(parts) + 1} "
                   f"/Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n").encode()
