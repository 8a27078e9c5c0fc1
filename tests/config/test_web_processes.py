"""A web process that takes the place of a killed one answers at once."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_web_processes_are_forked_from_one_that_has_loaded_every_address():
    code = (
        "import sys, config.wsgi; from config import gunicorn as g; print(g.preload_app, 'reviews.urls' in sys.modules)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}

    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["True", "True"]
