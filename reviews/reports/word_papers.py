"""Letters, orders and notices as Word documents, from the very values that their PDF is printed from."""

from collections.abc import Callable
from typing import Any, Final

from core import localtime
from core.paper.layouts import layout_on
from core.paper.word import WordPaper
from reviews.reports.appraisal_papers import RereviewOrderPaper, ResultNoticePaper
from reviews.reports.rendering import Paper
from reviews.reports.suggestion_letter import SuggestionLetterPaper


def render_word(paper: Paper) -> bytes:
    """The paper as DOCX, laid out as prescribed on its date; KeyError for a kind that goes out as PDF alone."""
    document = WordPaper(
        layout_on(paper.head.day or localtime.today()), paper.document_title, paper.head.issuer.replace("\u00a0", " ")
    )
    document.add_head(paper.head)
    _WRITERS[type(paper)](document, paper)
    return document.content()


def _write_letter(document: WordPaper, paper: SuggestionLetterPaper) -> None:
    document.add_addressees(paper.addressees)
    document.add_text(paper.opening)
    for topic in paper.topics:
        document.add_point(f"{topic.ordinal}. {topic.title}")
        document.add_text(topic.origin)
        document.add_labelled("Căn cứ", topic.grounds)
        document.add_labelled("Nội dung cần làm rõ", topic.to_clarify)
        document.add_labelled("Tập thể, cá nhân kiểm điểm", topic.concerned)
    document.add_text(paper.closing)
    document.add_foot(paper.signature, paper.recipients)


def _write_order(document: WordPaper, paper: RereviewOrderPaper) -> None:
    document.add_addressees(paper.addressees)
    document.add_text(paper.opening)
    for ordinal, reason in enumerate(paper.reasons, start=1):
        document.add_text(f"{ordinal}. {reason}.")
    document.add_labelled("Cụ thể", paper.words)
    document.add_text(paper.closing)
    document.add_foot(paper.signature, paper.recipients)


def _write_notice(document: WordPaper, paper: ResultNoticePaper) -> None:
    document.add_heading(paper.heading)
    document.add_text(paper.opening)
    document.add_point(f"1. Kết quả chung: {paper.result}.")
    document.add_text(paper.reason)
    if paper.rows:
        document.add_point("2. Kết quả theo từng mục, nội dung được gợi ý:")
        rows = [(str(row.ordinal), row.name, row.result, row.remark) for row in paper.rows]
        document.add_table(("TT", "Mục, nội dung", "Kết quả", "Nhận xét"), (0.07, 0.43, 0.17, 0.33), rows, {0, 2})
    document.add_text(paper.closing)
    document.add_foot(paper.signature, paper.recipients)


_WRITERS: Final[dict[type[Any], Callable[[WordPaper, Any], None]]] = {
    SuggestionLetterPaper: _write_letter,
    RereviewOrderPaper: _write_order,
    ResultNoticePaper: _write_notice,
}
