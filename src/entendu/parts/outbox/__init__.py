"""Submissions, the decisions on them, deliveries and their attempts, and the accounts that they leave by."""
