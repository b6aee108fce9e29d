"""The desk: the pages at which the staff work."""
