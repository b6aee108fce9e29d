"""What writes the records of what the team knows: one file a kind."""
