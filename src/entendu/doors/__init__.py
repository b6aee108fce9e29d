"""Doors let people, programs and messages in and out; they never import each other."""
