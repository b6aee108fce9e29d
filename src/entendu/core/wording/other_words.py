"""Other words for one sentence, asked of a language model: what it is told, and which of its answers may be shown.

No answer is trusted. What it says is read as a stranger's draft: it has to keep every placeholder and every "not", to
bring no name, figure, link or promise of its own, to be in the same language and not much longer, and the second reader
must have nothing to say against it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from entendu.core.governor.facts.fold import fold
from entendu.core.mail.language import detect
from entendu.core.wording.findings import Finding, Severity
from entendu.core.wording.masked import PLACEHOLDER, Known, Masked, facts_in, unmasked
from entendu.core.wording.message import WHOLE

SHOWN = 3  # wordings beside a remark
LONGEST = 600  # characters of a sentence that is asked about
FEWEST = 3  # words of it that are no placeholders
TOKENS = 400  # of an answer: three sentences, and a model that thinks aloud first is cut
_LINES = 12  # of an answer that are looked at
_LONGER = 2  # times the sentence

_KEPT = {
    "en": "Each mark in square brackets, such as [NAME_1], stands for a name or a figure: keep every one exactly as it "
          "is, once. Add no mark, name, figure, link or promise. Keep every negation.",
    "fr": "Chaque repère entre crochets, comme [NAME_1], tient la place d’un nom ou d’un chiffre\u00a0: reprenez-les "
          "tous, tels quels, une seule fois. N’ajoutez ni repère, ni nom, ni chiffre, ni lien, ni promesse. Gardez "
          "chaque négation.",
    "ro": "Fiecare semn dintre paranteze drepte, precum [NAME_1], ține locul unui nume sau al unei cifre: păstrați-le "
          "pe toate întocmai, o singură dată. Nu adăugați semne, nume, cifre, linkuri sau promisiuni. Păstrați fiecare "
          "negație.",
}  # fmt: skip
_PROMPTS = {
    "en": "You help a support desk to write to its customers. You are given one sentence of a letter. Say the same "
          "thing kindly, calmly and plainly: tell what happened or what helps, and put no blame on anybody. Write in "
          "English, and no longer than the sentence. {kept} Answer with up to three wordings, one a line, and nothing "
          "else.",
    "fr": "Vous aidez un service client à écrire à ses clients. On vous donne une phrase d’une lettre. Dites la même "
          "chose avec bienveillance, calme et simplicité\u00a0: ce qui s’est passé ou ce qui aide, sans rejeter la "
          "faute sur personne. Écrivez en français, en vouvoyant, et pas plus long que la phrase. {kept} Répondez par "
          "trois formulations au plus, une par ligne, et rien d’autre.",
    "ro": "Ajutați un serviciu de asistență să le scrie clienților. Primiți o frază dintr-o scrisoare. Spuneți același "
          "lucru cu bunăvoință, calm și simplu: ce s-a întâmplat sau ce ajută, fără să dați vina pe cineva. Scrieți în "
          "română, cu dumneavoastră, și nu mai lung decât fraza. {kept} Răspundeți cu cel mult trei formulări, câte "
          "una pe rând, și nimic altceva.",
}  # fmt: skip

# What denies, folded: halves of which "ne … pas" and "nu … niciodată" have one each, and what denies alone.
_NOT = {
    "en": (r"(?!)", r"(?!)",
           r"n't\b|\b(?:not|cannot|never|no|none|nobody|nothing|neither|nor|without|unable|impossible)\b"),
    "fr": (r"\bne\b|\bn'", r"\b(?:pas|jamais|rien|aucune?|guere|personne|ni)\b",
           r"\b(?:sans|impossible|incapables?|non)\b"),
    "ro": (r"\bnu\b|\bn-", r"\b(?:niciodata|nimic|nimeni|nici(?:o|un|unul|una)?)\b",
           r"\b(?:fara|imposibil[aei]?|incapabil[aei]?)\b"),
}  # fmt: skip
_THINKING = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,2}[.):]|[-–—•*])\s+")
_QUOTED = (("“", "”"), ("\"", "\""), ("«", "»"), ("„", "”"), ("'", "'"))
_MARKUP = re.compile(r"[<>{}|\\`\[\]]|[^\S \u00a0\u202f]|[\x00-\x1f\x7f]")
_LINK = re.compile(r"https?:|www\.|@|\b[\w-]{2,}\.(?:[a-z]{2,})\b(?=/|\s|$|[.,;:!?)])", re.IGNORECASE)
_MARKS = re.compile(r"[\d€$£%#@]")
_STOPS = ".!?…:;"
_WORDS = re.compile(r"[^\W\d_]+")
_CEDILLA = str.maketrans({"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț"})
_HIGH = re.compile(r"(?<=[^\s?!;:]) (?=[?!;:»])|(?<=«) ")


class Refusal(StrEnum):
    """Why an answer is not shown."""

    FORM = "form"  # markup, or not one line of prose
    PLACEHOLDER = "placeholder"  # one is lost, doubled or invented
    FACT = "fact"  # a name, a figure, a code, a quotation that the sentence does not have
    LINK = "link"
    LONG = "long"
    SAME = "same"  # nothing else than the sentence, or than another answer
    LANGUAGE = "language"
    NEGATION = "negation"
    PROMISE = "promise"  # another one, or one that is gone
    FINDING = "finding"  # the second reader has something against it


@dataclass(frozen=True, slots=True)
class Asked:
    """One sentence that was asked about: as it stands, as it left, what it was masked by, and the check that remarked
    on it."""

    sentence: str
    masked: Masked
    known: Known
    check: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The wordings that may be shown, ready for the place of the sentence, and why the others may not."""

    shown: tuple[str, ...]
    refused: tuple[Refusal, ...]


