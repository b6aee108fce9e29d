"""Our words as an HTML page that mail clients show well: paragraphs, links, one readable column, no pictures."""

from __future__ import annotations

import html
import re

import css_inline

# Addresses in our own text become links; what people wrote to us is never made clickable here.
LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
STYLE = """
body { margin: 0; padding: 16px; font-family: -apple-system, "Segoe UI", Roboto, Arial, sans-serif; font-size: 16px;
       line-height: 1.5; color: #16201c; }
p { margin: 0 0 1em; max-width: 40em; }
a { color: #0b6a5b; }
.signature { color: #5d6863; }
"""
_inliner = css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)


def page(text: str, language: str) -> str:
    """The text as a whole HTML document with styles inlined (mail clients drop style elements).

    Blank lines part paragraphs; what follows the line "-- " is the signature (RFC 3676 §4.3).
    """
    body, mark, signature = text.partition("\n-- \n")
    paragraphs = [_paragraph(part) for part in re.split(r"\n\s*\n", body.strip())]
    if mark:
        paragraphs.append(_paragraph(signature.strip(), ' class="signature"'))
    lang = f' lang="{html.escape(language)}"' if language else ""
    document = f"<!doctype html><html{lang}><head><meta charset=\"utf-8\"><style>{STYLE}</style></head>" \
               f"<body>{''.join(paragraphs)}</body></html>"
    return _inliner.inline(document)


def _paragraph(text: str, attributes: str = "") -> str:
    escaped = html.escape(text, quote=False)
    linked = LINK.sub(lambda found: f'<a href="{html.escape(html.unescape(found[0]))}">{found[0]}</a>', escaped)
    return f"<p{attributes}>{linked.replace(chr(10), '<br>')}</p>"
