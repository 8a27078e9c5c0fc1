"""Drafting a suggestion on its pages: text and topics in plain posts, the choice of targets, which topic goes to whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cadres.models import Cadre
from cadres.roles import Position
from core import formats, localtime
from reviews.models import DeepReview, Review
from reviews.states import ReviewState
from tests.factories import deep_reviews as letters
from tests.factories import grounds
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script> {{ 7|add:7 }} ' OR 1=1 -- đ̣ \u202eabc"


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def collective(world):
    return make.collective_review(world, world.commune)


@pytest.fixture
def persons(world, collective):
    return [make.individual_review(world, world.cadre(name), world.commune) for name in ("bithu", "canbo")]


def as_(client, world, username):
    client.force_login(world.users[username])
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"reviews:{name}", args=args)


def topics_data(*titles: str, **more: str) -> dict[str, str]:
    data = {"so-noi-dung": str(len(titles))}
    for number, title in enumerate(titles, start=1):
        data |= {f"noi-dung-{number}-title": title, f"noi-dung-{number}-clarify": "Vì sao?"}
    return data | more


def text_data(row: DeepReview, **more: str) -> dict[str, str]:
    return {"version": str(row.version), "title": row.title, "grounds": "inspection", "due_on": "20/12/2026"} | more


class TestDrafting:
    def test_a_letter_is_begun_and_led_on_to_its_text(self, client, world, collective):
        as_(client, world, "chuyenvien")

        answer = client.post(
            url("draft_deep_review"), {"cycle": world.cycle.pk, "issuer": world.province.pk, "title": "Gợi ý mới"}
        )

        row = DeepReview.objects.get()
        assert (answer.status_code, answer.url) == (302, url("edit_deep_review", row.pk))

    def test_a_committee_one_does_not_work_for_cannot_be_chosen(self, client, world, collective):
        as_(client, world, "chuyenvien")

        answer = client.post(
            url("draft_deep_review"), {"cycle": world.cycle.pk, "issuer": world.central.pk, "title": "Gợi ý mới"}
        )

        assert answer.status_code == 422
        assert "Lựa chọn ở ô “Cấp ủy ban hành” không còn dùng được" in answer.text

    def test_text_and_topics_are_saved_together_and_the_blank_one_is_left_out(self, client, world, collective):
        row = letters.drafted(world, [collective], topics=())
        as_(client, world, "chuyenvien")

        client.post(
            url("edit_deep_review", row.pk),
            text_data(row) | topics_data("Đất đai", "Đầu tư công") | {"so-noi-dung": "3"},
        )

        assert [topic.title for topic in letters.fresh(row).topics.all()] == ["Đất đai", "Đầu tư công"]

    @pytest.mark.parametrize(
        ("step", "order"),
        [
            ("len-2", ["Hai", "Một", "Ba"]),
            ("xuong-1", ["Hai", "Một", "Ba"]),
            ("bo-2", ["Một", "Ba"]),
            ("len-1", ["Một", "Hai", "Ba"]),
            ("xuong-3", ["Một", "Hai", "Ba"]),
            ("bo-99999999999", ["Một", "Hai", "Ba"]),
            ("khong-ro", ["Một", "Hai", "Ba"]),
        ],
    )
    def test_buttons_move_and_drop_topics_without_script(self, client, world, collective, step, order):
        row = letters.drafted(world, [collective], topics=())
        as_(client, world, "chuyenvien")

        client.post(url("edit_deep_review", row.pk), text_data(row) | topics_data("Một", "Hai", "Ba") | {"buoc": step})

        assert [topic.title for topic in letters.fresh(row).topics.order_by("order")] == order

    def test_a_refused_save_says_where_and_keeps_everything_typed(self, client, world, collective):
        row = letters.drafted(world, [collective], topics=())
        as_(client, world, "chuyenvien")

        answer = client.post(
            url("edit_deep_review", row.pk),
            text_data(row, due_on="31/02/2026", title="Trích yếu vừa gõ") | topics_data("Nội dung vừa gõ"),
        )

        assert answer.status_code == 422
        for kept in ("Trích yếu vừa gõ", "Nội dung vừa gõ", "31/02/2026", "Ngày ở ô “Hạn giải trình” chưa đúng"):
            assert kept in answer.text
        assert letters.fresh(row).topics.count() == 0

    @pytest.mark.parametrize("sent", ["a\x00b", "31/12/9999", "-1", "9" * 40])
    def test_a_topic_whose_hidden_number_is_none_is_refused_and_keeps_what_was_typed(
        self, client, world, collective, sent
    ):
        row = letters.drafted(world, [collective], topics=())
        as_(client, world, "chuyenvien")
        typed = topics_data("Nội dung vừa gõ") | {"noi-dung-1-topic_id": sent}

        answer = client.post(url("edit_deep_review", row.pk), text_data(row) | typed)

        assert answer.status_code == 422
        assert "Nội dung vừa gõ" in answer.text

    def test_a_topic_without_a_name_is_pointed_out(self, client, world, collective):
        row = letters.drafted(world, [collective], topics=())
        as_(client, world, "chuyenvien")

        answer = client.post(url("edit_deep_review", row.pk), text_data(row) | topics_data("Một", " "))

        assert answer.status_code == 422
        assert "Nội dung 2: Hãy ghi tên nội dung" in answer.text

    def test_an_old_page_keeps_what_was_typed_and_says_so(self, client, world, collective):
        row = letters.drafted(world, [collective])
        as_(client, world, "chuyenvien")

        answer = client.post(
            url("edit_deep_review", row.pk), text_data(row, version="1", title="Bản của tôi") | topics_data("Một")
        )

        assert answer.status_code == 422
        assert "Đã có người thay đổi sau khi đồng chí mở trang" in answer.text
        assert "Bản của tôi" in answer.text
        assert letters.fresh(row).title != "Bản của tôi"

    def test_hostile_text_is_shown_as_text(self, client, world, collective):
        row = letters.drafted(world, [collective], topics=())
        as_(client, world, "chuyenvien")
        client.post(url("edit_deep_review", row.pk), text_data(row, title=HOSTILE) | topics_data(HOSTILE))

        for name in ("deep_review_page", "edit_deep_review", "assign_topics", "check_deep_review", "choose_targets"):
            page = client.get(url(name, row.pk)).text
            assert "<script>alert" not in page, name
            assert "&lt;script&gt;alert(1)" in page, name

    @pytest.mark.parametrize("sent", ["a\0b", "x" * 100_000])
    def test_what_cannot_be_stored_gets_a_sentence(self, client, world, collective, sent):
        row = letters.drafted(world, [collective], topics=())
        as_(client, world, "chuyenvien")

        assert client.post(url("edit_deep_review", row.pk), text_data(row, title=sent)).status_code == 422
        assert client.post(url("edit_deep_review", row.pk), text_data(row) | topics_data(sent)).status_code == 422


class TestTargets:
    def test_those_ticked_are_added_and_leave_the_choice(self, client, world, collective, persons):
        row = letters.drafted(world)
        as_(client, world, "chuyenvien")

        answer = client.post(
            url("add_targets", row.pk) + "?q=tan",
            {"version": row.version, "chon": [collective.pk, persons[0].pk]},
        )

        assert (answer.status_code, answer.url) == (302, url("choose_targets", row.pk) + "?q=tan")
        assert letters.fresh(row).targets.count() == 2
        page = client.get(url("choose_targets", row.pk)).text
        assert f'name="chon" value="{collective.pk}"' not in page
        assert f'name="chon" value="{persons[1].pk}"' in page

    def test_all_that_the_filter_leaves_are_added_at_once(self, client, world, collective, persons):
        make.collective_review(world, world.other_commune)
        row = letters.drafted(world)
        as_(client, world, "chuyenvien")

        client.post(url("add_targets", row.pk) + "?loai=individual", {"version": row.version, "tat-ca": "1"})

        assert {target.review_id for target in letters.fresh(row).targets.all()} == {review.pk for review in persons}

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("?q=tran dinh", {"Trần Đình Hưởng"}),
            ("?loai=collective", {"Tập thể Đảng ủy xã Tân Sơn", "Tập thể Đảng ủy xã Yên Phú"}),
            ("?vi_tri=head", set()),
            ("?qua_han=on", {"Tập thể Đảng ủy xã Yên Phú"}),
            ("?cap=3&q=yen phu", {"Tập thể Đảng ủy xã Yên Phú"}),
        ],
    )
    def test_filters_narrow_the_choice(self, client, world, collective, persons, query, found):
        other = make.collective_review(world, world.other_commune)
        make.limitation(other, "Chậm", {"due_on": localtime.today().replace(year=2020)})
        make.accept(other, world.actor("thuongtruc"))
        row = letters.drafted(world)
        as_(client, world, "chuyenvien")

        listing = client.get(url("choose_targets", row.pk) + query).context["listing"]

        names = {review.subject_name if review.cadre else f"Tập thể {review.unit.name}" for review in listing.rows}
        assert names == found

    def test_the_reason_stands_beside_the_candidate(self, client, world, collective):
        make.limitation(collective, "Chậm", {"due_on": localtime.today().replace(year=2020)})
        make.accept(collective, world.actor("thuongtruc"))
        row = letters.drafted(world)

        page = as_(client, world, "chuyenvien").get(url("choose_targets", row.pk)).text

        assert "1 việc khắc phục quá hạn" in page
        assert "đã được thẩm định đạt nên không gợi ý thêm" in page

    def test_a_person_named_in_the_plan_of_a_collective_counts_for_what_they_owe_there(
        self, client, world, collective, persons
    ):
        owed = {"due_on": localtime.today().replace(year=2020), "owner_cadre": world.cadre("canbo")}
        make.limitation(collective, "Chậm", owed)
        make.accept(collective, world.actor("thuongtruc"))
        row = letters.drafted(world)
        as_(client, world, "chuyenvien")

        overdue = client.get(url("choose_targets", row.pk) + "?qua_han=on").context["listing"]

        assert {review.subject_name for review in overdue.rows} == {
            collective.subject_name, persons[1].subject_name
        }  # fmt: skip
        (reason,) = next(review.reasons for review in overdue.rows if review.pk == persons[1].pk)
        assert reason.words == "1 việc khắc phục quá hạn được giao trong kế hoạch của Đảng ủy xã Tân Sơn"
        assert reason.pk == collective.pk

    def test_a_former_holder_is_found_by_the_unit_of_the_post_and_shown_with_its_last_day(self, client, world, persons):
        ended_on = localtime.today() - timedelta(days=20)
        held = make.seat(
            world.cadre("canbo"), world.other_commune, Position.DEPUTY, "Phó Bí thư", managed_by=world.province
        )
        held.ended_on = ended_on
        held.save(update_fields=["ended_on"])
        persons[1].segments.create(
            tenure=held, unit=world.other_commune, post_name=held.post.name, position=Position.DEPUTY,
            held_from=world.cycle.period_from, held_to=ended_on, order=2,
        )  # fmt: skip
        row = letters.drafted(world)

        answer = as_(client, world, "chuyenvien").get(url("choose_targets", row.pk), {"q": world.other_commune.name})

        assert [review.pk for review in answer.context["listing"].rows] == [persons[1].pk]
        assert f"(thôi giữ ngày {formats.day(ended_on)})" in answer.text

    def test_each_reason_is_a_fact_in_words_that_leads_to_its_page(self, client, world, collective, persons):
        about_unit = grounds.registered(world, "Về tập thể", units=[world.commune])
        about_head = grounds.registered(world, "Về bí thư", cadres=[world.cadre("bithu")])
        grounds.registered(world, "Về nơi khác", units=[world.other_commune])
        row = letters.drafted(world, [persons[1]])  # which is no reason to name the person in it
        as_(client, world, "chuyenvien")

        listing = client.get(url("choose_targets", row.pk)).context["listing"]
        said = {review.subject_name: [(r.url_name, r.pk) for r in review.reasons] for review in listing.rows}
        found = client.get(url("choose_targets", row.pk) + "?can_cu=inspection").context["listing"]

        assert said == {
            collective.subject_name: [("reviews:ground_page", about_unit.pk)],
            persons[0].subject_name: [("reviews:ground_page", about_head.pk)],
            persons[1].subject_name: [],
        }
        assert {review.pk for review in found.rows} == {collective.pk, persons[0].pk}
        assert (
            "căn cứ chưa xử lý: Kết luận thanh tra số 21/KL-TTr ngày" in client.get(url("choose_targets", row.pk)).text
        )

    def test_a_season_of_29_collectives_and_137_persons_is_chosen_from_the_filter_at_once(self, client, world):
        units = [make.unit(f"Đảng ủy {n}", world.province, kind=world.commune.kind) for n in range(29)]
        people: list[Cadre | None] = [make.cadre(f"Nguyễn Văn {n}") for n in range(137)]
        form = make.collective_review(world, world.commune, state=ReviewState.ACCEPTED)
        known = {
            "cycle": world.cycle,
            "managing_unit": world.province,
            "template": form.template,
            "due_on": form.due_on,
        }
        Review.objects.bulk_create(
            Review(unit=units[n % 29], cadre=cadre, subject="individual" if cadre else "collective", **known)
            for n, cadre in enumerate([*people, *[None] * 29])
        )
        row = letters.drafted(world)
        as_(client, world, "chuyenvien")

        answer = client.post(url("add_targets", row.pk), {"version": row.version, "tat-ca": "1"}, follow=True)
        shared = client.get(url("assign_topics", row.pk))

        targets = letters.fresh(row).targets
        assert (targets.filter(review__cadre=None).count(), targets.exclude(review__cadre=None).count()) == (29, 137)
        assert "Đã thêm 166 mục vào danh sách được gợi ý." in answer.text
        assert shared.text.count(" checked") == 166 * 2

    def test_thirty_candidates_with_reasons_take_as_many_queries_as_one(self, client, world, collective):
        grounds.registered(world, units=[world.commune])
        row = letters.drafted(world)
        as_(client, world, "chuyenvien")
        client.get(url("choose_targets", row.pk))

        with CaptureQueriesContext(connection) as one:
            client.get(url("choose_targets", row.pk))
        for n in range(30):
            unit = make.unit(f"Đảng ủy {n}", world.province, kind=world.commune.kind)
            make.collective_review(world, unit)
            grounds.registered(world, f"Sự việc {n}", units=[unit])
        with CaptureQueriesContext(connection) as thirty:
            client.get(url("choose_targets", row.pk))

        assert len(thirty) == len(one)

    def test_grounds_are_tied_to_a_topic_from_the_register(self, client, world, collective):
        ground, other = grounds.registered(world, "Lấn chiếm"), grounds.registered(world, "Việc khác")
        row = letters.drafted(world, [collective])
        topic = row.topics.first()
        assert topic is not None
        as_(client, world, "chuyenvien")

        page = client.get(url("choose_grounds", row.pk, topic.pk) + "?q=lan chiem").text
        assert f'value="{ground.pk}"' in page
        assert f'value="{other.pk}"' not in page
        client.post(url("tie_grounds", row.pk, topic.pk), {"version": row.version, "chon": [ground.pk]})

        assert "Kết luận thanh tra số 21/KL-TTr" in client.get(url("edit_deep_review", row.pk)).text
        assert f'href="/can-cu/{ground.pk}/"' in client.get(url("deep_review_page", row.pk)).text
        assert row.title in client.get(url("ground_page", ground.pk)).text
        answer = client.post(url("untie_grounds", row.pk, topic.pk), {"version": row.version, "chon": [ground.pk]})
        assert answer.status_code == 422

    def test_reviews_managed_by_others_are_not_offered(self, client, world, collective):
        foreign = make.collective_review(world, world.province)
        row = letters.drafted(world)
        as_(client, world, "chuyenvien")

        assert "Tập thể Tỉnh ủy Nam Trung" not in client.get(url("choose_targets", row.pk)).text
        answer = client.post(url("add_targets", row.pk), {"version": row.version, "chon": [foreign.pk]})
        assert answer.status_code == 422
        assert "không thuộc diện quản lý" in answer.text

    @pytest.mark.parametrize("sent", [["abc"], ["-1"], ["9" * 30], []])
    def test_nonsense_ids_get_a_sentence(self, client, world, collective, sent):
        row = letters.drafted(world)
        as_(client, world, "chuyenvien")

        assert client.post(url("add_targets", row.pk), {"version": row.version, "chon": sent}).status_code == 422

    def test_a_page_from_before_the_issue_says_so_and_leads_to_the_letter(self, client, world, collective):
        row = letters.issued(world, [collective])
        as_(client, world, "chuyenvien")

        late = client.post(url("add_targets", row.pk), {"version": row.version, "tat-ca": "1"})
        pages = [client.get(url(name, row.pk)) for name in ("edit_deep_review", "choose_targets", "assign_topics")]

        assert [page.status_code for page in (late, *pages)] == [422, 200, 200, 200]
        for page in (late, *pages):
            assert "Văn bản đã ban hành, không soạn tiếp được nữa" in page.text
            assert f'href="{url("deep_review_page", row.pk)}">Về trang văn bản</a>' in page.text
            assert "data-selection" not in page.text
            assert "khi đang ở trạng thái" not in page.text

    def test_those_marked_are_taken_off(self, client, world, collective, persons):
        row = letters.drafted(world, [collective, *persons])
        leaving = row.targets.get(review=collective)
        as_(client, world, "chuyenvien")

        client.post(url("remove_targets", row.pk), {"version": row.version, "bo": [leaving.pk]})

        assert letters.fresh(row).targets.count() == 2


class TestAssign:
    def test_boxes_say_which_topic_goes_to_whom(self, client, world, collective, persons):
        row = letters.drafted(world, [collective, persons[0]])
        first, second = row.topics.all()
        one, both = [row.targets.get(review=collective).pk], [target.pk for target in row.targets.all()]
        as_(client, world, "chuyenvien")

        client.post(
            url("assign_topics", row.pk),
            {"version": row.version, f"noi-dung-{first.pk}": one, f"noi-dung-{second.pk}": both},
        )

        first, second = letters.fresh(row).topics.all()
        assert [target.pk for target in first.only_for.all()] == one
        assert list(second.only_for.all()) == []

    def test_a_topic_for_nobody_is_refused(self, client, world, collective):
        row = letters.drafted(world, [collective])
        first, second = row.topics.all()
        as_(client, world, "chuyenvien")

        answer = client.post(
            url("assign_topics", row.pk),
            {"version": row.version, f"noi-dung-{first.pk}": [row.targets.get().pk]},
        )

        assert answer.status_code == 422
        assert f"Nội dung {second.order} chưa phân cho ai" in answer.text
