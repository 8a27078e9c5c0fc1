"""The files that go with a review, made here as offices make them and attached by the same action."""

import io
from collections.abc import Callable, Sequence

from django.core.files.base import ContentFile
from django.utils.html import escape

from cadres.roles import Actor
from core.pdf import html_to_pdf
from reviews.actions.attachments import attach_file
from reviews.actions.ground_files import attach_ground_file
from reviews.demo.texts.attachments import ACCEPTED, CONCLUSIONS, DISBURSED, DONE_SO_FAR, MINUTES, SIGNED, SOURCE
from reviews.models import Attachment, RegisteredGround, Review


def attach_papers(review: Review, writer: Actor) -> None:
    """A conclusion as PDF, minutes as a Word text, the figures as a sheet."""
    papers: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
        ("Thông báo kết luận giao ban tiến độ.pdf", "Đã ký, kèm theo mục hạn chế.", _conclusions),
        ("Biên bản làm việc với các hộ dân ấp Đông.docx", "", _minutes),
        ("Số liệu giải ngân 9 tháng theo dự án.xlsx", "Đơn vị tính: tỷ đồng.", _figures),
    )
    for name, note, made in papers:
        attach_file(review_id=review.pk, actor=writer, content=ContentFile(made()), name=name, note=note)


def attach_signed_paper(review: Review, writer: Actor) -> None:
    """The scan of what a person wrote by hand and signed."""
    heading, points = SIGNED
    name = "Bản tự kiểm điểm viết tay, đã ký.pdf"
    attach_file(
        review_id=review.pk,
        actor=writer,
        content=ContentFile(_paper(heading, points)),
        name=name,
        kind=Attachment.Kind.SIGNED_PAPER,
    )


def attach_source(ground: RegisteredGround, writer: Actor) -> None:
    """The conclusion that a ground of the register rests on."""
    heading, points = SOURCE
    content = ContentFile(_paper(heading, points))
    attach_ground_file(ground_id=ground.pk, actor=writer, content=content, name="Kết luận thanh tra số 21 (trích).pdf")


def evidence_of_work() -> ContentFile:
    """What goes with a report that something is done."""
    return ContentFile(_paper(*ACCEPTED), name="Biên bản nghiệm thu, bàn giao.pdf")


def evidence_for_the_public() -> ContentFile:
    """What those who follow a hard task may have."""
    from openpyxl import Workbook  # here, as below

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Kiến nghị")
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 24
    sheet.column_dimensions["C"].width = 48
    for row in (("Kiến nghị", "Tình hình", "Minh chứng"), *DONE_SO_FAR):
        sheet.append(row)
    return ContentFile(_saved(book.save), name="Danh sách kiến nghị đã thực hiện.xlsx")


def _conclusions() -> bytes:
    return _paper(*CONCLUSIONS)


def _paper(heading: str, points: Sequence[str]) -> bytes:
    items = "".join(f"<li>{escape(point)}</li>" for point in points)
    return html_to_pdf(
        f"<html lang=vi><title>{escape(heading)}</title><h1>{escape(heading)}</h1><ol>{items}</ol></html>"
    )


def _minutes() -> bytes:
    from docx import Document  # here, for nothing but the demo writes Word texts

    heading, paragraphs = MINUTES
    document = Document()
    document.add_heading(heading, level=1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return _saved(document.save)


def _figures() -> bytes:
    from openpyxl import Workbook  # here, as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Giải ngân")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["E"].width = 30, 40
    sheet.append(["Dự án", "Kế hoạch vốn", "Đã giải ngân", "Tỷ lệ (%)", "Tình hình"])
    for name, plan, paid, stand in [*DISBURSED, _sum(DISBURSED)]:
        sheet.append([name, plan, paid, round(100 * paid / plan, 1), stand])
    return _saved(book.save)


def _sum(rows: Sequence[tuple[str, float, float, str]]) -> tuple[str, float, float, str]:
    return "Cộng", sum(row[1] for row in rows), round(sum(row[2] for row in rows), 2), ""


def _saved(save: Callable[[io.BytesIO], None]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()
