"""A conversation keeps its subject, whatever marks mail programs put before it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.mail.subject import base_subject

MARKS = (
    "Re:",
    "RE :",
    "re[2]:",
    "Re(3):",
    "Re^4:",
    "Fwd:",
    "FW:",
    "AW:",
    "WG:",
    "Antw:",
    "TR :",
    "RÉ:",
    "Réf. :",
    "Réponse :",
    "R:",
    "RIF:",
    "I:",
    "SV:",
    "VS:",
    "VB:",
    "RV:",
    "RES:",
    "ENC:",
    "ODP:",
    "PD:",
    "YNT:",
    "Vá:",
    "ΑΠ:",
    "Ответ:",
    "回复：",
    "返信:",
    "转发:",
    "Răspuns:",
    "Re: Fwd: AW:",
    "  Re:\tRe: ",
)


@pytest.mark.parametrize("mark", MARKS)
def test_marks_go(mark):
    assert base_subject(f"{mark} Printer") == "Printer"


KEPT = (
    "Printer",
    "Reading: a hobby",
    "Rețea: nu merge",
    "R&D: budget",
    "Internet down: again",
    "Report: week 3",
    "3: the third",
    "Réseau : en panne",
    "Forward planning: 2027",
    "[#1042] Printer",
    "Re",
    "Aware: yes",
)


@pytest.mark.parametrize("subject", KEPT)
def test_words_stay(subject):
    assert base_subject(subject) == subject


TAGS = (
    ("Re: [#1042] Printer", "[#1042] Printer"),
    ("[list] Re: Printer", "[list] Printer"),
    ("Re: [list] Re: [list] x", "[list] x"),
    ("Printer (fwd)", "Printer"),
    ("[Fwd: Printer]", "Printer"),
    ("[Fwd: Re: Printer]", "Printer"),
    ("Re: [only]", "[only]"),
    ("Re:", ""),
    ("", ""),
    ("  a \t b ", "a b"),
)


@pytest.mark.parametrize(("subject", "base"), TAGS)
def test_tags_and_trailers(subject, base):
    assert base_subject(subject) == base


@given(st.text(max_size=120))
def test_the_base_of_a_base_is_itself(subject):
    once = base_subject(subject)
    assert base_subject(once) == once
    assert len(once) <= len(subject) * 3 + 1


@pytest.mark.parametrize(
    "bomb", ["Re: " * 100_000, "[a] " * 100_000, "(fwd)" * 100_000, " " * 300_000, "[Fwd:" * 50_000]
)
def test_long_subjects_are_quick(bomb):
    started = time.process_time()
    base_subject(bomb)
    assert time.process_time() - started < 1
