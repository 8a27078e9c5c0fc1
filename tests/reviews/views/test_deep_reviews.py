"""The pages of suggestions: who finds what, what each step shows, what a refused post keeps."""

from datetime import datetime, time, timedelta
from unicodedata import normalize

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import formats, localtime
from reviews.actions import deep_reviews as life
from reviews.actions import deep_reviews_drafting as drafting
from reviews.models import DeepReviewTopic, Explanation, TemplateSection
from reviews.states import DeepReviewState as S
from reviews.states import ReviewState, SectionKind
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
def persons(world, collective):
    return [make.individual_review(world, world.cadre(name), world.commune) for name in ("bithu", "canbo")]


def as_(client, world, username):
    client.force_login(world.users[username])
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"reviews:{name}", args=args)


class TestWhoSeesWhat:
    EDITING = ("edit_deep_review", "choose_targets", "assign_topics", "check_deep_review")

    def test_a_draft_and_its_steps_are_the_committees_alone(self, client, world, collective):
        row = letters.drafted(world, [collective])

        for who in world.users:
            as_(client, world, who)
            expected = 200 if who in {"chuyenvien", "thuongtruc"} else 404
            for name in ("deep_review_page", *self.EDITING):
                assert client.get(url(name, row.pk)).status_code == expected, (who, name)

    def test_an_issued_letter_opens_for_the_suggested_but_not_its_drafting_pages(self, client, world, collective):
        row = letters.issued(world, [collective])

        for who in ("thuky", "bithu", "canbo", "kiemtra"):
            as_(client, world, who)
            assert client.get(url("deep_review_page", row.pk)).status_code == 200, who
            for name in self.EDITING:
                assert client.get(url(name, row.pk)).status_code == 404, (who, name)

    def test_a_person_reads_the_own_topics_and_no_other_name(self, client, world, collective, persons):
        row = letters.drafted(world, persons)
        head, deputy = (row.targets.get(review=review).pk for review in persons)
        staff = world.actor("chuyenvien")
        first, second = row.topics.all()
        row = drafting.assign_topics(
            deep_review_id=row.pk, version=row.version, actor=staff, only_for={first.pk: [head], second.pk: [deputy]}
        )
        row = life.propose_deep_review(deep_review_id=row.pk, version=row.version, actor=staff)
        row = life.approve_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("thuongtruc"))
        life.issue_deep_review(
            deep_review_id=row.pk,
            version=row.version,
            actor=world.actor("thuongtruc"),
            number="3-CV/TU",
            issued_on=localtime.today(),
        )

        page = as_(client, world, "canbo").get(url("deep_review_page", row.pk)).text

        assert second.title in page
        assert first.title not in page
        assert "Trần Đình Hưởng" not in page

    def test_the_list_shows_the_same_letters(self, client, world, collective):
        draft, issued = letters.drafted(world, [collective], title="Dự thảo kín"), letters.issued(world, [collective])

        for who in world.users:
            page = as_(client, world, who).get(url("deep_reviews")).text
            assert ("Dự thảo kín" in page) == (who in {"chuyenvien", "thuongtruc"}), who
            assert (url("deep_review_page", issued.pk) in page) == (
                who in {"chuyenvien", "thuongtruc", "thuky", "bithu", "canbo", "thanhvien", "kiemtra"}
            ), who
        assert draft.pk != issued.pk

    def test_only_people_of_a_committee_begin_a_letter(self, client, world, collective):
        assert as_(client, world, "chuyenvien").get(url("draft_deep_review")).status_code == 200
        assert as_(client, world, "thuky").get(url("draft_deep_review")).status_code == 404


class TestList:
    def test_it_is_found_without_accents_by_title_number_and_name(self, client, world, collective):
        letters.issued(world, [collective], title="Gợi ý về quản lý đất đai", number="77-CV/TU")
        as_(client, world, "chuyenvien")

        for words in ("quan ly dat dai", "77-cv", "tan son", normalize("NFD", "đất đai")):
            assert "Gợi ý về quản lý đất đai" in client.get(url("deep_reviews"), {"q": words}).text, words
        assert "Gợi ý về quản lý đất đai" not in client.get(url("deep_reviews"), {"q": "lam nghiep"}).text

    @pytest.mark.parametrize(
        "query", ["?trang_thai=khong", "?dot=999999999999999999999", "?trang=-1&sap-xep=x", "?q=%00"]
    )
    def test_nonsense_in_the_address_is_harmless(self, client, world, collective, query):
        letters.drafted(world, [collective])

        assert as_(client, world, "chuyenvien").get(url("deep_reviews") + query).status_code == 200


