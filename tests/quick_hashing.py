"""Passwords of tests: kept in the way of the real ones, at the least cost that Argon2 allows."""

from config.hashers import OfficeArgon2PasswordHasher


class QuickArgon2PasswordHasher(OfficeArgon2PasswordHasher):
    """Hundreds of accounts are made in a test run, and none of them has to withstand a thief."""

    time_cost = 1
    memory_cost = 8
