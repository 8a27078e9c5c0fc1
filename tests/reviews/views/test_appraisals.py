"""The pages of appraisal: the queue, the round beside its panel, plain posts, refusals that keep what was typed."""

import re
from datetime import timedelta
from unicodedata import normalize

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import formats, localtime
from reviews.actions import appraisals as actions
from reviews.models import Appraisal, Review, ReviewRead, TemplateSection
from reviews.states import AppraisalState, ReviewState, SectionKind
from tests.factories import appraisals as appraising
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script> {{ 7|add:7 }} ' OR 1=1 -- đ̣ \u202eabc"


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def collective(world) -> Review:
    return letters.submitted(make.collective_review(world, world.commune))


@pytest.fixture
def personal(world) -> Review:
    return letters.submitted(make.individual_review(world, world.cadre("canbo"), world.commune))


@pytest.fixture
def section(collective) -> TemplateSection:
    return TemplateSection.objects.create(
        template=collective.template, key="ii", order=1, number="II", heading="Hạn chế", kind=SectionKind.LIMITATIONS
    )


def as_(client, world, username):
    client.force_login(world.users[username])
    return client


def url(name: str, review: Review) -> str:
    return reverse(f"reviews:{name}", args=[review.pk])


def version(review: Review) -> int:
    review.refresh_from_db()
    return review.version


class TestWhoSeesWhat:
    def test_the_page_of_a_collective_opens_for_whom_its_review_opens(self, client, world, collective):
        circle = {"thuky", "bithu", "canbo", "thanhvien", "chuyenvien", "thuongtruc", "trunguong", "kiemtra"}
        for who in world.users:
            expected = 200 if who in circle else 404
            assert as_(client, world, who).get(url("appraisal_page", collective)).status_code == expected, who

    def test_a_personal_one_is_404_for_a_committee_further_up(self, client, world, personal):
        circle = {"thuky", "bithu", "canbo", "chuyenvien", "thuongtruc", "kiemtra"}
        for who in world.users:
            expected = 200 if who in circle else 404
            assert as_(client, world, who).get(url("appraisal_page", personal)).status_code == expected, who

    @pytest.mark.parametrize("name", ["draft_appraisal", "accept_review", "return_review", "require_rereview"])
    def test_a_committee_further_up_deciding_gets_422_for_a_collective_and_404_for_a_person(
        self, client, world, collective, personal, name
    ):
        for review in (collective, personal):
            appraising.proposed(world, review)
        as_(client, world, "trunguong")
        sent = {"version": version(collective), "reason": "Chưa rõ"}

        seen, hidden = client.post(url(name, collective), sent), client.post(url(name, personal), sent)

        assert (seen.status_code, hidden.status_code) == (422, 404)
        assert "cấp ủy trực tiếp quản lý" in seen.text
        collective.refresh_from_db()
        assert collective.state == ReviewState.SUBMITTED

    def test_a_draft_is_read_by_the_managing_committee_only(self, client, world, collective):
        appraising.drafted(world, collective, remark="Nhận xét kín của chuyên viên")

        for who in ("thuky", "bithu", "canbo", "trunguong", "kiemtra"):
            assert "Nhận xét kín" not in as_(client, world, who).get(url("appraisal_page", collective)).text, who
        assert "Nhận xét kín" in as_(client, world, "thuongtruc").get(url("appraisal_page", collective)).text

    def test_reading_a_personal_review_to_appraise_it_is_recorded(self, client, world, personal):
        as_(client, world, "chuyenvien").get(url("appraisal_page", personal))

        assert ReviewRead.objects.get(review=personal).reader_name == "Ngô Minh Đức"

    def test_a_review_still_written_shows_nothing_of_its_text(self, client, world):
        review = make.collective_review(world, world.commune)
        make.limitation(review, "Khuyết điểm chưa trình")

        page = as_(client, world, "chuyenvien").get(url("appraisal_page", review)).text

        assert "Khuyết điểm chưa trình" not in page
        assert "đang được viết" in page

    def test_after_a_return_those_above_still_read_the_submitted_round(self, client, world, collective, section):
        Review.objects.filter(pk=collective.pk).update(template=collective.template)
        appraising.returned(world, collective)
        make.limitation(collective, "Viết thêm ở vòng hai")

        page = as_(client, world, "chuyenvien").get(url("appraisal_page", collective)).text

        assert "Viết thêm ở vòng hai" not in page


