"""A query that is put together once answers like the one that Django puts together each time."""

from datetime import timedelta
from typing import Any

import pytest

from core import localtime
from core.kept_queries import kept
from core.models import AuditEntry
from tests.factories.organisation import make_tree
from units.models import Unit

pytestmark = pytest.mark.django_db


def test_numbers_days_and_lists_vary_and_the_query_is_put_together_once_for_each_shape(django_assert_num_queries):
    built = []

    @kept
    def units(parent: int, among: list[int], day: Any, word: str) -> Any:
        built.append(word)
        found = Unit.objects.filter(parent=parent, pk__in=among, founded_on__lte=day, name__contains=word)
        return found.order_by("sort_key", "pk").values_list("pk", "name")

    tree = make_tree()
    below = list(Unit.objects.filter(parent=tree.province).order_by("sort_key", "pk"))
    assert len(below) >= 2
    everything, today = [(one.pk, one.name) for one in below], localtime.today()
    numbers = [one.pk for one in below]

    assert units(tree.province.pk, numbers, today, "") == everything
    assert units(tree.province.pk, numbers[::-1], today, "") == everything
    assert units(below[0].pk, numbers, today, "") == []
    assert units(tree.province.pk, numbers, min(one.founded_on for one in below) - timedelta(1), "") == []
    assert built == [""]
    with django_assert_num_queries(1):
        assert units(tree.province.pk, numbers[:1], today, "") == everything[:1]
    assert units(tree.province.pk, numbers, today, "không có") == []
    assert built == ["", "", "không có"]


def test_what_an_order_needs_beside_the_columns_is_left_out():
    @kept
    def parents(unit: int) -> Any:
        return Unit.objects.filter(parent=unit).order_by("name").values_list("kind__tier").distinct()

    tree = make_tree()
    assert {len(row) for row in parents(tree.province.pk)} == {1}


def test_an_argument_that_the_query_loses_is_refused():
    @kept
    def units(parent: int, day: Any) -> Any:
        return Unit.objects.filter(parent=parent).values_list("pk")

    with pytest.raises(TypeError, match="loses"):
        units(1, localtime.today())


def test_an_answer_that_django_would_convert_is_refused():
    @kept
    def entries(pk: int) -> Any:
        return AuditEntry.objects.filter(pk=pk).values_list("data")

    with pytest.raises(TypeError, match="converted"):
        entries(1)
