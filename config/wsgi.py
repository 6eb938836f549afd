"""The door for the web server."""

import os

from django.core.wsgi import get_wsgi_application

# A web server that forgets to say so still gets the settings of a real portal.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")

# Nobody at a browser waits behind a long list that is being written: five seconds, then
# a sentence. Workers wait as long as it takes.
os.environ.setdefault("PORTAL_LOCK_TIMEOUT", "5s")

application = get_wsgi_application()
