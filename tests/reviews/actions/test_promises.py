"""By when a commitment without a day is due."""

from datetime import date

import pytest

from reviews.actions.promises import end_of_next_period
from reviews.models import Cycle


@pytest.mark.parametrize(
    ("period_from", "period_to", "due_on"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), date(2027, 12, 31)),
        (date(2027, 1, 1), date(2027, 12, 31), date(2028, 12, 31)),
        (date(2027, 1, 1), date(2027, 3, 31), date(2027, 6, 30)),
        (date(2027, 7, 1), date(2027, 12, 31), date(2028, 6, 30)),
        (date(2028, 1, 1), date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 31)),
        (date(2026, 1, 15), date(2026, 1, 24), date(2026, 2, 3)),
        (date(2026, 1, 1), date(2026, 12, 15), date(2027, 11, 29)),
    ],
)
def test_it_is_due_when_a_period_as_long_as_the_cycles_has_passed(period_from, period_to, due_on):
    assert end_of_next_period(Cycle(period_from=period_from, period_to=period_to)) == due_on
