"""Read by Python itself at the start of a process whose PYTHONPATH names this folder: the clock of the tests.

The processes that a test starts (web, worker, commands) must live on the day of the test that asks them.
"""

import os
import time

if seconds := float(os.environ.get("TESTS_CLOCK_SHIFT_SECONDS") or 0):
    try:
        import time_machine
    except ImportError:
        pass  # a program with a Python of its own, such as pip: it asks nobody for the day
    else:
        time_machine.travel(time.time() + seconds, tick=True).start()
