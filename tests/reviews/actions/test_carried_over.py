"""The ledger of earlier cycles: read from the register, marked in the form, fixed when the round is submitted."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from core import formats, localtime
from core.errors import NotAllowed
from reviews.actions import remediation
from reviews.actions.answers import Edit, save_answers
from reviews.actions.sheets import Incomplete, recall_review, submit_review
from reviews.models import CarriedOver, Commitment, RemediationItem, Review
from reviews.models.contents import contents_of
from reviews.states import CarriedState, ItemKind, RemediationState
from tests.factories import appraisals, organisation
from tests.factories import sheets as make
from tests.factories.reviews import opened_cycle, review_of

pytestmark = pytest.mark.django_db

LAST = localtime.today().year - 1


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """This year's review of the commune, after last year's was accepted."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make.province()
        last = opened_cycle(
            world.province,
            world.actor("chuyenvien"),
            name=f"Kiểm điểm năm {LAST}",
            period_from=date(LAST, 1, 1),
            period_to=date(LAST, 12, 31),
        )
        for review, writer, head in (
            (review_of(last, unit=world.commune), "thuky", "bithu"),
            (review_of(last, cadre_id=world.people["bithu"].pk), "bithu", "bithu"),
        ):
            make.submitted_review(review, world.actor(writer), by=world.actor(head))
            appraisals.accepted(world, review)  # type: ignore[arg-type]  # it asks no more than this province has
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


def ledger(review: Review) -> list[CarriedOver]:
    return contents_of(Review.objects.with_subject().get(pk=review.pk), make.open_round(review)).carried_over


def mark(world, row: CarriedOver, who: str = "thuky", token: str = "", **values):
    edit = Edit("carried", row.origin.hex, values, token)
    return save_answers(review_id=world.collective.pk, actor=world.actor(who), edits=[edit])


def item_of(world) -> RemediationItem:
    return RemediationItem.objects.get(kind=ItemKind.REMEDY, unit=world.commune, cadre=None)


def test_remedies_and_commitments_of_last_year_stand_in_the_new_form(world):
    rows = ledger(world.collective)

    assert [bool(row.item_id) for row in rows] == [True, False, False, False]
    assert rows[0].fault == make.FAULT
    assert {row.source for row in rows} == {f"Kiểm điểm năm {LAST}"}
    assert all(row.pk is None and not row.state for row in rows)


def test_what_is_left_is_told_with_links_before_the_first_section_of_the_form(world, client):
    client.force_login(world.users["thuky"])

    page = client.get(reverse("reviews:edit_review", args=[world.collective.pk])).text

    told = page.index("Kỳ trước còn (4)")
    assert page.index("paper-title") < told < page.index("sheet-section")
    assert all(f'href="#carried-{row.origin.hex}"' in page[told:] for row in ledger(world.collective))


def test_a_person_finds_the_own_ones_and_nobody_elses(world):
    assert {row.source for row in ledger(world.own("bithu"))} == {f"Kiểm điểm năm {LAST}"}
    assert ledger(world.own("thanhvien")) == []


def test_submitting_demands_a_mark_and_the_state_of_things(world):
    review = make.complete_review(world.collective, world.actor("thuky"))
    first, second, *_ = ledger(review)
    for row, state in ((first, CarriedState.NOT_DONE), (second, CarriedState.IN_PROGRESS)):
        stored = CarriedOver.objects.get(round__review=review, origin=row.origin)
        stored.state, stored.reason = state, ""
        stored.save(update_fields=["state", "reason"])

    with pytest.raises(Incomplete) as refusal:
        submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))

    anchors = [one.anchor for one in refusal.value.lacks]
    assert anchors == [f"carried-{first.origin.hex}-reason", f"carried-{second.origin.hex}-reason"]


def test_an_unmarked_row_bars_submitting_and_names_its_place(world):
    review = make.complete_review(world.collective, world.actor("thuky"))
    CarriedOver.objects.filter(round__review=review).delete()

    with pytest.raises(Incomplete) as refusal:
        submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))

    assert next(one.anchor for one in refusal.value.lacks) == f"carried-{ledger(review)[0].origin.hex}-state"


