"""Records: Django apps that own tables. In each, `actions` are the only writers and `queries` what others read."""
