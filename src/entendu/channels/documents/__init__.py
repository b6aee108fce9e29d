"""Documents that were written elsewhere: Markdown, HTML and PDF, into passages of plain text."""
