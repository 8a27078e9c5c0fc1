"""Issued papers: frozen byte for byte under their number, and replaced by later ones of the same thing alone."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from cadres.models import RoleGrant
from core import localtime
from core.errors import Invalid, NotAllowed
from core.paper.seal import grouped
from reviews.actions import issued_papers as actions
from reviews.actions import paper_numbers as numbers
from reviews.actions import printing
from reviews.actions.sheets import recall_review
from reviews.models import Answer, Cycle, IssuedPaper, PaperNumber, Review
from tests.core.pdf_reading import body_text, page_text, reader
from tests.factories import deep_reviews as letters
from tests.factories import situation_reports
from tests.factories.issued_papers import asked, content_of, done, prepared, printed
from tests.reviews.reports import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return written.province()


@pytest.fixture
def submitted(world):
    return letters.submitted(written.collective(world))


@pytest.fixture
def paper(world, submitted) -> IssuedPaper:
    return actions.issue_paper(job_id=prepared(world, submitted).pk, actor=world.actor("thuky"))


def recalled(world, review) -> Review:
    return recall_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))


class TestIssuing:
    def test_what_was_looked_at_is_what_is_frozen_with_its_number_and_its_code_on_every_page(self, world, submitted):
        run = prepared(world, submitted)

        paper = actions.issue_paper(job_id=run.pk, actor=world.actor("thuky"))

        content = content_of(paper)
        assert content == content_of(run)
        assert paper.sha256 == hashlib.sha256(content).hexdigest()
        assert (paper.number, paper.entry.serial, paper.entry.type) == ("05-BC/ĐU", 5, "BC")
        pages = [page_text(content, number) for number in range(len(reader(content).pages))]
        assert "Số 05-BC/ĐU" in pages[0].replace("\u00a0", " ")
        assert len(pages) > 1
        assert all(grouped(paper.code) in page for page in pages)

    def test_a_second_click_gives_the_same_paper(self, world, submitted):
        run = prepared(world, submitted)

        first, second = (actions.issue_paper(job_id=run.pk, actor=world.actor("thuky")) for _ in range(2))

        assert first.pk == second.pk
        assert PaperNumber.objects.count() == 1

    def test_the_database_lets_nobody_change_or_delete_it(self, paper):
        for change in ("UPDATE reviews_issuedpaper SET title = 'khác'", "DELETE FROM reviews_issuedpaper"):
            with (
                pytest.raises(IntegrityError, match="issued and frozen"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(change)

    def test_a_number_in_use_is_pointed_out_before_anything_is_printed(self, world, submitted, paper):
        with pytest.raises(Invalid, match="Số 5-BC/ĐU đã dùng cho “Bản kiểm điểm"):
            prepared(world, submitted, serial="5")

    def test_of_two_prepared_with_one_number_the_second_is_refused_and_nothing_is_left(self, world, submitted):
        first, second = (prepared(world, submitted) for _ in range(2))
        actions.issue_paper(job_id=first.pk, actor=world.actor("thuky"))

        with pytest.raises(Invalid, match="đã dùng"):
            actions.issue_paper(job_id=second.pk, actor=world.actor("thuky"))

        assert IssuedPaper.objects.count() == 1

    def test_a_draft_is_not_issued(self, world):
        with pytest.raises(Invalid, match="chưa trình"):
            prepared(world, written.collective(world))

    def test_what_is_prepared_is_the_round_of_then_though_another_is_open_when_it_is_printed(self, world, submitted):
        run = printed(world, "thuky", "collective_review", submitted.pk)
        secretary = world.actor("thuky")
        prepared_run = actions.prepare_issue(job_id=run.pk, actor=secretary, serial="5", day=localtime.today())
        opened = recalled(world, submitted)
        Answer.objects.filter(round__review=opened, round__number=2).update(text="Lời của dự thảo sau.")

        done(prepared_run)
        letters.submitted(opened)
        paper = actions.issue_paper(job_id=prepared_run.pk, actor=secretary)

        assert paper.params["round"] == 1
        assert "Lời của dự thảo sau" not in body_text(content_of(paper))

    def test_others_who_may_print_it_do_not_issue_it(self, world, submitted):
        with pytest.raises(NotAllowed, match="nơi ban hành"):
            prepared(world, submitted, who="chuyenvien")

    def test_a_file_that_is_not_what_was_printed_is_refused(self, world, submitted):
        run = prepared(world, submitted)
        with Path(run.file.path).open("ab") as file:
            file.write(b"x")

        with pytest.raises(Invalid, match="không còn đúng"):
            actions.issue_paper(job_id=run.pk, actor=world.actor("thuky"))

        assert not PaperNumber.objects.exists()

    def test_a_later_paper_of_the_same_review_replaces_the_one_before(self, world, submitted, paper):
        later = actions.issue_paper(job_id=prepared(world, submitted, serial="6").pk, actor=world.actor("thuky"))

        assert later.supersedes == paper
        assert "được thay thế</strong> bởi văn bản số 06-BC/ĐU" in asked(paper.code)

    def test_an_earlier_round_is_not_issued_over_a_later_one(self, world, submitted):
        letters.submitted(recalled(world, submitted))
        actions.issue_paper(job_id=prepared(world, submitted).pk, actor=world.actor("thuky"))
        earlier = prepared(world, submitted, serial="6", number=1)

        with pytest.raises(Invalid, match="Đã phát hành bản của lần trình 2"):
            actions.issue_paper(job_id=earlier.pk, actor=world.actor("thuky"))

        assert PaperNumber.objects.count() == 1

    def test_the_day_is_neither_to_come_nor_before_what_it_says_was_there(self, world, submitted):
        for days, sentence in ((1, "không thể sau hôm nay"), (-1, "không thể trước ngày trình")):
            with pytest.raises(Invalid, match=sentence):
                prepared(world, submitted, day=localtime.today() + timedelta(days=days))
        table = printed(world, "chuyenvien", "cycle_summary", world.cycle.pk)
        with pytest.raises(Invalid, match="không thể trước ngày của kế hoạch"):
            actions.prepare_issue(
                job_id=table.pk,
                actor=world.actor("chuyenvien"),
                serial="5",
                day=world.cycle.plan_date - timedelta(days=1),
            )

    def test_what_one_office_prepared_is_not_entered_by_another(self, world):
        table = printed(world, "chuyenvien", "cycle_summary", world.cycle.pk)
        actor = world.actor("chuyenvien")
        run = done(actions.prepare_issue(job_id=table.pk, actor=actor, serial="5", day=localtime.today()))
        Cycle.objects.filter(pk=world.cycle.pk).update(owner=world.other_commune)
        RoleGrant.objects.filter(user=world.users["chuyenvien"]).update(unit=world.other_commune)

        with pytest.raises(Invalid, match="nơi ban hành khác"):
            actions.issue_paper(job_id=run.pk, actor=world.actor("chuyenvien"))

        assert not PaperNumber.objects.exists()


class TestMeetings:
    def invited(self, world, review, serial, **entered) -> IssuedPaper:
        run = prepared(world, review, serial=serial, kind="meeting_invitation", entered=entered)
        return actions.issue_paper(job_id=run.pk, actor=world.actor("thuky"))

    def test_each_meeting_of_a_round_has_an_invitation_of_its_own_and_a_later_one_to_the_same_replaces_it(self, world):
        review = written.collective(world)
        first = self.invited(world, review, "1", on_day="2026-12-18")
        put_off = self.invited(world, review, "2", on_day="2026-12-21")

        second = self.invited(world, review, "3", on_day="2026-12-28", meeting="2")

        assert (put_off.supersedes, second.supersedes) == (first, None)
        assert "còn hiệu lực" in asked(put_off.code)
        text = body_text(content_of(second))
        assert "dự hội nghị kiểm điểm (cuộc họp thứ hai)" in text
        assert "ngày 28/12/2026" in text


class TestActs:
    def test_the_issuers_first_print_of_a_letter_freezes_it_and_others_get_that_very_file(self, world):
        review = written.collective(world)
        target = letters.issued(world, [review]).targets.get()

        before = printed(world, "bithu", "target_letter", target.pk)
        first = printed(world, "chuyenvien", "target_letter", target.pk)
        after = printed(world, "bithu", "target_letter", target.pk)

        paper = IssuedPaper.objects.get()
        assert (paper.kind, paper.number, paper.about) == ("target_letter", "12-CV/TU", target.pk)
        assert grouped(paper.code) not in page_text(content_of(before), 0)
        assert content_of(first) == content_of(after) == content_of(paper)

    def test_of_two_workers_that_print_it_at_once_both_hand_out_the_one_that_was_frozen(self, world, monkeypatch):
        target = letters.issued(world, [written.collective(world)]).targets.get()
        engine, others = printing.html_to_pdf, []

        def overtaken(html: str) -> bytes:
            monkeypatch.setattr(printing, "html_to_pdf", engine)
            others.append(printed(world, "thuongtruc", "target_letter", target.pk))
            return engine(html)

        monkeypatch.setattr(printing, "html_to_pdf", overtaken)
        slower = printed(world, "chuyenvien", "target_letter", target.pk)

        assert content_of(slower) == content_of(others[0]) == content_of(IssuedPaper.objects.get())

    def test_a_letter_to_several_is_handed_out_whole_to_its_office_alone(self, world):
        review, other = written.collective(world), written.make.collective_review(world, world.other_commune)
        letter = letters.issued(world, [review, other])
        printed(world, "chuyenvien", "suggestion_letter", letter.pk)
        paper = IssuedPaper.objects.get()

        own = printed(world, "bithu", "suggestion_letter", letter.pk)

        assert "Yên Phú" not in body_text(content_of(own))
        assert actions.hand_over_paper(paper_id=paper.pk, actor=world.actor("bithu")) is None
        assert actions.hand_over_paper(paper_id=paper.pk, actor=world.actor("thuongtruc")) == paper

    def test_a_draft_letter_is_frozen_by_nobody(self, world):
        draft = letters.drafted(world, [written.collective(world)])

        printed(world, "chuyenvien", "suggestion_letter", draft.pk)

        assert not IssuedPaper.objects.exists()


def test_the_number_of_a_decision_is_not_cancelled_by_hand(world):
    report = situation_reports.issued(world)
    entry = PaperNumber.objects.get(number=report.number)

    with pytest.raises(NotAllowed, match="thu hồi hoặc điều chỉnh"):
        numbers.cancel_number(number_id=entry.pk, actor=world.actor("thuongtruc"), reason="thử")
