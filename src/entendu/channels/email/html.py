"""HTML of a mail made safe to show: an allow-list, no fetching, links that betray nothing.

The page that shows it must still carry a Content-Security-Policy; this is the wall, that is the moat.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import nh3

from entendu.core.mail.markup import tokens

MAX_SOURCE = 2_000_000
"""Characters of HTML that are read; a longer body is cut, the raw mail keeps the rest."""

MAX_DEPTH = 200
MAX_OPEN_FORMATTING = 40
"""Open elements beyond which further start tags are dropped: deep nesting makes a parser slow, and formatting that
nobody closes is repeated by every later paragraph (HTML §13.2.4.3)."""

MAX_TAG = 2_000
MAX_ATTRIBUTES = 100
"""A start tag longer than MAX_TAG characters with more than MAX_ATTRIBUTES is dropped: a parser compares each attribute
with all before it. A picture inside its own tag is long, but has few."""

_TAGS = frozenset(
    """a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del
    dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q
    rp rt ruby s samp section small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var
    wbr""".split()
)
# Of these the content goes as well: it is code, data for programs, or a document of its own.
_SILENT = frozenset(
    """script style title template noscript noframes iframe frame frameset object embed applet svg math select option
    textarea xmp xml audio video canvas""".split()
)
_GENERAL = frozenset({"dir", "lang", "title", "style", "align"})
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height", "border"},
    "table": {"width", "height", "border", "cellpadding", "cellspacing", "bgcolor", "summary"},
    "tr": {"valign", "bgcolor", "height"},
    "td": {"width", "height", "valign", "bgcolor", "colspan", "rowspan", "nowrap", "abbr"},
    "th": {"width", "height", "valign", "bgcolor", "colspan", "rowspan", "nowrap", "abbr", "scope"},
    "tbody": {"valign"},
    "thead": {"valign"},
    "tfoot": {"valign"},
    "col": {"span", "width"},
    "colgroup": {"span", "width"},
    "font": {"color", "size", "face"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "li": {"value", "type"},
    "hr": {"width", "size", "color"},
    "time": {"datetime"},
    "bdo": {"dir"},
}
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms", "cid", "data"})
_LINK_SCHEMES = ("http:", "https:", "mailto:", "tel:", "sms:")
_PROPERTIES = frozenset(
    """background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width border-collapse
    border-color border-left border-left-color border-left-style border-left-width border-radius border-right
    border-right-color border-right-style border-right-width border-spacing border-style border-top border-top-color
    border-top-style border-top-width border-width caption-side clear color direction display empty-cells float font
    font-family font-size font-style font-variant font-weight height letter-spacing line-height list-style
    list-style-position list-style-type margin margin-bottom margin-left margin-right margin-top max-width min-width
    padding padding-bottom padding-left padding-right padding-top table-layout text-align text-decoration text-indent
    text-transform unicode-bidi vertical-align white-space width word-break word-spacing word-wrap
    overflow-wrap""".split()
)
# Words, numbers, colours, quoted font names, and the colour functions: nothing that could fetch or compute.
_VALUE = re.compile(r"""(?:[\w\s#%.,!+'"-]|(?:rgba?|hsla?)\([\d\s.,%/-]{1,60}\)){1,300}""", re.IGNORECASE)
_NEGATIVE = re.compile(r"(?:^|\s)-\s*\.?\d")
_DISPLAY = frozenset("none block inline inline-block table table-row table-cell list-item".split())
_PICTURE = re.compile(r"data:image/(?:png|gif|jpe?g|webp|bmp);base64,[A-Za-z0-9+/=\s]{0,2000000}", re.IGNORECASE)
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# Elements that the next of their kind, or their parent, closes; and those that never hold anything.
_CLOSED_BY_OTHERS = frozenset("p li dd dt tr td th tbody thead tfoot colgroup rp rt html head body option".split())
_EMPTY = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_IN_QUOTES = re.compile(r"\"[^\"]*\"|'[^']*'")
_BETWEEN = re.compile(r"[\s/]+")
_NOISE = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]+")


@dataclass(frozen=True, slots=True)
class SafeHtml:
    """HTML that may be shown, and how many pictures on other people's servers were left unfetched."""

    html: str
    remote_hidden: int


def safe(html: str, *, remote: bool = False, cid: Mapping[str, str] | None = None) -> SafeHtml:
    """The HTML of a mail by allow-list, as a fragment to put into a page.

    No script, style sheet, form, frame, event handler or class survives; links open elsewhere and carry no referrer.
    Pictures on other servers are fetched only with `remote=True` (the reader asked for them); otherwise they are
    counted in `remote_hidden` and only their description stays. `cid` maps the Content-ID of a part (bare, as in
    Attachment.content_id) to the URL under which it is served; a picture that is not in it stays empty.
    """
    known = dict(cid or {})
    hidden = 0

    def check(tag: str, attribute: str, value: str) -> str | None:
        nonlocal hidden
        if attribute == "style":
            return _style(value)
        if attribute == "href":
            return value if _NOISE.sub("", value).lower().startswith(_LINK_SCHEMES) else None
        if attribute == "src":
            picture = value.strip()
            scheme = _NOISE.sub("", picture[:40]).lower()
            if scheme.startswith("cid:"):
                return known.get(picture[4:].strip().strip("<>"))
            if scheme.startswith("data:"):
                return picture if _PICTURE.fullmatch(picture) else None
            if scheme.startswith(("http:", "https:")):
                if remote:
                    return picture
                hidden += 1
            return None
        return value

    clean = nh3.clean(
        _bounded(html),
        tags=set(_TAGS),
        clean_content_tags=set(_SILENT),
        attributes={"*": set(_GENERAL), **{tag: set(names) for tag, names in _ATTRIBUTES.items()}},
        attribute_filter=check,
        strip_comments=True,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={
            "a": {"target": "_blank"},
            "img": {"referrerpolicy": "no-referrer", "loading": "lazy"},
        },
        url_schemes=set(_SCHEMES),
        url_relative="pass_through",  # ours, for `cid`; `check` drops those that the mail itself brings
    )
    return SafeHtml(clean, hidden)


def sanitize(html: str) -> str:
    """The safe form alone, with nothing fetched."""
    return safe(html).html


def _bounded(html: str) -> str:
    """The source within limits of length and of what costs a parser more than linear time."""
    return _shallow(html[:MAX_SOURCE].replace("\0", ""))


def _shallow(html: str) -> str:
    """The source without the start tags that nest deeper, format longer or have more attributes than the limits."""
    open_tags: dict[str, int] = {}
    depth = formatting = position = 0
    pieces: list[str] = []
    for kind, name, start, end in tokens(html):
        if kind == "start" and end - start > MAX_TAG and _attributes(html[start:end]) > MAX_ATTRIBUTES:
            pieces.append(html[position:start])
            position = end
            continue
        if kind == "text" or name in _EMPTY or name in _CLOSED_BY_OTHERS:
            continue
        is_formatting = name in _FORMATTING
        if kind == "end":
            if open_tags.get(name, 0):
                open_tags[name] -= 1
                depth -= 1
                formatting -= is_formatting
        elif depth >= MAX_DEPTH or (is_formatting and formatting >= MAX_OPEN_FORMATTING):
            pieces.append(html[position:start])
            position = end
        else:
            open_tags[name] = open_tags.get(name, 0) + 1
            depth += 1
            formatting += is_formatting
    pieces.append(html[position:])
    return "".join(pieces)


def _attributes(tag: str) -> int:
    """About how many attributes a start tag has."""
    return len(_BETWEEN.findall(_IN_QUOTES.sub("", tag)))


def _style(value: str) -> str | None:
    """The declarations of a style attribute that can only change how letters and boxes look; None for none."""
    if "\\" in value or len(value) > 5_000:
        return None
    kept: list[str] = []
    for declaration in value.split(";"):
        name, colon, content = declaration.partition(":")
        name, content = name.strip().lower(), content.strip()
        if not colon or name not in _PROPERTIES or not _VALUE.fullmatch(content):
            continue
        if name == "display" and content.lower() not in _DISPLAY:
            continue
        if name.startswith(("margin", "text-indent", "letter-spacing", "word-spacing")) and _NEGATIVE.search(content):
            continue  # nothing may leave its place
        kept.append(f"{name}: {content}")
    return "; ".join(kept) or None