class TestQueue:
    def rows(self, client, query: str = "") -> set[str]:
        listing = client.get(reverse("reviews:appraisals") + query).context["listing"]
        return {review.subject_name for review in listing.rows}

    def test_each_queue_holds_what_waits_there(self, client, world, collective, personal):
        other = letters.submitted(make.collective_review(world, world.other_commune))
        appraising.proposed(world, personal)
        appraising.returned(world, other)
        as_(client, world, "thuongtruc")

        assert self.rows(client) == {"Đảng ủy xã Tân Sơn", "Lê Văn Khải"}
        assert self.rows(client, "?hang=cho-soan") == {"Đảng ủy xã Tân Sơn"}
        assert self.rows(client, "?hang=cho-quyet-dinh") == {"Lê Văn Khải"}
        assert self.rows(client, "?hang=tra-lai") == {"Đảng ủy xã Yên Phú"}
        counts = client.get(reverse("reviews:appraisals")).context["counts"]
        assert counts == {"waiting": 2, "returned": 1, "accepted": 0, "to_draft": 1, "to_decide": 1}

    def test_what_one_drafted_oneself_does_not_wait_for_ones_decision(self, client, world, collective):
        standing = world.actor("thuongtruc")
        actions.draft_appraisal(
            review_id=collective.pk, version=version(collective), actor=standing, proposed_outcome="accept"
        )
        actions.propose_appraisal(review_id=collective.pk, version=version(collective), actor=standing)

        assert self.rows(as_(client, world, "thuongtruc"), "?hang=cho-quyet-dinh") == set()

    def test_a_second_round_waits_for_a_draft_of_its_own(self, client, world, collective):
        appraising.returned(world, collective)
        letters.submitted(Review.objects.get(pk=collective.pk))

        assert self.rows(as_(client, world, "chuyenvien"), "?hang=cho-soan") == {"Đảng ủy xã Tân Sơn"}

    @pytest.mark.parametrize("who", ["thuky", "canbo", "trunguong", "kiemtra"])
    def test_it_is_empty_for_those_who_appraise_nothing_here(self, client, world, collective, personal, who):
        assert self.rows(as_(client, world, who)) == set()

    @pytest.mark.parametrize("who", ["quantri", "mattran", "nguoi_la"])
    def test_it_is_not_there_for_those_who_have_to_do_with_no_review(self, client, world, who):
        assert as_(client, world, who).get("/tham-dinh/").status_code == 404

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("?q=le van khai", {"Lê Văn Khải"}),
            ("?loai=collective", {"Đảng ủy xã Tân Sơn"}),
            ("?cap=3", {"Đảng ủy xã Tân Sơn", "Lê Văn Khải"}),
            ("?hang=khong-co&cap=abc&trang=-5", {"Đảng ủy xã Tân Sơn", "Lê Văn Khải"}),
        ],
    )
    def test_filters_narrow_it_and_nonsense_counts_as_none(self, client, world, collective, personal, query, found):
        assert self.rows(as_(client, world, "chuyenvien"), query) == found


