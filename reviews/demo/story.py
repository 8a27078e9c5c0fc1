"""The whole demo, chapter by chapter, in one transaction: all of it or nothing."""

from collections.abc import Callable
from random import Random

from django.db import transaction

from cadres.roles import routine
from core import localtime
from core.planner import count_rows_anew
from reviews.actions.reference import load_reference
from reviews.demo import (
    below,
    followed,
    further,
    grounds,
    last_year,
    letters,
    moves,
    pledges,
    register,
    remediation,
    reminders,
    situation,
    steps,
    this_year,
    working_groups,
)
from reviews.demo.accounts import open_accounts
from reviews.demo.calendar import DemoCalendar, on
from reviews.demo.organisation import build_province
from reviews.demo.steps import Story
from reviews.models import Cycle
from reviews.rules.cycle_plans import TierDeadline
from reviews.states import CycleKind

LOADING = routine("Nạp dữ liệu chuẩn")


@transaction.atomic
def tell(seed: int, say: Callable[[str], None]) -> None:
    """Found the province, tell last year and this year; `say` is told each chapter as it begins."""
    load_reference(LOADING)
    calendar = DemoCalendar(localtime.today())
    say("Đơn vị, cán bộ, tài khoản")
    world = build_province(calendar, Random(seed))  # noqa: S311  a story, not a secret
    count_rows_anew()
    story = Story(world, open_accounts(world))
    say(f"Đợt năm {calendar.year - 1}: viết, trình, thẩm định")
    last = last_year.tell_last_year(story)
    say("Khắc phục hạn chế")
    remediation.follow_last_year(story, last)
    followed.follow_the_rest(story, last)
    say(f"Đợt năm {calendar.year}: mở đợt, bản của tập thể")
    count_rows_anew()
    moves.move_leaders(world)
    cycle = this_year.open_this_year(story)
    this_year.write_collectives(story, cycle)
    say("Sổ căn cứ, gợi ý kiểm điểm sâu, thẩm định")
    grounds.register_grounds(story)
    letters.issue_letters(story, cycle)
    this_year.appraise_collectives(story, cycle)
    situation.report_so_far(story, cycle)
    followed.link_what_came_again(story, cycle)
    say("Bản của cá nhân")
    this_year.write_persons(story, cycle)
    this_year.write_moved(story, cycle)
    this_year.review_again(story, cycle)
    letters.prepare_letters(story, cycle)
    letters.register_hard_tasks(story, cycle)
    working_groups.send_groups(story, cycle)
    say("Đảng bộ cơ sở, chi bộ, bản cam kết")
    below.work_below(story, cycle)
    further.suggest_further(story, cycle)
    pledges.hand_in_pledges(story, cycle)
    this_year.read_by_others(story, last)
    register.keep_register(story, cycle, last)
    prepare_next(story)
    reminders.remind(story)
    count_rows_anew()


def prepare_next(story: Story) -> Cycle:
    """A cycle still in preparation, over one commune: whoever tries the application can open it and walk through it."""
    calendar = story.world.calendar
    deadlines = (
        TierDeadline(3, calendar.ahead(20), calendar.ahead(25)),
        TierDeadline(4, calendar.ahead(20), calendar.ahead(25)),
        TierDeadline(6, calendar.ahead(20), calendar.ahead(25)),
    )
    with on(calendar.ago(1), 17):
        return steps.open_year(
            story,
            f"Kiểm điểm chuyên đề quản lý đất đai, trật tự xây dựng năm {calendar.year}",
            "52-KH/TU",
            calendar.ago(2),
            calendar.period,
            deadlines,
            scope=story.world.unit("tan-son"),
            kind=CycleKind.THEME,
            opened=False,
        )
