"""Reminders: what is due, whom it concerns, and the digest that names it all to one person.

To remind of a new kind of thing, add it to `ReminderKind` and to `kinds.KINDS`.
"""
