"""What the writer of a reply wrote stays; what their mail program quoted goes. When in doubt, it stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entendu.core.mail.quotes import visible
from entendu.core.mail.quotes_html import visible_html, visible_text

ANSWER = "Merci, cela marche.\n\nBonne journée,\nMarie Laval"
CARE = "care@example.org"

# The line above a quote, as mail programs in many languages write it; the quote below is marked with ">".
ANNOUNCED = {
    "Gmail, English": f"On Mon, Jan 12, 2026 at 10:03 AM Care <{CARE}> wrote:",
    "Gmail, English, wrapped": f"On Mon, Jan 12, 2026 at 10:03 AM Care of Example Travel\n<{CARE}> wrote:",
    "Gmail, wrapped before the verb": f"On Mon, Jan 12, 2026 at 10:03 AM Care <{CARE}>\nwrote:",
    "Gmail, French": f"Le lun. 12 janv. 2026 à 10:03, Care <{CARE}> a écrit\u00a0:",
    "Gmail, Romanian": f"Pe lun., 12 ian. 2026 la 10:03, Care <{CARE}> a scris:",
    "Gmail, Romanian, other": f"În lun., 12 ian. 2026 la 10:03, Care <{CARE}> a scris:",
    "Gmail, German": f"Am Mo., 12. Jan. 2026 um 10:03 Uhr schrieb Care <{CARE}>:",
    "Gmail, Spanish": f"El lun, 12 ene 2026 a las 10:03, Care (<{CARE}>) escribió:",
    "Gmail, Italian": f"Il giorno lun 12 gen 2026 alle ore 10:03 Care <{CARE}> ha\nscritto:",
    "Gmail, Portuguese": f"Em seg., 12 de jan. de 2026 às 10:03, Care <{CARE}> escreveu:",
    "Gmail, Dutch": f"Op ma 12 jan 2026 om 10:03 schreef Care <{CARE}>:",
    "Gmail, Polish": f"pon., 12 sty 2026 o 10:03 Care <{CARE}> napisał(a):",
    "Gmail, Russian": f"пн, 12 янв. 2026 г. в 10:03, Care <{CARE}>:",
    "Gmail, Hungarian": f"Care <{CARE}> ezt írta (időpont: 2026. jan. 12., H, 10:03):",
    "Gmail, Swedish": f"Den mån 12 jan. 2026 kl 10:03 skrev Care <{CARE}>:",
    "Gmail, Japanese": f"2026年1月12日(月) 10:03 Care <{CARE}>:",
    "Thunderbird, French": "Le 12/01/2026 à 10:03, Care a écrit :",
    "Thunderbird, Romanian": "Pe 12.01.2026 10:03, Care a scris:",
    "Roundcube": "On 2026-01-12 10:03, Care wrote:",
    "Yandex": f'12.01.2026, 10:03, "Care" <{CARE}>:',
    "date and address alone": f"2026-01-12 10:03 GMT+02:00 Care <{CARE}>:",
}


@pytest.mark.parametrize("line", ANNOUNCED.values(), ids=ANNOUNCED.keys())
def test_a_marked_quote_goes_with_the_line_above_it(line):
    assert visible(f"{ANSWER}\n\n{line}\n\n> Bonjour,\n> redémarrez l’imprimante.\n>\n> Care\n") == ANSWER


@pytest.mark.parametrize("line", ANNOUNCED.values(), ids=ANNOUNCED.keys())
def test_an_answer_below_the_quote_stays(line):
    assert visible(f"{line}\n> redémarrez l’imprimante.\n\n{ANSWER}\n") == ANSWER


# Quotes that carry no mark: everything below the announcement goes.
UNMARKED = {
    "Yahoo, French": f"Le lundi 12 janvier 2026 à 10:03:22 UTC+1, Care <{CARE}> a écrit :",
    "Yahoo, Romanian": f"    În luni, 12 ianuarie 2026, 10:03:22 EET, Care <{CARE}> a scris:  ",
    "Yahoo on a phone": f"  Pe lun., ian. 12, 2026 la 10:03, Care<{CARE}> a scris:   Bună ziua,",
    "Mail.ru": f"Понедельник, 12 января 2026, 10:03 +03:00 от Care <{CARE}>:",
    "Outlook, English": f"From: Care <{CARE}>\nSent: Monday, January 12, 2026 10:03 AM\nTo: Marie "
    f"Laval\nSubject: Printer",
    "Outlook, bold": f"*From:* Care <{CARE}>\n*Sent:* Monday, January 12, 2026\n*To:* Marie\n*Subject:* Printer",
    "Outlook, French": "De : Care\nEnvoyé : lundi 12 janvier 2026 10:03\nÀ : Marie Laval\nObjet : Imprimante",
    "Outlook, Romanian": "De la: Care\nTrimis: luni, 12 ianuarie 2026 10:03\nCătre: Ionuț Barbu\nSubiect: Imprimanta",
    "Outlook, German": f"Von: Care [mailto:{CARE}]\nGesendet: Montag, 12. Januar 2026 10:03\nAn: "
    f"Jonas\nBetreff: Drucker",
    "Outlook on a phone": f"________________________________\nFrom: Care <{CARE}>\nSent: Monday, January 12,"
    f" 2026 10:03:00 AM"
    "\nTo: Marie Laval\nSubject: Printer",
    "classic": f"-----Original Message-----\nFrom: Care [mailto:{CARE}]\nSent: Monday, January 12, "
    f"2026\nTo: Marie\nSubject: x",
    "Samsung, French": f"-------- Message d'origine --------\nDe : Care <{CARE}>\nDate : 12/01/2026 10:03 (GMT+01:00)\n"
    "À : marie@laval.example\nObjet : Imprimante",
    "Samsung, Romanian": f"-------- Mesaj original --------\nDe la: Care <{CARE}>\nData: 12.01.2026 10:03 (GMT+02:00)\n"
    "Către: ionut@barbu.example\nSubiect: Imprimanta",
    "Zimbra": f'----- Mail original -----\nDe: "Care" <{CARE}>\nÀ: "Marie" <marie@laval.example>\n'
    "Envoyé: Lundi 12 Janvier 2026\nObjet: Imprimante",
    "phone": "---- Care wrote ----",
    "marker, English": "##- Please type your reply above this line -##",
    "marker, French": "##- Veuillez répondre au-dessus de cette ligne -##",
    "marker, Romanian": "##- Vă rugăm să răspundeți deasupra acestei linii -##",
}


@pytest.mark.parametrize("block", UNMARKED.values(), ids=UNMARKED.keys())
def test_an_unmarked_quote_goes_with_its_header(block):
    assert visible(f"{ANSWER}\n\n{block}\n\nBonjour,\nredémarrez l’imprimante.\n") == ANSWER


def test_answers_between_quotes_stay():
    quoted = "On 12 Jan 2026 at 10:03, Care wrote:\n> Did you restart?\n\nYes, twice.\n\n> Which model?\nHP 12"
    text = f"Hi\n\n{quoted}\n\n-- \nJonas\n"
    assert visible(text) == "Hi\n\nYes, twice.\n\nHP 12"


def test_words_and_announcement_on_one_line_are_parted():
    assert visible(f"It works On Mon, Jan 12, 2026 at 10:03 AM Care <{CARE}> wrote:\n> Hello") == "It works"


SIGNED = (
    "Sent from my iPhone",
    "Envoyé de mon iPhone",
    "Trimis de pe iPhone-ul meu",
    "Von meinem iPhone gesendet",
    "Enviado desde mi iPhone",
    "Inviato da iPhone",
    "Envoyé depuis mon appareil Galaxy",
    "Sent from Mail for Windows",
    "Get Outlook for iOS<https://aka.ms/o0ukef>",
    "Obțineți Outlook pentru Android",
    "Trimis din Yahoo Mail pe Android",
    "Sent with Proton Mail secure email.",
    "Sent from my iPhone, please excuse any typos",
    "-- \nMarie Laval\nExample SARL\n+33 1 23 45 67 89",
)


@pytest.mark.parametrize("signature", SIGNED)
def test_the_signature_of_person_or_phone_goes(signature):
    assert visible(f"Merci !\n\n{signature}\n") == "Merci !"
    assert visible(f"Merci !\n\n{signature}\n\nLe 12/01/2026 à 10:03, Care a écrit :\n> Bonjour\n") == "Merci !"


LONG_SECOND_PART = "--\n" + "\n".join(
    f"{number}. Somebody drew a line here and then went on to write a list of everything that does not work."
    for number in range(14)
)
# Nothing that a person wrote may be lost, however much it looks like a mark.
STAYS = {
    "a story": "Le 12 janvier, ma collègue a écrit au support mais sans réponse.\nDe : la part de Mme Faure, merci.",
    "one's own words": "On Monday I wrote:\nplease help\nand nobody did.",
    "one's own words, dated": "Le 12 janvier 2026 à 10:03, j'ai écrit ceci :\n\nBonjour, ça ne marche pas",
    "one's own words, Romanian": "Pe 12 ianuarie 2026 la 10:03 am scris:\n\nBună, nu merge",
    "a journey": "Hi,\n\nFrom: Paris\nTo: London\nDate: 12 May\n\nPlease book.",
    "an appointment": "Date: Wednesday 12 May\nTime: 7:00\nAddress: 130 Fox Street",
    "an error in the middle": "On 12 May 2026 at 10:30 we had this error:\n\nERROR 500 at checkout",
    "a log": "Log:\n-----\n2026-01-12 10:03 error for user marie@laval.example:\nstack trace here",
    "comparisons": "Values:\n>5 files fail\n>10 work\nthat is all",
    "decoration": "Visit us\n>>> https://shop.example <<<\nsoon",
    "a line drawn": f"First part\n\n{LONG_SECOND_PART}",
    "a phone as the matter": "Sent from my desk, which is easier than from my phone.",
    "a form": "Please answer below.\n\n------- Answer Below -------\n\nIt was great.",
    "a mailbox to write to": "Call me before 12:30 or write to jonas@keller.example:\nI am in until five.",
    "a forward and nothing else": f"---------- Forwarded message ---------\nFrom: Marie <marie@laval.example>\n"
    f"Date: Mon, 12 Jan 2026 at 10:03\nSubject: Printer\nTo: <{CARE}>\n\nThe printer burns.",
    "a forward from a Mac and nothing else": "Begin forwarded message:\n\n> From: Marie <marie@laval.example>\n"
    "> Subject: Printer\n> Date: 12 January 2026\n> \n> The printer burns.",
}


@pytest.mark.parametrize("text", STAYS.values(), ids=STAYS.keys())
def test_in_doubt_it_stays(text):
    assert visible(text) == text


def test_a_reply_without_a_word_shows_nothing():
    assert visible(f"\n\nOn Mon, Jan 12, 2026 at 10:03 AM Care <{CARE}> wrote:\n\n> hi\n") == ""


def test_a_forward_below_ones_own_words_goes():
    assert (
        visible("See below\n\n---------- Forwarded message ---------\nFrom: Marie <m@laval.example>\nSubject: x\n\nHi")
        == "See below"
    )


@given(st.text(alphabet=st.sampled_from("ab \n>:-_@<>.,0123456789OnwroteLeFm*é"), max_size=400))
def test_only_lines_of_the_text_are_shown(text):
    seen = visible(text)
    given_lines = [line.strip() for line in text.split("\n")]
    assert all(any(line.strip() in one for one in given_lines) for line in seen.split("\n"))


@given(st.lists(st.text(alphabet="abcdefghij klm.", min_size=1, max_size=60), min_size=1, max_size=20))
def test_plain_words_are_all_kept(lines):
    text = "\n".join(lines)
    assert visible(text).split() == text.split()


BOMBS = {
    "On": "On " * 100_000,
    "wrote": "On Monday wrote: " * 20_000,
    "dashes": "-" * 300_000,
    "dash lines": "-----\n" * 50_000,
    "labels": "From: x@y.z\n" * 20_000,
    "quotes": "> " * 100_000,
    "blank": " \n" * 150_000,
    "colons": "On 12 Jan 2026 10:03 x@y.z:\n" * 10_000,
    "separators": "--\nx\n" * 50_000,
    "addresses": "a@b.cd " * 40_000,
    "sent": "Sent from my iPhone\n" * 15_000,
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS.keys())
def test_time_grows_with_length_only(text):
    started = time.process_time()
    visible(text)
    visible_html(f"<div>{text}</div>")
    assert time.process_time() - started < 4


HTML = {
    "Gmail": '<div dir="ltr">Yes</div><br><div class="gmail_quote"><div class="gmail_attr">On Mon, Jan 12, '
    "2026 Care wrote:<br>"
    '</div><blockquote class="gmail_quote" style="border-left:1px solid">old</blockquote></div>',
    "Outlook": '<div>Yes</div><div id="appendonsend"></div><hr tabindex="-1"><div id="divRplyFwdMsg"><b>'
    "From:</b> Care<br>"
    "<b>Sent:</b> Monday<br><b>To:</b> Marie<br><b>Subject:</b> Printer</div><div>old</div>",
    "Outlook, Word": '<p class="MsoNormal">Yes</p><div style="border:none;border-top:solid #E1E1E1 1.0pt;'
    'padding:3.0pt 0cm 0cm 0cm">'
    "<p><b>De :</b> Care<br><b>Envoyé :</b> lundi</p></div><p>old</p>",
    "Apple": '<body>Yes<br><blockquote type="cite"><div>On 12 Jan 2026, at 10:03, Care wrote:</div>'
    "old</blockquote></body>",
    "Thunderbird": '<div class="moz-cite-prefix">Le 12/01/2026 à 10:03, Care a écrit :</div>'
    '<blockquote type="cite">old</blockquote>Yes<div class="moz-signature">-- <br>Marie</div>',
    "Yahoo": '<div>Yes</div><div class="ydp1yahoo_quoted" id="yahoo_quoted_1"><div>Le lundi, Care a écrit '
    ":</div>old</div>",
    "Proton": '<div>Yes</div><div class="protonmail_signature_block">Sent with Proton</div><div '
    'class="protonmail_quote">old</div>',
    "Samsung": '<div>Yes</div><div id="composer_signature">Envoyé depuis mon appareil Galaxy</div>'
    "<div>-------- Message d'origine --------</div><div>De : Care &lt;care@example.org&gt;</div><div>Date : "
    "12/01/2026 10:03</div>"
    "<div>Objet : Imprimante</div>old",
    "blockquote at the end": "<p>Yes</p><blockquote>old</blockquote>",
    "Hotmail": '<div>Yes<br><hr id="stopSpelling">Date: Mon, 12 Jan 2026 10:03:00 +0100<br>From: '
    "care@example.org<br>old</div>",
}


@pytest.mark.parametrize("source", HTML.values(), ids=HTML.keys())
def test_quotes_in_html_go(source):
    assert visible_text(source) == "Yes"


HTML_STAYS = {
    "an indented paragraph": (
        '<p>One</p><blockquote style="margin:0 0 0 40px;border:none">two</blockquote><p>three</p>',
        "One two three",
    ),
    "a quote made by hand": ('<p>One</p><blockquote class="gmail_quote">two</blockquote>', "One two"),
    "answers between": (
        '<p>One</p><blockquote type="cite">q</blockquote><p>two</p><blockquote type="cite">q</blockquote>three',
        "One two three",
    ),
    "a forward": (
        '<div class="gmail_quote">---------- Forwarded message ---------<br>From: Marie<br><br>The text</div>',
        "---------- Forwarded message --------- From: Marie The text",
    ),
}


@pytest.mark.parametrize(("source", "words"), HTML_STAYS.values(), ids=HTML_STAYS.keys())
def test_what_somebody_wrote_in_html_stays(source, words):
    assert visible_text(source).replace("> ", "").replace(">", "").split() == words.split()


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("<>/abdivp blockquote=\"'!-&;\n"), max_size=300))
def test_broken_html_is_survived(source):
    visible_html(source)
