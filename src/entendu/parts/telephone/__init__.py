"""Calls: those that a person of ours has to make, and those that were held."""
