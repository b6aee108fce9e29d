"""What a message says: dates, times, amounts, codes, names and states, read from its words in en, fr and ro."""
