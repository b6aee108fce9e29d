"""What others read of what the team knows: one file a kind."""
