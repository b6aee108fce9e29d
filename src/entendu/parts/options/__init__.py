"""The truth on the table: options to choose from, fixes that are temporary, mistakes that we own up to."""
