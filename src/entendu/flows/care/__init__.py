"""Stories of care: is it really solved, civility, calls, styles, the ups and downs."""
