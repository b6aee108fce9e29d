"""What we know: the pages to find, read and write it, and where a case is looked up."""
