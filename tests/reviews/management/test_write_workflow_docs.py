"""docs/workflow.md says what the workflow tables say, and every table is in it."""

from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.core.management import CommandError, call_command

import reviews.workflow
from reviews.management.commands.write_workflow_docs import PAGE, TABLES, workflow_page
from reviews.workflow.table import Workflow


def test_the_page_in_the_repository_is_current():
    call_command("write_workflow_docs", "--check")


def test_every_workflow_of_the_code_is_on_the_page():
    modules = [import_module(f"reviews.workflow.{found.name}") for found in iter_modules(reviews.workflow.__path__)]
    tables = {id(value) for module in modules for value in vars(module).values() if isinstance(value, Workflow)}

    assert {id(workflow) for *_, workflow in TABLES} == tables


def test_a_page_out_of_date_fails_the_check(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / PAGE).parent.mkdir()
    (tmp_path / PAGE).write_text(workflow_page().replace("may_return", "may_anybody"), encoding="utf-8")

    with pytest.raises(CommandError, match="out of date"):
        call_command("write_workflow_docs", "--check")
    call_command("write_workflow_docs")
    call_command("write_workflow_docs", "--check")


def test_who_may_require_a_re_review_stands_in_one_line():
    line = next(line for line in workflow_page().splitlines() if line.startswith("| `rereview`"))

    assert "rules.appraisals.may_return" in line
    assert "standing committee of exactly the managing unit" in line
