"""What the team knows: how it answers."""
