"""What others read of what was put before a customer; one file a concern."""
