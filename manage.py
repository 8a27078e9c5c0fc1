#!/usr/bin/env python
"""Django's command line. On a developer's machine it brings the embedded database up by itself."""

import os
import sys

NEEDS_NO_DATABASE = {"collectstatic", "diffsettings", "help", "version", "--help", "--version"}


def main() -> None:
    """Run one management command; refuses to start on a missing or nonsensical environment value."""
    os.environ.setdefault("DEPLOYMENT", "local")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command not in NEEDS_NO_DATABASE:
        from config.local import keeper

        keeper.use_development_database()

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
