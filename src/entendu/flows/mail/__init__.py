"""Mail: how letters come in and are read, and how a message becomes a letter."""
