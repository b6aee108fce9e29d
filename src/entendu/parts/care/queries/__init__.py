"""What others read of the care that we take, one file a subject."""
