"""The composition root: settings, urls, asgi, the one process that serves everything."""
