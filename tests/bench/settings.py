"""The settings of the project as an office runs them, with one more address: the bare page that others are compared to.

The environment is laid by `tests.bench.__main__` before Django reads this.
"""

from config.local import paths
from config.settings import *  # noqa: F403
from config.settings import TEMPLATES

ROOT_URLCONF = "tests.bench.urls"
TEMPLATES[0]["DIRS"].append(paths.ROOT / "tests" / "bench" / "templates")  # type: ignore[attr-defined]

# What every Django site has, and nothing of ours: the yardstick must not carry the costs that are measured with it.
BARE_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
