"""Whom we look after: contacts with their addresses, organisations, languages, hours and chosen channel."""
