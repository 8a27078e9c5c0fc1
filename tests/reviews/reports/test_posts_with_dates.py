"""The print of a personal review names every post held in the period with its days, also where nothing was written yet."""

from datetime import timedelta

import pytest

from cadres.actions.restructuring import merge_units
from core import formats, localtime
from reviews.reports.individual_review import collect
from reviews.reports.rendering import render_pdf
from tests.core.pdf_reading import body_text
from tests.factories import organisation as org
from tests.factories import sheets as make
from units.models import Unit

pytestmark = pytest.mark.django_db


def test_both_posts_of_somebody_who_moved_stand_with_their_days():
    world = make.province()
    review = make.complete_review(world.own("canbo"), world.actor("canbo"))
    version = Unit.objects.get(pk=world.other_commune.pk).version
    merge_units(
        predecessors={world.other_commune.pk: version},
        successor_id=world.trap.pk,
        actor=org.SYSTEM,
        on=localtime.today(),
    )
    former, present = review.segments.order_by("held_from")

    text = body_text(render_pdf(collect(world.actor("canbo"), review=review.pk)))

    assert former.held_to + timedelta(days=1) == present.held_from
    for segment, until in ((former, formats.day(former.held_to)), (present, "nay")):
        days = f"(từ {formats.day(segment.held_from)} đến {until})"
        assert text.count(days) >= 2, "in the head and above the part about the post"
    assert "Phó Bí thư Đảng ủy xã Vĩnh Hòa" in text, "the unit that has ended is named as it was"
