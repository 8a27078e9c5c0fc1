"""The user guide: each screen leads to its section, each link and picture is there, and it speaks the words of the screens."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from config.guide import ENTRIES
from core import guide_pages
from tests.access.addresses import TABLE
from tests.factories import organisation as make

ROOT = Path(settings.BASE_DIR)
FILES = sorted(guide_pages.FOLDER.glob("*.md"))
LARGEST_PICTURE = 200_000
PARTS_OF_PAGES = {
    "reviews:generation_progress",
    "reviews:cycle_figures",
    "reviews:review_index",
    "reviews:report_run_progress",
    "reviews:download_report",
    "reviews:download_paper",
    "reviews:download_attachment",
    "reviews:download_evidence",
    "reviews:download_ground_file",
}
THE_GUIDE_ITSELF = {"core:guide", "core:guide_page", "core:guide_picture"}


def sections(page: str) -> set[str]:
    return {id_ for id_, _words in guide_pages.read_page(page).sections}


def test_every_screen_has_a_section():
    shown = {case.url_name for case in TABLE if not isinstance(case.get, int) or case.get == 200}
    before_log_in = {"cadres:login", "cadres:forgot_password", "cadres:reset_by_mail"}
    led = set().union(*(entry.url_names for entry in ENTRIES))

    assert shown - led - PARTS_OF_PAGES - THE_GUIDE_ITSELF - before_log_in == set(), "name them in config/guide.py"


def test_every_entry_names_a_page_a_section_and_addresses_that_exist():
    known = {":".join(parts) for parts in _url_names()}

    for entry in ENTRIES:
        assert entry.section in sections(entry.page), (entry.page, entry.section)
        assert entry.url_names <= known, entry.url_names - known


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_links_and_pictures_of_a_page_are_there(file):
    for target in re.findall(r"\]\(([^)]+)\)", file.read_text()):
        name, _, section = target.partition("#")
        assert (file.parent / name).is_file(), target
        assert not section or section in sections(Path(name).stem), target


def test_every_picture_is_shown_and_light():
    text = "".join(file.read_text() for file in FILES)

    for picture in guide_pages.PICTURES.glob("*.png"):
        assert f"anh/{picture.name}" in text, picture.name
        assert picture.stat().st_size <= LARGEST_PICTURE, picture.name


def test_words_in_bold_stand_on_the_screens():
    sources = [*(ROOT / "templates").rglob("*.html"), *ROOT.glob("*/**/*.py")]
    skipped = ("tests", ".venv", "node_modules", "var")
    screens = "\n".join(file.read_text() for file in sources if file.relative_to(ROOT).parts[0] not in skipped)
    said = {words for file in FILES for words in re.findall(r"\*\*(.+?)\*\*", file.read_text(), re.DOTALL)}
    unknown = {words for words in said if not _is_on_screen(" ".join(words.split()), screens)}

    assert unknown == set(), "the guide names what no screen says"


@pytest.mark.django_db
def test_the_guide_is_read_inside_the_application():
    client = make.login(Client(), make.make_account("doc", name="Người đọc"))

    assert "Hướng dẫn sử dụng" in client.get(reverse("core:guide")).text
    for name in guide_pages.page_names():
        page = client.get(reverse("core:guide_page", args=[name])).text
        assert guide_pages.read_page(name).title in page
        assert "](" not in page
    picture: Any = client.get(reverse("core:guide_picture", args=[guide_pages.picture_names()[0]]))
    assert b"".join(picture.streaming_content)[:4] == b"\x89PNG"
    for missing in (
        "/huong-dan/khong-co/",
        "/huong-dan/README/",
        "/huong-dan/anh/khong-co.png",
        "/huong-dan/anh/..png",
    ):
        assert client.get(missing).status_code == 404, missing


def _is_on_screen(words: str, screens: str) -> bool:
    parts = [part.strip() for part in re.split(r"…|\d+/\d+", words) if part.strip()]
    return all(part in screens for part in parts)


def _url_names(resolver: Any = None, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _url_names(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        else:
            yield (*spaces, str(pattern.name))
