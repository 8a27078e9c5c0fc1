"""The dashboard: numbers that equal the lists they open, for each role, with a fixed number of questions."""

import re
from datetime import date, datetime
from html import unescape

import pytest
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from core import localtime
from reviews.actions import remediation
from reviews.forms.dashboard import SuggestedFilter
from reviews.forms.item_filter import ItemFilter
from reviews.models import (
    Amendment,
    Appraisal,
    DeepReview,
    DeepReviewTarget,
    DeepReviewTopic,
    Explanation,
    Field,
    RemediationItem,
    Review,
)
from reviews.states import AmendmentKind, AppraisalOutcome, DeepReviewState, ReviewState
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
    plan.items.update(field=None)
    plan.items.filter(action="Quá hạn").update(field=Field.objects.get(code="dat-dai"))
    done = plan.items.get(action="Xong")
    remediation.report_done(item_id=done.pk, version=1, actor=world.actor("thuky"), evidence="x")
    remediation.verify(item_id=done.pk, version=2, actor=world.actor("chuyenvien"))
    remediation.close(item_id=done.pk, version=3, actor=world.actor("thuongtruc"))
    return world


def suggest(world, *reviews, issuer: Unit | None = None) -> DeepReviewTopic:
    letter = DeepReview.objects.create(cycle=world.cycle, issuer=issuer or world.province, title="Gợi ý")
    land, building = (Field.objects.get_or_create(code=code, name=code)[0] for code in ("dat-dai", "xay-dung"))
    topic = DeepReviewTopic.objects.create(deep_review=letter, order=1, title="Đất đai", field=land)
    targets = [DeepReviewTarget.objects.create(deep_review=letter, review=review) for review in reviews]
    own = DeepReviewTopic.objects.create(deep_review=letter, order=2, title="Riêng một nơi", field=building)
    own.only_for.add(targets[0])
    DeepReviewTopic.objects.create(deep_review=letter, order=3, title="Việc khác").only_for.add(targets[-1])
    DeepReviewTopic.objects.create(deep_review=letter, order=4, title="Đất đai, ý khác", field=land)
    DeepReview.objects.filter(pk=letter.pk).update(
        state=DeepReviewState.ISSUED, number="1-CV/TU", issued_on=date(2026, 11, 1), issued_at=localtime.now()
    )
    DeepReviewTarget.objects.filter(review=reviews[0]).update(
        acknowledged_at=localtime.now(), received_at=localtime.now()
    )
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


def decided(review, outcome: AppraisalOutcome) -> None:
    """The last round of the review, its answer included, was decided on in this way."""
    Appraisal.objects.create(
        round=review.rounds.order_by("number").last(), outcome=outcome, reason="Chưa rõ", decided_at=localtime.now()
    )


def part(page: str, begins: str, ends: str) -> dict[str, int]:
    return numbers(page[page.index(begins) : page.index(ends)])


def test_the_numbers_are_right(client, world):
    client.force_login(world.users["chuyenvien"])

    page = client.get("/tong-hop/").text

    collectives = part(page, "khắc phục: tập thể</h3>", "khắc phục: cá nhân</h3>")
    persons = part(page, "khắc phục: cá nhân</h3>", "Bản kiểm điểm: ")
    items = numbers(page[page.index("(mọi đợt)</h2>") :])
    assert collectives["Tổng số, Được gợi ý"] == 2
    assert collectives["Xã, phường, đặc khu, Đã tiếp nhận"] == 1
    assert "Tổng số, Đã giải trình" not in collectives
    assert collectives["Tổng số, Việc khắc phục"] == 3
    assert persons["Tổng số, Đã giải trình"] == 1
    assert {label: count for label, count in items.items() if label.startswith("Tổng số")} == {
        "Tổng số, Việc khắc phục": 3,
        "Tổng số, Chưa kết thúc": 2,
        "Tổng số, Quá hạn": 1,
        "Tổng số, Xong đúng hạn": 1,
    }


def test_who_answered_has_received_in_every_table(client, world):
    """The person answered and never confirmed the receipt, as after an amendment that asks for a receipt anew."""
    client.force_login(world.users["chuyenvien"])
    letter = DeepReview.objects.with_counts(world.actor("chuyenvien")).get()
    DeepReviewTarget.objects.filter(deep_review=letter).update(amended_by=amended(letter))

    page = client.get("/tong-hop/").text
    persons = part(page, "khắc phục: cá nhân</h3>", "Bản kiểm điểm: ")

    assert (persons["Tổng số, Đã tiếp nhận"], persons["Tổng số, Đã giải trình"]) == (1, 1)
    assert "Cá nhân được gợi ý: 1 (được gợi ý 1, đã tiếp nhận 1, đã giải trình 1" in page
    assert letter.acknowledged_count == 2  # type: ignore[attr-defined]  # counted by the query
    shown = client.get(f"/goi-y/{letter.pk}/").text
    assert "Nơi được gợi ý (3, đã nhận 2, chưa xác nhận điều chỉnh 2)" in shown


def amended(letter: DeepReview) -> Amendment:
    return Amendment.objects.create(
        deep_review=letter,
        kind=AmendmentKind.RESCHEDULE,
        number="2-CV/TU",
        issued_on=date(2026, 12, 1),
        reason="Theo đề nghị của đơn vị",
        due_on=date(2026, 12, 30),
        made_at=localtime.now(),
    )


