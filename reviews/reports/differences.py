"""Two versions of something side by side: texts word by word, cards by what names them. Values in, no query."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from core.differences import Piece, word_differences

Card = TypeVar("Card")
Fields = list[tuple[Hashable, str, str]]
"""What a card or section says, as (what names the text in both rounds, its label, its words)."""
ADDED: Final = "added"
REMOVED: Final = "removed"
CHANGED: Final = "changed"
SAME: Final = "same"
ANSWERED: Final = "answered"


@dataclass(frozen=True, slots=True)
class TextDifference:
    """One text of both rounds, cut where they differ."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    differs: bool

    @property
    def old(self) -> str:
        """The earlier text in one piece."""
        return "".join(piece.text for piece in self.before)

    @property
    def new(self) -> str:
        """The later text in one piece."""
        return "".join(piece.text for piece in self.after)


@dataclass(frozen=True, slots=True)
class CardDifference:
    """A card, opinion or file of both rounds: what became of it in words, and its texts."""

    title: str
    fate: str
    words: str
    texts: tuple[TextDifference, ...]


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """One heading with what differs below it; `kept` tells in words of what is not shown because it stayed."""

    heading: str
    depth: int
    note: str
    texts: tuple[TextDifference, ...]
    cards: tuple[CardDifference, ...]
    kept: str = ""

    @property
    def differs(self) -> bool:
        """Whether anything below the heading (or the heading itself) is another."""
        return bool(self.note or any(t.differs for t in self.texts) or any(c.fate != SAME for c in self.cards))


def named(*fields: tuple[str, str]) -> Fields:
    """Texts that their label names."""
    return [(label, label, text) for label, text in fields]


def text_differences(before: Fields, after: Fields) -> tuple[TextDifference, ...]:
    """The texts of the same name side by side, in the later order; what only the earlier round had comes last."""
    old = {name: (label, text) for name, label, text in before}
    pairs = [(label, old.pop(name, ("", ""))[1], text) for name, label, text in after]
    pairs += [(f"{label} (lần trước)" if label else "", text, "") for label, text in old.values()]
    return tuple(_difference(*pair) for pair in pairs if pair[1] or pair[2])


def _difference(label: str, before: str, after: str) -> TextDifference:
    if before == after:
        return TextDifference(label, (Piece(before, differs=False),), (Piece(after, differs=False),), differs=False)
    left, right = word_differences(before, after)
    differs = any(piece.differs for piece in (*left, *right)) or before.split() != after.split()
    return TextDifference(label, tuple(left), tuple(right), differs)


def matched(
    name: str,
    before: Sequence[Card],
    after: Sequence[Card],
    identity: Callable[[Card], Hashable],
    fields_of: Callable[[Card], Fields],
) -> tuple[CardDifference, ...]:
    """Cards of the same identity side by side, called by their place; new ones in theirs, those taken out at the end."""
    old = {identity(card): (place, card) for place, card in enumerate(before, start=1)}
    found: list[CardDifference] = []
    for place, card in enumerate(after, start=1):
        former = old.pop(identity(card), None)
        if former is None:
            found.append(_added(f"{name} {place}", fields_of(card)))
        else:
            title = f"{name} {place}" if former[0] == place else f"{name} {place} (lần trước là {former[0]})"
            found.append(_kept(title, fields_of(former[1]), fields_of(card)))
    found += [_removed(f"{name} {place} (lần trước)", fields_of(card)) for place, card in old.values()]
    return tuple(found)


def paired(
    title_of: Callable[[Card], str],
    before: Sequence[Card],
    after: Sequence[Card],
    identity: Callable[[Card], Hashable],
    fields_of: Callable[[Card], Fields],
) -> tuple[CardDifference, ...]:
    """The same for what has a name of its own, wherever it stands in a list."""
    old = {identity(card): card for card in before}
    found: list[CardDifference] = []
    for card in after:
        former = old.pop(identity(card), None)
        if former is None:
            found.append(_added(title_of(card), fields_of(card)))
        else:
            found.append(_kept(title_of(card), fields_of(former), fields_of(card)))
    found += [_removed(title_of(card), fields_of(card)) for card in old.values()]
    return tuple(found)


def _added(title: str, fields: Fields) -> CardDifference:
    return CardDifference(title, ADDED, "mới thêm", text_differences([], fields))


def _removed(title: str, fields: Fields) -> CardDifference:
    return CardDifference(title, REMOVED, "đã bỏ", text_differences(fields, []))


def _kept(title: str, before: Fields, after: Fields) -> CardDifference:
    texts = text_differences(before, after)
    changed = [text.label.lower() for text in texts if text.differs]
    if not changed:
        return CardDifference(title, SAME, "giữ nguyên", texts)
    return CardDifference(title, CHANGED, f"đã sửa: {', '.join(changed)}", texts)
