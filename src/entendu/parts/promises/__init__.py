"""What we have promised to whom, by when, and whether our word still stands."""
