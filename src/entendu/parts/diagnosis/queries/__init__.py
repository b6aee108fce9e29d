"""What others read of claims, error codes, changes and causes, one file a concern."""
