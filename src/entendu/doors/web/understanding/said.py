"""The words for changes and causes: kinds, reasons, likelihoods and checks, in the reader's language."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from entendu.core.diagnosis.causes import Cost, Likelihood
from entendu.core.diagnosis.change_file import Wrong
from entendu.core.diagnosis.timeline import Kind, Rated, Reason, Why
from entendu.doors.web.desk.rows import span
from entendu.doors.web.templatetags.desk import short_day
from entendu.flows.diagnosis.diagnose import Possible
from entendu.parts.diagnosis.models.changes import KINDS, SystemChange

LIKELIHOODS = {
    Likelihood.CONFIRMED: pgettext_lazy("cause", "confirmed"), Likelihood.VERY_LIKELY: gettext_lazy("very likely"),
    Likelihood.LIKELY: gettext_lazy("likely"), Likelihood.POSSIBLE: gettext_lazy("possible"),
    Likelihood.UNLIKELY: gettext_lazy("unlikely"), Likelihood.RULED_OUT: gettext_lazy("ruled out"),
}
COSTS = {Cost.QUICK: gettext_lazy("takes minutes"), Cost.HOUR: gettext_lazy("takes an hour"),
         Cost.DAY: gettext_lazy("takes a day")}
CHECKS = {
    Kind.TEMPLATE: gettext_lazy("On a copy, put the page back as it was before, and try again."),
    Kind.DEPLOYMENT: gettext_lazy("On a test system, go back to the version before, and try again."),
    Kind.SETTING: gettext_lazy("Set it back for a moment and try again."),
    Kind.PLUGIN: gettext_lazy("On a copy, switch it off and try again."),
    Kind.LOGIN: gettext_lazy("Ask whether it was they who signed in, and what they did then."),
    Kind.ACCESS: gettext_lazy("Try with an account that has the rights of before."),
    Kind.DATA: gettext_lazy("Compare one affected record before and after."),
    Kind.NETWORK: gettext_lazy("Look the records up and try the connection from outside."),
    Kind.CERTIFICATE: gettext_lazy("Open the address and read until when the certificate is valid."),
    Kind.DEVICE: gettext_lazy("Try the same on a device that was not changed."),
    Kind.OTHER: gettext_lazy("On a copy, undo the change and try again."),
}
TOPICS = {
    "page": gettext_lazy("pages and buttons"), "booking": gettext_lazy("bookings"), "form": gettext_lazy("forms"),
    "sign-in": gettext_lazy("signing in"), "rights": gettext_lazy("rights"), "mail": gettext_lazy("mail"),
    "domain": gettext_lazy("the domain"), "network": gettext_lazy("the network"),
    "secure": gettext_lazy("the secure connection"), "money": gettext_lazy("payments"),
    "price": gettext_lazy("prices"), "tax": gettext_lazy("invoices and tax"), "stock": gettext_lazy("stock"),
    "delivery": gettext_lazy("delivery"), "catalogue": gettext_lazy("the catalogue"), "search": gettext_lazy("search"),
    "speed": gettext_lazy("speed"), "room": gettext_lazy("space"), "print": gettext_lazy("printing"),
    "device": gettext_lazy("devices"), "phone": gettext_lazy("phones"), "call": gettext_lazy("calls"),
    "clock": gettext_lazy("clocks and hours"), "import": gettext_lazy("imports and files"),
    "api": gettext_lazy("interfaces"), "report": gettext_lazy("reports"), "backup": gettext_lazy("versions and copies"),
    "language": gettext_lazy("languages"), "sms": gettext_lazy("short messages"), "heat": gettext_lazy("temperature"),
}
WRONG = {
    Wrong.NO_OBJECT: gettext_lazy("Line %(line)d was not taken: it is no object."),
    Wrong.NO_JSON: gettext_lazy("Line %(line)d was not taken: it is no JSON."),
    Wrong.NO_CSV: gettext_lazy("Line %(line)d was not taken: it is no CSV."),
    Wrong.NO_TIME: gettext_lazy("Line %(line)d was not taken: it has no time that can be read, such as "
                                "2026-11-16T15:04."),
    Wrong.NO_WORDS: gettext_lazy("Line %(line)d was not taken: it does not say what was changed."),
    Wrong.NO_CUSTOMER: gettext_lazy("Line %(line)d was not taken: it names no customer whom you may see."),
    Wrong.OTHER_CHANGE: gettext_lazy("Line %(line)d was not taken: its key stands for another change."),
}
_KINDS = dict(KINDS)


def kind_words(kind: str) -> str:
    """What sort of change it is."""
    return str(_KINDS.get(kind, _KINDS[Kind.OTHER]))


def day_and_hour(moment: datetime) -> str:
    """A moment of the past, whole: "Mon 16 Nov, 15:04"."""
    local = timezone.localtime(moment)
    return _("%(day)s, %(hour)s") % {"day": short_day(local), "hour": local.strftime("%H:%M")}


def who_and_when(change: SystemChange) -> str:
    """By whom and when: "Ravi, Mon 16 Nov, 15:04"."""
    when = day_and_hour(change.at)
    return _("%(who)s, %(when)s") % {"who": change.actor, "when": when} if change.actor else when


def reasons(rated: Rated) -> list[str]:
    """Why a change stands where it stands, the weightiest first."""
    return [said for one in rated.reasons if (said := _reason(one))]


def cause_words(one: Possible) -> str:
    """What may have caused it, in a line."""
    if one.words:
        return one.words
    if one.is_ours:
        return _("A defect on our side")
    if one.change is not None:
        return _("%(what)s was changed") % {"what": one.change.object}
    if one.like is not None:
        return _("A defect on our side, as in an earlier case")
    return _("A change that is no longer in the log")


def check_words(one: Possible) -> str:
    """What would settle it."""
    if one.settled_by:
        return one.settled_by
    if one.change is not None:
        return str(CHECKS[Kind(one.change.kind)])
    if one.is_ours:
        return _("Try the same in a fresh account of our own, and read our log of that moment.")
    return ""


def others_words(count: int) -> str:
    """That others report the same; '' where nobody does."""
    if not count:
        return ""
    return ngettext("%(n)d other customer reports the same code this week",
                    "%(n)d other customers or more report the same code this week", count) % {"n": count}


def _reason(one: Reason) -> str:
    words = {"words": one.words}
    match one.why:
        case Why.NEAR:
            return _("%(span)s before") % {"span": span(timedelta(hours=float(one.words)))}
        case Why.TOPIC:
            topics = ", ".join(str(TOPICS[name]) for name in one.words.split(", "))
            return _("about the same: %(topics)s") % {"topics": topics}
        case Why.ROUTINE:
            return ngettext("was done %(n)d time before, and nothing came of it",
                            "was done %(n)d times before, and nothing came of it", int(one.words)) % {
                                "n": int(one.words)}
        case Why.RARE_ACTOR:
            return _("%(words)s seldom changes anything here") % words if one.words else ""
        case Why.CODE:
            return _("names the code %(words)s") % words
        case Why.NAMES:
            return _("names what they name: %(words)s") % words
        case _:
            return str(_PLAIN[one.why])


_PLAIN = {
    Why.DURING: gettext_lazy("while it began"), Why.RARE_KIND: gettext_lazy("such changes are seldom here"),
    Why.RARE_OBJECT: gettext_lazy("was hardly ever changed before"),
    Why.RARE_HOUR: gettext_lazy("at an hour when hardly anything is changed here"),
}
