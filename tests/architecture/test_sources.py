"""What holds for every file of the project."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("config", "core", "units", "cadres", "reviews")
LONGEST_FILE = 300
VAGUE_NAMES = {"utils", "helpers", "misc", "manager", "common"}


def committed_files() -> list[Path]:
    """Files git knows or would take; what is ignored does not count."""
    trusted = ["-c", "safe.directory=*"]  # a clone made by one account and tested by another, as in a container
    command = ["git", *trusted, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def python_files() -> list[Path]:
    files = [file for file in committed_files() if file.suffix == ".py" and "migrations" not in file.parts]
    return [file for file in files if file.relative_to(ROOT).parts[0] in APPS]


def test_no_module_is_longer_than_a_reader_can_hold():
    long = {str(file.relative_to(ROOT)): file.read_text().count("\n") for file in python_files()}

    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}, "is it two things?"


def test_no_module_has_a_name_that_says_nothing():
    assert [file for file in python_files() if file.stem in VAGUE_NAMES] == []


def test_nothing_reacts_behind_the_back_of_an_action():
    """No Django signals, and no rule in save()."""
    found = []
    for file in python_files():
        text = file.read_text()
        if "django.db.models.signals" in text or "django.dispatch" in text:
            found.append(file)
    assert found == []


def test_every_public_function_says_what_it_does():
    bare = []
    for file in python_files():
        for node in ast.parse(file.read_text()).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if ast.get_docstring(node) is None:
                bare.append(f"{file.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert bare == []


@pytest.mark.parametrize("name", sorted(file.name for file in ROOT.glob("requirements*.txt")))
def test_locked_python_packages_have_hashes_and_no_addresses(name):
    text = (ROOT / name).read_text()

    assert "://" not in text
    assert "--index-url" not in text
    blocks = [block for block in text.replace("\\\n", " ").splitlines() if block and block[0] not in "# "]
    assert blocks
    assert [block for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []


def test_locked_npm_packages_have_no_addresses():
    text = (ROOT / "package-lock.json").read_text()

    assert '"resolved"' not in text
    assert '"integrity"' in text


def test_templates_hold_no_script_or_style_of_their_own():
    """The content security policy would silently switch them off."""
    found = []
    for file in (ROOT / "templates").rglob("*.html"):
        if "reports" in file.relative_to(ROOT / "templates").parts[:1]:
            continue  # print templates carry their style sheet with them and never reach a browser as a page
        text = file.read_text()
        if any(sign in text for sign in ("<style", "style=", "onclick=", "onsubmit=", "onchange=", "hx-on")):
            found.append(str(file.relative_to(ROOT)))
        if "<script>" in text:
            found.append(str(file.relative_to(ROOT)))
    assert found == []
