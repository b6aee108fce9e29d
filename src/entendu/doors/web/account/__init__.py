"""A member's own settings: how the desk looks to them, how they sign in, and the programs that ask in their name."""
