"""What WhatsApp's error codes mean for a message (developers.facebook.com, "WhatsApp Cloud API", Error codes).

Meta advises to go by the codes, not by titles or statuses. A code that is new to us goes by the HTTP status: what is
refused with 4xx is refused, everything else is tried again.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from entendu.channels.graph import Error, Meaning

GONE, MESSAGE, WINDOW, SETUP, NOW = Meaning.GONE, Meaning.MESSAGE, Meaning.WINDOW, Meaning.SETUP, Meaning.NOW

MEANINGS: dict[int, Meaning] = {
    # the address
    131026: GONE, 131021: GONE,
    # the 24 hours
    131047: WINDOW,
    # this message
    100: MESSAGE, 131008: MESSAGE, 131009: MESSAGE, 131050: MESSAGE, 131051: MESSAGE, 131052: MESSAGE,
    131053: MESSAGE, 130472: MESSAGE, 131049: MESSAGE, 132000: MESSAGE, 132005: MESSAGE, 132012: MESSAGE,
    135000: MESSAGE, 130497: MESSAGE,
    # the account, its token, its templates
    0: SETUP, 3: SETUP, 10: SETUP, 33: SETUP, 190: SETUP, 368: SETUP, 131005: SETUP, 131030: SETUP, 131031: SETUP,
    131037: SETUP, 131042: SETUP, 131045: SETUP, 132001: SETUP, 132007: SETUP, 132015: SETUP, 132016: SETUP,
    132068: SETUP, 133000: SETUP, 133005: SETUP, 133006: SETUP, 133008: SETUP, 133009: SETUP, 133010: SETUP,
    133015: SETUP, 134011: SETUP,
    # for now
    1: NOW, 2: NOW, 4: NOW, 80007: NOW, 130429: NOW, 131000: NOW, 131016: NOW, 131048: NOW, 131056: NOW, 131057: NOW,
    132069: NOW, 133004: NOW, 133016: NOW,
}
# What a person can do about it, where more can be said than for the kind of error.
SENTENCES = {
    131026: _("This number cannot be reached on WhatsApp"),
    131021: _("This is our own number"),
    131049: _("WhatsApp chose not to deliver this message, to spare the reader"),
    131050: _("They stopped messages of this kind on WhatsApp"),
    131051: _("WhatsApp does not take files of this kind"),
    131053: _("WhatsApp did not take the file"),
    130497: _("WhatsApp does not let us write to this country"),
    190: _("The token is no longer good; make a new one in Meta's business settings and enter it in the settings"),
    10: _("The token lacks a right; give it whatsapp_business_messaging"),
    131030: _("The number is not among those that a test account may write to; add it there"),
    131031: _("Meta has locked the business account; look there"),
    131042: _("Meta cannot charge the account; look at its way of paying"),
    132001: _("The template does not exist in this language; look at its name in the settings"),
    132015: _("Meta has paused the template; write it anew there"),
    132016: _("Meta has switched the template off; enter another one in the settings"),
    133010: _("The number is not registered for the Cloud API; register it there"),
    130429: _("WhatsApp takes no more from us this second"),
    131048: _("WhatsApp limits our number, because messages were reported; look at its quality there"),
    131056: _("We wrote to them too often within a short time"),
}
KINDS = {
    GONE: _("This number cannot be reached on WhatsApp"),
    MESSAGE: _("WhatsApp did not accept the message"),
    WINDOW: _("They wrote more than 24 hours ago, and WhatsApp takes only an approved template then"),
    SETUP: _("WhatsApp does not accept the account; look at it in the settings"),
    NOW: _("WhatsApp cannot take the message for now"),
}


def meaning(error: Error) -> Meaning:
    """What the error means for the message."""
    known = MEANINGS.get(error.code)
    if known is not None and (error.code or error.status == 401):
        return known
    if 200 <= error.code <= 299 or error.status == 401:  # API Permission
        return SETUP
    return MESSAGE if 400 <= error.status <= 499 and error.status != 429 else NOW


def sentence(error: Error) -> str:
    """What happened, without a full stop."""
    return str(SENTENCES.get(error.code) or KINDS[meaning(error)])
