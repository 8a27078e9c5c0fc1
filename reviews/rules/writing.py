"""Two people in one text: what may be written, and what has to be shown to both, decided field by field.

A page carries for every text it shows the version of the row and a digest of each field as it was shown (the token).
A field is written only where the stored one is still the one that was shown. Nothing is overwritten unseen.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from reviews.models.unread import Unread


@dataclass(frozen=True, slots=True)
class Token:
    """What a page had seen of one row: its version, and the digest of each field."""

    version: int
    digests: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.version}." + ".".join(self.digests.values())


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a person settled a conflict (mine, theirs, join), with the digest of the other text that was shown."""

    choice: str
    digest: str


@dataclass(frozen=True, slots=True)
class Merge:
    """The outcome for one row: what to write, and the fields where both wrote."""

    write: dict[str, Any]
    conflicts: tuple[str, ...]


def canonical(value: Any) -> str:
    """A value as text that is equal exactly when the value is equal; white space at the ends does not count."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Unread):
        return "\0".join(("", *value.parts))  # never what anything readable is called
    if isinstance(value, (set, frozenset, list, tuple)):
        return ",".join(str(one) for one in sorted(value))
    return str(value).strip()


def digest(value: Any) -> str:
    """Eleven characters that stand for a value in a page."""
    return blake2b(canonical(value).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


_EMPTY = digest(None)


def token_of(version: int, values: Mapping[str, Any]) -> Token:
    """The token a page gets for a row with these values."""
    return Token(version, {field: digest(value) for field, value in values.items()})


def read_token(text: str, fields: tuple[str, ...]) -> Token:
    """The token a page sent back; one that cannot be read counts as having seen empty fields."""
    version, *digests = text[:500].split(".")
    if len(digests) != len(fields) or not (version.isascii() and version.isdigit() and len(version) < 10):
        return Token(-1, {})
    return Token(int(version), dict(zip(fields, digests, strict=True)))


def repeats(seen: Token, sent: Mapping[str, Any]) -> bool:
    """Whether a page sends back just what it had been shown: then there is nothing to write, whatever is stored."""
    return all(digest(mine) == seen.digests.get(field) for field, mine in sent.items())


def merge(
    stored: Mapping[str, Any],
    version: int,
    seen: Token,
    sent: Mapping[str, Any],
    settled: Mapping[str, Settlement] | None = None,
) -> Merge:
    """Compare what is stored with what the page had seen and what it sends, field by field.

    A settled field was shown with both texts: what the person saw of the other one is then the settlement's digest.
    """
    write: dict[str, Any] = {}
    conflicts: list[str] = []
    for field, mine in sent.items():
        settlement = (settled or {}).get(field)
        if canonical(mine) == canonical(stored[field]) or (settlement and settlement.choice == "theirs"):
            continue
        shown = settlement.digest if settlement else seen.digests.get(field, _EMPTY)
        untouched_by_others = digest(stored[field]) == shown or (seen.version == version and not settlement)
        if untouched_by_others:
            write[field] = join(stored[field], mine) if settlement and settlement.choice == "join" else mine
        elif settlement or digest(mine) != shown:
            conflicts.append(field)
    return Merge(write, tuple(conflicts))


def join(theirs: Any, mine: Any) -> Any:
    """Both texts, one after the other, or whoever stands in either list; where one could not be read, neither can both."""
    if isinstance(theirs, frozenset) and isinstance(mine, frozenset):
        return theirs | mine
    unread = [one for one in (theirs, mine) if isinstance(one, Unread)]
    texts = [one.text.strip() if isinstance(one, Unread) else canonical(one) for one in (theirs, mine)]
    joined = "\n\n".join(texts).strip()
    return Unread((joined,)) if unread else joined


def token_after(
    version: int, values: Mapping[str, Any], seen: Token, sent: Collection[str], conflicts: tuple[str, ...] = ()
) -> Token:
    """What a page holds after a save: the new digests of what it sent, the old ones of what it did not send.

    A page is not shown what others wrote in its other fields meanwhile, nor does a conflict end before it is settled: such
    a token has no version, for it has not seen the row as it stands.
    """
    fresh = token_of(version, values)
    known = {
        field: now if field in sent and field not in conflicts else seen.digests.get(field, _EMPTY)
        for field, now in fresh.digests.items()
    }
    return fresh if known == fresh.digests else Token(0, known)
