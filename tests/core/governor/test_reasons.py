"""Every reason has a sentence in every language, written as people write it there."""

import re
import string

import pytest

from entendu.core.governor.model import Reason
from entendu.core.governor.reasons import LANGUAGES, SENTENCES, sentence

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


@pytest.mark.parametrize(("now", "at", "when"), [
    ("2026-10-24T21:40:00+02:00", "2026-10-26T08:00:00+01:00", "on Monday at 08:00"),
    ("2026-03-28T21:40:00+01:00", "2026-03-29T08:00:00+02:00", "at 08:00 tomorrow"),
])
def test_a_moment_beyond_a_change_of_the_clocks_is_said_as_the_clock_will_show_it(now, at, when):
    reason = Reason("outside-hours", {"name": "Marie", "channel": "sms", "now": now, "at": at})
    assert sentence(reason, "en") == f"Will go by SMS {when}: it is 21:40 for Marie."
