"""Taking up an earlier topic on its pages, and who reads the earlier answer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews.actions.topic_origins import tie_origin
from reviews.models import DeepReview, DeepReviewTopic, Explanation, Round
from reviews.reports.topic_origins import show_earlier_answers
from tests.factories import appraisals
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def collective(world):
    return make.collective_review(world, world.commune)


@pytest.fixture
def earlier(world, collective):
    return letters.issued(world, [collective])


def url(name: str, *args: object) -> str:
    return reverse(f"reviews:{name}", args=args)


class TestChoosing:
    def test_one_is_found_tied_shown_on_both_pages_and_let_go(self, client, world, earlier):
        row = letters.drafted(world, title="Gợi ý bổ sung")
        topic, origin = row.topics.get(order=1), earlier.topics.get(order=2)
        client.force_login(world.users["chuyenvien"])

        page = client.get(url("choose_origin", row.pk, topic.pk) + "?q=giai ngan").text
        assert f'value="{origin.pk}"' in page
        assert f'value="{earlier.topics.get(order=1).pk}"' not in page

        client.post(url("tie_origin", row.pk, topic.pk), {"version": row.version, "chon": origin.pk})
        assert row.topics.get(order=1).origin == origin
        edit_page = client.get(url("edit_deep_review", row.pk)).text
        assert f'Đã gợi ý trước: <a href="{url("deep_review_page", earlier.pk)}">' in edit_page
        assert (
            "Nội dung này đã được gợi ý tại Công văn số 12-CV/TU" in client.get(url("check_deep_review", row.pk)).text
        )

        client.post(url("untie_origin", row.pk, topic.pk), {"version": letters.fresh(row).version})
        assert row.topics.get(order=1).origin is None

    @pytest.mark.parametrize("sent", ["", "abc", "-1", str(10**30), "999999999"])
    def test_nonsense_and_nothing_are_refused_in_words(self, client, world, earlier, sent):
        row = letters.drafted(world, title="Gợi ý bổ sung")
        client.force_login(world.users["chuyenvien"])

        answer = client.post(
            url("tie_origin", row.pk, row.topics.get(order=1).pk), {"version": row.version, "chon": sent}
        )

        assert answer.status_code == 422
        assert 'class="error-summary' in answer.text

    def test_thirty_topics_cost_no_more_queries_than_one(self, client, world, collective):
        row = letters.drafted(world, title="Gợi ý bổ sung")
        topic = row.topics.get(order=1)
        letters.issued(world, [collective], topics=letters.TOPICS[:1])
        client.force_login(world.users["chuyenvien"])
        client.get(url("choose_origin", row.pk, topic.pk))

        with CaptureQueriesContext(connection) as one:
            client.get(url("choose_origin", row.pk, topic.pk))
        letters.issued(world, [collective], number="13-CV/TU", title="Nhiều nội dung", topics=letters.TOPICS * 15)
        with CaptureQueriesContext(connection) as many:
            page = client.get(url("choose_origin", row.pk, topic.pk)).text

        assert page.count('type="radio"') == 31
        assert len(many) == len(one)


class TestGoingFurther:
    def test_the_page_of_an_accepted_review_leads_to_a_draft_tied_to_the_topic(
        self, client, world, collective, earlier
    ):
        appraisals.accepted(world, letters.submitted(collective))
        topic = earlier.topics.get(order=1)
        client.force_login(world.users["chuyenvien"])
        address = f"{url('draft_further', topic.pk)}?ban={collective.pk}"

        assert f'href="{address}"' in client.get(url("appraisal_page", collective.pk)).text
        assert "Gợi ý kiểm điểm bổ sung: " + topic.title in client.get(address).text
        data = {"cycle": world.cycle.pk, "issuer": world.province.pk, "title": "Gợi ý sâu hơn", "same": "on"}
        answer = client.post(address, data)

        row = DeepReview.objects.get(title="Gợi ý sâu hơn")
        assert answer.url == url("edit_deep_review", row.pk)
        assert row.topics.get().origin == topic
        assert client.post(address, data).status_code == 422, "a second click makes no second draft"

    @pytest.mark.parametrize("whose", ["", "abc", "999999999"])
    def test_a_review_that_was_not_asked_is_left_out(self, client, world, earlier, whose):
        client.force_login(world.users["chuyenvien"])

        page = client.get(f"{url('draft_further', earlier.topics.get(order=1).pk)}?ban={whose}")

        assert page.status_code == 200
        assert "Nơi đã giải trình" not in page.text


class TestEarlierAnswers:
    def answered(self, world, review, topic, text) -> None:
        Explanation.objects.create(round=Round.objects.get(review=review), topic=topic, fault=text)
        letters.submitted(review)

    def taken_up(self, world, origin) -> DeepReviewTopic:
        row = letters.drafted(world, title="Gợi ý bổ sung")
        known = {"deep_review_id": row.pk, "version": row.version, "actor": world.actor("chuyenvien")}
        tie_origin(topic_id=row.topics.get(order=1).pk, origin_id=origin.pk, **known)
        return row.topics.get(order=1)

    def test_one_sees_what_the_same_collective_answered_and_never_anothers(self, world, collective, earlier):
        person = make.individual_review(world, world.cadre("canbo"), world.commune)
        origin = earlier.topics.get(order=1)
        self.answered(world, collective, origin, "Buông lỏng quản lý đất công")
        world.cycle.pk, world.cycle.name = None, "Đợt sau"
        world.cycle.save(force_insert=True)
        again = make.collective_review(world, world.commune)
        topic = self.taken_up(world, origin)

        assert show_earlier_answers(world.actor("thuky"), again, [topic]) == [collective]
        assert [one.answer.fault for one in topic.earlier_answers] == ["Buông lỏng quản lý đất công"]  # type: ignore[attr-defined]  # given by show_earlier_answers
        assert show_earlier_answers(world.actor("canbo"), person, [topic]) == []
        assert topic.earlier_answers == []  # type: ignore[attr-defined]  # given by show_earlier_answers
        assert show_earlier_answers(world.actor("nguoi_la"), again, [topic]) == []