class TestDraft:
    def test_marks_outcome_and_remark_are_saved_and_shown_again(self, client, world, collective, section):
        as_(client, world, "chuyenvien")

        client.post(
            url("draft_appraisal", collective),
            {
                "version": version(collective),
                "proposed_outcome": "supplement",
                "remark": normalize("NFD", "Chưa rõ nguyên nhân"),
                f"muc-{section.pk}-mark": "supplement",
                f"muc-{section.pk}-remark": "Nêu rõ trách nhiệm người đứng đầu",
                "buoc": "luu",
            },
        )

        page = client.get(url("appraisal_page", collective)).text
        for kept in ("Chưa rõ nguyên nhân", "Nêu rõ trách nhiệm người đứng đầu"):
            assert kept in page
        assert Appraisal.objects.get().state == AppraisalState.DRAFT

    def test_one_button_saves_and_hands_it_over(self, client, world, collective):
        as_(client, world, "chuyenvien")

        answer = client.post(
            url("draft_appraisal", collective),
            {"version": version(collective), "proposed_outcome": "accept", "buoc": "trinh"},
        )

        assert answer.status_code == 302
        assert Appraisal.objects.get().state == AppraisalState.PROPOSED

    def test_handing_over_without_an_outcome_keeps_the_draft_and_says_what_lacks(self, client, world, collective):
        as_(client, world, "chuyenvien")

        answer = client.post(
            url("draft_appraisal", collective), {"version": version(collective), "remark": "Đã đọc", "buoc": "trinh"}
        )
        again = client.post(
            url("draft_appraisal", collective),
            {
                "version": answer.context["draft_form"]["version"].value(),
                "remark": "Đã đọc",
                "proposed_outcome": "accept",
                "buoc": "trinh",
            },
        )

        assert (answer.status_code, again.status_code) == (422, 302)
        assert "Đã lưu dự thảo, nhưng chưa trình được:" in answer.text
        assert '<a href="#id_proposed_outcome_0">Hãy chọn kết quả đề nghị trước khi trình.</a>' in answer.text
        assert 'id="id_proposed_outcome_0"' in answer.text

    def test_what_is_not_marked_yet_is_named_by_links_or_found_good_in_one_act(
        self, client, world, collective, section
    ):
        as_(client, world, "chuyenvien")
        sent = {"version": version(collective), "proposed_outcome": "accept", "buoc": "trinh"}

        refused = client.post(url("draft_appraisal", collective), sent)
        again = {"version": version(collective), "proposed_outcome": "accept", "buoc": "con-lai-dat"}
        filled = client.post(url("draft_appraisal", collective), again, follow=True)

        assert refused.status_code == 422
        assert f'<a href="#muc-{section.pk}">Chưa đánh giá “II Hạn chế”.</a>' in refused.text
        assert f'id="muc-{section.pk}"' in refused.text
        assert "các phần chưa đánh giá đã ghi “Đạt”" in filled.text
        assert (Appraisal.objects.get().state, Appraisal.objects.get().marks.get().mark) == (
            AppraisalState.DRAFT,
            "good",
        )

    def test_an_old_page_keeps_what_was_typed(self, client, world, collective):
        appraising.drafted(world, collective, remark="Của đồng nghiệp")
        as_(client, world, "chuyenvien")

        answer = client.post(url("draft_appraisal", collective), {"version": "1", "remark": "Của tôi", "buoc": "luu"})

        assert answer.status_code == 422
        assert "Đã có người thay đổi sau khi đồng chí mở trang" in answer.text
        assert "Của tôi" in answer.text
        assert Appraisal.objects.get().remark == "Của đồng nghiệp"

    def test_a_remark_without_a_mark_is_pointed_out_and_kept(self, client, world, collective, section):
        as_(client, world, "chuyenvien")

        answer = client.post(
            url("draft_appraisal", collective),
            {"version": version(collective), f"muc-{section.pk}-remark": "Nhận xét lẻ", "buoc": "luu"},
        )

        assert answer.status_code == 422
        assert "Hãy chọn đánh giá cho “II Hạn chế”" in answer.text
        assert "Nhận xét lẻ" in answer.text

    @pytest.mark.parametrize("sent", [{"proposed_outcome": "tu-hinh"}, {"remark": "a\0b"}, {"version": "9" * 40}])
    def test_what_cannot_be_taken_gets_a_sentence(self, client, world, collective, sent):
        as_(client, world, "chuyenvien")

        answer = client.post(url("draft_appraisal", collective), {"version": version(collective), "buoc": "luu"} | sent)

        assert answer.status_code == 422
        assert not Appraisal.objects.exists()

    def test_hostile_text_is_shown_as_text(self, client, world, collective):
        appraising.drafted(world, collective, remark=HOSTILE)

        page = as_(client, world, "chuyenvien").get(url("appraisal_page", collective)).text

        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


