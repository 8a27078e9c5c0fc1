"""Numbers and issued papers: a report issued with its code, a letter frozen by its first print, a paper made elsewhere."""

from cadres.roles import Actor
from reviews.actions.issued_papers import issue_paper, prepare_issue
from reviews.actions.paper_numbers import cancel_number, enter_number, set_number_book
from reviews.actions.reports import request_report
from reviews.demo.calendar import on
from reviews.demo.steps import Story, collective_of, do_now
from reviews.models import Cycle, DeepReview, PaperNumber
from reviews.states import DeepReviewState


def keep_register(story: Story, cycle: Cycle, last: Cycle) -> None:
    """The province lets the application keep its register; the commune issues last year's report on its review."""
    calendar, province = story.world.calendar, story.world.province
    with on(calendar.ago(4), 9):
        _issue_report(story.secretary("tan-son"), collective_of(last, story.world.unit("tan-son")).pk, story)
    with on(calendar.ago(3), 10):
        letter = DeepReview.objects.filter(cycle=cycle, issuer=province, state=DeepReviewState.ISSUED).earliest("pk")
        do_now(request_report(kind="suggestion_letter", about=letter.pk, actor=story.staff))
        set_number_book(
            unit_id=province.pk, actor=story.staff, version=0, is_kept_here=True, counts_from=calendar.period[0]
        )
        _enter(story, "33-GM/TU", "Giấy mời họp giao ban công tác kiểm điểm")
        called_off = _enter(story, "34-GM/TU", "Giấy mời họp tổ giúp việc")
        cancel_number(number_id=called_off.pk, actor=story.staff, reason="Hoãn họp, giấy mời không gửi.")


def _enter(story: Story, number: str, words: str) -> PaperNumber:
    unit, day = story.world.province.pk, story.world.calendar.ago(3)
    return enter_number(unit_id=unit, actor=story.staff, number=number, issued_on=day, used_for=words)


def _issue_report(secretary: Actor, review: int, story: Story) -> None:
    run = request_report(kind="collective_review", about=review, actor=secretary)
    do_now(run)
    prepared = prepare_issue(job_id=run.pk, actor=secretary, serial="27", day=story.world.calendar.ago(4))
    do_now(prepared)
    issue_paper(job_id=prepared.pk, actor=secretary)