def test_two_people_marking_one_row_are_both_told(world):
    row = ledger(world.collective)[0]
    mark(world, row, state=CarriedState.DONE)

    outcome = mark(world, row, "thuky2", state=CarriedState.NOT_DONE)

    assert [(conflict.field, conflict.theirs) for conflict in outcome.conflicts] == [("state", "done")]


def test_the_register_is_not_changed_by_a_mark(world):
    mark(world, ledger(world.collective)[0], state=CarriedState.DONE)

    assert item_of(world).state == RemediationState.PLANNED


def test_the_form_follows_the_register_until_it_is_submitted_and_then_stays(world):
    item = item_of(world)
    RemediationItem.objects.filter(pk=item.pk).update(
        measure_kind="number", baseline=Decimal(26), target=Decimal(0), measure_unit="tỷ đồng"
    )
    review = make.complete_review(world.collective, world.actor("thuky"))
    report(item, Decimal("6.4"), world)
    assert ledger(review)[0].reading == Decimal("6.4")
    round_ = make.open_round(review)
    submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))

    report(item, Decimal(3), world)

    round_.refresh_from_db()
    kept = contents_of(world.collective, round_).carried_over[0]
    assert (kept.reading, kept.register_state) == (Decimal("6.4"), RemediationState.IN_PROGRESS)
    assert kept.share_done is not None
    assert round(kept.share_done, 1) == Decimal("75.4")


def report(item: RemediationItem, reading: Decimal, world) -> None:
    item.refresh_from_db()
    remediation.report_progress(
        item_id=item.pk, version=item.version, actor=world.actor("thuky"), text="Đã thu thêm.", reading=reading
    )


def test_a_commitment_tells_what_the_register_says_of_it_too_and_counts_in_no_account_of_remedies(world, client):
    promised = Commitment.objects.filter(round__review__unit=world.commune, round__review__cadre=None).earliest("order")
    item = RemediationItem.objects.get(remedy_origin=promised.origin)
    was_due, moved_to = item.due_on, item.due_on + timedelta(days=40)
    RemediationItem.objects.filter(pk=item.pk).update(
        measure_kind="number",
        baseline=0,
        target=20,
        measure_unit="hộ",
        due_on=moved_to,
        extensions=1,
        action="Giúp 20 hộ",
    )
    report(item, Decimal(15), world)
    review = make.complete_review(world.collective, world.actor("thuky"))
    page = organisation.login(client, world.users["thuky"]).get(f"/kiem-diem/{review.pk}/sua/").text
    account = client.get(f"/kiem-diem/{review.pk}/ty-le-khac-phuc/").text
    round_ = make.open_round(review)
    submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))
    report(item, Decimal(18), world)

    round_.refresh_from_db()
    row = next(one for one in contents_of(world.collective, round_).carried_over if one.origin == promised.origin)
    assert (row.commitment_id, row.item_id) == (promised.pk, None)
    assert row.action.startswith("Giúp 20 hộ")
    assert (row.register_state, row.reading, row.share_done) == (
        RemediationState.IN_PROGRESS,
        Decimal(15),
        Decimal(75),
    )
    assert (row.due_on, row.first_due_on, row.extensions) == (moved_to, was_due, 1)
    assert f"Hạn {formats.day(moved_to)} (đã gia hạn 1 lần, hạn đầu {formats.day(was_due)})" in page
    assert "Sổ khắc phục: Đang thực hiện, số đo mới nhất 15 hộ" in page
    assert "Giúp 20 hộ" not in account


def test_a_row_that_left_the_register_keeps_what_was_written(world):
    row = ledger(world.collective)[0]
    mark(world, row, state=CarriedState.IN_PROGRESS, reason="Đã làm một nửa.")
    assert row.item_id is not None
    long_ago = localtime.now() - timedelta(days=730)
    RemediationItem.objects.filter(pk=row.item_id).update(
        state=RemediationState.CLOSED, closed_at=long_ago, on_time=True
    )

    assert [(one.origin, one.reason) for one in ledger(world.collective) if one.reason] == [
        (row.origin, "Đã làm một nửa.")
    ]


