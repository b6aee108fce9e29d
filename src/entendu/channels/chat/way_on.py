"""Where a chat goes on when its window is closed: a mail address or a mobile number, as people write them."""

from __future__ import annotations

import re

import phonenumbers

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
MAIL = re.compile(rf'[^\s@<>()\[\],;:"]{{1,64}}@{LABEL}(?:\.{LABEL})+')
LONGEST = 254  # RFC 5321 §4.5.3.1.3
# Numbers that can receive text: some countries do not tell mobile from fixed by the number.
MOBILE = frozenset({phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
                    phonenumbers.PhoneNumberType.UNKNOWN})


def way_on(text: str, country: str = "") -> tuple[str, str] | None:
    """("email", address) or ("sms", number in E.164); None for what is neither.

    A number without its country's code is read as one of `country` (ISO 3166-1 alpha-2), where that is known.
    """
    text = text.strip()[:LONGEST + 1]
    if "@" in text:
        text = text.lower()
        return ("email", text) if len(text) <= LONGEST and MAIL.fullmatch(text) else None
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in MOBILE:
        return None
    return "sms", phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def masked(channel: str, value: str) -> str:
    """An address that its owner recognises and nobody else can use: "m…@laval.example", "… 127"."""
    if channel != "email":
        return f"… {value[-3:]}"
    local, _at, domain = value.rpartition("@")
    return f"{local[:1]}…@{domain}"
