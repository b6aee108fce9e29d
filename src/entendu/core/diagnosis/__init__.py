"""What stands behind a trouble: claims, error codes, changes before the first error, and causes in their order."""
