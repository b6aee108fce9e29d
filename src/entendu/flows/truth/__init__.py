"""Telling the truth: options to choose from, temporary fixes, mistakes owned up to, what is not ours, and closing."""
