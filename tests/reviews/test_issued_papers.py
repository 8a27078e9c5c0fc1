"""Issued papers: frozen byte for byte, found by their code, told apart from every other file; and their register."""

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from cadres.actions.log_in import count_as_failure
from cadres.models import LoginAttempt, RoleGrant
from core import jobs, localtime
from core.errors import Invalid, NotAllowed
from core.models import Job, JobState
from core.paper.seal import LENGTH, LETTERS, draw_code, grouped, read_code
from reviews.actions import deep_reviews as life
from reviews.actions import issued_papers as actions
from reviews.actions import paper_numbers as numbers
from reviews.actions import printing, reports
from reviews.actions.sheets import recall_review
from reviews.models import Answer, Cycle, IssuedPaper, PaperNumber, Review
from tests.core.pdf_reading import body_text, page_text, reader
from tests.factories import deep_reviews as letters
from tests.factories import situation_reports
from tests.reviews.reports import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return written.province()


def printed(world, who, kind, about, **options) -> Job:
    job = reports.request_report(kind=kind, about=about, actor=world.actor(who), **options)
    return done(job)


def done(job: Job) -> Job:
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error
    return job


def content_of(row) -> bytes:
    with row.file.open("rb") as opened:
        return bytes(opened.read())


def prepared(world, review, *, serial="05", who="thuky", day=None, number=None) -> Job:
    run = printed(world, who, "collective_review", review.pk, number=number)
    day = day or localtime.today()
    return done(actions.prepare_issue(job_id=run.pk, actor=world.actor(who), serial=serial, day=day))


def recalled(world, review) -> Review:
    return recall_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))


@pytest.fixture
def submitted(world):
    return letters.submitted(written.collective(world))


@pytest.fixture
def paper(world, submitted) -> IssuedPaper:
    return actions.issue_paper(job_id=prepared(world, submitted).pk, actor=world.actor("thuky"))


def asked(code: str, *, as_=None, **posted) -> str:
    browser = Client()
    if as_ is not None:
        browser.force_login(as_)
    address = reverse("reviews:checked_paper", args=[code])
    answer = browser.post(address, posted) if posted else browser.get(address)
    assert answer.status_code == 200
    return answer.text.partition('id="noi-dung"')[2]


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


class TestChecking:
    def test_anybody_learns_that_it_was_issued_and_nothing_of_what_it_says(self, world, paper):
        told = asked(paper.code.lower())

        assert "còn hiệu lực" in told
        assert "05-BC/ĐU" in told
        for hidden in (
            paper.title,
            "kiểm điểm tập thể",
            paper.sha256,
            paper.issued_by_name,
            reverse("reviews:reports"),
        ):
            assert hidden not in told

    def test_whoever_may_see_the_review_gets_the_frozen_file(self, world, paper):
        address = reverse("reviews:download_paper", args=[paper.pk])
        assert address in asked(paper.code, as_=world.users["chuyenvien"])
        assert address not in asked(paper.code, as_=world.users["thuky_khac"])

    def test_a_wrong_code_gets_one_sentence_and_too_many_are_refused(self, world, paper, settings):
        settings.LOGIN_FAILURES_OF_ADDRESS = 3
        for code in ("3467ACDEFGHK", "khong-phai-ma", "3467ACDEFGHM"):
            assert "Không có văn bản nào được phát hành với mã này" in asked(code)

        assert Client().get(reverse("reviews:checked_paper", args=[paper.code])).status_code == 429

    def test_wrong_codes_keep_nobody_from_logging_in_and_wrong_passwords_nobody_from_checking(self, paper, settings):
        settings.LOGIN_FAILURES_OF_ADDRESS = 2
        for code in ("3467ACDEFGHK", "%00", "%00x"):  # what no database takes is a wrong code too
            Client().get(f"/kiem-tra/{code}/")

        for _ in range(2):
            count_as_failure("thuky", "127.0.0.1")
        with pytest.raises(NotAllowed, match="nhập sai quá nhiều lần"):
            count_as_failure("bithu", "127.0.0.1")

        assert Client().get(reverse("reviews:checked_paper", args=[paper.code])).status_code == 429
        LoginAttempt.objects.filter(username__startswith="kiem-tra").delete()
        assert "còn hiệu lực" in asked(paper.code)

    def test_the_right_code_is_never_counted(self, paper, settings):
        settings.LOGIN_FAILURES_OF_ADDRESS = 2
        for _ in range(3):
            assert "còn hiệu lực" in asked(paper.code)

    def test_a_file_is_compared_with_the_one_issued(self, paper, tmp_path):
        copy = tmp_path / "ban.pdf"
        copy.write_bytes(content_of(paper))
        with copy.open("rb") as file:
            assert "đúng là bản đã phát hành" in asked(paper.code, file=file)
        assert "đúng là bản đã phát hành" in asked(paper.code, sha256=paper.sha256.upper())
        assert "không phải</strong> bản đã phát hành" in asked(paper.code, sha256="0" * 64)

    def test_a_cancelled_number_cancels_its_paper(self, world, paper):
        numbers.cancel_number(number_id=paper.entry_id, actor=world.actor("bithu"), reason="Ghi nhầm ngày")

        assert "đã bị huỷ" in asked(paper.code)
        assert "Ghi nhầm ngày" not in asked(paper.code)


