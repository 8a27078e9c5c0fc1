"""How a committee's letters are addressed and headed: by its level, and with what was typed as their subject."""

import pytest

from reviews.reports.letterheads import copies_to
from reviews.reports.suggestion_letter import subject_of
from units.models import Unit, UnitKind


@pytest.mark.parametrize(
    ("committee", "is_cell", "copies"),
    [
        ("Ban Thường vụ Tỉnh ủy", False, ("Ban Tổ chức Tỉnh ủy (để theo dõi)", "Ủy ban Kiểm tra Tỉnh ủy")),
        ("Ban Thường vụ Đảng ủy xã", False, ("Ban Xây dựng Đảng (để theo dõi)", "Ủy ban Kiểm tra Đảng ủy")),
        ("Ban Thường vụ Đảng ủy", False, ("Ban Tổ chức Đảng ủy (để theo dõi)", "Ủy ban Kiểm tra Đảng ủy")),
        ("Đảng ủy", False, ("Ủy ban Kiểm tra Đảng ủy",)),
        ("Đảng ủy bộ phận", False, ()),
        ("Chi ủy", True, ()),
    ],
)
def test_a_letter_goes_to_the_bodies_that_a_committee_of_its_level_has(committee, is_cell, copies):
    unit = Unit(name="Đảng bộ", kind=UnitKind(name="Đảng bộ", committee_name=committee, is_cell=is_cell))

    assert copies_to(unit) == copies


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Gợi ý kiểm điểm sâu năm 2026", "về việc gợi ý kiểm điểm sâu năm 2026"),
        ("V/v: gợi ý kiểm điểm sâu", "về việc gợi ý kiểm điểm sâu"),
        ("Về việc Gợi ý kiểm điểm", "về việc gợi ý kiểm điểm"),
        ("An Giang kiểm điểm sâu", "về việc An Giang kiểm điểm sâu"),
        ("UBND tỉnh và các sở", "về việc UBND tỉnh và các sở"),
    ],
)
def test_the_subject_under_the_number_is_what_was_typed(typed, printed):
    assert subject_of(typed) == printed
