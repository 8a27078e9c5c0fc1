"""Rows that people write in: who did so last, and what was typed there and could not be read (31/02, a text too long).

What could not be read hangs on the row itself, so that it is seen, copied, frozen and deleted with it, and costs no read
of its own. It is never an answer: what the field held before stays in its column, and nothing unread goes up (rules.missing).
"""

from dataclasses import dataclass
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core import localtime
from core.fields import NFCCharField

NUL_SIGN: Final = "\ufffd"
"""Stands for a NUL, which no database keeps; nothing that holds it can be read, or the sign would be an answer when sent back."""


@dataclass(frozen=True, slots=True)
class Unread:
    """The words of one control as they were sent; a list of ticks sends several."""

    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words as one text."""
        return "; ".join(self.parts)


class KeepsUnread(models.Model):
    """A row that keeps, by the name of the field, what was typed there and could not be read."""

    unread = ArrayField(
        ArrayField(models.TextField(), size=2),
        default=list,
        blank=True,
        help_text="pairs of the name of a field and a text typed there that could not be read",
    )

    class Meta:
        abstract = True

    @property
    def unread_values(self) -> dict[str, Unread]:
        """By field, what waits to be mended."""
        found: dict[str, tuple[str, ...]] = {}
        for name, part in self.unread:
            found[name] = (*found.get(name, ()), part)
        return {name: Unread(parts) for name, parts in found.items()}

    def set_unread(self, name: str, unread: Unread | None) -> bool:
        """Keep what was typed in a field (None: nothing waits there any more); whether that is other than before."""
        before = self.unread
        kept = [[field, part] for field, part in before if field != name]
        self.unread = kept + [[name, part] for part in (unread.parts if unread else ())]
        return self.unread != before


class WrittenBy(KeepsUnread):
    """Who wrote it last, when, and which version that is; a save names the version it changes."""

    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=localtime.now)
    updated_by_id = models.BigIntegerField(null=True)
    updated_by_name = NFCCharField(max_length=200, blank=True)

    class Meta:
        abstract = True