class TestSteps:
    def test_the_whole_way_by_two_people_in_plain_posts(self, client, world, collective):
        row = letters.drafted(world, [collective])
        as_(client, world, "chuyenvien").post(url("propose_deep_review", row.pk), {"version": row.version})
        as_(client, world, "thuongtruc").post(url("approve_deep_review", row.pk), {"version": row.version + 1})
        client.post(
            url("issue_deep_review", row.pk),
            {
                "version": row.version + 2,
                "number": "12-CV/TU",
                "issued_on": localtime.today().strftime("%d/%m/%Y"),
                "signer_post": "Phó Bí thư",
                "signer_name": "Hoàng Gia Lộc",
            },
        )
        target = row.targets.get()
        as_(client, world, "thuky").post(url("acknowledge_target", row.pk, target.pk))

        row.refresh_from_db()
        target.refresh_from_db()
        assert (row.state, row.number, target.acknowledged_by_name) == (S.ISSUED, "12-CV/TU", "Vũ Thị Thảo")

    @pytest.mark.parametrize("name", ["propose_deep_review", "approve_deep_review", "recall_deep_review"])
    def test_a_step_by_the_wrong_person_or_at_the_wrong_time_is_a_sentence(self, client, world, collective, name):
        row = letters.issued(world, [collective])

        answer = as_(client, world, "chuyenvien").post(url(name, row.pk), {"version": row.version})

        assert answer.status_code == 422
        assert "Chưa thực hiện được" in answer.text

    def test_the_approver_cannot_be_reached_around_the_page(self, client, world, collective):
        row = letters.proposed(world, [collective])

        answer = as_(client, world, "chuyenvien").post(url("approve_deep_review", row.pk), {"version": row.version})

        assert answer.status_code == 422
        assert "Chỉ thường trực, ban thường vụ cấp ủy ban hành duyệt" in answer.text
        assert letters.fresh(row).state == S.PROPOSED

    @pytest.mark.parametrize(
        "name",
        [
            "propose_deep_review",
            "approve_deep_review",
            "send_back_deep_review",
            "issue_deep_review",
            "withdraw_deep_review",
        ],
    )
    def test_a_letter_out_of_sight_is_404_for_every_step(self, client, world, collective, name):
        row = letters.proposed(world, [collective])

        assert as_(client, world, "thuky").post(url(name, row.pk), {"version": row.version}).status_code == 404

    def test_a_double_click_approves_once_and_the_second_is_told(self, client, world, collective):
        row = letters.proposed(world, [collective])
        as_(client, world, "thuongtruc")

        first = client.post(url("approve_deep_review", row.pk), {"version": row.version})
        second = client.post(url("approve_deep_review", row.pk), {"version": row.version})

        assert (first.status_code, second.status_code) == (302, 422)
        assert "Đã có người thay đổi" in second.text

    @pytest.mark.parametrize("version", ["", "abc", "9" * 40])
    def test_a_nonsensical_version_counts_as_an_old_page(self, client, world, collective, version):
        row = letters.proposed(world, [collective])

        answer = as_(client, world, "thuongtruc").post(url("approve_deep_review", row.pk), {"version": version})

        assert answer.status_code == 422
        assert "Trang này đã cũ" in answer.text

    def test_issuing_refused_keeps_number_and_date_in_the_form(self, client, world, collective):
        letters.issued(world, [collective], title="Trước")
        row, today = letters.approved(world, [collective]), formats.day(localtime.today())

        answer = as_(client, world, "thuongtruc").post(
            url("issue_deep_review", row.pk),
            {
                "version": row.version,
                "number": letters.NUMBER,
                "issued_on": today,
                "signer_post": "Phó Bí thư",
                "signer_name": "Hoàng Gia Lộc",
            },
        )

        assert answer.status_code == 422
        for kept in (letters.NUMBER, today, "Hoàng Gia Lộc", "đã dùng cho văn bản “Trước”"):
            assert kept in answer.text

    def test_a_reason_page_answers_htmx_with_its_fragment(self, client, world, collective):
        row = letters.proposed(world, [collective])
        as_(client, world, "thuongtruc")

        fragment = client.get(url("send_back_deep_review", row.pk), headers={"HX-Request": "true"})
        refused = client.post(
            url("send_back_deep_review", row.pk), {"version": row.version, "reason": ""}, headers={"HX-Request": "true"}
        )
        done = client.post(
            url("send_back_deep_review", row.pk),
            {"version": row.version, "reason": "Thiếu căn cứ"},
            headers={"HX-Request": "true"},
        )

        assert fragment.text.lstrip().startswith('<section class="panel" id="buoc-van-ban">')
        assert (refused.status_code, "Hãy nhập nội dung cho ô “Lý do”" in refused.text) == (422, True)
        assert done["HX-Redirect"] == url("deep_review_page", row.pk)

    def test_the_reason_of_sending_back_is_what_the_drafter_sees_first(self, client, world, collective):
        row = letters.proposed(world, [collective])
        life.send_back_deep_review(
            deep_review_id=row.pk,
            version=row.version,
            actor=world.actor("thuongtruc"),
            reason="Thiếu kết luận thanh tra",
        )

        page = as_(client, world, "chuyenvien").get(url("deep_review_page", row.pk)).text

        assert "Thường trực trả lại: Thiếu kết luận thanh tra" in page

    def test_a_foreign_target_is_404(self, client, world, collective):
        row, other = letters.issued(world, [collective]), letters.issued(world, [collective], number="2", title="Khác")

        answer = as_(client, world, "thuky").post(url("acknowledge_target", row.pk, other.targets.get().pk))

        assert answer.status_code == 404


