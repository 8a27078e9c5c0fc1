"""The Word files after the schema of their format, and laid out by an office program as the printed copies are."""

import re
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reviews.reports.rendering import render_pdf, render_word
from tests.core.pdf_reading import folded, reader
from tests.reviews.reports import letter_samples, pictured, samples
from tests.reviews.reports.faces import text_of_word
from tests.reviews.reports.office_programs import faults_by_the_schema, printed_by_libreoffice

pytestmark = pytest.mark.slow

PAPERS: dict[str, Callable[[], Any]] = {
    "collective": samples.collective_review,
    "letter": letter_samples.suggestion_letter,
    "notice": pictured.result_notice,
    "register": pictured.register_of_hard_tasks,
    "summary": letter_samples.cycle_summary,
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One Word file of each kind of page: a report, letters with and without a heading, wide tables."""
    folder = tmp_path_factory.mktemp("word")
    made = {name: folder / f"{name}.docx" for name in PAPERS}
    for name, paper in PAPERS.items():
        made[name].write_bytes(render_word(paper()))
    return made


@pytest.mark.parametrize("name", PAPERS)
def test_it_keeps_to_the_schema_of_its_format(files, name):
    assert faults_by_the_schema(files[name]) == []


def test_the_schema_check_sees_a_fault(files, tmp_path):
    broken = tmp_path / "broken.docx"
    with zipfile.ZipFile(files["letter"]) as source, zipfile.ZipFile(broken, "w") as copy:
        for part in source.namelist():
            copy.writestr(part, source.read(part).replace(b"<w:tblLook", b"<w:tblLooks"))

    assert any("tblLooks" in fault for fault in faults_by_the_schema(broken))


def test_libreoffice_lays_them_out_like_the_printed_copies(files, tmp_path):
    office = printed_by_libreoffice(files.values(), tmp_path)

    for name, paper in PAPERS.items():
        pages = len(reader(render_pdf(paper())).pages)
        assert abs(len(reader(office[name].read_bytes()).pages) - pages) <= 1, name
        read, written = Counter(words_of_pdf(office[name])), Counter(_WORD.findall(text_of_word(paper())))
        assert written - read == Counter(), name
        assert [word for word in {*read} - {*written} if not word.isdigit()] == [], (
            name
        )  # no text has the pages' numbers


_WORD = re.compile(r"\w+")  # a line may end behind a stroke


def words_of_pdf(file: Path) -> list[str]:
    read = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True)
    return _WORD.findall(folded(read.stdout))
