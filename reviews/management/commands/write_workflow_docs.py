"""Writes docs/workflow.md from the workflow tables, so that the page cannot say anything else than the code does."""

import inspect
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reviews.workflow.appraisals import APPRAISAL_WORKFLOW
from reviews.workflow.cycles import CYCLE_WORKFLOW
from reviews.workflow.deep_reviews import DEEP_REVIEW_WORKFLOW
from reviews.workflow.grounds import GROUND_WORKFLOW
from reviews.workflow.pledges import PLEDGE_WORKFLOW
from reviews.workflow.remediation import REMEDIATION_WORKFLOW
from reviews.workflow.sheets import REVIEW_WORKFLOW
from reviews.workflow.table import Workflow

PAGE = Path("docs") / "workflow.md"
TABLES: tuple[tuple[str, str, str, Workflow[Any]], ...] = (
    ("Cycle (đợt kiểm điểm)", "cycles", "CYCLE_WORKFLOW", CYCLE_WORKFLOW),
    ("Review (bản kiểm điểm)", "sheets", "REVIEW_WORKFLOW", REVIEW_WORKFLOW),
    ("Suggestion for deep review (gợi ý kiểm điểm sâu)", "deep_reviews", "DEEP_REVIEW_WORKFLOW", DEEP_REVIEW_WORKFLOW),
    ("Registered ground (căn cứ)", "grounds", "GROUND_WORKFLOW", GROUND_WORKFLOW),
    ("Appraisal of one round (thẩm định)", "appraisals", "APPRAISAL_WORKFLOW", APPRAISAL_WORKFLOW),
    ("Remediation item (việc khắc phục)", "remediation", "REMEDIATION_WORKFLOW", REMEDIATION_WORKFLOW),
    ("Yearly pledge (bản cam kết hằng năm)", "pledges", "PLEDGE_WORKFLOW", PLEDGE_WORKFLOW),
)
HEAD = """# Who may do what, and when

Written by `manage.py write_workflow_docs` from the tables in `reviews/workflow/`; a test fails when it is out of date.
A row is one verb: the word on the button, the states it may start from, the state it leads to, and the rule that says
who may. Actions and pages ask the same row; a rule says no with a sentence for the person, a wrong state with another.
"""


class Command(BaseCommand):
    help = "Write docs/workflow.md from the workflow tables; with --check only compare."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when the page is not what the tables say")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        page, wanted = Path(settings.BASE_DIR) / PAGE, workflow_page()
        if not check:
            page.write_text(wanted, encoding="utf-8")
            self.stdout.write(f"{PAGE} written")
        elif not page.exists() or page.read_text(encoding="utf-8") != wanted:
            raise CommandError(f"{PAGE} is out of date: run `manage.py write_workflow_docs`")


def workflow_page() -> str:
    """The whole page as Markdown."""
    return "\n".join([HEAD, *(_section(*table) for table in TABLES)])


def _section(title: str, module: str, name: str, workflow: Workflow[Any]) -> str:
    states = " · ".join(f"`{state.value}` {state.label}" for state in workflow.states)
    lines = [
        f"## {title}",
        "",
        f"`reviews/workflow/{module}.py`, `{name}`. States: {states}.",
        "",
        "| Verb | On the button | From | To | Rule | Who, and on what condition |",
        "|---|---|---|---|---|---|",
    ]
    for transition in workflow.transitions.values():
        sources = "; ".join(state.label for state in workflow.states if state in transition.sources)
        rule = transition.rule
        where = f"`{rule.__module__.removeprefix('reviews.')}.{rule.__name__}`"
        who = " ".join((inspect.getdoc(rule) or "").split())
        cells = (f"`{transition.name}`", transition.label, sources, transition.target.label, where, who)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])
