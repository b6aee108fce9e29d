"""How mail programs announce what they quote, language by language: data for the rules that find quotes."""

from __future__ import annotations

import re


def _any(*words: str) -> str:
    return "|".join(sorted({word for group in words for word in group.split("|")}, key=len, reverse=True))


# "wrote", as it stands in the line above a quote.
VERB = re.compile(
    r"(?<!\w)(?:"
    + _any(
        "wrote|writes|has written|schrieb|hat geschrieben|schrieb am",
        "a écrit|a ecrit|écrit|écrivait|a scris|a scris următoarele|scria",
        "escribió|escribio|ha escrito|escrigué|va escriure|ha scritto|scrive|scriveva|escreveu",
        "schreef|heeft geschreven|het volgende geschreven|skrev|följande|kirjoitti|napisał|napisała|napisał(a)|pisze",
        "написал|написала|написал(а)|пишет|писал|написав|пише|napsal|napsala|napsal(a)|napísal|napísal(a)|írta|"
        "ezt írta",
        "έγραψε|yazdı|şunu yazdı|napisao je|napisao|je napisao|napisala|rašė|rakstīja|kirjutas|a írt|đã viết|"
        "menulis|написа",
        "写道|寫道|写到|書きました|작성",
    )
    .replace("(", r"\(")
    .replace(")", r"\)")
    + r")(?!\w)|写道|寫道|のメール|님이 작성",
    re.IGNORECASE,
)
# A person telling what they themselves wrote announces no quote.
FIRST_PERSON = re.compile(
    r"(?i)(?<!\w)(?:i|we|you|he|she|they) (?:also |just |have |then |once |first )?(?:wrote|written)|(?:j.ai|"
    r"nous avons|vous avez|on a|on m.a) ?(?:\w+ )?écrit|(?<!\w)(?:am|ați|ati|au|ai) (?:mai )?scris|ich schrieb|"
    r"habe ich geschrieben|he escrito|ho scritto|escrevi(?!\w)"
)
# The word with which such a line begins, before the date.
OPENER = re.compile(
    r"(?i)(?:-{1,8} ?)?(?:"
    + _any(
        "on|le|pe|în|in|la|în data de|in data de|la data de|pe data de|am|il|el|el día|em|op|w dniu|dnia|den|dne|"
        "dňa|på|pada",
        "il giorno|il dì|a data de|no dia|em|στις|στις|το|vào|vào lúc|na|kl|u|dana|на|в|у|am|vom|op|ur|kuupäeval|"
        "a|sa|noong|tarihinde|el|al|ngày|le|lúc",
    )
    + r")[ ,]"
)
_MONTH = r"[^\W\d_]{3,12}"
# A weekday in any language: a word, then a comma or dot, then the day.
WEEKDAY = re.compile(
    r"[^\W\d_]{2,14}[.,]{1,2} \d|(?i:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim)[a-z]{0,6} \d"
)
DATE = re.compile(
    rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|\d{{1,2}}\.?[ -](?:de |of )?{_MONTH}\.?,?[ -](?:de |del )?\d{{2,4}}|"
    rf"{_MONTH}[ -]\d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{2,4}} ?[年년]|\d{{1,2}}\.? {_MONTH}\.?(?: à| at| um| la|"
    rf" alle| a las|,)"
)
TIME = re.compile(r"(?<!\d)\d{1,2}(?:[:.]\d{2}| ?h ?\d{2})(?!\d)")
IN_BRACKETS = re.compile(r"[<(\[][ ]?(?:mailto:)?[^\s<>()\[\]@]{1,200}@[^\s<>()\[\]]{1,255}[>)\]]")
ADDRESS = re.compile(
    r"[<(\[][ ]?(?:mailto:)?[^\s<>()\[\]@]{1,200}@[^\s<>()\[\]]{1,255}[>)\]]"
    r"|(?<![\w@.])[\w.+-]{1,100}@[\w-]{1,100}\.[\w.-]{1,100}"
)

