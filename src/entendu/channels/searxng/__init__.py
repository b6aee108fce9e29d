"""SearXNG, a web search that a firm runs for itself."""