def test_a_field_counts_who_was_asked_about_it_once_and_what_grew_in_it(client, world):
    client.force_login(world.users["chuyenvien"])

    page = client.get("/tong-hop/?loai=collective").text

    assert "khắc phục: cá nhân</h3>" not in page
    rows = part(page, "khắc phục: tập thể</h3>", "Bản kiểm điểm: ")
    found = {
        label: rows.get(label) for label in rows if label.startswith(("dat-dai", "xay-dung", "Chưa phân lĩnh vực"))
    }
    assert found == {
        "dat-dai, Được gợi ý": 2,
        "dat-dai, Đã tiếp nhận": 1,
        "dat-dai, Việc khắc phục": 1,
        "dat-dai, Chưa kết thúc": 1,
        "dat-dai, Quá hạn": 1,
        "xay-dung, Được gợi ý": 1,
        "xay-dung, Đã tiếp nhận": 1,
        "Chưa phân lĩnh vực, Được gợi ý": 1,
        "Chưa phân lĩnh vực, Việc khắc phục": 2,
        "Chưa phân lĩnh vực, Chưa kết thúc": 1,
        "Chưa phân lĩnh vực, Xong đúng hạn": 1,
    }


def test_the_last_decision_on_an_answer_counts(client, world):
    person = Explanation.objects.get().round.review
    client.force_login(world.users["chuyenvien"])
    decided(person, AppraisalOutcome.SUPPLEMENT)
    assert numbers(client.get("/tong-hop/?loai=individual").text)["Tổng số, Trả lại, bổ sung"] == 1

    second = person.rounds.create(number=2)
    Explanation.objects.create(round=second, topic=Explanation.objects.get().topic)
    person.rounds.filter(pk=second.pk).update(submitted_at=localtime.now())
    decided(person, AppraisalOutcome.REREVIEW)

    rows = numbers(client.get("/tong-hop/?loai=individual").text)
    assert "Tổng số, Trả lại, bổ sung" not in rows
    assert rows["Tổng số, Kiểm điểm lại"] == rows["Tổng số, Đã thẩm định"] == 1


@pytest.mark.parametrize(
    ("who", "query"),
    [*((who, "") for who in sorted(COMMITTEES)), ("chuyenvien", "?linh_vuc=dat-dai&cap=3"), ("kiemtra", "?khoi=0")],
)
def test_every_number_opens_a_list_of_so_many(client, world, who, query):
    decided(Explanation.objects.get().round.review, AppraisalOutcome.SUPPLEMENT)
    client.force_login(world.users[who])
    links = {url: count for url, _label, count in _LINK.findall(client.get(f"/tong-hop/{query}").text)}
    assert len(links) > 5

    for url, count in links.items():
        assert length_of(client, world.actor(who), unescape(url)) == int(count), (who, url)


def length_of(client, actor, url: str) -> int:
    """How many rows the list at this address has; the two that most numbers lead to are asked by their filters alone."""
    path, _, query = url.partition("?")
    if path == "/tong-hop/goi-y/":
        suggested = SuggestedFilter(QueryDict(query), actor=actor)
        assert suggested.is_valid(), url
        return suggested.apply_to(Review.objects.visible_to(actor)).count()
    if path == "/khac-phuc/":
        items = ItemFilter(QueryDict(query), actor=actor)
        assert items.is_valid(), url
        return items.apply_to(RemediationItem.objects.visible_to(actor)).count()
    found = re.search(r"<strong>(\d+)</strong>", client.get(url).text)
    assert found is not None, url
    return int(found[1])


def test_the_lists_show_what_their_filters_let_pass(client, world):
    client.force_login(world.users["chuyenvien"])
    of_field = f"?dot={world.cycle.pk}&loai=collective&linh_vuc=dat-dai"

    assert "<strong>2</strong>" in client.get(f"/tong-hop/goi-y/{of_field}").text
    assert "<strong>1</strong>" in client.get(f"/khac-phuc/{of_field}&goi_y=on").text


def test_the_filters_stay_in_the_address_of_every_number_and_of_the_other_view(client, world):
    client.force_login(world.users["chuyenvien"])
    bloc = Bloc.objects.get().pk

    page = client.get(f"/tong-hop/?khoi={bloc}&linh_vuc=dat-dai&loai=collective").text

    chain = page[page.index("khắc phục: tập thể</h3>") : page.index("Bản kiểm điểm: ")]
    links = [unescape(url) for url, _label, _count in _LINK.findall(chain)]
    assert links
    for said in (f"khoi={bloc}", "linh_vuc=dat-dai", "loai=collective", f"dot={world.cycle.pk}"):
        assert all(said in url for url in links), said
        assert said in unescape(page[page.index("/tong-hop/hinh/?") :].partition('"')[0]), said


def test_the_picture_tells_its_numbers_in_words_too(client, world):
    client.force_login(world.users["chuyenvien"])

    page = client.get("/tong-hop/").text
    pictures = client.get("/tong-hop/hinh/").text

    assert page.count("<svg xmlns") == 2
    assert "Tập thể được gợi ý: 2 (được gợi ý 2, đã tiếp nhận 1, đã giải trình 0" in page
    assert "Theo khối" in pictures
    assert "Theo lĩnh vực" in pictures
    assert "style=" not in pictures[pictures.index("<svg xmlns") :]


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
