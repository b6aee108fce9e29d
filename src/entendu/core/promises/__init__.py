"""Keeping one's word: when a sentence says that something will be done, and working time to reckon it by."""
