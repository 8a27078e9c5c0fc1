"""Styles and scripts stay light for slow lines, and pages name only classes that a style sheet knows."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
MOST_BYTES = 60 * 1024


def content(name):
    file = finders.find(name)
    assert file is not None, f"{name} is named by the frame, but nowhere to be found"
    return Path(file).read_bytes()


def weight(name):
    return len(gzip.compress(content(name), 9))


def styles_of_the_frame():
    return re.findall(r"rel=\"stylesheet\" href=\"{% static '([^']+)'", (TEMPLATES / "base.html").read_text())


def scripts_of_the_frame():
    return re.findall(r"<script [^>]*src=\"{% static '([^']+)'", (TEMPLATES / "base.html").read_text())


def test_styles_and_scripts_of_any_page_fit_the_budget():
    own = {
        str(file.relative_to(ROOT / "static"))
        for file in (ROOT / "static").rglob("*")
        if file.suffix in {".js", ".css"}
    }
    everything = own | set(styles_of_the_frame()) | set(scripts_of_the_frame())

    assert sum(weight(name) for name in everything) <= MOST_BYTES


def test_pages_use_only_classes_that_a_style_sheet_knows():
    sheets = [*styles_of_the_frame(), *(f"css/{file.name}" for file in (ROOT / "static/css").glob("*.css"))]
    known = set()
    for sheet in sheets:
        known |= set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", content(sheet).decode()))
    unknown = set()
    for page in TEMPLATES.rglob("*.html"):
        if "reports" not in page.relative_to(TEMPLATES).parts:  # paper has a style sheet of its own
            unknown |= {(page.name, name) for name in _classes_in(page.read_text()) - known}

    assert unknown == set()


def _classes_in(source):
    """The class names written out in a template; those that a variable makes are left out."""
    names = set()
    for value in re.findall(r'class="((?:[^"{]|{%.*?%}|{{.*?}})*)"', source):
        without_tags = re.sub(r"{%.*?%}", " ", value)
        names |= set(re.sub(r"\S*{{.*?}}\S*", " ", without_tags).split())
    return names
