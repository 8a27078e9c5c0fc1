"""What a file is, judged by its content alone: PDF, PNG, JPEG, DOCX or XLSX, or a sentence that says why it is refused.

The name is never asked. Nothing is unpacked to disk, nothing in a file is run, and no more memory or time is given to a
file than its size may claim.
"""

import logging
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from core.errors import Invalid
from core.office_files import office_kind

_PDF_HEADER: Final = b"%PDF-"
_PNG_HEADER: Final = b"\x89PNG\r\n\x1a\n"
_JPEG_HEADER: Final = b"\xff\xd8\xff"
_ZIP_HEADER: Final = b"PK\x03\x04"
_COMPOUND_HEADER: Final = bytes.fromhex("d0cf11e0a1b11ae1")  # Office before 2007, and encrypted files of today
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_MOST_PIXELS: Final = 100_000_000  # a sheet of A3 scanned at 600 dots per inch has 70 million
_LONGEST_HEADER: Final = 16

_UNKNOWN = "Tệp này không phải PDF, ảnh PNG, JPEG, DOCX hay XLSX. Hãy lưu sang một trong các loại đó rồi tải lên."
_OLD_OFFICE = "Tệp này là Word, Excel kiểu cũ (.doc, .xls). Hãy lưu lại thành .docx, .xlsx hoặc PDF rồi tải lên."
_LOCKED = "Tệp này có mật khẩu nên người có quyền cũng không đọc được. Hãy bỏ mật khẩu rồi tải lên."
_BROKEN_PDF = "Tệp PDF này bị hỏng, không mở được. Hãy xuất hoặc quét lại rồi tải lên."
_RUNS_PDF = "Tệp PDF này có lệnh tự chạy hoặc tệp khác giấu bên trong. Hãy in nó ra tệp PDF mới rồi tải lên."
_BROKEN_IMAGE = "Tệp ảnh này bị hỏng, không mở được. Hãy chụp hoặc quét lại rồi tải lên."
_LARGE_IMAGE = "Ảnh này quá nhiều điểm ảnh. Hãy quét lại ở 300 dpi rồi tải lên."

logging.getLogger("pikepdf._core").setLevel(logging.WARNING)  # it greets whoever loads it


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file that is taken: its code, ending, media type and Vietnamese name."""

    code: str
    ending: str
    media_type: str
    label: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS: Final[dict[str, FileKind]] = {
    kind.code: kind
    for kind in (
        FileKind("pdf", ".pdf", "application/pdf", "PDF"),
        FileKind("png", ".png", "image/png", "Ảnh PNG"),
        FileKind("jpeg", ".jpg", "image/jpeg", "Ảnh JPEG"),
        FileKind("docx", ".docx", f"{_OFFICE}.wordprocessingml.document", "Word"),
        FileKind("xlsx", ".xlsx", f"{_OFFICE}.spreadsheetml.sheet", "Excel"),
    )
}


def kind_of(content: BinaryIO) -> FileKind:
    """The kind of the file; refuses (Invalid) every other kind, a broken, encrypted or active file, a zip bomb."""
    content.seek(0)
    header = content.read(_LONGEST_HEADER)
    content.seek(0)
    if header.startswith(_PDF_HEADER):
        _require_harmless_pdf(content)
        return KINDS["pdf"]
    if header.startswith((_PNG_HEADER, _JPEG_HEADER)):
        code = "png" if header.startswith(_PNG_HEADER) else "jpeg"
        _require_image(content, code)
        return KINDS[code]
    if header.startswith(_ZIP_HEADER):
        return KINDS[office_kind(content)]
    if header.startswith(_COMPOUND_HEADER):
        raise Invalid(_LOCKED if _ENCRYPTED_PACKAGE in content.read() else _OLD_OFFICE)
    raise Invalid(_UNKNOWN)


def _require_harmless_pdf(content: BinaryIO) -> None:
    """It opens without a password, has a page, and neither runs anything nor carries other files."""
    import pikepdf  # imported where it is needed: 10 MB that most processes never use

    try:
        with pikepdf.open(content) as document:
            if document.is_encrypted:
                raise Invalid(_LOCKED)
            if not len(document.pages):
                raise Invalid(_BROKEN_PDF)
            if _acts_by_itself(document):
                raise Invalid(_RUNS_PDF)
    except pikepdf.PasswordError as locked:
        raise Invalid(_LOCKED) from locked
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError) as broken:
        raise Invalid(_BROKEN_PDF) from broken


def _acts_by_itself(document: Any) -> bool:
    root = document.Root
    names = root.get("/Names")
    if names is not None and ("/JavaScript" in names or "/EmbeddedFiles" in names):
        return True
    opening = root.get("/OpenAction")
    runs = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData")
    opens_to_run = hasattr(opening, "keys") and str(opening.get("/S", "")) in runs
    return opens_to_run or "/AA" in root


def _require_image(content: BinaryIO, code: str) -> None:
    """It is an image of that kind, whole, and of a size that a reader's computer can show."""
    from PIL import Image, ImageFile

    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False  # WeasyPrint switches it on
    try:
        with Image.open(content, formats=[code.upper()]) as image:
            width, height = image.size
            if width * height > _MOST_PIXELS:
                raise Invalid(_LARGE_IMAGE)
            if code == "png":
                image.verify()
            else:
                image.draft("L", (width // 8, height // 8))
                image.load()
    except Image.DecompressionBombError as large:
        raise Invalid(_LARGE_IMAGE) from large
    except (OSError, SyntaxError, ValueError, IndexError, EOFError) as broken:
        raise Invalid(_BROKEN_IMAGE) from broken
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
        content.seek(0)
