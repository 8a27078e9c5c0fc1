"""Which part of a file a request asks for."""

import pytest

from core.file_answers import Span, span_asked_for
from core.models import StoredFile

FILE = StoredFile(size=100, sha256="ab")


@pytest.mark.parametrize(
    ("asked", "span"),
    [
        ("bytes=0-9", Span(0, 9)),
        ("bytes=90-", Span(90, 99)),
        ("bytes=90-500", Span(90, 99)),
        ("bytes=-10", Span(90, 99)),
        ("bytes=-500", Span(0, 99)),
        ("Bytes= 0 - 0", Span(0, 0)),
    ],
)
def test_a_part_is_cut_to_the_file(asked, span):
    assert span_asked_for(FILE, {"Range": asked}) == span


@pytest.mark.parametrize("asked", ["", "bytes=-", "bytes=9-3", "bytes=0-1,5-9", "lines=0-9", "bytes=a-b", "bytes=٣-٤"])
def test_what_is_no_single_part_is_answered_by_the_whole(asked):
    assert span_asked_for(FILE, {"Range": asked}) is None


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_part_beyond_the_end_is_none_of_the_file(asked):
    span = span_asked_for(FILE, {"Range": asked})

    assert span is not None
    assert not span.is_in_file
