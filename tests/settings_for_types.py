"""The settings as the type checker reads them: no database, no broker."""

import os

os.environ.setdefault("DEPLOYMENT", "local")

from config.settings import *  # noqa: F403 - the environment has to stand first
