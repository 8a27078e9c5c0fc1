"""Measuring a suggestion to 29 collectives and 137 persons: issuing it, and its pack of 166 letters against the bare engine."""

import shutil
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse

from cadres.actors import actor_of
from cadres.models import User
from cadres.roles import Actor
from config.local import processes
from core import formats, jobs, localtime
from core.models import OPEN_JOB_STATES, Job, JobState
from reviews.actions import deep_reviews as life
from reviews.actions import deep_reviews_drafting as drafting
from reviews.actions.deep_reviews_drafting import LetterText, TopicText
from reviews.actions.reports import request_report
from reviews.models import Cycle, DeepReview, DeepReviewTarget, Review
from reviews.reports import suggestion_letter
from reviews.reports.rendering import render
from reviews.states import Ground, ReviewState, Subject
from tests.bench.printing import PATIENCE, PROCESSES, SELDOM, rate_of_engines, said, start_engine, start_worker
from tests.bench.timing import counting_queries
from tests.bench.visitor import Request, Visitor
from units.models import Unit

COLLECTIVES: Final = 29
PERSONS: Final = 137
ISSUES: Final = 3  # a letter is printed once: what warms the worker and each turn takes a suggestion of its own
TURNS: Final = 2
WARMING: Final = 4
_FIELDS = ("Quản lý đất đai", "Trật tự xây dựng", "Giải ngân vốn đầu tư công", "Thực hiện kết luận thanh tra")
_OWN = ("Công tác cán bộ", "Quản lý tài nguyên, khoáng sản")


@dataclass(frozen=True, slots=True)
class Issued:
    """To how many they went, what was issued, and the seconds and queries of each request that issued it."""

    targets: int
    rows: list[DeepReview]
    requests: list[tuple[float, int]]


