"""Where two texts differ, word by word: for showing both side by side."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

_WORDS: Final = re.compile(r"\s*\S+|\s+\Z")
MOST_WORDS: Final = 4_000  # comparing longer stretches would keep people waiting; they are marked as a whole


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, and whether the other text lacks it."""

    text: str
    differs: bool


def word_differences(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts cut into pieces; joined again, the pieces are the texts as they were."""
    left, right = _WORDS.findall(one), _WORDS.findall(other)
    left_pieces: list[Piece] = []
    right_pieces: list[Piece] = []
    for differs, a, b, c, d in _stretches(_bare(left), _bare(right)):
        _add(left_pieces, left[a:b], differs=differs)
        _add(right_pieces, right[c:d], differs=differs)
    return left_pieces, right_pieces


def _stretches(left: list[str], right: list[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Where the texts are equal and where not. Beginning and end that are the same, most of it when somebody mended a few
    words of a long text, are found at once; only what lies between is compared.
    """
    shorter = min(len(left), len(right))
    head = next((place for place in range(shorter) if left[place] != right[place]), shorter)
    most = shorter - head
    tail = next((place for place in range(most) if left[-1 - place] != right[-1 - place]), most)
    a, c = len(left) - tail, len(right) - tail
    yield False, 0, head, 0, head
    if a + c - 2 * head > MOST_WORDS:
        yield True, head, a, head, c
    else:
        matcher = SequenceMatcher(None, left[head:a], right[head:c], autojunk=False)
        for tag, i, j, k, m in matcher.get_opcodes():
            yield tag != "equal", head + i, head + j, head + k, head + m
    yield False, a, len(left), c, len(right)


def _bare(words: Sequence[str]) -> list[str]:
    """The words without the white space before them, which makes no difference."""
    return [word.strip() for word in words]


def _add(pieces: list[Piece], words: Sequence[str], *, differs: bool) -> None:
    """A stretch of white space differs from nothing; what goes on in the same way is one piece."""
    text = "".join(words)
    differs = differs and bool(text.strip())
    if text and pieces and pieces[-1].differs == differs:
        pieces[-1] = Piece(pieces[-1].text + text, differs=differs)
    elif text:
        pieces.append(Piece(text, differs=differs))
