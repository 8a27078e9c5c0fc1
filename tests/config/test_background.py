"""How the worker stands beside the web server."""

import subprocess
import sys

from config.local import paths

_ASK = """
import os
from config.background import yield_to_pages
yield_to_pages(7)
print(os.nice(0), open("/proc/self/autogroup").read().split()[-1] if os.path.exists("/proc/self/autogroup") else 7)
"""


def test_the_worker_yields_to_pages_by_its_own_rank_and_by_that_of_its_session() -> None:
    said = subprocess.run(
        [sys.executable, "-c", _ASK], cwd=paths.ROOT, capture_output=True, text=True, check=True, start_new_session=True
    )

    assert said.stdout.split() == ["7", "7"]
