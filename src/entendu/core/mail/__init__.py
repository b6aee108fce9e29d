"""Mail as values: bytes become a Letter, an Outgoing becomes bytes, and nothing in between touches the world."""
