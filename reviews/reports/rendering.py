"""From a paper's values to HTML, PDF and Word: the same calls for every kind."""

from typing import ClassVar, Protocol

from django.template.loader import render_to_string

from core.paper.layouts import Layout
from core.paper.parts import LetterHead
from core.paper.seal import Seal
from core.paper.typesetting import set_letters, set_type
from core.paper.word_reading import word_of
from core.pdf import html_to_pdf


class Paper(Protocol):
    """What every printed paper offers; the rest is between it and its template."""

    TEMPLATE: ClassVar[str]

    @property
    def head(self) -> LetterHead:
        """Its letterhead."""

    @property
    def document_title(self) -> str:
        """Its title in the PDF's properties."""


def render(paper: Paper, seal: Seal | None = None) -> str:
    """The paper as one HTML document, laid out as prescribed on its date; with a seal, its code stands on every page."""
    return set_type(_filled(paper, seal))


def render_pdf(paper: Paper) -> bytes:
    """The paper as PDF."""
    return html_to_pdf(render(paper))


def render_archive(paper: Paper) -> bytes:
    """The paper as tagged PDF, produced with the PDF/A-3b profile; without the code of an issued one."""
    return html_to_pdf(render(paper), to_archive=True)


def render_word(paper: Paper) -> bytes:
    """The paper as DOCX, read from the same document."""
    return word_of(set_letters(_filled(paper)), layout_of(paper), is_landscape=_is_landscape(paper))


def render_excel(paper: Paper) -> bytes:
    """The tables of the paper as XLSX; for kinds alone that say so (`ReportKind.is_table`)."""
    from core.workbook_files import workbook  # 22 MB, which a worker that prints has no use for

    return workbook(paper.sheets, paper.document_title)  # type: ignore[attr-defined]


def layout_of(paper: Paper) -> Layout:
    """The layout profile of the paper's day."""
    return paper.head.layout


def _filled(paper: Paper, seal: Seal | None = None) -> str:
    context = {"paper": paper, "layout": layout_of(paper), "is_landscape": _is_landscape(paper), "seal": seal}
    context["is_draft"] = paper.head.is_draft
    return render_to_string(paper.TEMPLATE, context)


def _is_landscape(paper: Paper) -> bool:
    return bool(getattr(paper, "IS_LANDSCAPE", False))
