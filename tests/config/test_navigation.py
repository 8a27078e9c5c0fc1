"""Each person is offered the entries of their work, and no others."""

import pytest

from cadres.roles import Actor, Grant, Role
from config.navigation import ENTRIES


def offered(*roles, cadre_id=None):
    grants = frozenset(Grant(role, unit_id=2, unit_path="/1/2/") for role in roles)
    actor = Actor(user_id=1, cadre_id=cadre_id, grants=grants)
    return [entry.label for entry in ENTRIES if entry.may_use(actor)]


def test_mat_tran_is_offered_hard_tasks_and_nothing_of_the_reviews():
    assert offered(Role.FRONT) == ["Việc của tôi", "Việc khó"]


def test_an_administrator_is_offered_units_accounts_and_what_all_share_but_no_reviews():
    assert offered(Role.ADMIN) == ["Việc của tôi", "Đơn vị và cán bộ", "Danh mục và mẫu", "Quản trị"]


def test_a_cadre_without_an_office_is_offered_the_own_work():
    own_reviews = ["Việc của tôi", "Bản kiểm điểm", "Bản cam kết", "Gợi ý kiểm điểm sâu", "Khắc phục"]
    assert offered(cadre_id=7) == [*own_reviews, "Việc khó", "Báo cáo", "Ai đã xem bản của tôi"]


@pytest.mark.parametrize("role", [Role.STAFF, Role.STANDING])
def test_who_works_for_a_committee_is_offered_all_but_administration_and_what_is_for_cadres(role):
    everything = [entry.label for entry in ENTRIES]

    assert offered(role) == [label for label in everything if label not in ("Quản trị", "Ai đã xem bản của tôi")]


def test_inspection_follows_but_neither_appraises_nor_prepares():
    barred = ("Thẩm định", "Tổ công tác", "Danh mục và mẫu", "Sổ văn bản đi")

    assert offered(Role.INSPECTION) == [label for label in offered(Role.STAFF) if label not in barred]


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.HEAD])
def test_who_works_on_a_units_review_is_not_offered_the_sums_and_the_register_of_committees(role):
    barred = ("Thẩm định", "Tổ công tác", "Danh mục và mẫu", "Sổ căn cứ", "Tổng hợp")

    assert offered(role) == [label for label in offered(Role.STAFF) if label not in barred]


def test_every_entry_has_its_picture():
    assert all(entry.icon for entry in ENTRIES)
