"""The inbox: what lies in whose box, in which order, with which words, and how many questions it asks the database."""

from datetime import date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from cadres.models import Tenure
from cadres.roles import Role
from core import localtime
from reviews.actions import remediation
from reviews.actions.appraisals import draft_appraisal, propose_appraisal
from reviews.models import (
    Cycle,
    DeepReview,
    DeepReviewTarget,
    HardTask,
    RemediationItem,
    Review,
    Round,
    Segment,
)
from reviews.reports.inbox import following
from reviews.reports.inbox.boxes import SOURCES, BoxLines, counts
from reviews.reports.inbox.source import Box, Line
from reviews.states import CycleState, DeepReviewState, ReviewState, SegmentState
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make.small_province()


def lines(world, who: str, box: Box = Box.WAITING, day: date | None = None) -> list[Line]:
    actor, day = world.actor(who), day or localtime.today()
    return BoxLines(actor, box, day, counts(actor, day))[0:50]


def words(world, who: str, box: Box = Box.WAITING, day: date | None = None) -> list[str]:
    return [line.text for line in lines(world, who, box, day)]


def suggestion(world, state: DeepReviewState) -> DeepReview:
    return DeepReview.objects.create(
        cycle=world.cycle,
        issuer=world.province,
        title="Quản lý đất đai",
        state=state,
        drafted_by_id=world.users["chuyenvien"].pk,
        drafted_by_name="Ngô Minh Đức",
        due_on=date(2026, 12, 1),
    )


class TestSecretaryHeadAndCadre:
    def test_secretary_writes_and_head_submits_the_collectives_review(self, world):
        make.collective_review(world, world.commune)

        assert words(world, "thuky") == ["Soạn bản kiểm điểm tập thể Đảng ủy xã Tân Sơn"]
        assert words(world, "bithu") == ["Trình bản kiểm điểm tập thể Đảng ủy xã Tân Sơn"]
        assert words(world, "thuky_khac") == words(world, "thuky_gan_giong") == []

    def test_who_is_head_and_secretary_has_the_review_once(self, world):
        make.grant(world.users["bithu"], Role.SECRETARY, world.commune)
        make.collective_review(world, world.commune)

        assert words(world, "bithu") == ["Trình bản kiểm điểm tập thể Đảng ủy xã Tân Sơn"]

    def test_cadre_writes_the_own_review_and_nobody_elses(self, world):
        make.individual_review(world, world.cadre("canbo"), world.commune)

        (line,) = lines(world, "canbo")
        assert (line.text, line.verb, line.url_name) == ("Viết bản kiểm điểm cá nhân", "Viết", "reviews:edit_review")
        assert words(world, "thuky") == words(world, "thanhvien") == []

    def test_a_sent_segment_waits_for_secretary_and_head_of_its_unit_and_for_the_person_it_is_sent(self, world):
        review = make.individual_review(world, world.cadre("canbo"), world.commune)
        Segment.objects.create(
            review=review,
            tenure=Tenure.objects.get(cadre=world.cadre("canbo")),
            unit=world.other_commune,
            post_name="Phó Chủ tịch UBND xã",
            position="deputy",
            held_from=date(2026, 1, 1),
            held_to=date(2026, 5, 31),
            order=1,
            state=SegmentState.SENT,
            sent_at=localtime.now(),
        )

        assert words(world, "thuky_khac") == ["Xác nhận phần kiểm điểm của đồng chí Lê Văn Khải"]
        assert words(world, "bithu_khac") == words(world, "thuky_khac")
        assert words(world, "thuky") == []
        assert words(world, "canbo", Box.SENT) == ["Chờ Đảng ủy xã Yên Phú xác nhận phần kiểm điểm của đồng chí"]

    def test_a_returned_review_lies_with_its_reason_in_returned_and_waits_before_all_else(self, world):
        review = make.collective_review(world, world.commune, state=ReviewState.RETURNED)
        review.rounds.update(submitted_at=localtime.now())
        Round.objects.create(review=review, number=2, turn=2, opened_because="supplement", reason="Thiếu nguyên nhân")

        mend = "Sửa và trình lại bản kiểm điểm tập thể Đảng ủy xã Tân Sơn (vòng 2)"
        for who in ("thuky", "bithu"):
            (line,) = lines(world, who, Box.RETURNED)
            assert (line.text, line.detail) == (mend, f"{world.cycle.name} · Lý do: Thiếu nguyên nhân")
            assert words(world, who) == [mend]
        make.individual_review(world, world.cadre("bithu"), world.commune)
        Review.objects.exclude(pk=review.pk).update(due_on=localtime.today() - timedelta(days=9))
        assert words(world, "bithu") == [mend, "Viết bản kiểm điểm cá nhân"]

    def test_submitted_and_accepted_reviews_lie_in_sent_and_done(self, world):
        review = make.collective_review(world, world.commune, state=ReviewState.SUBMITTED)
        Review.objects.filter(pk=review.pk).update(submitted_at=localtime.now())
        assert words(world, "thuky", Box.SENT) == ["Đã trình bản kiểm điểm tập thể Đảng ủy xã Tân Sơn"]

        make.accept(review, world.actor("thuongtruc"))

        assert words(world, "thuky", Box.SENT) == []
        assert words(world, "thuky", Box.DONE) == ["Đã hoàn thành bản kiểm điểm tập thể Đảng ủy xã Tân Sơn"]

    def test_an_issued_suggestion_waits_to_be_acknowledged_by_those_it_names(self, world):
        letter = suggestion(world, DeepReviewState.DRAFT)
        target = DeepReviewTarget.objects.create(
            deep_review=letter, review=make.collective_review(world, world.commune, state=ReviewState.SUBMITTED)
        )
        assert words(world, "thuky") == []
        DeepReview.objects.filter(pk=letter.pk).update(
            state=DeepReviewState.ISSUED, number="12-CV/TU", issued_on=date(2026, 11, 1), issued_at=localtime.now()
        )

        assert words(world, "thuky") == words(world, "bithu") == ["Tiếp nhận gợi ý kiểm điểm sâu: Quản lý đất đai"]
        assert words(world, "thuky_khac") == words(world, "thanhvien") == []
        DeepReviewTarget.objects.filter(pk=target.pk).update(acknowledged_at=localtime.now())
        assert words(world, "thuky") == []