class TestCheck:
    def test_it_shows_the_letter_and_what_is_missing_with_the_place(self, client, world, collective):
        row = letters.drafted(world, [], topics=letters.TOPICS)

        page = as_(client, world, "chuyenvien").get(url("check_deep_review", row.pk)).text

        assert letters.TOPICS[0].title in page
        assert f'<a href="{url("choose_targets", row.pk)}">Chưa chọn tập thể, cá nhân nào được gợi ý.</a>' in page

    def test_it_warns_of_reviews_sent_up_already(self, client, world, collective):
        row = letters.proposed(world, [collective])
        letters.submitted(collective)

        page = as_(client, world, "thuongtruc").get(url("check_deep_review", row.pk)).text

        assert "Đã trình bản kiểm điểm: Đảng ủy xã Tân Sơn" in page


class TestCoverage:
    def cells(self, client, world, who, row) -> list[str]:
        coverage = as_(client, world, who).get(url("deep_review_page", row.pk)).context["coverage"]
        return [cell.words for unit in coverage.units for line in unit.lines for cell in line.cells]

    def test_those_above_see_answers_only_once_they_were_submitted(self, client, world, collective):
        row = letters.issued(world, [collective])
        topic = row.topics.get(order=1)
        Explanation.objects.create(
            round=collective.rounds.get(), topic=topic, stance="admitted", fault="Để lấn chiếm", responsible_text="BTV"
        )

        assert self.cells(client, world, "chuyenvien", row) == ["chưa trình", "chưa trình"]
        assert self.cells(client, world, "thuky", row) == ["thiếu nguyên nhân", "chưa trả lời"]
        letters.submitted(collective)
        assert self.cells(client, world, "chuyenvien", row) == ["thiếu nguyên nhân", "chưa trả lời"]

    def test_a_deadline_that_has_passed_presses_only_while_an_answer_is_owed(self, client, world, collective):
        row = letters.issued(world, [collective])
        due_on = row.due_on or localtime.today()
        with time_machine.travel(datetime.combine(due_on + timedelta(days=9), time(9), localtime.HO_CHI_MINH)):
            as_(client, world, "chuyenvien")
            assert "Quá hạn 9 ngày" in client.get(url("deep_review_page", row.pk)).text
            assert "Quá hạn 9 ngày" in client.get(url("deep_reviews")).text
            letters.submitted(collective)
            assert "Quá hạn" not in client.get(url("deep_review_page", row.pk)).text
            assert "Quá hạn" not in client.get(url("deep_reviews")).text

    def test_a_cell_opens_the_review_at_the_answer(self, client, world, collective):
        TemplateSection.objects.create(
            template=collective.template, key="iv", order=4, heading="Giải trình", kind=SectionKind.EXPLANATIONS
        )
        row = letters.issued(world, [collective])
        letters.submitted(collective)
        anchor = f"explanation-{row.topics.get(order=1).pk}"

        page = as_(client, world, "chuyenvien").get(url("deep_review_page", row.pk)).text

        assert f'href="{url("review_page", collective.pk)}#{anchor}"' in page
        assert f'id="{anchor}"' in client.get(url("review_page", collective.pk)).text

    def test_a_refuted_topic_with_its_evidence_counts_as_answered(self, client, world, collective):
        row = letters.issued(world, [collective])
        for topic in row.topics.all():
            Explanation.objects.create(round=collective.rounds.get(), topic=topic, stance="refuted", fault="Hồ sơ số 5")
        letters.submitted(collective)

        assert self.cells(client, world, "chuyenvien", row) == ["đã trả lời", "đã trả lời"]