def measure_letters(cycle: Cycle, password: str, folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    """Three issues over HTTP, then the packs of the last two and the bare engine in turns."""
    issued = issue_letters(cycle, password, ISSUES)
    return {
        "targets": issued.targets,
        "issue_s": sorted(seconds for seconds, _ in issued.requests)[ISSUES // 2],
        "issue_slowest_s": max(seconds for seconds, _ in issued.requests),
        "issue_queries": issued.requests[0][1],
        **_pack(issued.rows, folder, environment),
    }


def issue_letters(cycle: Cycle, password: str, issues: int) -> Issued:
    """So many suggestions to the same targets, issued over HTTP; the packs that the site prints of its own are called off."""
    chosen = _managed_by_the_province(cycle)
    rows = [_approved(cycle, chosen, number) for number in range(1, issues + 1)]
    visitor = Visitor(WSGIHandler())
    visitor.log_in("thuongtruc", password)
    issued = [_issue(visitor, row) for row in rows]
    for job in Job.objects.filter(params__report="suggestion_letters", state=JobState.QUEUED):
        jobs.cancel(job_id=job.pk)
    return Issued(len(chosen), rows, issued)


def _managed_by_the_province(cycle: Cycle) -> list[int]:
    """The reviews to suggest to, all of them put under the province for this: organisations, cells, and their people."""
    province = Unit.objects.get(parent=None)
    officials = User.objects.filter(username__in=("chuyenvien", "thuongtruc")).values("cadre_id")
    free = Review.objects.filter(cycle=cycle).exclude(state=ReviewState.ACCEPTED).exclude(state=ReviewState.SUBMITTED)
    seats = Unit.objects.filter(memberships__cadre__in=officials).values("pk")
    collectives = free.filter(subject=Subject.COLLECTIVE, unit__kind__tier__gte=4).exclude(unit__in=seats)
    persons = free.filter(subject=Subject.INDIVIDUAL).exclude(cadre__in=officials)
    chosen = [
        *collectives.order_by("unit__kind__tier", "pk").values_list("pk", flat=True)[:COLLECTIVES],
        *persons.order_by("pk").values_list("pk", flat=True)[:PERSONS],
    ]
    Review.objects.filter(pk__in=chosen).update(managing_unit=province)
    return chosen


def actor_called(username: str) -> Actor:
    """Who has this account."""
    return actor_of(User.objects.get(username=username))


def _approved(cycle: Cycle, chosen: Sequence[int], number: int) -> DeepReview:
    """Four topics for all, two for some of them alone, approved by another hand."""
    staff, title = actor_called("chuyenvien"), f"Gợi ý kiểm điểm sâu đợt {number}"
    row = drafting.draft_deep_review(cycle_id=cycle.pk, issuer_id=cycle.owner_id, actor=staff, title=title)
    due_on = localtime.today() + (localtime.today() - cycle.plan_date)
    text = LetterText(title, "Qua theo dõi tình hình.", (Ground.INSPECTION,), "Kết luận số 15/KL-TTr", due_on)
    topics = [
        TopicText(name, None, Ground.INSPECTION, "Vì sao kéo dài; trách nhiệm của ai.") for name in (*_FIELDS, *_OWN)
    ]
    row = drafting.edit_deep_review(deep_review_id=row.pk, version=row.version, actor=staff, text=text, topics=topics)
    row = drafting.add_targets(deep_review_id=row.pk, version=row.version, actor=staff, review_ids=chosen)
    targets = list(row.targets.values_list("pk", flat=True))
    own = {topic.pk: targets[place::5] for place, topic in enumerate(row.topics.filter(title__in=_OWN))}
    row = drafting.assign_topics(deep_review_id=row.pk, version=row.version, actor=staff, only_for=own)
    row = life.propose_deep_review(deep_review_id=row.pk, version=row.version, actor=staff)
    return life.approve_deep_review(deep_review_id=row.pk, version=row.version, actor=actor_called("thuongtruc"))


def _issue(visitor: Visitor, row: DeepReview) -> tuple[float, int]:
    """The seconds that the server has the request, and its queries."""
    sent = {
        "version": row.version,
        "number": f"{500 + row.pk}-CV/TU",
        "issued_on": formats.day(localtime.today()),
        "signer_post": "Phó Bí thư Thường trực",
        "signer_name": "Hoàng Gia Lộc",
    }
    with counting_queries() as statements:
        answer = visitor.send(Request(reverse("reviews:issue_deep_review", args=[row.pk]), sent))
    if answer.status != 302:
        raise SystemExit(f"Không ban hành được văn bản để đo ({answer.status}).")
    return answer.seconds, len(statements)


def _pack(rows: Sequence[DeepReview], folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    actor = actor_called("thuongtruc")
    targets = write_letters(rows[0], actor, folder)
    engines = [start_engine(folder, share) for share in range(PROCESSES)]
    worker = start_worker(environment)
    try:
        for engine in engines:
            said(engine)
        warming = [request_report(kind="target_letter", about=one.pk, actor=actor) for one in targets[:WARMING]]
        wait_for([job.pk for job in warming])
        turns = [
            (len(targets) / print_pack(row, actor), rate_of_engines(engines, len(targets))) for row in rows[-TURNS:]
        ]
    finally:
        for child in (*engines, worker):
            processes.stop(child, signal.SIGTERM, patience=10)
        shutil.rmtree(folder)
    ours, theirs = max(ours for ours, _ in turns), max(theirs for _, theirs in turns)
    return {
        "letters": len(targets),
        "letters_a_second": ours,
        "engine_letters_a_second": theirs,
        "ratio": ours / theirs,
    }


def write_letters(row: DeepReview, actor: Actor, folder: Path) -> list[DeepReviewTarget]:
    """What the engine gets for each letter, as files of the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    targets = list(suggestion_letter.targets_of_pack(actor, row.pk))
    for number, target in enumerate(targets):
        html = render(suggestion_letter.collect_for_target(actor, target=target.pk))
        (folder / f"{number:03}.html").write_text(html)
    return targets


def print_pack(row: DeepReview, actor: Actor) -> float:
    """The seconds from asking for the pack to its file."""
    begun = localtime.now()
    job = request_report(kind="suggestion_letters", about=row.pk, actor=actor)
    wait_for([job.pk])
    job.refresh_from_db()
    assert job.finished_at is not None
    return (job.finished_at - begun).total_seconds()


def wait_for(asked: Sequence[int]) -> None:
    """Until all these jobs are done; stops the run where one failed."""
    deadline = time.monotonic() + PATIENCE
    found = Job.objects.filter(pk__in=asked)
    while found.filter(state__in=OPEN_JOB_STATES).exists():
        if time.monotonic() > deadline:
            raise SystemExit("Tiến trình nền không in xong bộ văn bản, xem var/log/bench.log.")
        time.sleep(SELDOM)
    if failed := found.exclude(state=JobState.DONE).first():
        raise SystemExit(f"Không in được bộ văn bản để đo: {failed.error}")
