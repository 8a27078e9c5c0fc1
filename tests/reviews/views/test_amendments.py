"""Changing an issued letter on its pages: typed without JavaScript, shown to those it concerns, printed as a paper."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import formats, localtime
from reviews.actions import amendments
from reviews.actions.deep_reviews_drafting import TopicText
from reviews.models import Amendment, Cycle
from reviews.models.contents import contents_of
from reviews.reports import suggestion_amendment, suggestion_letter
from reviews.states import CycleState
from reviews.views.amendments import KINDS
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make
from tests.reviews.actions.test_amendments import change

pytestmark = pytest.mark.django_db

DUE = localtime.today() + timedelta(days=20)
LATER = DUE + timedelta(days=15)


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def collective(world):
    return make.collective_review(world, world.commune)


@pytest.fixture
def head(world):
    return make.individual_review(world, world.cadre("bithu"), world.commune)


@pytest.fixture
def letter(world, collective, head):
    return letters.issued(world, [collective, head], due_on=DUE)


def as_(client, world, username):
    client.force_login(world.users[username])
    return client


def url(row, what: str) -> str:
    return reverse("reviews:amend_deep_review", args=[row.pk, what])


def document(row, **more: object) -> dict[str, object]:
    known = {"version": letters.fresh(row).version, "number": "31-CV/TU", "issued_on": formats.day(localtime.today())}
    return known | {"reason": "Theo đề nghị của đơn vị.", "signer_post": "Phó Bí thư", "signer_name": "Lộc"} | more


@pytest.mark.parametrize("what", list(KINDS))
def test_every_kind_of_change_has_its_page_and_says_who_may(client, world, letter, what):
    assert "Số, ký hiệu văn bản điều chỉnh" in as_(client, world, "thuongtruc").get(url(letter, what)).text
    barred = as_(client, world, "chuyenvien").get(url(letter, what)).text
    assert "Chỉ thường trực, ban thường vụ cấp ủy ban hành" in barred
    assert as_(client, world, "bithu").get(url(letter, what)).status_code == 404


def test_in_a_cycle_that_is_over_the_letter_says_that_it_can_only_be_withdrawn_and_what_to_do(client, world, letter):
    Cycle.objects.filter(pk=world.cycle.pk).update(state=CycleState.CLOSED)

    for who in ("thuongtruc", "chuyenvien"):
        page = as_(client, world, who).get(reverse("reviews:deep_review_page", args=[letter.pk])).text
        assert "văn bản này chỉ còn rút" in page
        assert f'href="{reverse("reviews:draft_extraordinary")}"' in page
    assert "lập gợi ý mới ngoài đợt" in as_(client, world, "thuongtruc").get(url(letter, "them-noi")).text
    assert (
        "chỉ còn rút" not in as_(client, world, "bithu").get(reverse("reviews:deep_review_page", args=[letter.pk])).text
    )


def test_a_new_deadline_is_told_on_the_letter_on_the_review_and_at_home(client, world, letter, head, collective):
    as_(client, world, "thuongtruc")
    only_head = letter.targets.get(review=head).pk

    refused = client.post(url(letter, "doi-han"), document(letter, due_on="01/01/2020", target_ids=[only_head]))
    assert refused.status_code == 422
    assert "Hạn mới không thể trước hôm nay." in refused.text
    assert "Theo đề nghị của đơn vị." in refused.text
    done = client.post(url(letter, "doi-han"), document(letter, due_on=formats.day(LATER), target_ids=[only_head]))

    assert done.status_code == 302
    page = client.get(done["Location"]).text
    assert "Văn bản điều chỉnh (1)" in page
    assert "đổi hạn giải trình, văn bản số 31-CV/TU" in page
    as_(client, world, "bithu")
    assert "Tiếp nhận văn bản điều chỉnh gợi ý" in client.get("/").text
    told = "Đổi hạn giải trình theo văn bản điều chỉnh số 31-CV/TU"
    assert told in client.get(reverse("reviews:review_page", args=[head.pk])).text
    assert told not in client.get(reverse("reviews:review_page", args=[collective.pk])).text
    assert {topic.due_now for topic in contents_of(head, head.rounds.get()).topics} == {LATER}
    assert {topic.due_now for topic in contents_of(collective, collective.rounds.get()).topics} == {DUE}
    client.post(reverse("reviews:acknowledge_target", args=[letter.pk, only_head]))
    assert "Tiếp nhận văn bản điều chỉnh gợi ý" not in client.get("/").text


def test_however_many_targets_changes_concern_home_has_one_line_for_their_letter(client, world, letter):
    for number, days in (("31-CV/TU", 0), ("32-CV/TU", 1)):
        as_(client, world, "thuongtruc").post(
            url(letter, "doi-han"),
            document(
                letter,
                number=number,
                due_on=formats.day(LATER + timedelta(days=days)),
                target_ids=[target.pk for target in letter.targets.all()],
            ),
        )

    page = as_(client, world, "bithu").get("/").text

    assert page.count("Tiếp nhận văn bản điều chỉnh gợi ý") == 1
    assert letter.targets.filter(amended_by__number="32-CV/TU").count() == 2


def test_whom_a_change_does_not_concern_reads_nothing_of_it(client, world, letter, head):
    only_head = letter.targets.get(review=head).pk
    as_(client, world, "thuongtruc").post(
        url(letter, "doi-han"), document(letter, due_on=formats.day(LATER), target_ids=[only_head])
    )

    page = as_(client, world, "thanhvien").get(reverse("reviews:deep_review_page", args=[letter.pk])).text
    assert "31-CV/TU" not in page


def test_one_more_is_found_by_name_and_gets_the_topics(client, world, letter):
    other = make.collective_review(world, world.other_commune)
    as_(client, world, "thuongtruc")

    found = client.post(url(letter, "them-noi"), document(letter, **{"review_id-tim": "yen phu", "tim": "review_id"}))
    assert f'value="{other.pk}"' in found.text
    assert "31-CV/TU" in found.text
    client.post(url(letter, "them-noi"), document(letter, review_id=other.pk))

    assert letters.fresh(letter).targets.filter(review=other).exists()
    page = as_(client, world, "bithu_khac").get(reverse("reviews:deep_review_page", args=[letter.pk])).text
    assert "Thêm sau ban hành" in page
    assert letters.TOPICS[0].title in page


def test_the_paper_of_each_change_says_what_changes_and_the_letter_prints_as_it_was_issued(
    client, world, letter, collective, head
):
    standing = world.actor("thuongtruc")
    before = suggestion_letter.collect(standing, deep_review=letter.pk)
    other = make.collective_review(world, world.other_commune)
    first = letter.topics.first()
    assert first is not None
    of_collective = letter.targets.get(review=collective).pk
    as_(client, world, "thuongtruc")
    changes: tuple[tuple[str, dict[str, object]], ...] = (
        ("doi-han", {"due_on": formats.day(LATER)}),
        ("them-noi", {"review_id": other.pk}),
        ("them-noi-dung", {"title": "Khoáng sản", "clarify": "Vì sao chậm đóng mỏ?"}),
        ("rut-noi-dung", {"topic_ids": [first.pk]}),
        ("rut-noi", {"target_ids": [of_collective]}),
    )
    for number, (what, data) in enumerate(changes, start=40):
        answer = client.post(url(letter, what), document(letter, number=f"{number}-CV/TU", **data))
        assert answer.status_code == 302, (what, answer.context["form"].errors)

    papers = [suggestion_amendment.collect(standing, amendment=made.pk) for made in Amendment.objects.order_by("pk")]

    titles = [[topic.title for topic in paper.topics] for paper in papers]
    assert titles[0] == [f"Hạn giải trình: trước ngày {formats.day(LATER)}"]
    assert titles[1] == [topic.title for topic in letters.TOPICS]  # though the first was withdrawn since
    assert titles[2:4] == [["Khoáng sản"], [f"Không phải giải trình: {first.title}"]]
    assert len(papers[4].addressees) == 1
    assert papers[0].head.number_line == "Số\u00a040-CV/TU"
    assert "Công văn số 12-CV/TU" in papers[0].opening
    assert suggestion_letter.collect(standing, deep_review=letter.pk) == before


def test_each_reads_the_topics_that_were_asked_while_the_letter_was_theirs(client, world, collective):
    other = make.collective_review(world, world.other_commune)
    letter = letters.issued(world, [collective, other], due_on=DUE)
    third = make.collective_review(world, world.lookalike)
    gone, stays = letter.topics.all()
    left = letter.targets.get(review=other)
    change(amendments.withdraw_targets, world, letter, number="31", target_ids=[left.pk])
    later = TopicText("Quản lý khoáng sản", None, "audit", "Vì sao chậm đóng mỏ?")
    change(amendments.add_topic, world, letter, number="32", topic=later)
    change(amendments.withdraw_topics, world, letter, number="33", topic_ids=[gone.pk])
    change(amendments.add_target, world, letter, number="34", review_id=third.pk)
    world.users["thuky_moi"] = make.account("thuky_moi", None, (make.Role.SECRETARY, world.lookalike))

    def read_by(who: str) -> set[str]:
        page = as_(client, world, who).get(reverse("reviews:deep_review_page", args=[letter.pk]))
        return {topic.title for topic in page.context["topics"]}

    assert read_by("thuky_khac") == {gone.title, stays.title}
    assert read_by("thuky_moi") == {stays.title, "Quản lý khoáng sản"}
    assert read_by("bithu") == {gone.title, stays.title, "Quản lý khoáng sản"}
