"""Markdown: what stands for what, in HTML and in a letter; and that nothing of it can become a tag."""

from __future__ import annotations

import re

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.knowledge import markdown

TAGS = set("h2 h3 h4 h5 h6 p ul ol li blockquote pre code strong em a hr br".split())


@pytest.mark.parametrize(("source", "html"), [
    ("Plain words.", "<p>Plain words.</p>"),
    ("one\ntwo", "<p>one\ntwo</p>"),
    ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
    ("# Title", "<h2>Title</h2>"),
    ("## A\n### B", "<h2>A</h2>\n<h3>B</h3>"),
    ("#no heading", "<p>#no heading</p>"),
    ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
    ("* one\n\n* two", "<ul><li>one</li><li>two</li></ul>"),
    ("- one\n  goes on", "<ul><li>one goes on</li></ul>"),
    ("1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"),
    ("4) four", '<ol start="4"><li>four</li></ol>'),
    ("1995. A year", '<ol start="1995"><li>A year</li></ol>'),
    ("> said\n> so", "<blockquote><p>said<br>so</p></blockquote>"),
    ("```\n<b>\n# not a title\n```", '<pre tabindex="0"><code>&lt;b&gt;\n# not a title</code></pre>'),
    ("---", "<hr>"),
    ("text\n- point", "<p>text</p>\n<ul><li>point</li></ul>"),
    ("**strong** and *soft*", "<p><strong>strong</strong> and <em>soft</em></p>"),
    ("__strong__ and _soft_", "<p><strong>strong</strong> and <em>soft</em></p>"),
    ("a snake_case_name, 2*3*4 and 2 * 3", "<p>a snake_case_name, 2*3*4 and 2 * 3</p>"),
    ("`<b>` and ``a`b``", "<p><code>&lt;b&gt;</code> and <code>a`b</code></p>"),
    (r"\*not soft\*", "<p>*not soft*</p>"),
    ("[here](https://a.example/b?c=1&d)",
     '<p><a href="https://a.example/b?c=1&amp;d" rel="noopener noreferrer">here</a></p>'),
    ("see https://a.example/b.", '<p>see <a href="https://a.example/b" rel="noopener noreferrer">https://a.example/b</a>.</p>'),
    ("[x](javascript:alert)", "<p>x</p>"),
    ("[x](data:text/html,y)", "<p>x</p>"),
    ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ("", ""),
])
def test_html(source: str, html: str) -> None:
    assert markdown.to_html(source) == html


@pytest.mark.parametrize(("source", "words"), [
    ("# Title\n\nDo **this** first,\nthen [that](https://a.example).", ["Do this first, then that (https://a.example)."]),
    ("- one\n- two", ["- one\n- two"]),
    ("3. three\n4. four", ["3. three\n4. four"]),
    ("```\nmake `it`\n```", ["make `it`"]),
    ("> she said\n\n---\n\nand went", ["she said", "and went"]),
    ("[https://a.example](https://a.example)", ["https://a.example"]),
    ("[x](javascript:alert)", ["x"]),
    ("   \n\n", []),
])
def test_words_for_a_letter(source: str, words: list[str]) -> None:
    assert markdown.quotable(source) == words
    assert markdown.to_words(source) == "\n\n".join(words)


@given(st.text(alphabet="ab #*_`[]()<>!-+1.\n\\\"'&hts:/pjavcrip", max_size=200))
def test_nothing_becomes_a_tag_that_is_not_ours(source: str) -> None:
    html = markdown.to_html(source)
    assert set(re.findall(r"<\s*/?\s*([a-zA-Z][\w-]*)", html)) <= TAGS
    attributes = {"a": {"href"}, "pre": {"tabindex"}, "ol": {"start"}}
    again = nh3.clean(html, tags=TAGS, attributes=attributes, link_rel="noopener noreferrer",
                      url_schemes={"http", "https", "mailto"})
    assert re.sub(r"\s|&quot;|&#x27;|[\"']", "", again) == re.sub(r"\s|&quot;|&#x27;|[\"']", "", html)


def test_emphasis_without_an_end_takes_no_time() -> None:
    assert markdown.to_html("*a **b " * 2_000).count("<em>") < 2_000
