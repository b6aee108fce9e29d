"""What we know: looked up, learned, kept as words to say again."""
