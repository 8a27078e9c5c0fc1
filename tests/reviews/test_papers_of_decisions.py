"""A decision goes out on paper: an order to review again, a notice of every result; issued once and frozen."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from core import localtime
from core.errors import Invalid, NotAllowed
from reviews.actions import appraisals
from reviews.actions.appraisal_papers import issue_notice
from reviews.actions.appraisals import MarkText
from reviews.models import Appraisal, AppraisalPaper, ProfileFigure, Review, TemplateSection, standing
from reviews.reports import appraisal_papers as printing
from reviews.reports.printable import NotVisible
from reviews.reports.rendering import render_pdf
from reviews.rules.rereviews import ROUNDS_MOST, rereview_reasons
from reviews.states import AppraisalOutcome, AppraisalPaperKind, Mark, ReviewState, SectionKind
from tests.core.pdf_reading import body_text
from tests.factories import appraisals as appraising
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def review(world) -> Review:
    return letters.submitted(make.collective_review(world, world.commune))


def due():
    return localtime.today() + timedelta(days=10)


def required_again(world, review, order=None, **more) -> Review:
    appraising.proposed(world, review, AppraisalOutcome.REREVIEW)
    review.refresh_from_db()
    said = {"reason": "Chưa rõ trách nhiệm người đứng đầu.", "due_on": due(), "order": order or appraising.order()}
    return appraisals.require_rereview(
        review_id=review.pk, version=review.version, actor=world.actor("thuongtruc"), **said | more
    )


def decision_on(review) -> Appraisal:
    return Appraisal.objects.filter(round__review=review, decided_at__isnull=False).latest("decided_at")


class TestOrder:
    def test_it_keeps_number_basis_listed_reasons_in_words_and_the_deadline(self, world, review):
        required_again(world, review)

        paper = AppraisalPaper.objects.get(appraisal=decision_on(review))
        assert (paper.kind, paper.number, paper.due_on) == (AppraisalPaperKind.ORDER, "37-CV/TU", due())
        assert paper.reason_words == [
            "Trách nhiệm của tập thể, người đứng đầu, cấp phó phụ trách chưa rõ",
            "Chưa phân tích nguyên nhân chủ quan",
        ]
        assert review.rounds.latest("number").reason == "Chưa rõ trách nhiệm người đứng đầu."

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"basis": "  "}, "Hãy ghi căn cứ"),
            ({"reason_codes": ()}, "Hãy chọn ít nhất một lý do"),
            ({"reason_codes": ("khong-co",)}, "Hãy chọn ít nhất một lý do"),
            ({"paper": replace(appraising.paper(), number=" ")}, "Hãy ghi số, ký hiệu"),
        ],
    )
    def test_what_an_order_needs_is_asked_for_and_nothing_is_half_done(self, world, review, changed, sentence):
        with pytest.raises(Invalid, match=sentence), transaction.atomic():
            required_again(world, review, replace(appraising.order(), **changed))

        review.refresh_from_db()
        assert review.state == ReviewState.SUBMITTED
        assert review.rounds.count() == 1

    def test_a_date_that_cannot_be_is_refused(self, world, review):
        today = localtime.today()
        cases = [
            (today + timedelta(days=1), due(), "không thể sau hôm nay"),
            (today - timedelta(days=400), due(), "không thể trước ngày trình"),
            (today, today - timedelta(days=1), "không thể trước hôm nay"),
        ]
        for issued_on, due_on, sentence in cases:
            order = replace(appraising.order(), paper=replace(appraising.paper(), issued_on=issued_on))
            with pytest.raises(Invalid, match=sentence), transaction.atomic():
                required_again(world, review, order, due_on=due_on)

    def test_a_number_taken_names_the_paper_that_has_it(self, world, review):
        other = letters.submitted(make.collective_review(world, world.other_commune))
        required_again(world, other)

        with pytest.raises(Invalid, match="Số 37-CV/TU đã dùng cho văn bản gửi Đảng ủy xã Yên Phú"):
            required_again(world, review)

    def test_the_profile_may_limit_how_often(self, world, review, client):
        required_again(world, review)
        letters.submitted(Review.objects.get(pk=review.pk))
        ProfileFigure.objects.create(profile=review.cycle.profile, key=ROUNDS_MOST, value=1, meaning="Số lần")
        standing.forget()

        with pytest.raises(NotAllowed, match="nhiều nhất 1 lần; bản này đã kiểm điểm lại 1 lần"):
            required_again(world, review, appraising.order("38-CV/TU"))
        client.force_login(world.users["thuongtruc"])
        assert "nhiều nhất 1 lần" in client.get(reverse("reviews:appraisal_page", args=[review.pk])).text

    def test_who_is_concerned_issues_neither_order_nor_notice(self, world):
        review = letters.submitted(make.individual_review(world, world.cadre("canbo"), world.commune))
        decided = Appraisal.objects.create(
            round=review.rounds.get(), outcome=AppraisalOutcome.ACCEPT, decided_at=localtime.now()
        )
        concerned = replace(world.actor("thuongtruc"), cadre_id=review.cadre_id)
        said = {"reason": "Chưa rõ", "due_on": due(), "order": appraising.order()}
        sentence = "không thẩm định bản kiểm điểm của chính mình"

        with pytest.raises(NotAllowed, match=sentence):
            appraisals.require_rereview(review_id=review.pk, version=review.version, actor=concerned, **said)
        with pytest.raises(NotAllowed, match=sentence):
            issue_notice(appraisal_id=decided.pk, actor=concerned, text=appraising.paper("1-TB/TU"))


class TestNotice:
    def issue(self, world, review, who: str = "thuongtruc", number: str = "15-TB/TU") -> AppraisalPaper:
        decision = Appraisal.objects.filter(round__review=review).latest("pk")
        return issue_notice(appraisal_id=decision.pk, actor=world.actor(who), text=appraising.paper(number))

    def test_not_you_not_yet_and_not_twice_are_three_sentences(self, world, review):
        appraising.proposed(world, review)
        with pytest.raises(NotAllowed, match="Chưa có quyết định thẩm định"):
            self.issue(world, review)
        review.refresh_from_db()
        appraisals.accept_review(review_id=review.pk, version=review.version, actor=world.actor("thuongtruc"))
        with pytest.raises(NotAllowed, match="Chỉ thường trực, ban thường vụ cấp ủy trực tiếp quản lý"):
            self.issue(world, review, "chuyenvien")
        assert self.issue(world, review).due_on is None
        with pytest.raises(NotAllowed, match="Thông báo đã ban hành, số 15-TB/TU"):
            self.issue(world, review, number="16-TB/TU")

    def test_raw_sql_changes_no_issued_paper(self, world, review):
        required_again(world, review)
        for sql in ("UPDATE reviews_appraisalpaper SET number = '1-CV/TU'", "DELETE FROM reviews_appraisalpaper"):
            with pytest.raises(IntegrityError, match="issued and frozen"), transaction.atomic():
                connection.cursor().execute(sql)

    def test_before_its_number_the_committee_alone_prints_it(self, world, review):
        appraising.accepted(world, review)
        decision = decision_on(review)

        assert printing.collect_notice(world.actor("chuyenvien"), appraisal=decision.pk).head.marks == ("Dự thảo",)
        with pytest.raises(NotAllowed, match="Thông báo kết quả thẩm định chưa được ban hành"):
            printing.collect_notice(world.actor("thuky"), appraisal=decision.pk)
        with pytest.raises(NotVisible):
            printing.collect_notice(world.actor("thuky_khac"), appraisal=decision.pk)
        self.issue(world, review)
        assert printing.collect_notice(world.actor("thuky"), appraisal=decision.pk).head.serial == "15"


class TestPrinted:
    def test_the_notice_says_the_result_of_each_section_by_the_decision(self, world, review):
        sections = [
            TemplateSection.objects.create(
                template=review.template, key=f"s{n}", order=n, number=number, heading=heading, kind=kind
            )
            for n, (number, heading, kind) in enumerate(
                (("I", "Ưu điểm", SectionKind.TEXT), ("II", "Hạn chế", SectionKind.LIMITATIONS)), start=1
            )
        ]
        appraisals.draft_appraisal(
            review_id=review.pk,
            version=review.version,
            actor=world.actor("chuyenvien"),
            proposed_outcome=AppraisalOutcome.SUPPLEMENT,
            remark="Hạn chế còn chung.",
            marks=appraising.marked(
                review, Mark.GOOD, MarkText(Mark.SUPPLEMENT, "Nêu rõ nguyên nhân", section_id=sections[1].pk)
            ),
        )
        review.refresh_from_db()
        appraisals.propose_appraisal(review_id=review.pk, version=review.version, actor=world.actor("chuyenvien"))
        appraisals.return_review(
            review_id=review.pk,
            version=review.version + 1,
            actor=world.actor("thuongtruc"),
            reason="Bổ sung mục II.",
            due_on=due(),
            section_ids=[sections[1].pk],
        )
        decision = decision_on(review)
        issue_notice(appraisal_id=decision.pk, actor=world.actor("thuongtruc"), text=appraising.paper("15-TB/TU"))

        paper = printing.collect_notice(world.actor("thuky"), appraisal=decision.pk)
        text = " ".join(body_text(render_pdf(paper)).split())

        assert [(row.name, row.result, row.remark) for row in paper.rows] == [
            ("I. Ưu điểm", "Đạt", ""),
            ("II. Hạn chế", "Cần bổ sung", "Nêu rõ nguyên nhân"),
        ]
        for words in ("THÔNG BÁO", "Số 15-TB/TU", "trả lại, bổ sung", "Bổ sung mục II.", f"{due():%d/%m/%Y}"):
            assert words in text.replace("\u00a0", " "), words

    def test_the_order_prints_as_a_letter_with_its_reasons(self, world, review):
        required_again(world, review)

        paper = printing.collect_order(world.actor("thuky"), appraisal=decision_on(review).pk)
        text = " ".join(body_text(render_pdf(paper)).split()).replace("\u00a0", " ")

        for words in ("Kính gửi:", "Số 37-CV/TU", "366-QĐ/TW", "Chưa phân tích nguyên nhân chủ quan", "Hoàng Gia Lộc"):
            assert words in text, words


class TestPages:
    def test_the_order_is_typed_and_issued_over_http(self, client, world, review):
        appraising.proposed(world, review, AppraisalOutcome.REREVIEW)
        client.force_login(world.users["thuongtruc"])
        review.refresh_from_db()
        sent = {
            "version": review.version,
            "basis": "Quy định 366-QĐ/TW",
            "reason_codes": list(rereview_reasons())[:2],
            "reason": "Chưa rõ trách nhiệm",
            "due_on": f"{due():%d/%m/%Y}",
            "number": "40-CV/TU",
            "issued_on": f"{localtime.today():%d/%m/%Y}",
            "signer_post": "Phó Bí thư Thường trực",
            "signer_name": "Hoàng Gia Lộc",
        }
        address = reverse("reviews:require_rereview", args=[review.pk])

        refused = client.post(address, sent | {"number": "", "due_on": ""})
        done = client.post(address, sent, follow=True)

        assert refused.status_code == 422
        assert "Chưa rõ trách nhiệm" in refused.text
        assert "Công văn yêu cầu kiểm điểm lại số 40-CV/TU" in done.text
        issuing = reverse("reviews:issue_notice", args=[decision_on(review).pk])
        assert issuing in done.text
        assert client.post(issuing, sent | {"number": "9-TB/TU"}).status_code == 302
        assert (
            "Thông báo kết quả thẩm định số 9-TB/TU"
            in client.get(reverse("reviews:appraisal_page", args=[review.pk])).text
        )
