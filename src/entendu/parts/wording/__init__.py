"""A team's own words: what its desk may say, would rather say, and need not be told."""
