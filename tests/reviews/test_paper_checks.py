"""Issued papers found by their code: what anybody learns of them, what their readers get, what became of them since."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cadres.actions.log_in import count_as_failure
from cadres.models import LoginAttempt
from core.errors import NotAllowed
from core.paper.seal import LENGTH, LETTERS, draw_code, grouped, read_code
from reviews.actions import deep_reviews as life
from reviews.actions import issued_papers as actions
from reviews.actions import paper_numbers as numbers
from reviews.models import IssuedPaper
from tests.factories import deep_reviews as letters
from tests.factories.issued_papers import asked, content_of, prepared, printed
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


def test_codes_are_read_as_people_type_them_and_cannot_be_guessed():
    code = draw_code()

    assert re.fullmatch(f"[{LETTERS}]{{{LENGTH}}}", code)
    assert read_code(f" {grouped(code).lower()} ") == code
    assert read_code("K7MD") == read_code("O0I1LLOO0O1I") == ""
    assert len({draw_code() for _ in range(200)}) == 200
    assert len(LETTERS) ** LENGTH > 10**16
