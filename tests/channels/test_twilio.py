"""Who is believed to be Twilio."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import urlencode

import pytest

from entendu.channels import twilio
from entendu.channels.messages import Hook

TOKEN = "an auth token"
URL = "https://desk.example/hooks/twilio/token?a=1"
FIELDS = {"From": "+23057001234", "Body": "Bună 👋", "Empty": "", "AccountSid": "AC1"}


def signed(url: str, fields: dict[str, str], token: str = TOKEN, asked: str = "") -> Hook:
    """A hook as Twilio signs it: the address, then each field by name; `asked` where we see another address."""
    said = url + "".join(name + fields[name] for name in sorted(fields))
    digest = base64.b64encode(hmac.new(token.encode(), said.encode(), hashlib.sha1).digest()).decode()
    return Hook("POST", asked or url, {"x-twilio-signature": digest}, urlencode(fields).encode())


@pytest.mark.parametrize("hook", [
    signed(URL, FIELDS), signed(URL, {}), signed("https://desk.example:443/x", FIELDS, asked="https://desk.example/x"),
    signed("https://desk.example/x", FIELDS, asked="https://desk.example:443/x"),
    signed("https://desk.example:8443/x", FIELDS)])
def test_what_twilio_signed_is_believed(hook: Hook) -> None:
    assert twilio.is_signed(hook, TOKEN)
    assert not twilio.is_signed(hook, "another")


@pytest.mark.parametrize("hook", [
    Hook("POST", URL, {}, b"Body=x"), Hook("POST", URL, {"x-twilio-signature": "ü"}, b"Body=x"),
    Hook("POST", URL, signed(URL, FIELDS).headers, b"Body=other"),
    Hook("POST", "https://other.example/x", signed(URL, FIELDS).headers, signed(URL, FIELDS).body),
    Hook("POST", "https://a:x/", {}, b"")])
def test_the_rest_is_not(hook: Hook) -> None:
    assert not twilio.is_signed(hook, TOKEN)


def test_nobodys_token_signs_nothing() -> None:
    assert not twilio.is_signed(signed(URL, FIELDS, token=""), "")


def test_the_fields_of_a_form() -> None:
    assert twilio.form(Hook("POST", URL, {}, b"Body=null%00+bytes%00&Empty=&A=1&A=2")) == {
        "Body": "null bytes", "Empty": "", "A": "2"}
