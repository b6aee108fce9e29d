"""The service behind an address of Apprise's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apprise import NotifyBase

# What stands in an address for the receiver: the contact's own address of this channel.
RECEIVER = "{to}"
# Services of this machine itself (a desktop's notices, files, programs) are no way to a customer.
LOCAL = frozenset({"dbus", "qt", "gnome", "glib", "kde", "macosx", "windows", "syslog", "exec", "script", "file"})


def plugin_of(url: str) -> NotifyBase | None:
    """The service behind an address; None where Apprise knows none, or one of this machine itself."""
    import apprise

    plugin = apprise.Apprise.instantiate(url, suppress_exceptions=True)
    if plugin is None or url.partition("://")[0].lower() in LOCAL:
        return None
    return plugin
