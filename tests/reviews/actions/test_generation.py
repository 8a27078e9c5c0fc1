"""Generating the reviews of a cycle: who gets one, only what is missing, nothing twice, on after a kill."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import Count

from cadres.actions.posts import end_tenure
from cadres.models import CellMembership
from cadres.roles import Position, Role
from core import localtime
from core.models import AuditEntry, JobState
from reviews.actions import generation
from reviews.actions.answers import Edit, save_answers
from reviews.actions.cycles import close_cycle, generate_reviews
from reviews.forms.sheets import SheetForm
from reviews.models import Answer, IndicatorSheet, Review, ReviewPlace, Round, Segment, TemplateSection
from reviews.models.contents import contents_of
from reviews.models.options import SheetOptions
from reviews.reports.cycle_progress import Generated, generated_by
from reviews.rules.cycle_plans import TierDeadline
from reviews.states import PlaceKind, ReviewState, Subject
from tests.factories import organisation as org
from tests.factories.reviews import drafted_cycle, generate, opened_cycle, review_of, run_job, year_plan
from units.actions import end_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return org.make_tree()


@pytest.fixture
def staff(tree):
    return org.acting(org.make_account("chuyenvien", (Role.STAFF, tree.province)))


def this_year(month: int, day: int) -> date:
    return date(localtime.today().year, month, day)


def test_every_collective_gets_one_review(tree, staff):
    cycle = opened_cycle(tree.province, staff)

    reviews = Review.objects.filter(cycle=cycle, subject=Subject.COLLECTIVE)
    assert {r.unit_id for r in reviews} == {
        tree.province.pk,
        tree.commune.pk,
        tree.cell.pk,
        tree.other_commune.pk,
        tree.other_cell.pk,
        tree.trap.pk,
    }
    commune = review_of(cycle, unit=tree.commune)
    assert commune.managing_unit == tree.province
    assert commune.place_unit_ids == [tree.commune.pk]
    assert commune.template.code == "01"


def test_review_begins_with_an_open_round_and_a_blank_sheet_as_long_as_the_catalogue(tree, staff):
    cycle = opened_cycle(tree.province, staff)

    round_ = Round.objects.get(review=review_of(cycle, unit=tree.commune))
    assert (round_.number, round_.turn, round_.submitted_at) == (1, 1, None)
    assert IndicatorSheet.objects.get(round=round_).answers == [0] * 135


def test_leader_and_member_get_their_forms_places_and_manager(tree, staff):
    leader, member = org.make_cadre("Trần Đình Hưởng", tree.cell), org.make_cadre("Lê Thị Mơ", tree.cell)
    org.hold(org.make_post(tree.commune, Position.HEAD, "Bí thư Đảng ủy xã"), leader)

    cycle = opened_cycle(tree.province, staff)

    of_leader, of_member = review_of(cycle, cadre_id=leader.pk), review_of(cycle, cadre_id=member.pk)
    assert (of_leader.template.code, of_leader.unit, of_leader.managing_unit) == ("2B", tree.commune, tree.province)
    assert set(of_leader.places.values_list("unit_id", "kind", "position")) == {
        (tree.cell.pk, PlaceKind.CELL, ""),
        (tree.commune.pk, PlaceKind.COLLECTIVE, "head"),
    }
    assert sorted(of_leader.place_unit_ids) == sorted([tree.cell.pk, tree.commune.pk])
    assert (of_member.template.code, of_member.unit, of_member.managing_unit) == ("2A", tree.cell, tree.commune)


def test_moved_cadre_gets_a_segment_for_each_post_cut_to_the_period(tree, staff):
    moved = org.make_cadre("Nguyễn Văn Cường", tree.cell)
    year = localtime.today().year
    org.hold(org.make_post(tree.other_commune), moved, date(year - 2, 5, 1), this_year(1, 31))
    org.hold(org.make_post(tree.commune), moved, this_year(2, 1))

    cycle = opened_cycle(tree.province, staff)

    segments = Segment.objects.filter(review=review_of(cycle, cadre_id=moved.pk))
    assert [(s.unit, s.held_from, s.held_to) for s in segments] == [
        (tree.other_commune, cycle.period_from, this_year(1, 31)),
        (tree.commune, this_year(2, 1), this_year(12, 31)),
    ]


def test_member_outside_the_political_system_writes_2c(tree, staff):
    outside = org.make_cadre("Phạm Thị Lụa", tree.cell, in_political_system=False)

    cycle = opened_cycle(tree.province, staff)

    assert review_of(cycle, cadre_id=outside.pk).template.code == "2C"


def test_people_who_left_or_live_elsewhere_get_none(tree, staff):
    gone = org.make_cadre("Đỗ Văn Nghỉ", tree.cell, left_on=this_year(1, 1))
    elsewhere = org.make_cadre("Vũ Thị Xa", tree.other_cell)
    homeless = org.make_cadre("Bùi Chưa Có")

    cycle = opened_cycle(tree.province, staff, scope_id=tree.commune.pk)

    assert not Review.objects.filter(cycle=cycle, cadre__in=[gone, elsewhere, homeless]).exists()
    assert not Review.objects.filter(cycle=cycle, unit=tree.trap).exists()


def test_person_is_reviewed_where_the_cell_is_on_the_day(tree, staff):
    came, went = org.make_cadre("Hồ Thị Đến", tree.other_cell), org.make_cadre("Cao Văn Đi", tree.cell)
    org.join_cell(came, tree.cell, localtime.today() - timedelta(days=10))
    org.join_cell(went, tree.other_cell, localtime.today() - timedelta(days=10))

    cycle = opened_cycle(tree.province, staff, scope_id=tree.commune.pk)

    assert review_of(cycle, cadre_id=came.pk).unit == tree.cell
    assert not Review.objects.filter(cycle=cycle, cadre=went).exists()


def test_unit_that_ended_within_the_period_is_reviewed_and_a_former_one_is_not(tree, staff):
    today = localtime.today()
    in_period = org.make_unit("Chi bộ cũ", tree.commune, kind_code="chi-bo")
    long_gone = org.make_unit("Chi bộ xưa", tree.commune, kind_code="chi-bo")
    end_unit(unit_id=in_period.pk, version=in_period.version, actor=org.SYSTEM, on=today - timedelta(days=1))
    before = year_plan(tree.province).period_from - timedelta(days=1)
    end_unit(unit_id=long_gone.pk, version=long_gone.version, actor=org.SYSTEM, on=before)

    cycle = opened_cycle(tree.province, staff)

    assert Review.objects.filter(cycle=cycle, unit=in_period, cadre=None).exists()
    assert not Review.objects.filter(cycle=cycle, unit=long_gone).exists()


def test_tier_without_a_deadline_is_left_out_and_the_others_get_theirs(tree, staff):
    member = org.make_cadre("Lê Thị Mơ", tree.cell)
    early, late = this_year(12, 10), this_year(12, 20)

    cycle = opened_cycle(tree.province, staff, deadlines=(TierDeadline(3, late, late), TierDeadline(6, None, early)))

    assert review_of(cycle, unit=tree.commune).due_on == late
    assert review_of(cycle, cadre_id=member.pk).due_on == early
    assert not Review.objects.filter(cycle=cycle, unit__in=[tree.province, tree.cell], cadre=None).exists()


def test_running_again_creates_only_what_is_missing(tree, staff):
    cycle = opened_cycle(tree.province, staff)
    before = set(Review.objects.filter(cycle=cycle).values_list("pk", flat=True))
    late = org.make_cadre("Ngô Thị Muộn", tree.cell)

    job = generate(cycle, staff)

    after = set(Review.objects.filter(cycle=cycle).values_list("pk", flat=True))
    assert job.state == JobState.DONE
    assert after - before == {review_of(cycle, cadre_id=late.pk).pk}


def test_a_run_tells_whom_it_made_a_review_for_and_how_many_of_those_looked_at_have_none(tree, staff):
    org.make_cadre("Ngô Thị Ở", tree.cell)
    moved_out = org.make_cadre("Vũ Thị Xa", tree.cell)
    CellMembership.objects.filter(cadre=moved_out).update(ended_on=this_year(1, 31))
    CellMembership.objects.create(cadre=moved_out, unit=tree.other_cell, started_on=this_year(2, 1))

    cycle = opened_cycle(tree.province, staff, scope_id=tree.commune.pk)

    job = generation.generation_job(cycle)
    assert job is not None
    assert (job.steps_done, generated_by(job)) == (4, Generated(made=3, followed=0, without=1))


def test_each_review_leaves_an_audit_row_of_the_requester(tree, staff):
    cycle = opened_cycle(tree.province, staff)

    rows = AuditEntry.objects.filter(verb="review.generate", user_id=staff.user_id)
    assert rows.count() == Review.objects.filter(cycle=cycle).count() > 0


def test_two_requests_at_once_are_one_job(tree, staff):
    cycle = opened_cycle(tree.province, staff)

    first = generate_reviews(cycle_id=cycle.pk, actor=staff)
    second = generate_reviews(cycle_id=cycle.pk, actor=staff)

    assert first == second


def test_job_of_a_closed_cycle_fails_with_the_reason(tree, staff):
    cycle = opened_cycle(tree.province, staff)
    job = generate_reviews(cycle_id=cycle.pk, actor=staff)
    close_cycle(cycle_id=cycle.pk, version=cycle.version, actor=staff)

    run_job(job)

    assert (job.state, job.error) == (
        JobState.FAILED,
        "Đợt kiểm điểm không còn mở nên không sinh thêm bản nào.",
    )


def test_progress_counts_every_collective_and_person(tree, staff, monkeypatch):
    for number in range(7):
        org.make_cadre(f"Trần Văn Số {number}", tree.cell)
    monkeypatch.setattr(generation, "BATCH", 3)

    cycle = opened_cycle(tree.province, staff)

    job = generation.generation_job(cycle)
    assert job is not None
    assert (job.steps_done, job.steps_all) == (13, 13)
    twice = Review.objects.values("cycle", "unit", "cadre").annotate(times=Count("pk")).filter(times__gt=1)
    assert not twice.exists()


def test_draft_cycle_has_no_reviews(tree, staff):
    cycle = drafted_cycle(tree.province, staff)

    assert not Review.objects.filter(cycle=cycle).exists()
    assert generation.generation_job(cycle) is None


class TestChangesOfPosts:
    """Whoever moves after the generation is followed by the next run, as long as the form is with its writer."""

    @pytest.fixture
    def mover(self, tree):
        return org.make_cadre("Nguyễn Văn Cường", tree.cell)

    @pytest.fixture
    def moved(self, tree, staff, mover):
        """Generated as deputy of one commune, then head of the other with the cell there."""
        today = localtime.today()
        former = org.hold(org.make_post(tree.commune, Position.DEPUTY), mover, today - timedelta(days=40))
        cycle = opened_cycle(tree.province, staff)
        end_tenure(tenure_id=former.pk, version=None, actor=org.SYSTEM, on=today - timedelta(days=1))
        org.hold(org.make_post(tree.other_commune), mover, today)
        org.join_cell(mover, tree.other_cell, today)
        return cycle

    def test_new_post_brings_segment_places_and_manager(self, tree, staff, mover, moved):
        generate(moved, staff)

        review, today = review_of(moved, cadre_id=mover.pk), localtime.today()
        assert (review.unit, review.position) == (tree.other_commune, "head")
        assert set(review.place_unit_ids) == {tree.other_cell.pk, tree.other_commune.pk}
        assert set(review.places.values_list("unit_id", flat=True)) == set(review.place_unit_ids)
        assert [(s.unit, s.held_to) for s in Segment.objects.filter(review=review)] == [
            (tree.commune, today - timedelta(days=1)),
            (tree.other_commune, this_year(12, 31)),
        ]
        assert AuditEntry.objects.filter(verb="review.follow", target_id=review.pk).count() == 1

    def test_next_run_finds_nothing_more_to_follow(self, staff, moved):
        generate(moved, staff)

        job = generate(moved, staff)

        assert (job.steps_done, job.steps_all) == (0, 0)

    def test_member_who_becomes_leader_writes_the_leaders_form_unless_the_writing_began(self, tree, staff):
        early, late = org.make_cadre("Lê Thị Sớm", tree.cell), org.make_cadre("Lê Thị Muộn", tree.cell)
        cycle = opened_cycle(tree.province, staff)
        Review.objects.filter(cadre=late).update(started_at=localtime.now())
        for cadre in (early, late):
            org.hold(org.make_post(tree.commune, Position.MEMBER, f"Ủy viên {cadre}"), cadre, localtime.today())

        generate(cycle, staff)

        assert review_of(cycle, cadre_id=early.pk).template.code == "2B"
        assert review_of(cycle, cadre_id=late.pk).template.code == "2A"

    def test_what_was_written_before_there_was_a_post_goes_with_the_first_one(self, tree, staff):
        mover = org.make_cadre("Lê Thị Muộn", tree.cell)
        cycle = opened_cycle(tree.province, staff)
        review, author = review_of(cycle, cadre_id=mover.pk), org.acting(org.make_account("le.thi.muon", cadre=mover))
        asked = TemplateSection.objects.filter(template=review.template, per_segment=True).earliest("order")
        edit = Edit("answer", f"{asked.pk}-0", {"text": "Viết từ đầu năm.", "score": Decimal(7)})
        save_answers(review_id=review.pk, actor=author, edits=[edit])
        org.hold(org.make_post(tree.commune, Position.MEMBER, "Ủy viên"), mover, localtime.today())

        generate(cycle, staff)

        review = Review.objects.with_subject().get(pk=review.pk)
        (view,) = (
            v
            for v in SheetForm(
                contents_of(review, Round.objects.get(review=review)), SheetOptions(review), None
            ).sections
            if v.section == asked
        )
        assert [c.value for row in view.rows for c in row.controls.values()] == ["Viết từ đầu năm.", "7"]
        assert {a.updated_by_name for a in Answer.objects.filter(round__review=review)} == {author.name}

    def test_a_page_from_before_the_first_post_writes_nothing_where_nobody_would_see_it(self, tree, staff):
        mover = org.make_cadre("Lê Thị Muộn", tree.cell)
        cycle = opened_cycle(tree.province, staff)
        review, author = review_of(cycle, cadre_id=mover.pk), org.acting(org.make_account("le.thi.muon", cadre=mover))
        asked = TemplateSection.objects.filter(template=review.template, per_segment=True).earliest("order")
        seen = save_answers(
            review_id=review.pk, actor=author, edits=[Edit("answer", f"{asked.pk}-0", {"text": "Viết từ đầu năm."})]
        ).tokens["answer", f"{asked.pk}-0"]
        org.hold(org.make_post(tree.commune, Position.MEMBER, "Ủy viên"), mover, localtime.today())
        generate(cycle, staff)

        late = Edit("answer", f"{asked.pk}-0", {"text": "Viết tiếp trên trang cũ.", "score": Decimal(8)}, seen)
        outcome = save_answers(review_id=review.pk, actor=author, edits=[late])
        same = Edit("answer", f"{asked.pk}-0", {"text": "Viết từ đầu năm.", "score": Decimal(9)}, seen)
        again = save_answers(review_id=review.pk, actor=author, edits=[same])

        assert [edit.values for edit in outcome.gone] == [{"text": "Viết tiếp trên trang cũ."}]
        assert again.gone == []
        assert {a.text for a in Answer.objects.filter(round__review=review)} == {"", "Viết từ đầu năm."}

    def test_submitted_review_is_left_alone(self, tree, staff, mover, moved):
        Review.objects.filter(cadre=mover).update(state=ReviewState.SUBMITTED)

        generate(moved, staff)

        assert review_of(moved, cadre_id=mover.pk).unit == tree.commune

    def test_place_with_a_remark_stays(self, tree, staff, mover, moved):
        ReviewPlace.objects.filter(review__cadre=mover, unit=tree.commune).update(remark="Làm việc tốt.")

        generate(moved, staff)

        assert tree.commune.pk in review_of(moved, cadre_id=mover.pk).place_unit_ids
