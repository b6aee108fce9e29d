"""The only writers of claims, error codes, changes and causes, one file a concern."""
