"""Which language a text is in, by its function words: English, French, Romanian, or none of them for certain."""

from __future__ import annotations

import re
import unicodedata

# Everyday words that carry the grammar, and the greetings that short mails consist of. Accents are folded, so
# that "vă rog" and "va rog" count alike. The other languages are here only to keep their texts from passing
# for one of ours.
_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        """the and is are was were be been have has had do does did not no yes you your we our they their it its this
        that these those there here with without from for to of in on at by as but or if when what which who how why
        can could will would should may must please thank thanks hello hi dear regards sincerely my me i am still
        since any some just about after before again because than then them he she his her so very get got need
        want""".split()
    ),
    "fr": frozenset(
        """le la les un une des du de au aux et est sont etait etre ont avons avez avait je tu il elle nous vous ils
        elles mon ma mes votre vos notre nos son sa ses ce cet cette ces que qui quoi dont ou pas ne plus pour par
        avec sans dans sur sous chez depuis mais donc si quand comme bonjour bonsoir merci cordialement salutations
        monsieur madame oui non tres bien aussi encore toujours jamais rien quelque peut pouvez veuillez fait faire
        jai cest nai suis""".split()
    ),
    "ro": frozenset(
        """si sa nu este sunt era au am ai are ati avem aveti fi fost eu tu el ea noi voi ei ele pe la de cu din in
        prin pentru despre spre fara dupa pana cand cum unde ce care cine cat mai doar deja inca asta acest aceasta
        acesta acum aici un o unei unui lui meu mea mei mele nostru noastra dumneavoastra va ne imi iti isi
        multumesc multumim buna ziua seara salut rog rugam da daca dar sau ca iar ori totusi cam bine foarte poate
        puteti trebuie stimate domnule doamna respect toate tot nimic niciun nicio""".split()
    ),
    "de": frozenset(
        """der die das und ist sind war nicht ein eine einen einem einer ich du er sie wir ihr es mit von zu zum zur
        auf fur im am an bei nach aus wenn dass oder aber auch noch nur wie was wer bitte danke hallo guten tag
        grusse freundlichen vielen dank haben hat habe kann konnen wird werden mein ihre ihren""".split()
    ),
    "es": frozenset(
        """el los las una unos y es son esta estan era no se que en por para con sin del al lo su sus mi mis tu yo
        usted ustedes nosotros pero como cuando donde porque muy mas ya hola buenos dias gracias saludos favor puede
        hay este tengo tiene hacer""".split()
    ),
    "it": frozenset(
        """il lo gli una e sono era non che di da con per tra fra del della dei delle nel nella sul al alla mi ti si ci
        vi io noi voi loro mio tuo suo questo questa quello ma anche come quando dove perche molto piu buongiorno
        ciao grazie saluti cordiali salve ho hai ha abbiamo avete hanno puo""".split()
    ),
    "pt": frozenset(
        """o os as um uma e nao que em no na nos nas do da dos das por para com sem ao aos se sua seu meu minha eu voce
        nos mas como quando onde porque muito mais ja ola bom dia obrigado obrigada cumprimentos favor pode isso
        esta este tenho tem fazer""".split()
    ),
    "nl": frozenset(
        """de het een en is zijn was niet ik jij hij zij wij jullie van voor met op aan bij naar uit in om dat die dit
        deze maar ook nog als wat wie hoe waar graag dank bedankt hallo beste groet groeten heb heeft hebben kan
        kunnen wordt mijn uw onze""".split()
    ),
}
_OURS = ("en", "fr", "ro")
# Letters that one of the languages has and the others lack weigh like a word each time.
_LETTERS = {
    "ro": re.compile("[ăĂșȘțȚşŞţŢ]"),
    "fr": re.compile("[çÇèÈêÊœŒùÙ]|[cdjlmnst]['’](?=[aeéêhiou])", re.IGNORECASE),
}
_WORD = re.compile(r"[^\W\d_]+")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_LIMIT = 4_000


def _fold(text: str) -> str:
    return _ACCENTS.sub("", unicodedata.normalize("NFD", text.lower()))


def detect(text: str) -> str:
    """'en', 'fr' or 'ro', or '' when the text is too short, mixed, or in another language.

    Looks at the first 4,000 characters; the caller should pass what a person wrote, not the quotes below it.
    """
    sample = text[:_LIMIT]
    words = _WORD.findall(_fold(sample) if not sample.isascii() else sample.lower())
    if not words:
        return ""
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    scores: dict[str, float] = {}
    for language, known in _WORDS.items():
        # A word said often says little more than a word said twice.
        scores[language] = sum(min(n, 3) for word, n in counts.items() if word in known)
    for language, letters in _LETTERS.items():
        scores[language] += min(len(letters.findall(sample)), len(words) / 3)
    best = max(scores, key=lambda language: scores[language])
    second = max(score for language, score in scores.items() if language != best)
    if best not in _OURS or scores[best] < 1 or scores[best] <= second:
        return ""
    # A lone hit decides only in a line of a few words ("Merci !"); a long text needs more evidence.
    if (scores[best] < 2 and len(words) > 4) or scores[best] < 0.08 * min(len(words), 200):
        return ""
    return best
