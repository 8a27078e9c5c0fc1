"""What counts as a person's activity: requests that a page sends by itself must not keep a session alive."""

from collections.abc import Callable
from typing import TypeVar

from django.http.response import HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def not_activity(view: View) -> View:
    """Mark a view that a page polls by itself (presence, progress of a job): asking it keeps no session alive."""
    view.counts_as_activity = False  # type: ignore[attr-defined]
    return view


def counts_as_activity(view: Callable[..., HttpResponseBase]) -> bool:
    """Whether a request for this view shows that somebody is there."""
    return bool(getattr(view, "counts_as_activity", True))
