"""The door for the web server."""

import os

from django.core.wsgi import get_wsgi_application

# A web server that forgets to say so still gets the settings of a real portal.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")

application = get_wsgi_application()
