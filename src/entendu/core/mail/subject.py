"""The base subject: what a conversation is about, without what mail programs put before it (RFC 5256 §2.1)."""

from __future__ import annotations

import re
import unicodedata

# Marks of replies and forwards that mail programs write, by language. Those of a letter or two that are also
# words or initials ("I:", "R:", "SV:") are safe because only a colon directly after them makes them a mark.
_REPLY = (
    "re ré ang ats odg відп отг aw antw antwort sv vs vl svar res resp rif rispondi rép réf réponse respuesta "
    "rv ynt yan odp odpověď vá válasz atb bls απ σχετ hθ ответ отв 回复 回覆 答复 答覆 返信 返 답장 "
    "회신 ת תשובה رد răsp rasp raspuns răspuns"
)
_FORWARD = (
    "fw fwd wg weiterleitung vb doorst tr transfert i inoltra enc encaminhado rv reenv reenvío pd i̇lt ilt "
    "továbbítás tov пересл препр posr pros trs yml fs vl vs προώθ πρθ 转发 轉寄 轉發 转寄 転送 전달 הועבר "
    "إعادة redirecționat redirectionat fwrd forward r"
)
_MARKS = sorted({unicodedata.normalize("NFC", mark) for mark in f"{_REPLY} {_FORWARD}".split()}, key=len, reverse=True)
_COUNT = r"(?:\s?[\[(]\d{1,4}[\])]|\^\d{1,4}|\*\d{1,4})?"
_PREFIX = re.compile(rf"\s*(?:{'|'.join(map(re.escape, _MARKS))})\.?{_COUNT}[\s\u00a0\u202f]*[:：﹕]", re.IGNORECASE)
_FORWARDED = re.compile(r"\[\s*(?:fwd?|tr|wg)\s*:\s*(.*)\]\s*", re.IGNORECASE | re.DOTALL)
_TRAILER = re.compile(r"\s*\((?:fwd|forwarded)\)\s*\Z", re.IGNORECASE)
_BLOB = re.compile(r"\s*\[[^\[\]]{0,100}\]")
_LIMIT = 2_000


def base_subject(subject: str) -> str:
    """`subject` without reply and forward marks of any language and without the trailing "(fwd)".

    A tag in brackets ("[#1042]", "[list]") stays where it opens the subject of a conversation, but marks behind
    it go ("[list] Re: Printer" is "[list] Printer"); repeated tags count once. A subject that is nothing but
    marks gives ''. Linear: each turn removes something.
    """
    rest = unicodedata.normalize("NFC", subject[:_LIMIT])
    rest = re.sub(r"[\s\u00a0\u202f]+", " ", rest).strip()
    tags: list[str] = []
    while True:
        shorter = _TRAILER.sub("", rest)
        match = _PREFIX.match(shorter)
        if match:
            shorter = shorter[match.end() :].lstrip()
        elif (blob := _BLOB.match(shorter)) and shorter[blob.end() :].strip():
            wrapped = _FORWARDED.fullmatch(shorter)
            if wrapped is None:
                tags.append(blob[0].strip())
                shorter = shorter[blob.end() :].lstrip()
            else:
                shorter = wrapped[1].strip()
        elif wrapped := _FORWARDED.fullmatch(shorter):
            shorter = wrapped[1].strip()
        if shorter == rest:
            break
        rest = shorter
    return " ".join([*dict.fromkeys(tags), rest.strip()]).strip()
