"""Telling the truth from the desk: options, temporary fixes, mistakes of ours, and what is not ours to do."""