class TestDecide:
    @pytest.mark.parametrize(
        ("proposed", "primary"),
        [("accept", "Công nhận đạt"), ("supplement", "Trả lại, bổ sung…"), ("rereview", "Yêu cầu kiểm điểm lại…")],
    )
    def test_the_one_primary_decision_is_what_the_draft_proposes(self, client, world, collective, proposed, primary):
        appraising.proposed(world, collective, proposed)

        page = as_(client, world, "thuongtruc").get(url("appraisal_page", collective)).text

        panel = page.partition('id="quyet-dinh"')[2].partition("</section>")[0]
        controls = re.findall(r'class="btn btn-([a-z-]+)"[^>]*>(?:<svg.*?</svg>)?([^<]+)<', panel, re.DOTALL)
        assert [words for kind, words in controls if kind == "primary"] == [primary]
        assert len(controls) == 3

    def test_who_may_take_no_decision_reads_the_one_reason_once(self, client, world, collective):
        appraising.proposed(world, collective)

        page = as_(client, world, "chuyenvien").get(url("appraisal_page", collective)).text

        reason = "Chỉ thường trực, ban thường vụ cấp ủy trực tiếp quản lý quyết định kết quả thẩm định."
        assert (page.count(reason), page.count(" disabled>")) == (1, 0)

    def test_accepting_leads_back_to_the_page_with_the_decision(self, client, world, collective):
        appraising.proposed(world, collective)
        as_(client, world, "thuongtruc")

        answer = client.post(url("accept_review", collective), {"version": version(collective)}, follow=True)

        assert "Đã công nhận đạt" in answer.text
        assert version(collective)
        assert collective.state == ReviewState.ACCEPTED

    @pytest.mark.parametrize("name", ["return_review", "require_rereview"])
    def test_the_reason_begins_with_what_the_draft_found_wanting(self, client, world, collective, section, name):
        actions.draft_appraisal(
            review_id=collective.pk,
            version=version(collective),
            actor=world.actor("chuyenvien"),
            proposed_outcome="supplement",
            remark="Báo cáo còn chung chung.",
            marks=[actions.MarkText("supplement", "Nêu rõ nguyên nhân", section_id=section.pk)],
        )
        actions.propose_appraisal(review_id=collective.pk, version=version(collective), actor=world.actor("chuyenvien"))

        page = as_(client, world, "thuongtruc").get(url(name, collective))

        assert page.context["form"]["reason"].value() == "Báo cáo còn chung chung.\n- II Hạn chế: Nêu rõ nguyên nhân"
        drafter = world.actor("chuyenvien").name
        assert f"Ghi sẵn theo dự thảo của đồng chí {drafter}" in page.text

    def test_returning_says_why_to_the_one_returned(self, client, world, collective):
        appraising.proposed(world, collective)
        due_on = localtime.today() + timedelta(days=30)
        as_(client, world, "thuongtruc").post(
            url("return_review", collective),
            {
                "version": version(collective),
                "reason": "Chưa rõ trách nhiệm người đứng đầu",
                "due_on": formats.day(due_on),
            },
        )

        page = as_(client, world, "thuky").get(reverse("reviews:review_page", args=[collective.pk])).text

        assert "Chưa rõ trách nhiệm người đứng đầu" in page
        assert "Trả lại, bổ sung</strong> (Vòng 1, trả lại lúc" in page
        letters.submitted(Review.objects.get(pk=collective.pk))
        again = as_(client, world, "thuky").get(reverse("reviews:review_page", args=[collective.pk])).text
        assert "Chưa rõ trách nhiệm người đứng đầu" not in again
        collective.refresh_from_db()
        assert version(collective)
        assert collective.due_on == due_on

    @pytest.mark.parametrize("sent", [{"reason": " "}, {"due_on": "31/02/2026"}, {"due_on": "01/01/2020"}])
    def test_a_refused_return_keeps_what_was_typed(self, client, world, collective, sent):
        appraising.proposed(world, collective)
        as_(client, world, "thuongtruc")

        answer = client.post(
            url("return_review", collective),
            {"version": version(collective), "reason": "Lý do đã gõ", "due_on": "31/12/2026"} | sent,
        )

        assert answer.status_code == 422
        for kept in ({"reason": "Lý do đã gõ", "due_on": "31/12/2026"} | sent).values():
            assert kept in answer.text
        assert version(collective)
        assert collective.state == ReviewState.SUBMITTED

    def test_in_a_dialog_it_answers_with_its_fragment_and_then_leads_away(self, client, world, collective):
        appraising.proposed(world, collective)
        as_(client, world, "thuongtruc")
        htmx = {"HX-Request": "true"}

        fragment = client.get(url("return_review", collective), headers=htmx)
        done = client.post(
            url("return_review", collective), {"version": version(collective), "reason": "Chưa rõ"}, headers=htmx
        )

        assert fragment.text.lstrip().startswith('<section class="panel" id="tra-lai">')
        assert done["HX-Redirect"] == url("appraisal_page", collective)

    def test_a_double_click_accepts_once_and_the_second_is_told(self, client, world, collective):
        appraising.proposed(world, collective)
        as_(client, world, "thuongtruc")
        sent = {"version": version(collective)}

        first, second = (client.post(url("accept_review", collective), sent) for _ in range(2))

        assert (first.status_code, second.status_code) == (302, 422)
        assert "Đã có người thay đổi" in second.text

    def test_wrong_person_and_wrong_state_are_two_sentences_on_the_buttons(self, client, world, collective):
        appraising.proposed(world, collective)

        wrong_person = as_(client, world, "chuyenvien").get(url("appraisal_page", collective)).text
        appraising.returned(world, letters.submitted(make.collective_review(world, world.other_commune)))
        other = Review.objects.get(unit=world.other_commune)
        wrong_state = as_(client, world, "thuongtruc").get(url("appraisal_page", other)).text

        assert "Chỉ thường trực, ban thường vụ cấp ủy trực tiếp quản lý quyết định" in wrong_person
        assert "khi đang ở trạng thái “Bị trả lại”" in wrong_state

    def test_the_drafter_sees_that_another_has_to_decide(self, client, world, collective):
        standing = world.actor("thuongtruc")
        actions.draft_appraisal(
            review_id=collective.pk, version=version(collective), actor=standing, proposed_outcome="accept"
        )
        actions.propose_appraisal(review_id=collective.pk, version=version(collective), actor=standing)

        page = as_(client, world, "thuongtruc").get(url("appraisal_page", collective)).text

        assert "đồng chí khác trong thường trực sẽ quyết định" in page

    def test_former_rounds_are_listed_with_their_reasons(self, client, world, collective):
        appraising.returned(world, collective, "Thiếu nguyên nhân chủ quan")
        letters.submitted(Review.objects.get(pk=collective.pk))

        rounds = as_(client, world, "chuyenvien").get(url("appraisal_page", collective)).context["rounds"]

        assert [(told.number, decision.reason if decision else "") for told, decision, _ in rounds] == [
            (2, ""),
            (1, "Thiếu nguyên nhân chủ quan"),
        ]


