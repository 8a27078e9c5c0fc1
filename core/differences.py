"""Where two texts differ, word by word: for showing both side by side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

_WORDS: Final = re.compile(r"\s*\S+|\s+\Z")
MOST_WORDS: Final = 4_000  # comparing longer texts would keep people waiting; they are shown unmarked


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, and whether the other text lacks it."""

    text: str
    differs: bool


def word_differences(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts cut into pieces; joined again, the pieces are the texts as they were."""
    left, right = _WORDS.findall(one), _WORDS.findall(other)
    if len(left) + len(right) > MOST_WORDS:
        return [Piece(one, differs=False)], [Piece(other, differs=False)]
    left_pieces: list[Piece] = []
    right_pieces: list[Piece] = []
    matcher = SequenceMatcher(None, _bare(left), _bare(right), autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        _add(left_pieces, left[a:b], differs=tag != "equal")
        _add(right_pieces, right[c:d], differs=tag != "equal")
    return left_pieces, right_pieces


def _bare(words: Sequence[str]) -> list[str]:
    """The words without the white space before them, which makes no difference."""
    return [word.strip() for word in words]


def _add(pieces: list[Piece], words: Sequence[str], *, differs: bool) -> None:
    text = "".join(words)
    if text:
        pieces.append(Piece(text, differs=differs and bool(text.strip())))
