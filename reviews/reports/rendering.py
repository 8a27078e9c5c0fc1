"""From a paper's values to HTML and to PDF: the same two calls for every kind."""

from datetime import date
from typing import ClassVar, Protocol

from django.template.loader import render_to_string

from core import localtime
from core.paper.layouts import layout_on
from core.paper.parts import LetterHead
from core.paper.typesetting import set_type
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


def render(paper: Paper) -> str:
    """The paper as one HTML document, laid out as prescribed on its date (today's layout while it bears none)."""
    day: date = paper.head.day or localtime.today()
    return set_type(render_to_string(paper.TEMPLATE, {"paper": paper, "layout": layout_on(day)}))


def render_pdf(paper: Paper) -> bytes:
    """The paper as PDF."""
    return html_to_pdf(render(paper))
