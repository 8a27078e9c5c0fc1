"""Step 7: ask for a paper, see it queued and done, download it, and find in it what was typed."""

from __future__ import annotations

from collections.abc import Callable

from core.models import Job
from tests.core.pdf_reading import body_text, embedded_fonts, folded
from tests.journeys.visitor import Visitor


def print_paper(reader: Visitor, address: str, work_off: Callable[[], list[Job]], link: str = "In báo cáo") -> str:
    """From the page with "In báo cáo" to the words of the file."""
    reader.open(address)
    reader.follow(link, within="noi-dung")
    reader.press("In báo cáo")
    run = reader.page.url
    assert reader.sees("Đang chờ")
    assert {job.state for job in work_off()} == {"done"}  # the letters of a suggestion wait beside it
    reader.open(run)
    assert reader.sees("Xong")
    file = reader.download("Tải về")
    assert all(font.startswith("Tinos") for font in embedded_fonts(file)), embedded_fonts(file)
    return body_text(file)


def assert_prints(paper: str, *typed: str) -> None:
    """Each text stands in the paper exactly as it was typed, white space folded."""
    for text in typed:
        assert folded(text) in paper, f"{text!r} is not in {paper[:3000]!r}"
