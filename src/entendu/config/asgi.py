"""The desk as an ASGI application, for `entendu serve` and for any ASGI server."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entendu.config.settings")
application = get_asgi_application()