def prompt(language: str) -> str:
    """What the model is told before the sentence, in the sentence's language (en, fr, ro)."""
    return _PROMPTS[language].format(kept=_KEPT[language])


def can_be_asked(asked: Asked) -> bool:
    """Whether enough of the sentence is words, and it is no speech."""
    return len(asked.sentence) <= LONGEST and len(_words(asked.masked.text)) >= FEWEST


def wordings(content: str, *, cut: bool = False) -> list[str]:
    """The wordings in a model's answer: lines without numbers, bullets, quotation marks and what leads to them.

    `cut` says that the answer was cut short, so that its last line is no sentence.
    """
    lines = _THINKING.sub("", content).splitlines()
    lines = lines[:-1] if cut else lines
    plain = (_plain(line) for line in lines if line.strip())
    return [line for line in plain if line and not line.endswith(":")][:_LINES]


def judged(answers: Iterable[str], asked: Asked, read: Callable[[str], Sequence[Finding]]) -> Judged:
    """Which of a model's wordings may be shown, the first `SHOWN` of them; `read` is what the second reader finds in a
    sentence, in the case that it is for."""
    before = read(asked.sentence)
    shown: list[str] = []
    refused: list[Refusal] = []
    for answer in answers:
        why = refusal(answer, asked)
        words = fitted(unmasked(answer, asked.masked.facts), asked)
        if why is None and any(_bare(words) == _bare(one) for one in shown):
            why = Refusal.SAME
        if why is None:
            why = objection(before, read(words), asked.check)
        if why is not None:
            refused.append(why)
        elif len(shown) < SHOWN:
            shown.append(words)
    return Judged(tuple(shown), tuple(refused))


def refusal(answer: str, asked: Asked) -> Refusal | None:
    """Why a wording, still with its placeholders, is none; None where its form and its facts are right."""
    bare = PLACEHOLDER.sub(lambda found: " " * len(found.group()), answer)
    sentence = PLACEHOLDER.sub(" ", asked.masked.text)
    if Counter(PLACEHOLDER.findall(answer)) != Counter(asked.masked.placeholders):
        return Refusal.PLACEHOLDER
    if _MARKUP.search(bare) or len(_words(bare)) < FEWEST - 1:
        return Refusal.FORM
    if len(unmasked(answer, asked.masked.facts)) > _LONGER * len(asked.sentence):
        return Refusal.LONG
    if _bare(answer) == _bare(asked.masked.text):
        return Refusal.SAME
    if _LINK.search(bare):
        return Refusal.LINK
    if detect(bare) not in {asked.known.language, ""}:
        return Refusal.LANGUAGE
    if _MARKS.search(bare) or facts_in(bare, asked.known):
        return Refusal.FACT
    if negations(bare, asked.known.language) != negations(sentence, asked.known.language):
        return Refusal.NEGATION
    return None


def objection(before: Iterable[Finding], after: Iterable[Finding], check: str) -> Refusal | None:
    """What the second reader has against a wording that it did not have against the sentence, or has still."""
    was, found = list(before), [one for one in after if one.check not in WHOLE]
    if _promised(was) != _promised(found):
        return Refusal.PROMISE
    grave = any(one.check == check or one.severity is not Severity.HINT for one in found if one.check != "promise")
    return Refusal.FINDING if grave else None


def negations(text: str, language: str) -> int:
    """How often a text says no: "n'a jamais" and "nu … nimic" once each, "without" as well."""
    first, second, alone = (len(re.findall(pattern, fold(text))) for pattern in _NOT[language])
    return max(first, second) + alone


def fitted(words: str, asked: Asked) -> str:
    """A wording as it stands in the place of the sentence: its first letter, its stop, and its language's letters and
    spaces (no-break before ? ! ; : in French, comma below in Romanian)."""
    old = asked.sentence
    if asked.known.language == "fr":
        words = _HIGH.sub("\u00a0", words)
    elif asked.known.language == "ro":
        words = words.translate(_CEDILLA)
    if old[:1].islower() and words[:1].isupper() and not re.match(r"I\b", words):
        words = words[:1].lower() + words[1:]
    elif old[:1].isupper() and words[:1].islower():
        words = words[:1].upper() + words[1:]
    ends = old[-1:] in _STOPS
    if ends and words[-1:] not in _STOPS:
        return f"{words}."
    return words if ends else words.rstrip(".")


def _plain(line: str) -> str:
    words = _NUMBERING.sub("", line.replace("**", "")).strip()
    for opens, closes in _QUOTED:
        inner = words[len(opens) : len(words) - len(closes)]
        if len(words) > 1 and words.startswith(opens) and words.endswith(closes) and not (
            opens in inner or closes in inner
        ):
            return inner.strip()
    return words


def _promised(findings: Iterable[Finding]) -> list[tuple[str, bool]]:
    return sorted((one.due.isoformat() if one.due else "", one.hedged) for one in findings if one.check == "promise")


def _words(text: str) -> list[str]:
    return _WORDS.findall(PLACEHOLDER.sub(" ", text))


def _bare(text: str) -> str:
    """The words alone, folded: two wordings that differ by a comma are one."""
    return " ".join(re.findall(r"\w+", fold(text)))
