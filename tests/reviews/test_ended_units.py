"""What an ended unit left behind is answered for by its successor: segments, its own review, what it had to appraise."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from cadres.actions.restructuring import end_unit, merge_units
from cadres.roles import Position, Role
from core import localtime
from core.errors import Invalid, NotAllowed
from reviews.actions import remediation
from reviews.actions.segments import confirm_segment, send_segment
from reviews.models import CarriedOver, Cycle, RemediationItem, Review, Segment
from reviews.models.contents import contents_of
from reviews.reports.review_sections import segment_label
from reviews.rules import appraisals as appraising
from reviews.rules import sheets as rules
from reviews.states import ItemKind, RemediationState, ReviewState, SegmentState
from tests.factories import appraisals
from tests.factories import organisation as org
from tests.factories import sheets as make
from tests.factories.reviews import opened_cycle, review_of
from units.actions import add_successor
from units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make.province()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


def merged(world, unit: Unit, into: Unit, on: date | None = None) -> None:
    """The unit goes up in another one from today on; since its officials' grants end yesterday, they act no more."""
    version = Unit.objects.get(pk=unit.pk).version
    merge_units(predecessors={unit.pk: version}, successor_id=into.pk, actor=org.SYSTEM, on=on or localtime.today())


def sent_segment(world) -> Segment:
    segment = world.own("canbo").segments.get(unit=world.other_commune)
    return send_segment(segment_id=segment.pk, version=segment.version, actor=world.actor("canbo"))


def confirmed(world, segment: Segment, by: str) -> Segment:
    segment.refresh_from_db()
    return confirm_segment(segment_id=segment.pk, version=segment.version, actor=world.actor(by))


def test_the_successor_confirms_the_segment_and_the_print_names_the_former_unit(world):
    segment = sent_segment(world)
    with pytest.raises(NotAllowed):
        confirmed(world, segment, "thuky_bay")

    merged(world, world.other_commune, world.trap)

    assert segment in Segment.objects.awaiting(world.actor("thuky_bay"))
    assert segment not in Segment.objects.visible_to(world.actor("thuky_khac"))
    assert confirmed(world, segment, "thuky_bay").state == SegmentState.CONFIRMED
    assert "Vĩnh Hòa" in segment_label(Segment.objects.get(pk=segment.pk))


def test_the_end_of_a_chain_answers_and_those_between_do_not(world):
    segment = sent_segment(world)
    last = org.make_unit("Đảng bộ phường Mỹ Bình", world.province)
    world.users["thuky_moi"] = org.make_account("thuky_moi", (Role.SECRETARY, last), name="Kiều Thị Mới")
    today = localtime.today()
    merged(world, world.other_commune, world.trap, today - timedelta(days=20))
    merged(world, world.trap, last, today - timedelta(days=10))

    with pytest.raises(NotAllowed):
        confirmed(world, segment, "thuky_bay")
    assert confirmed(world, segment, "thuky_moi").confirmed_by_name == "Kiều Thị Mới"


def test_after_a_split_each_successor_may_and_the_first_decides(world):
    segment = sent_segment(world)
    merged(world, world.other_commune, world.trap)
    ended = Unit.objects.get(pk=world.other_commune.pk)
    add_successor(unit_id=ended.pk, version=ended.version, actor=org.SYSTEM, successor_id=world.commune.pk)

    awaiting = [name for name in ("thuky", "thuky_bay") if segment in Segment.objects.awaiting(world.actor(name))]
    confirmed(world, segment, "thuky")

    assert awaiting == ["thuky", "thuky_bay"]
    with pytest.raises(NotAllowed, match="đã được xác nhận"):
        confirmed(world, segment, "thuky_bay")


def test_a_successor_is_named_once_and_only_of_what_has_ended(world):
    alive = Unit.objects.get(pk=world.commune.pk)
    with pytest.raises(NotAllowed, match="đang hoạt động"):
        add_successor(unit_id=alive.pk, version=alive.version, actor=org.SYSTEM, successor_id=world.trap.pk)
    merged(world, world.other_commune, world.trap)
    ended = Unit.objects.get(pk=world.other_commune.pk)
    with pytest.raises(Invalid, match="đã được ghi"):
        add_successor(unit_id=ended.pk, version=ended.version, actor=org.SYSTEM, successor_id=world.trap.pk)


def test_the_successor_writes_and_submits_the_review_of_the_ended_collective(world):
    review = Review.objects.with_subject().get(cycle=world.cycle, unit=world.other_commune, cadre=None)
    world.users["bithu_bay"] = org.make_account("bithu_bay", (Role.HEAD, world.trap), name="Mai Văn Bảy")
    merged(world, world.other_commune, world.trap)
    assert not rules.may_write(world.actor("thuky_khac"), review)

    submitted = make.submitted_review(review, world.actor("thuky_bay"), by=world.actor("bithu_bay"))

    assert submitted.state == ReviewState.SUBMITTED
    assert submitted.subject_name == world.other_commune.name


def test_the_successor_of_the_managing_committee_appraises(world):
    review = make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu"))
    Review.objects.filter(pk=review.pk).update(managing_unit=world.other_commune)
    world.users["giupviec"] = org.make_account("giupviec", (Role.STAFF, world.trap), name="Ông Văn Giúp")
    world.users["quyetdinh"] = org.make_account("quyetdinh", (Role.STANDING, world.trap), name="Bà Thị Quyết")
    assert not appraising.may_draft_appraisal(world.actor("giupviec"), Review.objects.with_subject().get(pk=review.pk))

    merged(world, world.other_commune, world.trap)

    row = Review.objects.with_subject().get(pk=review.pk)
    assert appraising.may_draft_appraisal(world.actor("giupviec"), row)
    assert appraising.may_decide(world.actor("quyetdinh"), row)
    assert not appraising.may_decide(world.actor("thuongtruc"), row)
    assert row in Review.objects.awaiting_draft(world.actor("giupviec"))


