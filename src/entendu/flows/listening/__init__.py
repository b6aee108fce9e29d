"""What they told us, what is still missing, and what we understood."""
