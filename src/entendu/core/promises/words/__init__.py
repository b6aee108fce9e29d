"""How each language names days, hours and spans of time: a table each, read by `when.py`."""
