import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from jalon.site.collecting import settle
from jalon.site.home import prepare_home

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.site.settings")
prepare_home()  # every worker must read the same key

application = get_wsgi_application()

import_module(settings.ROOT_URLCONF)  # what a worker begins with it keeps
settle()
