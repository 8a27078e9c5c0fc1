"""Opinions without an answer at submission, by the figure of the profile; and what kind of source a name tells."""

import pytest

from reviews.querysets.opinions import OpinionTally
from reviews.rules import opinions as rules
from reviews.rules.completeness import missing
from reviews.states import OpinionSource
from tests.reviews.rules.test_completeness import contents, profile


def unanswered(count, weight):
    round_contents = contents(opinions=OpinionTally(12, count))
    figures = profile(**({} if weight is None else {"opinions__unanswered": weight}))
    lacks = [(one.sentence, one.page) for one in missing(round_contents, None, figures)]
    return lacks, rules.warning_of_unanswered(round_contents, figures)


@pytest.mark.parametrize("weight", [None, 0])
def test_where_the_profile_says_nothing_nothing_is_asked(weight):
    assert unanswered(3, weight) == ([], "")


def test_a_warning_bars_nothing():
    assert unanswered(3, 1) == ([], "Còn 3 ý kiến góp ý chưa trả lời.")


def test_a_bar_names_the_page_to_answer_on():
    assert unanswered(3, 2) == ([("Còn 3 ý kiến góp ý chưa trả lời.", "opinions")], "")


@pytest.mark.parametrize("weight", [1, 2])
def test_answered_opinions_are_no_matter(weight):
    assert unanswered(0, weight) == ([], "")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ban Thường vụ Tỉnh ủy", OpinionSource.SUPERIOR),
        ("Chi bộ thôn Đông", OpinionSource.ORGANISATION),
        ("Chị Lò Thị Mận", OpinionSource.PERSON),
        ("Ủy ban MTTQ xã", OpinionSource.ORGANISATION),
        ("Sở Tài chính", OpinionSource.AGENCY),
        ("Bà Tư", OpinionSource.PERSON),
        ("Ban Quản lý dự án", OpinionSource.AGENCY),
        ("Đ/c Hương", OpinionSource.PERSON),
        ("Nhà văn hóa", None),
        ("", None),
    ],
)
def test_the_first_words_of_a_name_tell_its_kind(name, kind):
    assert rules.kind_of(name) == kind
