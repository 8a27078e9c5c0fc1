"""The dashboard: numbers that equal the lists they open, for each role, with a fixed number of questions."""

import re
from datetime import date, datetime
from html import unescape

import pytest
from pytest_django import DjangoAssertNumQueries

from core import localtime
from reviews.actions import remediation
from reviews.models import DeepReview, DeepReviewTarget, DeepReviewTopic, Explanation
from reviews.states import DeepReviewState, ReviewState
from tests.factories import small_province as make
from units.models import Bloc, Unit

pytestmark = pytest.mark.django_db

COMMITTEES = {"chuyenvien", "thuongtruc", "trunguong", "kiemtra"}
_LINK = re.compile(r'<a href="([^"]+)" aria-label="([^"]+): ([0-9.]+)"')


@pytest.fixture
def world():
    """Suggested, acknowledged and answered reviews; items open, overdue, closed in time."""
    world = make.small_province()
    bloc = Bloc.objects.create(code="xa", name="Xã, phường, đặc khu")
    Unit.objects.filter(pk=world.commune.pk).update(bloc=bloc)
    accepted = make.collective_review(world, world.commune)
    make.limitation(accepted, "Chậm", {"action": "Quá hạn", "due_on": date(2026, 12, 1)}, {"action": "Xong"}, {})
    answered = make.individual_review(world, world.cadre("canbo"), world.commune)
    waiting = make.collective_review(world, world.other_commune)
    topic = suggest(world, accepted, answered, waiting)
    Explanation.objects.create(round=answered.rounds.get(), topic=topic)
    answered.rounds.update(submitted_at=localtime.now())
    answered.state = ReviewState.SUBMITTED
    answered.save(update_fields=["state"])
    plan = make.accept(accepted, world.actor("thuongtruc"))
    done = plan.items.get(action="Xong")
    remediation.report_done(item_id=done.pk, version=1, actor=world.actor("thuky"), evidence="x")
    remediation.verify(item_id=done.pk, version=2, actor=world.actor("chuyenvien"))
    remediation.close(item_id=done.pk, version=3, actor=world.actor("thuongtruc"))
    return world


def suggest(world, *reviews, issuer: Unit | None = None) -> DeepReviewTopic:
    letter = DeepReview.objects.create(cycle=world.cycle, issuer=issuer or world.province, title="Gợi ý")
    topic = DeepReviewTopic.objects.create(deep_review=letter, order=1, title="Đất đai")
    for review in reviews:
        DeepReviewTarget.objects.create(deep_review=letter, review=review)
    DeepReview.objects.filter(pk=letter.pk).update(
        state=DeepReviewState.ISSUED, number="1-CV/TU", issued_on=date(2026, 11, 1), issued_at=localtime.now()
    )
    DeepReviewTarget.objects.filter(review=reviews[0]).update(acknowledged_at=localtime.now())
    return topic


@pytest.fixture(autouse=True)
def late_in_december():
    with localtime.clock_at(datetime(2026, 12, 10, 9, tzinfo=localtime.HO_CHI_MINH)):
        yield


def numbers(page: str) -> dict[str, int]:
    return {unescape(label): int(count.replace(".", "")) for _url, label, count in _LINK.findall(page)}


def test_committees_get_the_dashboard_and_nobody_else(client, world):
    for who in world.users:
        client.force_login(world.users[who])
        expected = 200 if who in COMMITTEES else 404
        assert client.get("/tong-hop/").status_code == expected, who
        assert client.get("/tong-hop/goi-y/").status_code == expected, who


def test_the_numbers_are_right(client, world):
    client.force_login(world.users["chuyenvien"])

    page = client.get("/tong-hop/").text

    suggested = page[page.index("Gợi ý kiểm điểm sâu: tập thể") : page.index("Gợi ý kiểm điểm sâu: cá nhân")]
    persons = page[page.index("Gợi ý kiểm điểm sâu: cá nhân") : page.index("Khắc phục hạn chế")]
    items = page[page.index("Khắc phục hạn chế") :]
    assert numbers(suggested)["Tổng số, Được gợi ý"] == 2
    assert numbers(suggested)["Xã, phường, đặc khu, Đã tiếp nhận"] == 1
    assert "Tổng số, Đã giải trình" not in numbers(suggested)
    assert numbers(persons)["Tổng số, Đã giải trình"] == 1
    assert {label: count for label, count in numbers(items).items() if label.startswith("Tổng số")} == {
        "Tổng số, Tổng số": 3,
        "Tổng số, Chưa kết thúc": 2,
        "Tổng số, Quá hạn": 1,
        "Tổng số, Đã kết thúc": 1,
        "Tổng số, Kết thúc đúng hạn": 1,
    }


@pytest.mark.parametrize("who", sorted(COMMITTEES))
def test_every_number_opens_a_list_of_so_many(client, world, who):
    client.force_login(world.users[who])
    links = _LINK.findall(client.get("/tong-hop/").text)
    assert len(links) > 5

    for url, label, count in links:
        page = client.get(unescape(url)).text
        assert f"<strong>{count}</strong>" in page, (who, label, url)


@pytest.mark.parametrize("query", ["?dot=x", "?dot=99999999999999999999", "?dot=", "?dot=%00"])
def test_nonsense_in_the_address_shows_the_running_cycle(client, world, query):
    client.force_login(world.users["chuyenvien"])

    assert "Kiểm điểm năm 2026" in client.get(f"/tong-hop/{query}").text
    assert client.get(f"/tong-hop/goi-y/{query}&buoc=x&khoi=x&cap=x").status_code == 200


def test_it_asks_at_most_15_times(client, world, django_assert_max_num_queries: DjangoAssertNumQueries):
    client.force_login(world.users["chuyenvien"])
    client.get("/tong-hop/")

    with django_assert_max_num_queries(15):
        client.get("/tong-hop/")


def test_without_anything_it_says_so(client):
    world = make.small_province()
    client.force_login(world.users["kiemtra"])

    assert "Chưa có gì để tổng hợp" in client.get("/tong-hop/").text