class TestRemediation:
    @pytest.fixture
    def item(self, world) -> RemediationItem:
        review = make.collective_review(world, world.commune)
        due_on = localtime.today() + timedelta(days=28)
        make.limitation(review, "Chậm", {"action": "Thu hồi nợ", "owner_cadre": world.cadre("canbo"), "due_on": due_on})
        return make.accept(review, world.actor("thuongtruc")).items.get()

    def test_an_item_goes_from_box_to_box_with_its_state(self, world, item):
        owner, staff, standing = (world.actor(who) for who in ("canbo", "chuyenvien", "thuongtruc"))
        assert words(world, "canbo") == words(world, "thuky") == ["Khắc phục: Thu hồi nợ"]
        assert words(world, "chuyenvien") == words(world, "thuongtruc") == words(world, "thanhvien") == []

        remediation.report_done(item_id=item.pk, version=1, actor=owner, evidence="Biên bản")
        assert words(world, "canbo") == []
        assert words(world, "canbo", Box.SENT) == ["Đã báo cáo hoàn thành: Thu hồi nợ"]
        assert words(world, "chuyenvien") == ["Xác minh kết quả khắc phục: Thu hồi nợ"]

        remediation.send_back(item_id=item.pk, version=2, actor=staff, reason="Thiếu chứng từ")
        assert words(world, "canbo", Box.RETURNED) == ["Chưa được công nhận, làm tiếp: Thu hồi nợ"]
        assert words(world, "canbo") == words(world, "canbo", Box.RETURNED)
        assert words(world, "chuyenvien") == []

        remediation.report_done(item_id=item.pk, version=3, actor=owner, evidence="Chứng từ")
        remediation.verify(item_id=item.pk, version=4, actor=staff)
        assert words(world, "thuongtruc") == ["Kết thúc việc khắc phục: Thu hồi nợ"]
        assert words(world, "chuyenvien", Box.DONE) == ["Đã xác minh: Thu hồi nợ"]

        RemediationItem.objects.filter(pk=item.pk).update(verified_by_id=standing.user_id)
        assert words(world, "thuongtruc") == [], "who verified it has nothing left to do"
        RemediationItem.objects.filter(pk=item.pk).update(verified_by_id=staff.user_id)

        remediation.close(item_id=item.pk, version=5, actor=standing)
        (line,) = lines(world, "canbo", Box.DONE)
        assert (line.text, line.detail) == ("Đã khắc phục: Thu hồi nợ", "Hoàn thành đúng hạn")

    def test_an_item_is_overdue_from_the_day_after_its_deadline(self, world, item):
        day_after = item.due_on + timedelta(days=1)
        assert words(world, "canbo", Box.OVERDUE, item.due_on) == []
        assert words(world, "canbo", Box.OVERDUE, day_after) == ["Khắc phục: Thu hồi nợ"]
        assert words(world, "canbo", Box.WAITING, day_after) == ["Khắc phục: Thu hồi nợ"]


