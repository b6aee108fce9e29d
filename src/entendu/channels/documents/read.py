"""A document's bytes into its title and passages. What cannot be read says why in one sentence; nothing is guessed.

PDF is read by `pdftotext` of Poppler, in a process of its own with a limit of time: a document may come from anywhere.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePath

from entendu.core.knowledge import markdown

MARKDOWN, HTML, PDF = "markdown", "html", "pdf"
TYPES = {".md": MARKDOWN, ".markdown": MARKDOWN, ".txt": MARKDOWN, ".html": HTML, ".htm": HTML, ".xhtml": HTML,
         ".pdf": PDF}
LARGEST = 20 * 1024 * 1024  # bytes
LONGEST = 2_000  # characters of a passage
SECONDS = 30  # for a PDF
BLANK = re.compile(r"[ \t\r\f\v\u00a0]+")
PARAGRAPHS = re.compile(r"\n[ \t]*\n")
CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)


class Unreadable(ValueError):
    """Why a document could not be read: `why` is one of type, large, empty, pdf-program, pdf, text."""

    def __init__(self, why: str, name: str) -> None:
        super().__init__(f"{name} could not be read ({why}); nothing was imported.")
        self.why, self.name = why, name


@dataclass(frozen=True, slots=True)
class Text:
    """A document as text: its type, its title, and its passages, each with the heading above it ('' without one)."""

    type: str
    title: str
    passages: tuple[tuple[str, str], ...]


def read(name: str, content: bytes) -> Text:
    """The document of this file name; `Unreadable` where it has no text that we can read."""
    kind = TYPES.get(PurePath(name).suffix.lower(), "")
    if not kind:
        raise Unreadable("type", name)
    if len(content) > LARGEST:
        raise Unreadable("large", name)
    title, sections = {MARKDOWN: _markdown, HTML: _html, PDF: _pdf}[kind](name, content)
    passages = tuple((heading, piece) for heading, text in sections for piece in _pieces(text))
    if not passages:
        raise Unreadable("empty", name)
    return Text(kind, title.strip() or PurePath(name).stem, passages)


def _markdown(name: str, content: bytes) -> tuple[str, list[tuple[str, str]]]:
    """Sections between headings; the first heading is the title."""
    title, heading = "", ""
    sections: list[tuple[str, str]] = []
    for part in markdown.blocks(_decoded(content, name)):
        if part.kind == "heading":
            heading = " ".join(markdown.quotable(part.lines[0])) or part.lines[0]
            title = title or heading
            continue
        words = markdown.words_of(part)
        if words and sections and sections[-1][0] == heading:
            sections[-1] = (heading, f"{sections[-1][1]}\n\n{words}")
        elif words:
            sections.append((heading, words))
    return title, sections


def _html(name: str, content: bytes) -> tuple[str, list[tuple[str, str]]]:
    found = CHARSET.search(content[:2048])
    reader = _Sections()
    reader.feed(_decoded(content, name, found[1].decode("ascii") if found else ""))
    reader.close()
    return reader.title or next((heading for heading, _text in reader.sections() if heading), ""), reader.sections()


def _pdf(name: str, content: bytes) -> tuple[str, list[tuple[str, str]]]:
    """One section a page: a form feed ends each (pdftotext(1))."""
    program = shutil.which("pdftotext")
    if program is None:
        raise Unreadable("pdf-program", name)
    try:
        done = subprocess.run([program, "-q", "-enc", "UTF-8", "-eol", "unix", "-", "-"], input=content,  # noqa: S603
                              capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Unreadable("pdf", name) from None
    if done.returncode:
        raise Unreadable("pdf", name)
    pages = done.stdout.decode("utf-8", errors="replace").split("\f")
    return _first_line(pages), [("", page.strip()) for page in pages if page.strip()]


def _first_line(pages: Iterable[str]) -> str:
    """What a PDF's first page begins with, which is its title more often than what its maker put into its data."""
    lines = (" ".join(line.split()) for page in pages for line in page.splitlines())
    return next((line[:200] for line in lines if sum(char.isalpha() for char in line) > 3), "")


def _decoded(content: bytes, name: str, charset: str = "") -> str:
    """The text in the character set that it names, in UTF-8, or else in the one that Windows writes."""
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("text", name)
    for one in (charset, "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig", "cp1252"):
        try:
            return content.decode(one) if one else content.decode("utf-8-sig")
        except (UnicodeDecodeError, LookupError):
            continue
    raise Unreadable("text", name)


def _pieces(text: str) -> Iterator[str]:
    """The text in passages of whole paragraphs; a paragraph that is longer is cut at its sentences or words."""
    piece = ""
    for paragraph in (one.strip() for one in PARAGRAPHS.split(text)):
        for part in _cut(paragraph):
            if piece and len(piece) + len(part) > LONGEST:
                yield piece
                piece = ""
            piece = f"{piece}\n\n{part}" if piece else part
    if piece:
        yield piece


def _cut(paragraph: str) -> Iterator[str]:
    while len(paragraph) > LONGEST:
        ends = (paragraph.rfind(mark, LONGEST // 2, LONGEST) + 1 for mark in (". ", "\n", " "))
        end = next((one for one in ends if one), LONGEST)
        yield paragraph[:end].strip()
        paragraph = paragraph[end:].strip()
    if paragraph:
        yield paragraph


class _Sections(HTMLParser):
    """The words of a page by the headings above them; what is code, style or way-finding is left out."""

    silent = frozenset({"script", "style", "template", "noscript", "nav", "svg", "select", "textarea", "iframe"})
    blocks = frozenset("p div section article li ul ol table tr dl dt dd pre blockquote main header br hr".split())
    headings = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self._place = ""
        self._hidden = 0
        self._found: list[tuple[str, list[str]]] = [("", [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A heading begins a section, a block a line."""
        if tag in self.silent:
            self._hidden += 1
        elif tag in self.headings:
            self._found.append(("", []))
            self._place = tag
        elif tag == "title":
            self._place = tag
        elif tag in self.blocks:
            self._found[-1][1].append("\n- " if tag == "li" else "\n" if tag in {"br", "tr", "dd"} else "\n\n")
        elif tag in {"td", "th"}:
            self._found[-1][1].append(" ")

    def handle_endtag(self, tag: str) -> None:
        """What was opened is over."""
        if tag in self.silent:
            self._hidden = max(self._hidden - 1, 0)
        elif tag == self._place:
            self._place = ""

    def handle_data(self, data: str) -> None:
        """Words, where they belong."""
        if self._hidden:
            return
        if self._place == "title":
            self.title += data
        elif self._place:
            heading, said = self._found[-1]
            self._found[-1] = (heading + data, said)
        else:
            self._found[-1][1].append(data)

    def sections(self) -> list[tuple[str, str]]:
        """Each heading with what stands under it."""
        rows = ((" ".join(heading.split()), _tidy("".join(said))) for heading, said in self._found)
        return [(heading, text) for heading, text in rows if text]


def _tidy(text: str) -> str:
    lines = [BLANK.sub(" ", line).strip() for line in text.split("\n")]
    lines = [line for line in lines if line != "-"]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