# Lines that part a reply from what it answers or passes on, in dashes or not.
_DASH = "-_=*–—"
_ORIGINAL = re.compile(
    "(?i)(?:"
    + _any(
        "original message|original mail|original e-mail|reply message|original appointment|replied message|reply above",
        "message d'origine|message original|message initial|courriel original|mail original|message d’origine|"
        "message de",
        "mesaj original|mesajul original|mesaj inițial|mesajul inițial|mesaj initial",
        "ursprüngliche nachricht|originalnachricht|original-nachricht|ursprüngliche mitteilung|original nachricht",
        "mensaje original|mensaje inicial|mensagem original|messaggio originale|messaggio original|"
        "oorspronkelijk bericht|origineel bericht",
        "oryginalna wiadomość|wiadomość oryginalna|ursprungligt meddelande|originalmeddelande|oprindelig "
        "meddelelse|original meddelelse",
        "opprinnelig melding|alkuperäinen viesti|исходное сообщение|пересылаемое сообщение|оригинальное "
        "сообщение|původní zpráva|pôvodná správa",
        "eredeti üzenet|αρχικό μήνυμα|orijinal mesaj|originalna poruka|izvorna poruka|"
        "原始邮件|原始郵件|元のメッセージ|원본 메시지|원본 메일",
    )
    + ").{0,80}"
)
_FORWARD = re.compile(
    "(?i)(?:"
    + _any(
        "forwarded message|forwarded by|begin forwarded message|forwarded mail|forwarded email|original message "
        "follows|start of forwarded message",
        "message transféré|message transmis|début du message réexpédié|début du message transféré|message "
        "réexpédié|transféré par|courriel transféré",
        "mesaj redirecționat|mesaj redirectionat|mesajul redirecționat|mesaj retransmis|mesaj transmis mai "
        "departe|începutul mesajului redirecționat|început mesaj redirecționat|început mesaj retransmis|mesaj "
        "înaintat",
        "weitergeleitete nachricht|weitergeleitete e-mail|anfang der weitergeleiteten nachricht|anfang der "
        "weitergeleiteten e-mail|weitergeleitet von",
        "mensaje reenviado|inicio del mensaje reenviado|comienzo del mensaje reenviado|messaggio inoltrato|"
        "inizio messaggio inoltrato|mensagem encaminhada|início da mensagem encaminhada|mensagem reencaminhada|"
        "início da mensagem reencaminhada",
        "doorgestuurd bericht|begin doorgestuurd bericht|przekazana wiadomość|wiadomość przekazana dalej|"
        "początek przekazanej wiadomości|vidarebefordrat meddelande|vidarebefordrat brev|videresendt besked|"
        "videresendt melding|välitetty viesti",
        "пересланное сообщение|пересылаемое сообщение|начало переадресованного сообщения|přeposlaná zpráva|"
        "továbbított üzenet|προωθημένο μήνυμα|iletilen mesaj|iletilmiş mesaj|"
        "转发的邮件|轉寄的郵件|転送されたメッセージ|転送メッセージ|전달된 "
        "메시지",
    )
    + ").{0,80}"
)


def _dashed(line: str) -> bool:
    return len(line) > 1 and line[0] in _DASH and line[1] in _DASH


def _core(line: str) -> str:
    """The words of a line between its dashes, without a colon at the end."""
    return line[:400].strip(_DASH + " ").rstrip(" :：")


def is_original(line: str) -> bool:
    """Whether the line parts a reply from what it answers: "-----Original Message-----" in some language."""
    return _dashed(line) and bool(_ORIGINAL.fullmatch(_core(line)))


def is_forward(line: str) -> bool:
    """Whether the line stands above a mail passed on: "---------- Forwarded message ---------" in some language."""
    return (_dashed(line) or line[-1:] in (":", "：")) and bool(_FORWARD.fullmatch(_core(line)))


def is_wrote_in_dashes(line: str) -> bool:
    """Whether the line says "---- Somebody wrote ----", as some phones announce what they quote."""
    return _dashed(line) and _dashed(line[::-1]) and bool(VERB.search(_core(line)))