def _draft(review, actor):
    review.refresh_from_db()
    draft_appraisal(review_id=review.pk, version=review.version, actor=actor, proposed_outcome="accept")


def _propose(review, actor):
    review.refresh_from_db()
    propose_appraisal(review_id=review.pk, version=review.version, actor=actor)


class TestCommittee:
    def test_staff_appraises_what_was_submitted_to_its_committee_until_it_is_handed_on(self, world):
        review = letters.submitted(make.collective_review(world, world.commune))
        assert words(world, "chuyenvien") == ["Thẩm định bản kiểm điểm tập thể Đảng ủy xã Tân Sơn (vòng 1)"]
        assert words(world, "thuongtruc") == words(world, "trunguong") == words(world, "kiemtra") == []

        _draft(review, world.actor("chuyenvien"))
        assert len(words(world, "chuyenvien")) == 1, "a draft still waits for its writer"
        _propose(review, world.actor("chuyenvien"))

        assert words(world, "chuyenvien") == []
        assert words(world, "chuyenvien", Box.SENT) == [
            "Đã trình kết quả thẩm định bản kiểm điểm tập thể Đảng ủy xã Tân Sơn (vòng 1)"
        ]
        assert words(world, "thuongtruc") == ["Quyết định thẩm định bản kiểm điểm tập thể Đảng ủy xã Tân Sơn (vòng 1)"]
        assert words(world, "trunguong") == []

    def test_who_drafted_an_appraisal_is_not_asked_to_decide_on_it(self, world):
        review = letters.submitted(make.collective_review(world, world.commune))
        make.grant(world.users["thuongtruc"], Role.STAFF, world.province)
        _draft(review, world.actor("thuongtruc"))
        _propose(review, world.actor("thuongtruc"))

        assert words(world, "thuongtruc") == []
        assert len(words(world, "thuongtruc", Box.SENT)) == 1

        _draft(review, world.actor("chuyenvien"))

        assert len(words(world, "chuyenvien")) == 1, "drafted anew, it has come back from the standing committee"
        assert words(world, "thuongtruc", Box.SENT) == []

    def test_nobody_is_asked_to_appraise_the_own_review(self, world):
        make.grant(world.users["canbo"], Role.STAFF, world.province)
        make.individual_review(world, world.cadre("canbo"), world.commune, state=ReviewState.SUBMITTED)

        assert words(world, "canbo") == []
        assert len(words(world, "chuyenvien")) == 1

    def test_a_suggestion_goes_from_staff_to_standing_committee_and_back(self, world):
        letter = suggestion(world, DeepReviewState.DRAFT)
        assert words(world, "chuyenvien") == ["Soạn gợi ý kiểm điểm sâu: Quản lý đất đai"]

        DeepReview.objects.filter(pk=letter.pk).update(state=DeepReviewState.PROPOSED, proposed_at=localtime.now())
        assert words(world, "chuyenvien", Box.SENT) == ["Gợi ý đã trình: Quản lý đất đai"]
        (line,) = lines(world, "thuongtruc")
        assert (line.text, line.verb) == ("Duyệt gợi ý kiểm điểm sâu: Quản lý đất đai", "Duyệt")

        DeepReview.objects.filter(pk=letter.pk).update(state=DeepReviewState.DRAFT, return_reason="Rõ căn cứ hơn")
        (line,) = lines(world, "chuyenvien", Box.RETURNED)
        assert line.detail == "Lý do: Rõ căn cứ hơn"
        assert words(world, "chuyenvien") == [line.text]

        DeepReview.objects.filter(pk=letter.pk).update(state=DeepReviewState.APPROVED)
        assert [line.verb for line in lines(world, "thuongtruc")] == ["Ban hành"]

    def test_a_prepared_cycle_waits_for_staff_to_open_it(self, world):
        Cycle.objects.update(state=CycleState.DRAFT)

        assert words(world, "chuyenvien") == ["Mở đợt kiểm điểm: Kiểm điểm năm 2026"]


