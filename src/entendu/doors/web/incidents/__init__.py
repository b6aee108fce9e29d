"""Defects and incidents: what is wrong on our side, whom it touches, and one text to all of them."""