# Marks of help desks under which the customer's answer never is.
ABOVE_THIS_LINE = re.compile(
    r"(?i)\W{0,20}(?:"
    r"(?:please )?(?:type|write|reply|enter|add|put)[^.\n]{0,40} above (?:this|the) (?:line|dotted)"
    r"|(?:please )?(?:do not|don.t) (?:write|type|reply|edit)[^.\n]{0,30} below this line"
    r"|(?:veuillez )?(?:répondre|répondez|écrire|écrivez|saisir|saisissez|taper|tapez)[^.\n]{0,50}"
    r" au[- ]dessus de cette ligne"
    r"|(?:veuillez )?(?:ne (?:pas|rien) écrire|n.écrivez (?:rien|pas))[^.\n]{0,20}"
    r" (?:sous|(?:en |au-)dessous de) cette ligne"
    r"|(?:vă rugăm să )?(?:r[ăa]spunde(?:[țt]i)?|scrie(?:[țt]i)?|introduce[țt]i|tasta[țt]i)[^.\n]{0,50} deasupra"
    r" (?:acestei linii|liniei)"
    r"|nu scrie(?:[țt]i)?[^.\n]{0,20} sub aceast[ăa] linie"
    r"|(?:bitte )?(?:antworten|schreiben)[^.\n]{0,50} (?:über|oberhalb) dieser (?:linie|zeile)"
    r"|(?:por favor,? )?(?:responda|escriba|responde)[^.\n]{0,50} (?:por )?encima de esta línea"
    r"|rispond[^.\n]{0,50} sopra questa (?:linea|riga)"
    r")[^\n]{0,60}"
)
RULE = re.compile(r"[ \t]*(?:[_]{5,}|[-]{5,}|[=]{5,}|[*]{5,}|[–—]{3,}|[ \t]*)[ \t]*")

# The line below which mailing list software puts its own footer.
LIST_FOOTER = re.compile(
    r"(?i)[^\n]{1,80} mailing list\b[^\n]{0,80}|to unsubscribe\b[^\n]{0,200}"
    r"|you received this message because you are subscribed[^\n]{0,200}"
)

# The labels of a quoted header, by what they stand for.
LABELS = {
    "from": (
        "from|de|de la|von|da|van|od|från|fra|lähettäjä|от|"
        "от кого|від|kimden|gönderen|feladó|από|发件人|寄件者|差出人|送信者|보낸 "
        "사람|보낸사람|expéditeur|expeditor|remitente|mittente|"
        "absender|afzender|nadawca|odesílatel|pošiljatelj|saatja|nuo"
    ),
    "date": (
        "sent|date|sent on|sent at|date sent|envoyé|envoyé le|envoyée|trimis|trimisă|trimis la|data|dată|data "
        "trimiterii|gesendet|gesendet am|datum|enviado|enviado el|enviada|enviada em|enviado em|enviat|fecha|inviato|"
        "data invio|verzonden|wysłano|skickat|sendt|dato|lähetetty|päivämäärä|päiväys|отправлено|дата|надіслано|"
        "gönderilme|gönderme tarihi|tarih|küldve|dátum|elküldve|发送时间|"
        "日期|寄件日期|送信日時|日時|보낸 날짜|날짜|odesláno|στάλθηκε|"
        "ημερομηνία|poslano|时间"
    ),
    "to": (
        "to|à|a|către|catre|pentru|la|an|para|per|aan|"
        "do|till|til|vastaanottaja|кому|kime|alıcı|címzett|προς|收件人|收件者|"
        "宛先|받는 사람|받는사람|destinataire|destinataires|destinatar|destinatari|destinatario|komu|za|pour"
    ),
    "cc": "cc|kopie|cópia|copie|copie à|kopia|kopi|копия|копія|抄送|副本|참조|copia|kópia|másolat|bilgi|cci|bcc",
    "subject": (
        "subject|objet|sujet|subiect|betreff|asunto|oggetto|assunto|assumpte|onderwerp|temat|ämne|emne|aihe|тема|"
        "konu|tárgy|θέμα|主题|主旨|件名|제목|předmět|predmet|predmet|aтема"
    ),
    "other": (
        "reply-to|reply to|importance|importanță|importanta|priority|attachments|pièces jointes|atașamente|anlagen|"
        "répondre à|organization|organisation|message-id|resent-from|wichtigkeit|priorität"
    ),
}
LABEL_OF = {label: kind for kind, labels in LABELS.items() for label in labels.split("|")}
HEADER_LINE = re.compile(r"[ \t>*_]{0,12}(?:\*{0,2})([^\W\d_][\w '’.-]{0,24}?)[*_]{0,2}[ \t]?[:：][*_]{0,2}[ \t]*(.*)")

