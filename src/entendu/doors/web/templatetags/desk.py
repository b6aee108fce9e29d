"""The words and signs that the desk's templates need for channels, outcomes and times."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from django import template
from django.core.files.storage import Storage, storages
from django.utils import formats, timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, pgettext

register = template.Library()


@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file. Django's own tag looks it up each time, and a page names seventeen."""
    return _address(path, storages["staticfiles"])


@cache
def _address(path: str, storage: Storage) -> str:
    """One address for each store: tests serve the files without their fingerprints."""
    return str(storage.url(path))


@register.simple_tag
@cache
def icon(name: str, classes: str = "") -> SafeString:
    """An icon of the sprite (web/sprite.html). A tag, no component: a page has dozens of them."""
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"></use></svg>',
                       f"i {classes}".rstrip(), name)

CHANNELS = {
    "email": ("email", gettext_lazy("email"), gettext_lazy("by email")),
    "sms": ("sms", gettext_lazy("SMS"), gettext_lazy("by SMS")),
    "whatsapp": ("chat", gettext_lazy("WhatsApp"), gettext_lazy("by WhatsApp")),
    "messenger": ("chat", gettext_lazy("Messenger"), gettext_lazy("by Messenger")),
    "teams": ("chat", gettext_lazy("Teams"), gettext_lazy("by Teams")),
    "phone": ("phone", gettext_lazy("phone"), gettext_lazy("by phone")),
    "chat": ("chat", gettext_lazy("chat"), gettext_lazy("by chat")),
    "portal": ("web", gettext_lazy("portal"), gettext_lazy("by portal")),
    "api": ("web", gettext_lazy("the interface for programs"), gettext_lazy("by the interface for programs")),
}

# Two clocks stand side by side on the desk, so hours are written the short way in every language.
HOUR = "%H:%M"

# The four signs of the governor mean nothing else anywhere.
OUTCOME_ICONS = {
    "sent": "send",
    "undo": "send",
    "merged": "merge",
    "held": "hold",
    "waiting": "hold",
    "dropped": "drop",
    "asked": "alert",
    "failed": "alert",
    "unknown": "alert",
}
VERDICT_ICONS = {"send": "send", "hold": "hold", "merge": "merge", "drop": "drop", "stop": "alert"}
MESSAGE_ICONS = {"error": "alert", "warning": "hold", "success": "check"}
MESSAGE_TONES = {"error": "late", "warning": "hold", "success": "done"}


@register.filter
def short_day(moment: datetime) -> str:
    """A day on the reader's clock: "Thu 19 Nov". English writes months with a capital, French and Romanian do not."""
    return _day_words(timezone.localtime(moment).date(), translation.get_language())


@lru_cache(maxsize=2048)
def _day_words(day: date, _language: str | None) -> str:
    """A page names few days, and each of them many times."""
    return formats.date_format(day, pgettext("date format", "D j M"))


@register.filter
def channel_icon(kind: str) -> str:
    """The icon of a channel kind; an envelope for a kind without one."""
    return CHANNELS.get(kind, CHANNELS["email"])[0]


@register.filter
def channel_name(kind: str) -> str:
    """The channel as a noun ("SMS"); an unknown kind is shown as it is written."""
    return str(CHANNELS[kind][1]) if kind in CHANNELS else kind


@register.filter
def by_channel(kind: str) -> str:
    """The channel as an adverb ("by SMS"), because languages join the two differently."""
    return str(CHANNELS[kind][2]) if kind in CHANNELS else gettext("by %(channel)s") % {"channel": kind}


@register.filter
def outcome_icon(state: str) -> str:
    """The sign for what became of a message."""
    return OUTCOME_ICONS.get(state, "hold")


@register.filter
def verdict_icon(state: str) -> str:
    """The sign for what the governor would do with a draft."""
    return VERDICT_ICONS.get(state, "hold")


@register.filter
def message_icon(level: str) -> str:
    """The sign of a Django message level tag."""
    return MESSAGE_ICONS.get(level, "check")


@register.filter
def message_tone(level: str) -> str:
    """The tone ("late", "hold", "done") of a Django message level tag."""
    return MESSAGE_TONES.get(level, "done")


@register.filter
def nth(words: Sequence[str], index: int) -> str:
    """The word at a zero-based index, '' beyond the end: the column that a cell belongs to."""
    return words[index] if index < len(words) else ""


@register.filter
def short_when(at: datetime | None) -> str:
    """A time for a narrow place: the hour today, the weekday in the last six days, then the date, then the month."""
    if at is None:
        return ""
    local, today = timezone.localtime(at), timezone.localdate()
    if local.date() == today:
        return local.strftime(HOUR)
    if timedelta(0) < today - local.date() < timedelta(days=7):
        return formats.date_format(local, "D")
    return formats.date_format(local, pgettext("date format", "j M") if local.year == today.year
                               else pgettext("date format", "M Y"))


@register.filter
def clock(at: datetime) -> str:
    """The hour on the clock that the time itself carries; Django's own filter would turn it to the reader's."""
    return at.strftime(HOUR)


@register.filter
def stamp(at: datetime | None) -> str:
    """A time to read in a thread: the hour today, else the weekday, the date and the hour."""
    if at is None:
        return ""
    local, today = timezone.localtime(at), timezone.localdate()
    hour = local.strftime(HOUR)
    if local.date() == today:
        return hour
    if local.year == today.year:
        day = short_day(local)
    else:
        day = formats.date_format(local, pgettext("date format", "D j M Y"))
    return gettext("%(day)s, %(hour)s") % {"day": day, "hour": hour}
