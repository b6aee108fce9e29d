"""Rules and models together: what customers' abuse is, and how quiet models are in a whole reply."""

import pytest

from entendu.core.wording import judged
from entendu.core.wording.findings import Direction, Finding, Severity
from entendu.core.wording.judged import OUTGOING
from entendu.core.wording.read import read


def found(language: str, text: str, direction: Direction) -> list[Finding]:
    return list(read(text, direction, language).findings)


@pytest.mark.parametrize(
    ("language", "text", "abused"),
    [
        ("en", "The gate was painted shut. What nincompoops do you employ?", True),
        ("en", "Swindlers!", True),
        ("en", "I felt like an idiot, it was unplugged. Which lamp should be lit?", False),
        ("en", "Please kill the zombie process on host 3, it holds the lock.", False),
        ("fr", "Le portail est repeint fermé. Vous employez des cornichons ?", True),
        ("fr", "Je me suis senti bête, la prise était débranchée. Merci à la dame du téléphone.", False),
        ("ro", "Poarta e vopsită pe dinăuntru. Numai niște nătărăi fac așa ceva!", True),
        ("ro", "M-am simțit ca un prost, era scos din priză. Mulțumesc doamnei de la telefon.", False),
    ],
)
def test_abuse_is_of_people_and_not_of_oneself(language: str, text: str, abused: bool) -> None:
    assert ("insult" in {f.check for f in found(language, text, Direction.IN)}) is abused


@pytest.mark.parametrize(
    ("language", "greeting", "reply", "signature"),
    [
        ("en", "Good morning Mr Keller.", "The pump is back. It ran all night.", "Warm regards from all of us, Ioana"),
        ("fr", "Bonjour Monsieur Keller,", "La pompe est de retour. Elle tourne.", "Salutations les meilleures, Ioana"),
        ("ro", "Bună dimineața, domnule Keller.", "Pompa e la loc. A mers bine.", "Cele mai bune gânduri, Ioana"),
    ],
)
def test_greeting_and_signature_are_left_alone(language: str, greeting: str, reply: str, signature: str) -> None:
    text = f"{greeting}\n\n{reply}\n\n{signature}"
    checked = [f for f in found(language, text, Direction.OUT) if f.check in OUTGOING]
    assert not [f for f in checked if f.start < len(greeting) or f.end > len(text) - len(signature)]


def test_in_a_whole_reply_models_only_hint() -> None:
    text = (
        "Thank you for the picture. The lamp at the back is green, so the line is up. As anybody with eyes can see, "
        "the cable beside it hangs loose. Push it in until it clicks."
    )
    doubts = [f for f in found("en", text, Direction.OUT) if f.rule.endswith("second-reader")]
    assert all(f.severity is Severity.HINT for f in doubts)
    assert len({f.start for f in doubts}) == len(doubts)


@pytest.mark.parametrize(
    ("language", "text", "check"),
    [
        ("en", "I can't guarantee that customs will release it today.", "overpromise"),
        ("en", "Your complaint is justified and I have passed it on to the manager.", "arguing"),
        ("en", "It isn't your fault that the link didn't work.", "blame"),
        ("en", "Well done to your daughter for passing!", "condescension"),
        ("en", "Our best guess is a loose cable.", "marketing"),
        ("fr", "Il n'est pas impossible que cela se reproduise.", "overpromise"),
        ("ro", "Reclamația dumneavoastră este întemeiată.", "arguing"),
    ],
)
def test_who_owns_up_or_doubts_is_not_suspected(
    language: str, text: str, check: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words are those of the fault, and its model alone would speak."""
    assert check not in {f.check for f in found(language, text, Direction.OUT)}
    monkeypatch.setattr(judged, "_EXCUSES", {})
    assert check in {f.check for f in found(language, text, Direction.OUT)}


def test_an_excuse_silences_no_rule() -> None:
    text = "You're right about the date, but you are simply mistaken about the price."
    assert "arguing" in {f.check for f in found("en", text, Direction.OUT)}
