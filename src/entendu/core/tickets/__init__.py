"""States and legal moves, where a letter belongs, whether a request is confirmed."""