class TestOrder:
    def test_lines_stand_by_deadline_and_undated_ones_after_them(self, world):
        make.grant(world.users["bithu"], Role.STAFF, world.province)
        make.collective_review(world, world.other_commune, state=ReviewState.SUBMITTED)
        make.individual_review(world, world.cadre("bithu"), world.commune)
        Review.objects.filter(cadre=world.cadre("bithu")).update(due_on=date(2026, 12, 1))
        make.collective_review(world, world.commune)

        assert [line.text.split(" bản")[0] for line in lines(world, "bithu")] == ["Viết", "Trình", "Thẩm định"]

    def test_what_was_sent_stands_newest_first(self, world):
        for days, where in ((3, world.commune), (1, world.other_commune)):
            review = make.collective_review(world, where, state=ReviewState.SUBMITTED)
            Review.objects.filter(pk=review.pk).update(submitted_at=localtime.now() - timedelta(days=days))
        make.grant(world.users["thuky"], Role.SECRETARY, world.other_commune)

        assert [text.rpartition(" xã ")[2] for text in words(world, "thuky", Box.SENT)] == ["Yên Phú", "Tân Sơn"]


class TestPage:
    def test_every_role_has_a_home(self, client, world):
        for who in world.users:
            client.force_login(world.users[who])
            for box in Box:
                assert client.get("/", {"hop": box.value}).status_code == 200, (who, box)

    def test_nobody_gets_in_without_log_in(self, client):
        assert client.get("/").status_code == 302

    def test_counts_open_their_lists_and_nonsense_opens_the_first(self, client, world):
        make.collective_review(world, world.commune)
        client.force_login(world.users["thuky"])

        page = client.get("/?hop=khong-co&trang=-7").text
        assert 'href="/?hop=bi-tra-lai"' in page
        assert "Soạn bản kiểm điểm tập thể Đảng ủy xã Tân Sơn" in page

    def test_lateness_is_said_by_word_icon_and_colour_from_midnight_on(self, client, world):
        make.collective_review(world, world.commune)
        client.force_login(world.users["thuky"])
        midnight = datetime(2026, 12, 6, tzinfo=localtime.HO_CHI_MINH)

        with localtime.clock_at(midnight - timedelta(seconds=1)):
            before = client.get("/").text
        with localtime.clock_at(midnight):
            after = client.get("/").text

        assert "hôm nay" in before
        assert "count-danger" not in before
        chip = after[after.index("chip-danger") : after.index("Quá hạn 1 ngày") + 20]
        assert "#clock" in chip
        assert 'count count-danger">1<' in after

    def test_front_and_inspection_follow_their_lists(self, client, world):
        HardTask.objects.create(
            cycle=world.cycle, unit=world.commune, text="Di dời tàu thuyền", due_on=date(2026, 1, 1)
        )

        client.force_login(world.users["mattran"])
        page = client.get("/").text
        assert "Việc khó đã đăng ký" in page
        assert 'href="/viec-kho/?qua_han=on"' in page
        assert "Việc khắc phục" not in page
        client.force_login(world.users["kiemtra"])
        assert 'href="/khac-phuc/?qua_han=on"' in client.get("/").text

    def test_what_an_administrator_follows_is_what_the_list_behind_it_holds(self, client, world):
        world.users["canbo"].must_change_password = True
        world.users["canbo"].save(update_fields=["must_change_password"])
        client.force_login(world.users["quantri"])

        page = client.get("/").text
        assert 'href="/tai-khoan/?state=new"' in page
        assert "<strong>1</strong>" in client.get("/tai-khoan/?state=new").text
        assert 'lần đầu <span class="count">1</span>' in page

    def test_a_followed_list_is_counted_no_further_than_its_home_tells(self, client, world, monkeypatch):
        monkeypatch.setattr(following, "MOST_COUNTED", 2)
        for number in range(3):
            HardTask.objects.create(
                cycle=world.cycle, unit=world.commune, text=f"Việc {number}", due_on=date(2026, 1, number + 1)
            )
        client.force_login(world.users["mattran"])

        assert '<span class="count">hơn 2</span>' in client.get("/").text
        HardTask.objects.filter(text="Việc 0").delete()
        assert '<span class="count">2</span>' in client.get("/").text

    def test_long_lists_are_paged(self, client, world):
        review = make.collective_review(world, world.commune)
        make.limitation(review, "Chậm", *({"action": f"Việc số {n:03}"} for n in range(60)))
        make.accept(review, world.actor("thuongtruc"))
        client.force_login(world.users["thuky"])

        first, third = client.get("/").text, client.get("/?trang=3").text

        assert first.count('class="work-when"') == 25
        assert third.count('class="work-when"') == 10

    def test_hostile_titles_stay_text(self, client, world):
        suggestion(world, DeepReviewState.DRAFT)
        DeepReview.objects.update(title="<script>alert(1)</script>{{ 1|add:1 }}")
        client.force_login(world.users["chuyenvien"])

        page = client.get("/").text
        assert "<script>alert(1)" not in page
        assert "{{ 1|add:1 }}" in page