class TestQueryCounts:
    def queries(self, client, address: str) -> int:
        client.get(address)  # the first request of a session writes the session too
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    def test_of_the_queue_with_one_and_thirty(self, client, world, collective):
        as_(client, world, "thuongtruc")
        appraising.drafted(world, collective)
        with_one = self.queries(client, reverse("reviews:appraisals"))
        for number in range(29):
            where = make.unit(f"Đảng ủy xã số {number}", world.province, kind=world.commune.kind)
            appraising.drafted(world, letters.submitted(make.collective_review(world, where)))

        assert self.queries(client, reverse("reviews:appraisals")) == with_one <= 14

    def test_of_the_page_with_one_and_thirty_limitations(self, client, world, section):
        counts = []
        for where, size in ((world.other_commune, 1), (world.lookalike, 30)):
            review = make.collective_review(world, where)
            for number in range(size):
                make.limitation(review, f"Hạn chế {number}", {}, order=number + 1)
            letters.submitted(review)
            counts.append(self.queries(as_(client, world, "chuyenvien"), url("appraisal_page", review)))

        assert counts[0] == counts[1] <= 32


def test_today_is_an_allowed_new_deadline(client, world, collective):
    appraising.proposed(world, collective)
    as_(client, world, "thuongtruc")

    answer = client.post(
        url("return_review", collective),
        {
            "version": version(collective),
            "reason": "Bổ sung ngay",
            "due_on": localtime.today().strftime("%d/%m/%Y"),
        },
    )

    assert answer.status_code == 302
