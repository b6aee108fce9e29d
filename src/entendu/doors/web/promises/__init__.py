"""What was promised: the board of all of it, and what is promised on one case."""
