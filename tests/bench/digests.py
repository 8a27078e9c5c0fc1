"""Measuring the digests of a morning: 10,000 people, each with something due, among 200,000 items of remediation.

`python -m tests.bench.digests` writes them once, by the job of the application, in a process of its own, and prints its
seconds and how its memory grew from the first chunks to the last.
"""

import json
import subprocess
import sys
import time
from datetime import datetime, timedelta
from datetime import time as clock_time
from typing import Any

import django
from django.db import connection

from config.local import processes

PEOPLE = 10_000
ITEMS_OF_A_PERSON = 20
DAYS_APART = 37  # the deadlines of a person's items, spread over the year before and after
YEAR = 365
BATCH = 2000
CHUNKS = 10


def seed_digests() -> None:
    """Everybody gets a personal plan of twenty items, the first due in a week; everybody has an address."""
    from cadres.models import User  # Django has to stand first where this module is started by itself
    from core import days_off, localtime
    from core.planner import count_rows_anew
    from reviews.models import RemediationItem, RemediationPlan, Review
    from reviews.states import ReviewState, Subject
    from tests.bench.province import build_province

    world = build_province(PEOPLE)
    day = days_off.calendar().next_working_day(localtime.today())
    cycle, template = _cycle_and_form(world.top, day)
    cells = {cadre.pk: world.cells[n * len(world.cells) // len(world.people)] for n, cadre in enumerate(world.people)}
    reviews = Review.objects.bulk_create(
        [
            Review(
                cycle=cycle,
                subject=Subject.INDIVIDUAL,
                unit=cells[cadre.pk],
                cadre=cadre,
                managing_unit=cells[cadre.pk].parent,
                template=template,
                state=ReviewState.ACCEPTED,
                due_on=day,
                place_unit_ids=[cells[cadre.pk].pk],
            )
            for cadre in world.people
        ],
        batch_size=BATCH,
    )
    plans = RemediationPlan.objects.bulk_create(
        [RemediationPlan(review=review) for review in reviews], batch_size=BATCH
    )
    due = day + timedelta(days=7)
    items = [
        RemediationItem(
            plan=plan,
            cycle_id=review.cycle_id,
            unit_id=review.unit_id,
            managing_unit_id=review.managing_unit_id,
            cadre_id=review.cadre_id,
            order=1,
            limitation="Chậm xử lý việc tồn đọng đã được chỉ ra",
            action="Rà soát, lập danh mục việc tồn đọng và xử lý dứt điểm từng việc, báo cáo chi bộ hằng tháng",
            due_on=due,
            first_due_on=due,
        )
        for plan, review in zip(plans, reviews, strict=True)
    ]
    RemediationItem.objects.bulk_create(items, batch_size=BATCH)
    _multiply_items(RemediationItem)
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{User._meta.db_table}" SET email = username || %s', ["@hoa-giang.example"])
    count_rows_anew()


def _cycle_and_form(top: Any, day: Any) -> tuple[Any, Any]:
    from reviews.models import Catalogue, Cycle, FormTemplate
    from reviews.states import CycleKind, CycleState

    template = FormTemplate.objects.filter(code="2A", published_on__isnull=False).latest("template_version")
    cycle = Cycle.objects.create(
        name="Kiểm điểm năm trước",
        kind=CycleKind.YEAR,
        owner=top,
        scope=top,
        plan_number="45-KH/TU",
        plan_date=day - timedelta(days=YEAR),
        period_from=day - timedelta(days=YEAR),
        period_to=day,
        profile=template.profile,
        catalogue=Catalogue.objects.latest("catalogue_version"),
        state=CycleState.OPEN,
    )
    return cycle, template


def _multiply_items(model: Any) -> None:
    """The other nineteen of each person: the same row with another number and deadline."""
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    due = f"due_on + ((number * {DAYS_APART}) %% {2 * YEAR} - {YEAR})"
    changed = {"order": "number", "due_on": due, "first_due_on": due}
    said = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {said} FROM "{table}", generate_series(2, %s) AS number '
            'WHERE "order" = 1',
            [ITEMS_OF_A_PERSON],
        )


def measure_digests(environment: dict[str, str]) -> dict[str, Any]:
    """What the process of `main` found, in the database of the environment."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.digests"], check=True, env=environment, stdout=subprocess.PIPE
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Write the digests of the next working morning and print what that cost."""
    django.setup()
    from core import days_off, jobs, localtime
    from reviews.actions import reminders
    from reviews.models import OutgoingMessage

    reminders.PEOPLE_AT_A_TIME = PEOPLE // CHUNKS
    day = days_off.calendar().next_working_day(localtime.today())
    megabytes: list[float] = []
    kept = jobs.Run.progress

    def weigh(run: jobs.Run, *args: Any, **facts: Any) -> None:
        megabytes.append(processes.resident_megabytes())
        kept(run, *args, **facts)

    jobs.Run.progress = weigh  # type: ignore[method-assign, assignment]
    with localtime.clock_at(datetime.combine(day, clock_time(8), tzinfo=localtime.HO_CHI_MINH)):
        begun, cpu = time.monotonic(), time.process_time()
        job = reminders.begin_digests()
        assert job is not None
        jobs.run(job.pk)
        seconds, cpu_seconds = time.monotonic() - begun, time.process_time() - cpu
    written = OutgoingMessage.objects.filter(day=day)
    print(
        json.dumps(
            {
                "people": written.count(),
                "entries": sum(written.values_list("entry_count", flat=True)),
                "seconds": seconds,
                "cpu_seconds": cpu_seconds,
                "mb_second_chunk": megabytes[1],
                "mb_last_chunk": megabytes[-1],
            }
        ),
        flush=True,
    )


if __name__ == "__main__":
    main()
