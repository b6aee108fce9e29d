"""What others read of what was heard; one file a concern."""
