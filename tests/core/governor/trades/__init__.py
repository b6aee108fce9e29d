"""Firms of our own, each with its systems, words and habits."""
