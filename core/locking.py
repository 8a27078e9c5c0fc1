"""How an action takes its row: locked, still the version that the person saw, allowed by its rule."""

from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from core.errors import Invalid, NotAllowed, StaleObject
from core.verdict import Verdict

M = TypeVar("M", bound=models.Model)


def locked(queryset: models.QuerySet[M] | models.Manager[M], pk: int, version: int | None) -> M:
    """The row, locked until the end of the transaction; StaleObject when its version is no longer the one seen.

    Pass `version=None` only where the caller compares a finer version itself. A row that is gone is refused as Invalid:
    views look it up among what the person may see before.
    """
    try:
        row = queryset.select_for_update(of=("self",)).get(pk=pk)
    except ObjectDoesNotExist:
        raise Invalid("Không còn thấy mục này. Mời tải lại trang.") from None
    if version is not None and getattr(row, "version") != version:  # noqa: B009  not every model type declares it
        raise StaleObject
    return row


def require(verdict: Verdict) -> None:
    """Refuse with the rule's sentence unless it says yes."""
    if not verdict:
        raise NotAllowed(verdict.reason)
