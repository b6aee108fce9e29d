"""Our accounts at the providers of channels, the web hooks that they sent us, and what came in by them."""
