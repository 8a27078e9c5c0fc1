"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OfficeArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id at t=2, m=19 MiB, p=1: a whole province may log in on one morning and be served by two cores."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
