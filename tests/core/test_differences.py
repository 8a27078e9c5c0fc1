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


def test_a_few_words_mended_in_a_very_long_text_are_marked_alone():
    before, after = "trước " * MOST_WORDS, "sau " * MOST_WORDS

    one, other = word_differences(f"{before}nợ 26 tỷ {after}", f"{before}nợ 6 tỷ {after}")

    assert [piece.text for piece in one if piece.differs] == [" 26"]
    assert [piece.text for piece in other if piece.differs] == [" 6"]


def test_very_long_stretches_are_marked_as_a_whole():
    one, other = word_differences(f"Đầu {'chữ ' * MOST_WORDS}cuối", f"Đầu {'khác ' * MOST_WORDS}cuối")

    assert [piece.differs for piece in one] == [piece.differs for piece in other] == [False, True, False]
