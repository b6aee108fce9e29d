"""The words for reasons to call and for what happened between us."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entendu.core.care.moments import Happened, Kind
from entendu.core.care.radar import Reason, Why
from entendu.doors.web.templatetags.desk import stamp

KINDS = {
    Kind.WORRY: gettext_lazy("Seemed worried"), Kind.FRUSTRATION: gettext_lazy("Seemed frustrated"),
    Kind.ANGER: gettext_lazy("Seemed angry"), Kind.INSULT: gettext_lazy("An insult"),
    Kind.THREAT: gettext_lazy("A threat"), Kind.SATISFACTION: gettext_lazy("Seemed content"),
    Kind.NOT_YET: gettext_lazy("“Not yet solved”"), Kind.AGREED: gettext_lazy("“It works”"),
    Kind.CALL: gettext_lazy("We talked"), Kind.KEPT: gettext_lazy("Our word kept"),
    Kind.BROKEN: gettext_lazy("Our word broken"), Kind.LATE: gettext_lazy("Our word late"),
    Kind.INCIDENT: gettext_lazy("It failed on our side"),
}
# What they wrote themselves, as a quotation; of an insult nobody needs the words.
QUOTED = frozenset({Kind.WORRY, Kind.FRUSTRATION, Kind.ANGER, Kind.THREAT, Kind.SATISFACTION, Kind.NOT_YET,
                    Kind.AGREED})
WITH_WORDS = frozenset({Kind.KEPT, Kind.BROKEN, Kind.LATE, Kind.INCIDENT})


def happened_words(one: Happened) -> str:
    """What happened, in a line."""
    kind = str(KINDS[one.kind])
    if one.words and one.kind in QUOTED:
        return _("%(kind)s: “%(words)s”") % {"kind": kind, "words": one.words}
    if one.words and one.kind in WITH_WORDS:
        return _("%(kind)s: %(words)s") % {"kind": kind, "words": one.words}
    return kind


def reason_words(one: Reason) -> str:
    """A reason for a call, as a sentence."""
    words = {"n": one.many, "when": stamp(one.at) if one.at else ""}
    match one.why:
        case Why.LATE:
            return ngettext("A promise of ours is late since %(when)s.",
                            "%(n)d promises of ours are late, the first since %(when)s.", one.many) % words
        case Why.BROKEN:
            return ngettext("We broke a promise this month.", "We broke %(n)d promises this month.", one.many) % words
        case Why.NOT_YET:
            return ngettext("What we called solved was not, %(when)s.",
                            "What we called solved was not, %(n)d times, last %(when)s.", one.many) % words
        case Why.THREAT:
            return _("A threat to leave or to complain, %(when)s.") % words
        case Why.ANGER:
            return ngettext("Anger in a letter, %(when)s.", "Anger in %(n)d letters, last %(when)s.", one.many) % words
        case Why.INSULT:
            return _("Hard words, %(when)s.") % words
        case Why.FRUSTRATION:
            return ngettext("Frustration in a letter, %(when)s.", "Frustration in %(n)d letters, last %(when)s.",
                            one.many) % words
        case Why.SILENCE:
            return ngettext("Waiting for a word of ours for a day.", "Waiting for a word of ours for %(n)d days.",
                            one.many) % words
        case Why.MANY:
            return ngettext("%(n)d open case.", "%(n)d open cases at once.", one.many) % words
        case Why.FALLING:
            return _("Content a few weeks ago, upset now.")
