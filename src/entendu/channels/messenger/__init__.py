"""Messenger, by Meta's Graph API, for a page."""
