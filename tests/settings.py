"""Settings of the tests: a data folder of their own, made for this run and removed after it."""

import atexit
import os
import tempfile
from contextlib import suppress
from pathlib import Path


def leave_nothing(folder: str) -> None:
    """A process that reads these settings and runs no test has no other occasion."""
    with suppress(OSError):  # not empty, or gone with what the tests wrote
        Path(folder).rmdir()


# the workers of pytest-xdist share the home of the process that started them
if "JALON_TEST_HOME" not in os.environ:
    os.environ["JALON_TEST_HOME"] = tempfile.mkdtemp(prefix="jalon-test-")
    os.chmod(os.environ["JALON_TEST_HOME"], 0o711)  # started by root, the database's account passes through
    atexit.register(leave_nothing, os.environ["JALON_TEST_HOME"])
os.environ["JALON_HOME"] = os.environ["JALON_TEST_HOME"]
for name in (
    "JALON_DEBUG",
    "JALON_HTTPS",
    "JALON_MAIL_URL",
    "JALON_HOSTS",
    "JALON_LANGUAGE",
    "JALON_TIME_ZONE",
):
    os.environ.pop(name, None)
os.environ["JALON_SECRET_KEY"] = "only-for-tests-" * 4

from jalon.site.settings import *  # noqa: E402, F403
from jalon.site.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
DATABASES["default"]["OPTIONS"].pop("pool", None)
