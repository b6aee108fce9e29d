"""What is believed and what is known of a case: claims, error codes, changes, causes."""
