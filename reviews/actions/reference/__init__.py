"""Loading what travels with the code into the database: a second call changes nothing."""

from reviews.actions.reference.everything import Outcome, load_reference

__all__ = ["Outcome", "load_reference"]