# What phones and programs add below a mail on their own.
SENT_FROM = re.compile(
    r"(?i)[ \t]*(?:[-_*~–—]{0,3} ?)?(?:"
    r"(?:sent|written|composed|typed) (?:from|via|with|using|by|on) (?:my |the |a |an )?[^\n]{1,80}|get outlook "
    r"for [^\n]{1,80}|sent by [^\n]{1,30}(?:app|mail)\b[^\n]{0,40}|download [^\n]{1,20} (?:app|mail)[^\n]{0,40}"
    r"|(?:envoyé|envoyée|expédié|expédiée|écrit|rédigé) (?:de|depuis|du|à partir de|avec|par|via|sur) (?:mon |ma "
    r"|l'|l’|le |la |un |une )?[^\n]{1,80}|(?:obtenez|obtenir|télécharge[rz]?) outlook[^\n]{0,60}|provenance : "
    r"[^\n]{1,40}"
    r"|trimis (?:de pe|din|de la|prin|cu|folosind|de) [^\n]{1,80}|expediat (?:de pe|din) [^\n]{1,60}|(?:obțineți|"
    r"obtineti|descărcați|descarcati|ia|luați) outlook[^\n]{0,60}"
    r"|(?:von|aus|mit|über) (?:meinem?r? |der |dem )?[^\n]{1,60} (?:gesendet|verschickt|versendet|geschrieben)|"
    r"(?:gesendet|verschickt|diese nachricht wurde) (?:von|mit|aus|über) [^\n]{1,80}|outlook für [^\n]{1,30} "
    r"(?:beziehen|herunterladen)[^\n]{0,40}|holen sie sich outlook[^\n]{0,60}"
    r"|enviado (?:desde|de|do|da|a partir|mediante|via|con|pelo) [^\n]{1,80}|obtener outlook[^\n]{0,60}|obter o "
    r"outlook[^\n]{0,60}|obtenha o outlook[^\n]{0,60}|inviato (?:da|dal|dalla|con|tramite) [^\n]{1,80}|scarica "
    r"outlook[^\n]{0,60}|ottieni outlook[^\n]{0,60}"
    r"|(?:verzonden|verstuurd) (?:vanaf|vanuit|met|via|van) [^\n]{1,80}|outlook voor [^\n]{1,30} "
    r"downloaden[^\n]{0,40}|skickat från [^\n]{1,60}|sendt fra [^\n]{1,60}|lähetetty [^\n]{1,60}|wysłan[eo] z "
    r"[^\n]{1,60}|отправлено (?:с|из) [^\n]{1,60}|надіслано (?:з|із) [^\n]{1,60}|odesláno z[e]? [^\n]{1,60}|"
    r"iphone-?mról küldve|[^\n]{1,30}から送信|从我的[^\n]{1,20}发送|发自我的[^\n]{1,20}|나의 [^\n]{1,20}에서 보냄"
    r")[ \t.]*"
)
_PHONE_THINGS = re.compile(
    r"(?i)iphone|ipad|ipod|android|samsung|galaxy|blackberry|huawei|xiaomi|redmi|nokia|pixel|oneplus|mobile|"
    r"mobil|portable|smartphone|téléphone|telefon|telefono|teléfono|telemóvel|handy|tablet|phone|mail|outlook|"
    r"gmail|yahoo|proton|spark|thunderbird|airmail|sparrow|acompli|boxer|app\b|web\.?de|gmx|orange|windows|"
    r"courrier|device|appareil|dispositivo|dispozitiv|gerät|nine\b|aol|hey\b|telekom|t-mobile|bell\b|rogers|sony|"
    r"htc|motorola|lg\b|web"
)


_EXCUSE = re.compile(r"(?i)excuse|pardon|apolog|sorry|brev|typo|désolé|scuz|entschuldig|disculp|tippfehler|faute")


def is_sent_from(line: str) -> bool:
    """Whether the line is one that a phone or mail program adds by itself ("Sent from my iPhone")."""
    if len(line) > 200 or not SENT_FROM.fullmatch(line) or not _PHONE_THINGS.search(line):
        return False
    # A sentence that goes on is somebody's own: "Sent from my desk, which is easier than my phone."
    return (line.count(" ") < 12 and "," not in line) or bool(_EXCUSE.search(line))
