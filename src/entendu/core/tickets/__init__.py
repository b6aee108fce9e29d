"""States and legal moves, what keeps a ticket open, where a letter belongs, whether a request is confirmed."""
