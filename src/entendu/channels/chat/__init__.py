"""The chat window on other people's pages: which pages, how much, where it goes on, and what its lines look like."""