def test_what_was_given_up_is_answered_for_once_or_goes_on_as_what_came_again(world):
    item = item_of(world)
    RemediationItem.objects.filter(pk=item.pk).update(state=RemediationState.NOT_DONE)
    given_up = ledger(world.collective)[0]
    again = RemediationItem.objects.get(pk=item.pk)
    again.pk, again.recurs_of, again.remedy_origin = None, item, None
    again.save()
    taken_up = [row.item_id for row in ledger(world.collective)]
    again.delete()
    review = make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu"))
    appraisals.accepted(world, review)
    answered = [row.item_id for row in ledger(review_of(cycle_after(world), unit=world.commune))]

    assert given_up.item_id == item.pk
    assert item.pk not in taken_up
    assert item.pk not in answered


def cycle_after(world):
    return opened_cycle(
        world.province,
        world.actor("chuyenvien"),
        name=f"Kiểm điểm năm {LAST + 2}",
        period_from=date(LAST + 2, 1, 1),
        period_to=date(LAST + 2, 12, 31),
        due_on=date(LAST + 2, 12, 31),
    )


def test_the_next_round_goes_on_with_the_same_marks(world):
    review = make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu"))
    recall_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))

    assert {row.state for row in ledger(review)} == {CarriedState.DONE}
    assert CarriedOver.objects.filter(round__review=review).count() == 2 * len(ledger(review))


def test_raw_sql_cannot_change_the_ledger_of_a_submitted_round(world):
    review = make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu"))
    for statement in (
        "UPDATE reviews_carriedover SET reason = 'khác' WHERE round_id IN (SELECT id FROM reviews_round WHERE review_id = %s)",
        "DELETE FROM reviews_carriedover WHERE round_id IN (SELECT id FROM reviews_round WHERE review_id = %s)",
    ):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [review.pk])


def test_commitments_left_undone_are_carried_on_until_they_are_done(world):
    review = make.complete_review(world.collective, world.actor("thuky"))
    undone = ledger(review)[1]
    CarriedOver.objects.filter(round__review=review, origin=undone.origin).update(
        state=CarriedState.IN_PROGRESS, reason="Còn một việc."
    )
    submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))
    appraisals.accepted(world, review)
    commitments = [row for row in ledger(review_of(cycle_after(world), unit=world.commune)) if row.commitment_id]

    assert undone.origin in [row.origin for row in commitments]
    assert {row.source for row in commitments} == {f"Kiểm điểm năm {LAST}", f"Kiểm điểm năm {LAST + 1}"}


def test_nobody_but_the_writers_marks(world):
    row = ledger(world.collective)[0]
    for who in ("canbo", "chuyenvien", "kiemtra"):
        with pytest.raises(NotAllowed, match="viết bản kiểm điểm"):
            mark(world, row, who, state=CarriedState.DONE)


def test_the_share_remedied_is_reckoned_from_the_register_for_those_who_read_the_form(client, world):
    item = item_of(world)
    RemediationItem.objects.filter(pk=item.pk).update(due_on=date(LAST + 1, 3, 1))
    url = f"/kiem-diem/{world.collective.pk}/ty-le-khac-phuc/"

    client.force_login(world.users["thuky"])
    before, form = client.get(url).text, client.get(f"/kiem-diem/{world.collective.pk}/sua/").text
    RemediationItem.objects.filter(pk=item.pk).update(state=RemediationState.VERIFIED)
    after = client.get(url).text
    client.force_login(world.users["chuyenvien"])
    above = client.get(url).text

    assert "0/1 nội dung đến hạn (0 %); mức đặt ra: từ 80 %, <strong>chưa đạt</strong>" in before
    assert "0/1 nội dung đến hạn" in form
    assert "1/1 nội dung đến hạn (100 %); mức đặt ra: từ 80 %, <strong>đạt</strong>" in after
    assert ("nội dung đến hạn" in above, "nội dung hiển thị sau khi đơn vị trình lên" in above) == (False, True)
