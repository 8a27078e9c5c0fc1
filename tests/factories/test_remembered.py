"""A province put back from memory is the province that was built, with every guard around it."""

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import Invalid
from reviews.models import Review
from tests.factories import sheets
from tests.factories.remembered import _rows_of, filled_tables

pytestmark = pytest.mark.django_db


def every_row() -> dict[str, list[bytes]]:
    return {table: sorted(rows.splitlines()) for table, rows in _rows_of(filled_tables()).items()}


@pytest.fixture(scope="module")
def found_first() -> dict[str, list[bytes]]:
    """What the first of two tests found."""
    return {}


@pytest.mark.parametrize("turn", ["first", "again"])
def test_every_row_is_there_each_time_whatever_the_test_before_changed(found_first, turn):
    world = sheets.province()

    found_first.update(found_first or every_row())
    assert every_row() == found_first
    assert world.actor("thuky").user_id == world.users["thuky"].pk
    world.users.clear()
    Review.objects.update(version=9)


def test_where_something_stands_already_the_actions_work_anew():
    sheets.province()

    with pytest.raises(Invalid, match="đã có đơn vị trên cùng"):
        sheets.province()


def test_a_row_that_leads_nowhere_is_refused_in_what_was_put_back():
    sheets.province()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE reviews_round SET review_id = 0 WHERE id = (SELECT min(id) FROM reviews_round)")
        with pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("UPDATE reviews_round SET review_id = (SELECT min(id) FROM reviews_review) WHERE review_id = 0")
