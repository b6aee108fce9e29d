"""Web hooks that tell what changed: Standard Webhooks, and GitHub's own form."""
