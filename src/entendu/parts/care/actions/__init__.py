"""The only writers of what is kept about the care that we take, one file a subject."""
