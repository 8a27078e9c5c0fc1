"""The main job from the plan of a cycle to the closed remediation item, as its people do it without JavaScript."""

import pytest

import reviews.tasks  # noqa: F401  registers what the worker runs
from tests.factories.reviews import review_of
from tests.journeys import appraising, remedying, sheets, suggesting, texts, watching
from tests.journeys.opening import open_cycle
from tests.journeys.printing import assert_prints, print_paper

pytestmark = pytest.mark.django_db


def test_a_cycle_goes_from_its_plan_to_a_closed_remedy(province, at_desk, work_off):
    cycle = open_cycle(at_desk("chuyenvien"), province, work_off)

    collective = review_of(cycle, unit=province.commune)
    sheets.fill_collective(at_desk("thuky"), at_desk("bithu"), collective)

    own = review_of(cycle, cadre_id=province.people["canbo"].pk)
    sheets.fill_own(at_desk("canbo"), own)
    sheets.confirm_former_post(at_desk("canbo"), at_desk("thuky_khac"), own, province)
    sheets.submit(at_desk("canbo"), own)
    sheets.nobody_else_reads(own, texts.NOTE, at_desk)

    letter = suggesting.draft_letter(at_desk("chuyenvien"), province)
    suggesting.approve_and_send(at_desk("thuongtruc"), letter, (at_desk("thuky"), at_desk("bithu"), at_desk("canbo")))
    assert [job.state for job in work_off()] == ["done"], "the letters of all who were suggested, in one pack"
    assert suggesting.reopened_for_the_suggestion(own)
    first, second = letter.topics.order_by("order")
    suggesting.acknowledge(at_desk("thuky"), letter)
    suggesting.answer_topics(at_desk("canbo"), own, [first], submitter=at_desk("canbo"))
    suggesting.answer_topics(at_desk("thuky"), collective, [first, second], submitter=at_desk("bithu"))

    staff, standing = at_desk("chuyenvien"), at_desk("thuongtruc")
    appraising.draft(staff, collective, appraising.SUPPLEMENT, texts.RETURN_REASON)
    appraising.refused_further_up(at_desk("trunguong"), collective)
    appraising.return_it(standing, collective)
    appraising.mend(at_desk("thuky"), at_desk("bithu"), collective)
    appraising.draft(staff, collective, appraising.ACCEPT, "Đã bổ sung đủ, chỉ rõ trách nhiệm.")
    appraising.accept(standing, collective)

    limitation, answered_first, answered_second = remedying.items_of(collective)
    assert (limitation.action, limitation.topic) == (texts.REMEDY, None)
    assert {answered_first.topic, answered_second.topic} == {first, second}
    remedying.overdue_stands_out("thuky", limitation)
    remedying.report(at_desk("thuky"), limitation)
    remedying.verify_and_close(staff, standing, limitation)

    paper = print_paper(at_desk("thuky"), f"/kiem-diem/{collective.pk}/", work_off)
    written = (*texts.STRENGTHS, texts.FAULT, texts.MENDED_CAUSE, texts.REMEDY, texts.EXPLANATION, *texts.COMMITMENTS)
    assert_prints(paper, *written, "BÁO CÁO kiểm điểm tập thể", "ĐẢNG CỘNG SẢN VIỆT NAM")
    paper = print_paper(at_desk("canbo"), f"/kiem-diem/{own.pk}/", work_off)
    assert_prints(paper, texts.AT_THE_FORMER_POST, texts.AT_THE_PRESENT_POST, texts.OWN_FAULT, "BẢN KIỂM ĐIỂM CÁ NHÂN")
    assert texts.NOTE not in paper, "the check against indicators is printed only where it is asked for"
    paper = print_paper(staff, f"/goi-y/{letter.pk}/", work_off)
    assert_prints(paper, texts.TOPIC, texts.CLARIFY, texts.SECOND_CLARIFY, suggesting.NUMBER)
    paper = print_paper(staff, f"/dot/{cycle.pk}/", work_off, link="In bảng tổng hợp")
    of_two_communes = "2 1 1 1 1 0"  # reviews, suggested, answered, accepted, returned, reviewed again
    assert_prints(paper, f"Cấp xã và đảng bộ trực thuộc tỉnh {of_two_communes}", cycle.plan_number)

    watching.each_role_sees_its_part(at_desk, collective, own)
    watching.the_author_sees_who_read(at_desk("canbo"), own)
