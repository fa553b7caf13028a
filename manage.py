#!/usr/bin/env python
"""Django's own commands, with the database running. Everything a person needs is in the command `jalon`."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.site.settings")
    from django.core.management import execute_from_command_line

    from jalon.site.home import prepare_home

    prepare_home()

    from jalon.site.database import database

    with database():
        execute_from_command_line(sys.argv)
