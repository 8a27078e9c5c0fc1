"""Rows of one table are read as a filter finds them, given to their parents, and written in one go."""

import unicodedata

import pytest
from django.db.models import Q

from cadres.models import Cadre
from core.models import AuditEntry
from core.rows import attach, follow, follow_all, read_rows, read_rows_of_any, update_rows
from tests.factories.organisation import make_cadre, make_tree
from units.models import Unit

pytestmark = pytest.mark.django_db


def test_every_row_gets_its_own_values_in_one_go(django_assert_num_queries):
    first, second, third = (make_cadre(full_name=f"Người {n}") for n in range(3))
    first.workplace, first.full_name = "Xã An Phú", "Đổi nhưng không ghi"
    second.workplace = unicodedata.normalize("NFD", "Sở Nông nghiệp")

    with django_assert_num_queries(1):
        update_rows([first, second], ["workplace"])

    stored = dict(Cadre.objects.values_list("pk", "workplace"))
    assert stored[first.pk] == "Xã An Phú"
    assert stored[second.pk] == "Sở Nông nghiệp"
    assert stored[third.pk] == third.workplace
    assert Cadre.objects.get(pk=first.pk).full_name == "Người 0"


def test_nothing_is_sent_for_no_rows(django_assert_num_queries):
    with django_assert_num_queries(0):
        update_rows([], ["workplace"])


def test_rows_are_read_as_a_filter_finds_them():
    top = make_tree().province
    below = read_rows(Unit, parent_id=[top.pk], order=("sort_key", "id"))
    assert below
    assert below == list(Unit.objects.filter(parent=top).order_by("sort_key", "id"))
    assert [unit.__dict__.keys() for unit in below] == [Unit.objects.get(pk=unit.pk).__dict__.keys() for unit in below]


def test_every_column_narrows_and_no_number_finds_nothing(django_assert_num_queries):
    tree = make_tree()
    top, below = tree.province.pk, tree.commune.pk
    assert read_rows(Unit, parent_id=[top], id=[below, top]) == [tree.commune]
    with django_assert_num_queries(0):
        assert read_rows(Unit, parent_id=[top], id=[]) == []


def test_rows_of_several_parents_are_read_and_named_in_one_go(django_assert_num_queries):
    tree = make_tree()
    top, below = tree.province, tree.commune
    with django_assert_num_queries(1):
        found = read_rows_of_any(Unit, id=[top.pk], parent_id=[top.pk], order=("id",))
    assert found == list(Unit.objects.filter(Q(pk=top.pk) | Q(parent=top)).order_by("id"))
    assert read_rows_of_any(Unit, id=[top.pk], parent_id=[]) == [top]
    with django_assert_num_queries(0):
        assert read_rows_of_any(Unit, id=[], parent_id=[]) == []
    with django_assert_num_queries(2):
        follow_all((found, "parent"), ([below], "parent"), (found, "kind"))
        attach([top], "children", found, "parent_id")
        assert below.parent == top
        assert {unit.parent for unit in found} == {None, top}
        assert all(unit.kind.pk == unit.kind_id for unit in found)
        assert list(top.children.all()) == [unit for unit in found if unit != top]


def test_parents_have_their_rows_and_rows_what_they_lead_to_without_another_query(django_assert_num_queries):
    top = make_tree().province
    below = read_rows(Unit, parent_id=[top.pk], order=("id",))
    with django_assert_num_queries(2):
        follow([top, *below], "parent")
        follow(below, "kind")
        attach([top, *below], "children", below, "parent_id")

        assert (top.parent, {unit.parent for unit in below}) == (None, {top})
        assert all(unit.kind.pk == unit.kind_id for unit in below)
        assert list(top.children.all()) == below
        assert list(below[0].children.all()) == []


def test_a_table_whose_values_django_converts_is_refused():
    with pytest.raises(TypeError, match="data"):
        read_rows(AuditEntry, id=[1])
