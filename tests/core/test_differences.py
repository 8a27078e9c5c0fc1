"""Where two texts differ, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from core.differences import MOST_WORDS, word_differences


def marked(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)


def test_changed_words_are_marked_on_both_sides():
    one, other = word_differences("Chậm giải ngân vốn", "Chậm thu hồi vốn đầu tư")

    assert (marked(one), marked(other)) == ("Chậm[ giải ngân] vốn", "Chậm[ thu hồi] vốn[ đầu tư]")


def test_equal_texts_have_no_mark():
    one, other = word_differences("Như nhau", "Như nhau")

    assert (marked(one), marked(other)) == ("Như nhau", "Như nhau")


def test_nothing_against_something():
    one, other = word_differences("", "Mới viết")

    assert (one, marked(other)) == ([], "[Mới viết]")


def test_white_space_alone_is_no_difference():
    one, other = word_differences("Một hai\nba", "Một  hai ba ")

    assert not [piece for piece in (*one, *other) if piece.differs]


@given(st.text(), st.text())
def test_the_pieces_joined_are_the_texts(one, other):
    left, right = word_differences(one, other)

    assert "".join(piece.text for piece in left) == one
    assert "".join(piece.text for piece in right) == other


def test_very_long_texts_are_shown_unmarked():
    text = "chữ " * MOST_WORDS

    assert [piece.differs for piece in word_differences(text, "khác")[0]] == [False]
