"""What is behind it: facts, codes, changes, causes, defects, and the developers' trackers."""
