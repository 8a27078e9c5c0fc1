"""One register of numbers for each issuer and year, over letters, their changes, orders and notices."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from core import localtime
from core.errors import Invalid
from reviews.actions import appraisals
from reviews.actions.appraisal_papers import issue_notice
from reviews.actions.paper_numbers import (
    LETTER,
    NOTICE,
    offered_number,
    refuse_used_number,
    set_number_book,
    take_number,
)
from reviews.models import Appraisal, AppraisalPaper, PaperNumber
from reviews.states import AppraisalOutcome, ReviewState
from tests.factories import appraisals as appraising
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db


def take(world, number: str, kind: str = LETTER, issued_on=None, issuer=None) -> PaperNumber:
    return take_number(
        issuer=issuer or world.province,
        kind=kind,
        number=number,
        issued_on=issued_on or localtime.today(),
        used_for="văn bản “Khác”",
    )


def submitted(world, unit):
    return letters.submitted(make.collective_review(world, unit))


def order_again(world, review, number: str):
    review.refresh_from_db()
    return appraisals.require_rereview(
        review_id=review.pk,
        version=review.version,
        actor=world.actor("thuongtruc"),
        reason="Chưa rõ trách nhiệm.",
        due_on=localtime.today() + timedelta(days=10),
        order=appraising.order(number),
    )


@pytest.fixture
def world(shared_province):
    return shared_province


def test_a_letter_an_order_a_change_and_a_notice_take_from_the_same_one(world):
    review, other = submitted(world, world.commune), submitted(world, world.other_commune)
    letter = letters.issued(world, [review], number="12-CV/TU")
    appraising.proposed(world, other, AppraisalOutcome.REREVIEW)

    with (
        pytest.raises(Invalid, match=f"Số 012-CV/TU đã dùng cho văn bản “{letter.title}” ngày"),
        transaction.atomic(),
    ):
        order_again(world, other, "012-CV/TU")
    other.refresh_from_db()
    assert (other.state, AppraisalPaper.objects.count()) == (ReviewState.SUBMITTED, 0)
    order_again(world, other, "13")
    with pytest.raises(Invalid, match="Số 13-cv/tu đã dùng cho văn bản gửi Đảng ủy xã Yên Phú"):
        letters.rescheduled(world, letter, number="13-cv/tu")
    letters.rescheduled(world, letter, number="14-CV/TU")
    decision = Appraisal.objects.get(round__review=other, decided_at__isnull=False)
    with pytest.raises(Invalid, match="Số 14-CV/TU đã dùng cho văn bản điều chỉnh ngày"):
        issue_notice(appraisal_id=decision.pk, actor=world.actor("thuongtruc"), text=appraising.paper("14-CV/TU"))
    issue_notice(appraisal_id=decision.pk, actor=world.actor("thuongtruc"), text=appraising.paper("12"))

    kept = PaperNumber.objects.filter(issuer=world.province).order_by("pk").values_list("key", flat=True)
    assert list(kept) == ["12-cv/tu", "13-cv/tu", "14-cv/tu", "12-tb/tu"]


def test_another_year_and_another_issuer_begin_anew(world):
    today = localtime.today()
    take(world, "12-CV/TU")

    take(world, "12-CV/TU", issued_on=today.replace(year=today.year - 1, day=1))
    take(world, "12-CV/TU", issuer=world.commune)
    take(world, "12", NOTICE)
    with pytest.raises(Invalid):
        take(world, "12")


def test_a_term_that_begins_within_a_year_begins_with_one(world):
    begins, who = date(2025, 10, 1), world.actor("chuyenvien")
    take(world, "01-BC/TU", "BC", issued_on=date(2025, 1, 15))
    set_number_book(unit_id=world.province.pk, actor=who, version=0, is_kept_here=True, counts_from=begins)

    offered = offered_number(world.province, "BC")
    refuse_used_number(issuer=world.province, kind="BC", number=offered, issued_on=begins, actor=who)
    take(world, offered, "BC", issued_on=begins)

    assert (offered, offered_number(world.province, "BC")) == ("01-BC/TU", "02-BC/TU")
    for day in (date(2025, 2, 1), date(2025, 11, 1), date(2026, 1, 1)):  # in each term it is used once
        with pytest.raises(Invalid, match="đã dùng"):
            take(world, "1-BC/TU", "BC", issued_on=day)
    set_number_book(unit_id=world.province.pk, actor=who, version=1, is_kept_here=False, counts_from=begins)
    with pytest.raises(Invalid, match="đã dùng"):
        take(world, "1-BC/TU", "BC", issued_on=date(2025, 12, 1))


def test_what_is_decided_of_others_is_not_named_to_the_writers_of_the_office(world):
    take(world, "15-TB/ĐU", issuer=world.commune)

    for who in ("thuky", "chuyenvien"):  # the secretary writes there, the other has no say there at all
        with pytest.raises(Invalid, match="đã dùng cho một văn bản khác"):
            take_number(
                issuer=world.commune,
                kind=NOTICE,
                number="15",
                issued_on=localtime.today(),
                used_for="văn bản",
                actor=world.actor(who),
            )


def test_the_database_itself_keeps_a_number_to_one_paper_and_its_year(world):
    row = take(world, "12-CV/TU")

    with pytest.raises(IntegrityError, match="number_is_used_once_in_a_year"), transaction.atomic():
        PaperNumber.objects.create(
            issuer=row.issuer, year=row.year, key=row.key, number="12", issued_on=row.issued_on, used_for="văn bản"
        )
    with pytest.raises(IntegrityError, match="number_stands_in_its_year"), transaction.atomic():
        PaperNumber.objects.create(
            issuer=row.issuer,
            year=row.year - 1,
            key="13-cv/tu",
            number="13",
            issued_on=row.issued_on,
            used_for="văn bản",
        )
    for change in (lambda rows: rows.update(number="13-CV/TU"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="stands"), transaction.atomic():
            change(PaperNumber.objects.filter(pk=row.pk))
