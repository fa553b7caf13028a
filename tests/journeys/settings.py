"""Settings of the journeys' installations: those of everybody, but a password is known in no time.

Some forty accounts are opened and as many people sign in, a quarter of a second of hashing each.
"""

from jalon.site.settings import *  # noqa: F403  (all of them, one changed)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
