"""The parts of leaders in a suggested topic, where two people decided at once."""

import pytest

from reviews.rules.topic_shares import agree


@pytest.mark.parametrize(
    ("one", "other", "can_stand_together"),
    [
        (["1:direct"], ["2:none"], True),
        (["1:direct", "2:none"], ["1:direct"], True),
        (["1:direct"], ["1:related"], False),
        (["1:"], ["1:direct"], False),
    ],
)
def test_two_decisions_stand_together_where_nobody_gets_two_parts(one, other, can_stand_together):
    assert agree(one, other) is can_stand_together
