"""The report on the situation so far: its numbers stand, while the work goes on."""

from reviews.actions.appraisal_papers import PaperText
from reviews.actions.situation_reports import issue_situation_report
from reviews.demo.calendar import on
from reviews.demo.steps import Story
from reviews.models import Cycle


def report_so_far(story: Story, cycle: Cycle) -> None:
    """Issued by the standing committee before the persons have written."""
    day = story.world.calendar.ago(6)
    paper = PaperText("31-BC/TU", day, "Phó Bí thư Thường trực", story.standing.name)
    with on(day, 16):
        issue_situation_report(cycle_id=cycle.pk, actor=story.standing, text=paper)
