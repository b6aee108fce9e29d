"""The desk as an ASGI application, for `entendu serve` and for any ASGI server."""

import gc
import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entendu.config.settings")
application = get_asgi_application()
# What is there by now stays as long as the program: looking through all of it again takes some page a tenth of a second
# (docs.python.org/3/library/gc.html#gc.freeze).
gc.collect()
gc.freeze()