class TestQueryCounts:
    """The same number of queries with one row and with thirty."""

    def queries(self, client, address: str) -> int:
        client.get(address)  # the first request of a session writes the session too
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    def reviews(self, world, count: int):
        units = [make.unit(f"Đảng ủy xã số {n}", world.province, kind=world.commune.kind) for n in range(count)]
        return [make.collective_review(world, unit) for unit in units]

    def test_of_the_list(self, client, world, collective):
        as_(client, world, "chuyenvien")
        letters.drafted(world, [collective], title="Gợi ý")
        with_one = self.queries(client, url("deep_reviews"))
        for number in range(29):
            letters.drafted(world, [collective], title=f"Gợi ý {number}")

        assert self.queries(client, url("deep_reviews")) == with_one <= 10

    @pytest.mark.parametrize(
        ("name", "most"),
        [("deep_review_page", 26), ("choose_targets", 22), ("assign_topics", 12), ("check_deep_review", 20)],
    )
    def test_of_the_pages_of_a_letter(self, client, world, name, most):
        small = letters.issued(world, self.reviews(world, 1), number="1-CV/TU", title="Một")
        large = letters.issued(world, self.reviews(world, 30), number="2-CV/TU", title="Hai")
        as_(client, world, "chuyenvien")

        with_one = self.queries(client, url(name, small.pk))

        assert self.queries(client, url(name, large.pk)) == with_one <= most


def test_a_review_submitted_before_the_letter_says_why_it_came_back_and_that_the_letter_was_withdrawn(
    client, world, collective
):
    row = letters.approved(world, [collective])
    letters.submitted(collective)
    life.issue_deep_review(
        deep_review_id=row.pk,
        version=row.version,
        actor=world.actor("thuongtruc"),
        number="12-CV/TU",
        issued_on=localtime.today(),
    )

    collective.refresh_from_db()
    assert collective.state == ReviewState.RETURNED
    assert DeepReviewTopic.objects.asked_of(collective.pk).count() == len(letters.TOPICS)

    life.withdraw_deep_review(
        deep_review_id=row.pk, version=letters.fresh(row).version, actor=world.actor("thuongtruc"), reason="Nhầm nơi."
    )

    as_(client, world, "thuky")
    told = client.get(reverse("reviews:review_page", args=[collective.pk])).text
    assert "Cần giải trình nội dung gợi ý kiểm điểm sâu tại văn bản số 12-CV/TU" in told
    today = localtime.today().strftime("%d/%m/%Y")
    assert f"Văn bản số 12-CV/TU đã rút ngày {today}, không phải giải trình nữa." in told
    letter_page = client.get(url("deep_review_page", row.pk)).text
    assert "Xác nhận đã biết việc rút" in letter_page
