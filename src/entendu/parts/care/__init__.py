"""How it is between us: whether what we solved is solved, civility, calls, styles, and the ups and downs."""
