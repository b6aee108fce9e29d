"""Stories that join the parts, one file each, read from top to bottom."""