class TestQueries:
    def test_a_person_of_every_role_asks_at_most_15_times_at_any_size(
        self, client, world, django_assert_max_num_queries: DjangoAssertNumQueries
    ):
        user = world.users["bithu"]
        for role in Role:
            if role != Role.HEAD:
                make.grant(user, role, world.commune if role == Role.SECRETARY else world.province)
        client.force_login(user)
        client.get("/")
        self._fill(world)

        for box in Box:
            with django_assert_max_num_queries(15):
                assert client.get("/", {"hop": box.value}).status_code == 200
        assert len({source.kind.name for source in SOURCES if source.box == Box.WAITING}) > 5

    def _fill(self, world) -> None:
        make.individual_review(world, world.cadre("bithu"), world.commune)
        review = make.collective_review(world, world.other_commune)
        make.limitation(review, "Chậm", *({"owner_cadre": world.cadre("canbo")} for _ in range(30)))
        for item in make.accept(review, world.actor("thuongtruc")).items.all():
            remediation.report_done(item_id=item.pk, version=1, actor=world.actor("canbo"), evidence="x")
        make.collective_review(world, world.lookalike, state=ReviewState.SUBMITTED)
        make.collective_review(world, world.commune)
        for state in (DeepReviewState.DRAFT, DeepReviewState.PROPOSED):
            suggestion(world, state)
        Cycle.objects.create(
            name="Quý",
            kind="quarter",
            owner=world.province,
            scope=world.province,
            plan_number="1",
            plan_date=date(2026, 1, 1),
            period_from=date(2026, 1, 1),
            period_to=date(2026, 3, 31),
            profile=world.cycle.profile,
            catalogue=world.cycle.catalogue,
        )


class TestBarOnTop:
    def test_it_names_the_open_cycle_on_every_page_until_the_cycle_ends(self, client, world):
        make.collective_review(world, world.commune)
        client.force_login(world.users["thuky"])
        link = f'<a href="/dot/{world.cycle.pk}/" title="Đợt kiểm điểm đang làm">'

        client.get("/")
        assert link in client.get("/khac-phuc/").text
        world.cycle.state = CycleState.CLOSED
        world.cycle.save(update_fields=["state"])
        client.get("/")

        assert link not in client.get("/khac-phuc/").text

    def test_a_cycle_that_does_not_concern_the_person_is_not_named(self, client, world):
        client.force_login(world.users["nguoi_la"])

        assert "Đợt kiểm điểm đang làm" not in client.get("/").text
