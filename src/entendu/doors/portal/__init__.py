"""The customer's own pages, opened from a signed link, without an account and without a script."""
