"""What became of opinions and files between two rounds, on plain values."""

from datetime import date
from uuid import UUID

from core.models import StoredFile
from reviews.models import Attachment, Opinion
from reviews.reports.differences import ADDED, ANSWERED, CHANGED, REMOVED
from reviews.reports.register_differences import compare_files, compare_opinions
from reviews.states import OpinionOutcome, OpinionSource

SECTIONS = {"strengths-1": "mục I.1"}


def opinion(number: int, **values: object) -> Opinion:
    given = {"source_kind": OpinionSource.PERSON, "source_name": "Ông Ba", "received_on": date(2026, 3, 2)}
    return Opinion(number=number, origin=UUID(int=number), **{**given, "text": f"Ý kiến {number}.", **values})


def file(number: int, name: str, **values: object) -> Attachment:
    return Attachment(stored=StoredFile(pk=number, name=name), **values)


def test_an_opinion_is_told_as_new_answered_changed_or_taken_out_and_the_rest_is_counted():
    before = [opinion(1), opinion(2), opinion(3), opinion(4), opinion(5)]
    after = [
        opinion(1),
        opinion(2, outcome=OpinionOutcome.EXPLAINED, reply="Đã bố trí vốn."),
        opinion(3, section_key="strengths-1"),
        opinion(5),
        opinion(6),
    ]

    told = compare_opinions(before, after, SECTIONS)

    assert told is not None
    assert told.differs
    assert [(card.title.partition(",")[0], card.fate) for card in told.cards] == [
        ("Góp ý 2", ANSWERED),
        ("Góp ý 3", CHANGED),
        ("Góp ý 6", ADDED),
        ("Góp ý 4", REMOVED),
    ]
    assert told.cards[1].words == "đã sửa: góp ý vào"
    assert [text.new for text in told.cards[1].texts if text.differs] == ["mục I.1"]
    assert told.kept == "2 góp ý giữ nguyên."


def test_an_answer_that_was_changed_is_no_new_answer():
    first = opinion(1, outcome=OpinionOutcome.EXPLAINED, reply="Chưa có vốn.")
    then = opinion(1, outcome=OpinionOutcome.ACCEPTED, reply="Đã có vốn.")

    told = compare_opinions([first], [then], SECTIONS)

    assert told is not None
    assert [(card.fate, card.words) for card in told.cards] == [(CHANGED, "đã sửa: kết quả, trả lời")]


def test_files_are_told_apart_by_their_content_and_not_by_their_name():
    told = compare_files(
        [file(1, "Biên bản.pdf"), file(2, "Ảnh.png")],
        [file(2, "Ảnh.png", note="Trụ sở"), file(3, "Biên bản.pdf")],
    )

    assert told is not None
    assert [(card.title, card.fate) for card in told.cards] == [
        ("Ảnh.png", CHANGED),
        ("Biên bản.pdf", ADDED),
        ("Biên bản.pdf", REMOVED),
    ]


def test_what_stayed_differs_in_nothing_and_what_was_never_there_is_not_named():
    told = compare_files([file(1, "Ảnh.png")], [file(1, "Ảnh.png")])

    assert told is not None
    assert not told.differs
    assert told.kept == "1 tệp giữ nguyên."
    assert compare_files([], []) is None
    assert compare_opinions([], [], SECTIONS) is None
