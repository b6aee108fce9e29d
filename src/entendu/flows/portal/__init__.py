"""The customer's page of one case."""
