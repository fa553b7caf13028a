import os

from django.core.wsgi import get_wsgi_application

from jalon.site.home import prepare_home

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.site.settings")
prepare_home()  # every worker must read the same key

application = get_wsgi_application()
