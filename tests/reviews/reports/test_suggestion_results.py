"""What came of a suggestion goes back to who made it: on the letter's page, and at home when nothing is left to do."""

import pytest
from django.urls import reverse

from core import localtime
from reviews.reports import suggestion_results
from reviews.reports.inbox.boxes import BoxLines, counts
from reviews.reports.inbox.source import Box
from tests.factories import appraisals as appraising
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make
from tests.reviews.reports.test_deep_review_timeline import answered, ended

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def collective(world):
    return make.collective_review(world, world.commune)


def told_at_home(world, who) -> list[str]:
    actor, day = world.actor(who), localtime.today()
    lines = BoxLines(actor, Box.DONE, day, counts(actor, day))[0:50]
    return [line.text for line in lines if line.text.startswith("Đã khắc phục xong theo gợi ý")]


def test_numbers_equal_their_lists_and_the_last_closed_item_is_told(client, world, collective):
    row = letters.issued(world, [collective])
    target = row.targets.get()
    assert suggestion_results.collect(world.actor("chuyenvien"), row, [target]) == {}
    review = appraising.accepted(world, answered(world, collective, row))
    first, second = review.plan.items.order_by("order")
    client.force_login(world.users["chuyenvien"])

    def shown() -> dict[str, int]:
        result = suggestion_results.collect(world.actor("chuyenvien"), row, [target])[target.pk]
        assert result.outcome == "Đạt"
        for one in result.counts:
            assert client.get(one.url).context["listing"].total == one.number, one
        return {one.words: one.number for one in result.counts}

    assert shown() == {"việc khắc phục": 2, "chưa kết thúc": 2}
    ended(world, first)
    assert shown() == {"việc khắc phục": 2, "chưa kết thúc": 1, "xong đúng hạn": 1}
    assert told_at_home(world, "chuyenvien") == told_at_home(world, "thuongtruc") == []
    ended(world, second)

    assert shown() == {"việc khắc phục": 2, "xong đúng hạn": 2}
    assert (
        told_at_home(world, "chuyenvien")
        == told_at_home(world, "thuongtruc")
        == ["Đã khắc phục xong theo gợi ý: bản kiểm điểm tập thể Đảng ủy xã Tân Sơn"]
    )
    assert told_at_home(world, "bithu") == []
    page = client.get(reverse("reviews:deep_review_page", args=[row.pk])).text
    assert "2 xong đúng hạn" in page
    assert f"số {world.cycle.plan_number}, ngày" in page


def test_who_does_not_see_the_target_is_shown_no_list_of_it(client, world, collective):
    row = letters.issued(world, [collective])
    appraising.accepted(world, answered(world, collective, row))
    make.limitation(make.collective_review(world, world.other_commune), "Khác", {})
    client.force_login(world.users["bithu_khac"])

    asked = client.get(f"{reverse('reviews:remediation')}?goi_y_gui={row.targets.get().pk}")

    assert asked.context["listing"].total == 0
    assert "Tân Sơn" not in asked.text
