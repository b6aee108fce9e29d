"""Opt-out words, as whole messages only, in three languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.governor.opt_out import PROVIDERS, SENTENCES, is_opt_out, may_mean_an_appointment


@pytest.mark.parametrize(("text", "language"), [
    ("STOP", ""), ("stop", "en"), ("Stop.", "fr"), (" STOP!\n", "ro"), ("StopAll", "en"), ("ARRET", "fr"),
    ("ARRÊT", "fr"), ("arrêt", ""), ("Arret", "de"), ("UNSUBSCRIBE", "ro"), ("END", "en"), ("Quit", "en"),
    ("OPT-OUT", "fr"), ("opt out", "en"), ("DEZABONARE", "ro"), ("Dezabonare.", "en"), ("CANCEL", "en"),
    ("Please unsubscribe me", "en"), ("stop please", "en"), ("Stop, thanks!", "en"), ("Don’t contact me", "en"),
    ("Don't write to me any more.", "en"), ("Désabonnez-moi, merci", "fr"), ("Ne m’écrivez plus.", "fr"),
    ("STOP s’il vous plaît", "fr"), ("Arrêtez de m'écrire", "fr"), ("Désinscription", ""),
    ("Vă rog dezabonați-mă", "ro"), ("Nu-mi mai scrieți!", "ro"), ("Nu-mi mai scrieţi", "ro"),
    ("Dezabonează-mă, te rog", "ro"), ("Bonjour, désabonnez-moi svp", "fr"),
])
def test_these_are(text: str, language: str) -> None:
    assert is_opt_out(text, language)


@pytest.mark.parametrize(("text", "language"), [
    ("", "en"), ("...", "fr"), ("Please", "en"), ("Stop the leak, it is under the sink", "en"),
    ("Please stop by on Friday", "en"), ("Can you cancel the visit?", "en"), ("Cancel Friday", "en"),
    ("Cancel my appointment", "en"), ("Annulez", "fr"), ("Annulez le rendez-vous", "fr"), ("Annuler", "fr"),
    ("Anulați programarea", "ro"), ("Anulați", "ro"), ("Anulez", "ro"), ("Yes", "en"), ("Non", "fr"), ("Nu", "ro"),
    ("The end of the month suits me", "en"), ("Arrêt de bus en face de la maison", "fr"),
    ("Le compteur est à l’arrêt", "fr"), ("The bus stop", "en"), ("How do I unsubscribe?", "en"),
    ("I cannot quit the program", "en"), ("Dezabonare de la ce?", "ro"), ("Opriți apa la parter", "ro"),
    ("stop " * 40, "en"),
])
def test_these_are_not(text: str, language: str) -> None:
    assert not is_opt_out(text, language)


def test_a_sentence_of_another_language_is_heard_only_where_nobody_knows_the_language() -> None:
    assert is_opt_out("Opriți", "ro")
    assert is_opt_out("Opriți", "")
    assert not is_opt_out("Opriți", "fr")


@pytest.mark.parametrize(("text", "may"), [
    ("CANCEL", True), ("Cancel, please.", True), ("STOP", False), ("ARRÊT", False), ("Annulez", True),
])
def test_cancel_may_be_about_an_appointment(text: str, may: bool) -> None:
    assert may_mean_an_appointment(text) is may


@given(word=st.sampled_from(sorted(PROVIDERS)), language=st.sampled_from(["", "en", "fr", "ro", "de"]),
       around=st.sampled_from(["{}", " {}\n", "{}!", "« {} »", "{}…", "({})"]))
def test_the_providers_words_count_in_every_language_however_they_are_written(word: str, language: str,
                                                                              around: str) -> None:
    assert is_opt_out(around.format(word.upper()), language)
    assert not is_opt_out(around.format(word) + " the pump in the cellar", language)


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_each_sentence_is_found_as_it_stands(language: str) -> None:
    assert [one for one in sorted(SENTENCES[language]) if not is_opt_out(one, language)] == []
