"""docs/where-is.md points to names that exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = re.findall(r"^\| (.+\?) \| `([\w/]+\.py)` `(\w+)` \|$", (ROOT / "docs/where-is.md").read_text(), re.MULTILINE)


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assigned = {
        target.id
        for node in tree.body
        for target in (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if isinstance(target, ast.Name)
    }
    return defined | assigned


def test_every_row_of_the_page_is_read():
    table = [line for line in (ROOT / "docs/where-is.md").read_text().splitlines() if line.startswith("| ")]

    assert len(ROWS) == len(table) - 1
    assert len(ROWS) >= 20


@pytest.mark.parametrize(("question", "file", "name"), ROWS, ids=[row[2] for row in ROWS])
def test_where_is_points_to_a_name_that_exists(question, file, name):
    assert name in names_in(ROOT / file), question
