"""The only writers of what was heard; one file a concern."""
