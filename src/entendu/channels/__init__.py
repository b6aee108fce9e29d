"""Translators between the world's formats and our values, one folder a kind."""