def test_lists_and_rules_agree_about_what_ended_units_left_behind(world):
    sent_segment(world)
    merged(world, world.other_commune, world.trap)
    reviews = list(Review.objects.with_subject())
    segments = list(Segment.objects.select_related("review__unit", "review__cadre", "unit"))

    for name in world.users:
        actor = world.actor(name)
        seen = set(Review.objects.visible_to(actor).values_list("pk", flat=True))
        assert seen == {review.pk for review in reviews if rules.may_view(actor, review)}, name
        found = set(Segment.objects.visible_to(actor).values_list("pk", flat=True))
        assert found == {segment.pk for segment in segments if rules.may_view_segment(actor, segment)}, name


def test_a_person_of_an_ended_cell_is_looked_after_by_its_successor(world):
    other_cell = Unit.objects.get(name="Chi bộ ấp Tây")
    own = Review.objects.with_subject().get(cadre=world.people["bithu_khac"], cycle=world.cycle)
    end_unit(
        unit_id=other_cell.pk,
        version=other_cell.version,
        actor=org.SYSTEM,
        on=localtime.today() - timedelta(days=1),
        successor_id=world.cell.pk,
    )

    assert rules.is_charged(world.actor("thuky_chibo"), own)
    assert own in Review.objects.visible_to(world.actor("thuky_chibo"))


def year_of(world, year: int) -> Cycle:
    return opened_cycle(
        world.province,
        world.actor("chuyenvien"),
        name=f"Kiểm điểm năm {year}",
        period_from=date(year, 1, 1),
        period_to=date(year, 12, 31),
        tiers=(3,),
    )


def ledger(cycle: Cycle, unit: Unit) -> list[CarriedOver]:
    review = review_of(cycle, unit=unit)
    return contents_of(review, make.open_round(review)).carried_over


def accepted(world, cycle: Cycle, unit: Unit, writer: str, head: str) -> None:
    review = make.submitted_review(review_of(cycle, unit=unit), world.actor(writer), by=world.actor(head))
    appraisals.accepted(world, review)


def test_what_ended_units_left_undone_stands_in_the_form_of_the_successor_until_it_is_done(world):
    ended = org.make_unit("Đảng bộ xã Hải Lộc", world.province)
    world.users["thuky_cu"] = org.make_account("thuky_cu", (Role.SECRETARY, ended), name="Hồ Thị Cũ")
    world.people["bithu_cu"] = org.make_cadre("Hồ Văn Cũ", world.cell)
    org.hold(org.make_post(ended, Position.HEAD, "Bí thư Đảng ủy xã Hải Lộc"), world.people["bithu_cu"])
    world.users["bithu_cu"] = org.make_account("bithu_cu", (Role.HEAD, ended), cadre=world.people["bithu_cu"])
    this_year = localtime.today().year
    accepted(world, year_of(world, this_year - 2), ended, "thuky_cu", "bithu_cu")
    assert ledger(world.cycle, world.commune) == []

    merged(world, ended, world.commune, date(this_year - 1, 1, 1))

    rows = ledger(world.cycle, world.commune)
    assert [bool(row.item_id) for row in rows] == [True, False, False, False]
    assert {row.source for row in rows} == {f"Kiểm điểm năm {this_year - 2}, Đảng bộ xã Hải Lộc"}
    assert ledger(world.cycle, world.trap) == []

    accepted(world, year_of(world, this_year - 1), world.commune, "thuky", "bithu")  # it marks every row as done
    assert [
        row.action for row in ledger(world.cycle, world.commune) if row.commitment_id and "Hải Lộc" in row.source
    ] == []


def test_a_merged_unit_still_reviewed_answers_in_its_form_and_its_items_are_reported_by_its_successor(world):
    accepted(world, year_of(world, localtime.today().year - 1), world.other_commune, "thuky_khac", "bithu_khac")
    item = RemediationItem.objects.filter(unit=world.other_commune, kind=ItemKind.REMEDY).earliest("pk")
    known = dict[str, Any](item_id=item.pk, text="Đã bàn giao hồ sơ cho đơn vị mới")
    remediation.report_progress(**known, version=item.version, actor=world.actor("bithu_khac"))

    merged(world, world.other_commune, world.trap)

    assert len(ledger(world.cycle, world.other_commune)) == 4
    assert ledger(world.cycle, world.trap) == []
    successor, former = world.actor("thuky_bay"), world.actor("thuky_khac")
    assert item in RemediationItem.objects.visible_to(successor).owned_by(successor)
    with pytest.raises(NotAllowed):
        remediation.report_progress(**known, version=item.version + 1, actor=former)
    remediation.report_done(item_id=item.pk, version=item.version + 1, actor=successor, evidence="Biên bản số 12")
    remediation.verify(item_id=item.pk, version=item.version + 2, actor=world.actor("chuyenvien"))
    closed = remediation.close(item_id=item.pk, version=item.version + 3, actor=world.actor("thuongtruc"))

    assert (closed.unit, closed.state) == (world.other_commune, RemediationState.CLOSED)
    assert list(closed.reports.values_list("step", flat=True)) == ["progress", "done", "verify", "close"]