def test_a_withdrawn_letter_is_told_as_cancelled(world):
    letter = letters.issued(world, [written.collective(world)])
    printed(world, "chuyenvien", "suggestion_letter", letter.pk)

    life.withdraw_deep_review(
        deep_review_id=letter.pk,
        version=letters.fresh(letter).version,
        actor=world.actor("thuongtruc"),
        reason="Gửi nhầm",
    )

    assert "đã bị huỷ" in asked(IssuedPaper.objects.get().code)


def test_a_letter_that_was_changed_is_told_by_number_and_day_and_one_to_whom_it_was_taken_back(world):
    review, other = written.collective(world), written.make.collective_review(world, world.other_commune)
    letter = letters.issued(world, [review, other])
    printed(world, "chuyenvien", "target_letter", letter.targets.get(review=review).pk)
    code = IssuedPaper.objects.get().code

    letters.target_withdrawn(world, letter, other, number="30-CV/TU")
    assert "còn hiệu lực" in asked(code)  # what concerns another addressee is not told
    letters.rescheduled(world, letter, number="31-CV/TU")
    assert "đã được điều chỉnh</strong> bởi văn bản số 31-CV/TU ngày" in asked(code)
    assert "30-CV/TU" not in asked(code)


def test_a_letter_taken_back_from_its_addressee_stands_no_longer(world):
    review, other = written.collective(world), written.make.collective_review(world, world.other_commune)
    letter = letters.issued(world, [review, other])
    printed(world, "chuyenvien", "target_letter", letter.targets.get(review=review).pk)

    letters.target_withdrawn(world, letter, review)

    assert "không còn hiệu lực</strong> theo văn bản số 32-CV/TU ngày" in asked(IssuedPaper.objects.get().code)


def test_the_number_of_a_decision_is_not_cancelled_by_hand(world):
    report = situation_reports.issued(world)
    entry = PaperNumber.objects.get(number=report.number)

    with pytest.raises(NotAllowed, match="thu hồi hoặc điều chỉnh"):
        numbers.cancel_number(number_id=entry.pk, actor=world.actor("thuongtruc"), reason="thử")


def test_codes_are_read_as_people_type_them_and_cannot_be_guessed():
    code = draw_code()

    assert re.fullmatch(f"[{LETTERS}]{{{LENGTH}}}", code)
    assert read_code(f" {grouped(code).lower()} ") == code
    assert read_code("K7MD") == read_code("O0I1LLOO0O1I") == ""
    assert len({draw_code() for _ in range(200)}) == 200
    assert len(LETTERS) ** LENGTH > 10**16
