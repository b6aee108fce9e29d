"""Raw letters, stored before anything is parsed, and the accounts that they are fetched from."""
