"""Every reason has a sentence in every language, written as people write it there."""

import re
import string

import pytest

from entendu.core.governor.reasons import LANGUAGES, SENTENCES

ALL = [(code, language) for code in SENTENCES for language in LANGUAGES]


@pytest.mark.parametrize(("code", "language"), ALL)
def test_every_reason_speaks_every_language_with_the_same_names(code, language):
    names = {field for _, field, _, _ in string.Formatter().parse(SENTENCES[code][language]) if field}
    english = {field for _, field, _, _ in string.Formatter().parse(SENTENCES[code]["en"]) if field}
    assert names == english


@pytest.mark.parametrize("code", SENTENCES)
def test_french_has_its_no_break_spaces(code):
    assert not re.search(r"[^\u00a0][:;?!]", SENTENCES[code]["fr"])


@pytest.mark.parametrize("code", SENTENCES)
def test_romanian_has_commas_below(code):
    assert not set("şţŞŢ") & set(SENTENCES[code]["ro"])
