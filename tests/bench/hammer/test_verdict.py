"""The account at the end tells what is lost, and only that."""

import pytest

from reviews.rules.writing import digest
from tests.bench.hammer.verdict import Saved, Story, losses

PLACE = (7, "answer-1-0")


def saved(version: int, text: str, shown: str, *, by: str = "thuky", shown_version: int = -1) -> Saved:
    return Saved(by, version, text, digest(shown), shown_version)


FIRST, SECOND = saved(1, "Một", ""), saved(2, "Một hai", "Một", by="bithu")


@pytest.mark.parametrize(
    ("told", "stored", "sentence"),
    [
        ([FIRST, SECOND], (2, "Một hai"), None),
        ([FIRST, saved(2, "Hai", "khác", shown_version=1)], (2, "Hai"), None),
        ([FIRST, FIRST, SECOND], (2, "Một hai"), None),
        ([FIRST, saved(3, "Một hai ba", "Một hai")], (3, "Một hai ba"), None),
        ([FIRST, SECOND], (3, "Một hai ba"), None),
        ([], (5, "x"), None),
        ([FIRST, SECOND], (1, "Một"), "đã xác nhận phiên bản 2 nhưng đang lưu phiên bản 1"),
        ([FIRST, SECOND], (2, "Một"), "không phải nội dung đã xác nhận"),
        ([FIRST, SECOND], (4, "Ai viết?"), "mà không ai gửi"),
        ([FIRST, saved(2, "Hai", "", by="bithu")], (2, "Hai"), "bithu ghi đè phiên bản 1 của thuky mà chưa thấy"),
        ([FIRST, saved(1, "Khác", "")], (1, "Một"), "hai nội dung khác nhau"),
    ],
)
def test_a_confirmed_save_is_stored_or_was_written_over_by_one_who_had_seen_it(told, stored, sentence):
    found = losses({PLACE: Story(told, unanswered=["Một hai ba"])}, {PLACE: stored})

    assert (sentence is None) == (not found), found
    assert not found or (len(found) == 1 and str(sentence) in found[0])


def test_an_answer_that_is_gone_is_lost():
    (loss,) = losses({PLACE: Story([FIRST])}, {})

    assert "nhưng đang lưu phiên bản 0" in loss
