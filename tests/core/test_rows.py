"""Rows of one table are written in one go."""

import unicodedata

import pytest

from cadres.models import Cadre
from core.rows import update_rows
from tests.factories.organisation import make_cadre

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
