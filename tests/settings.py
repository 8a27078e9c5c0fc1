"""The settings of the project, on an environment fit for tests: the embedded test database, and no broker.

pytest-django reads the settings before any conftest, so the environment is laid here.
"""

import os

os.environ["DEPLOYMENT"] = "local"
os.environ["STATIC_FROM_SOURCES"] = "yes"
os.environ["CELERY_BROKER_URL"] = "memory://"  # nothing leaves this process; jobs are run by the test itself
os.environ["WORKER_NICENESS"] = "0"  # a live site's worker would wait for minutes behind the other tests
# The browser's driver leaves its event loop marked as running in the thread of the tests; Django would take every later
# query of that thread for one made inside the loop.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"

if "TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
elif "PYTEST_XDIST_WORKER" not in os.environ:  # a worker inherits the address from the process that started it
    from config.local import keeper

    os.environ["DATABASE_URL"] = keeper.use("test")

from config.settings import *  # noqa: F403 - the environment has to stand first

# The threads of the server under test end without a word; a connection that one of them kept would be left behind.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405

# `config.hashers` is slow on purpose, once for each of the hundreds of accounts that the tests make.
PASSWORD_HASHERS = ["tests.quick_hashing.QuickArgon2PasswordHasher"]

# A demo that was seeded in this folder is none of the tests' business.
DEMO_ACCOUNTS_FILE = paths.VAR / "no-demo-in-tests"  # noqa: F405
