"""Files that people send: judged by content, refused with a sentence, stored under drawn names, swept where unnamed."""

import unicodedata
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction

from cadres.roles import routine
from core import localtime, uploads
from core.errors import Invalid
from core.file_kinds import KINDS
from core.models import StoredFile
from core.uploads import judge, shown_name
from tests.factories import files

ACTOR = routine("Kiểm thử")
PDF = KINDS["pdf"]


def kind(content: bytes) -> str:
    return judge(ContentFile(content), "tep").kind.code


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (files.pdf(), "pdf"),
        (files.image("PNG"), "png"),
        (files.image("JPEG"), "jpeg"),
        (files.office(files.WORD), "docx"),
        (files.office(files.EXCEL), "xlsx"),
        (files.office(parts={"word/_rels/d.xml.rels": files.relations("hyperlink", "https://example.vn")}), "docx"),
    ],
)
def test_a_file_is_what_its_content_says(content, expected):
    assert kind(content) == expected


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "không có nội dung"),
        (b"MZ\x90\x00" + b"x" * 50, "không phải PDF"),
        (b"<html><script>alert(1)</script></html>", "không phải PDF"),
        (b"GIF89a" + b"x" * 50, "không phải PDF"),
        (b"x" + files.pdf(), "không phải PDF"),
        (files.pdf(password="mat-khau"), "mật khẩu"),
        (files.pdf()[:60], "bị hỏng"),
        (files.pdf(script=True), "lệnh tự chạy"),
        (files.image("PNG")[:-20], "bị hỏng"),
        (files.image("JPEG", (400, 400))[:-300], "bị hỏng"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "kiểu cũ"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (files.archive({"a.txt": b"a"}), "giải nén rồi tải lên từng tệp"),
        (files.office("application/vnd.oasis.opendocument.text"), "không phải văn bản Word"),
        (files.office(parts={"word/vbaProject.bin": b"x"}), "macro"),
        (files.office(types='<Override PartName="/a" ContentType="x.macroEnabled.main+xml"/>'), "macro"),
        (files.office(parts={"../../etc/passwd": b"x"}), "đường dẫn"),
        (files.office(parts={"/etc/passwd": b"x"}), "đường dẫn"),
        (
            files.office(parts={"word/_rels/s.rels": files.relations("attachedTemplate", "http://x.vn/a.dotm")}),
            "liên kết",
        ),
        (files.office(parts={"_rels/.rels": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "bị hỏng"),
        (files.office()[:-30], "bị hỏng"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_other_file_is_refused_with_its_reason(content, words):
    with pytest.raises(Invalid, match=words):
        kind(content)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: files.image("PNG", (20000, 20000), mode="1"), "điểm ảnh"),
        (lambda: files.office(parts={"word/x.xml": b"0" * 60_000_000}), "giải nén ra quá lớn"),
        (lambda: files.office(parts={f"p{n}": b"" for n in range(3001)}), "giải nén ra quá lớn"),
    ],
    ids=["points", "bytes", "parts"],
)
def test_a_small_file_that_holds_too_much_is_refused_with_its_reason(made, words):
    """Made by the process that runs the test, not by each that reads this file."""
    with pytest.raises(Invalid, match=words):
        kind(made())


def test_an_entry_that_unpacks_to_more_than_it_says_is_refused():
    honest = files.office(parts={"word/x.xml": b"0" * 5_000_000})
    lying = honest.replace((5_000_000).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(Invalid):
        kind(lying)


def test_a_locked_entry_is_refused():
    content = bytearray(files.office())
    at = content.index(b"PK\x01\x02") + 8  # flags in the directory at the end
    content[at] |= 1
    with pytest.raises(Invalid, match="mật khẩu"):
        kind(bytes(content))


def test_a_file_above_the_limit_is_refused_with_both_sizes(settings):
    settings.UPLOAD_MOST_BYTES = 1024 * 1024
    with pytest.raises(Invalid, match=r"nặng 2 MB, lớn hơn mức 1 MB"):
        judge(ContentFile(b"%PDF-" + b"0" * (2 * 1024 * 1024 - 5)), "lon.pdf")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Báo cáo.PDF", "Báo cáo.pdf"),
        (unicodedata.normalize("NFD", "Nghị quyết số 5.pdf"), "Nghị quyết số 5.pdf"),
        ("C:\\Users\\a\\bản ký.docx", "bản ký.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("  nhiều   khoảng  trắng .pdf", "nhiều khoảng trắng.pdf"),
        ("bang\u202efdp.exe", "bangfdp.exe.pdf"),
        ('a"b<c>|?*.png', "a-b-c----.pdf"),
        ("..", "tep.pdf"),
        ("", "tep.pdf"),
        ("x" * 400 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_a_name_is_shown_composed_without_paths_and_with_its_true_ending(name, shown):
    assert shown_name(name, PDF) == shown


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: x.pdf", "a\x00.pdf", "a\tb.pdf", "a\x1b[2J.pdf"])
def test_a_name_with_control_characters_is_refused(name):
    with pytest.raises(Invalid, match="ký tự điều khiển"):
        shown_name(name, PDF)


def stored_files(folder: Path) -> list[Path]:
    return [path for path in (folder / "uploads").rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
class TestStoring:
    def test_a_kept_file_lies_under_a_drawn_name_readable_by_the_application_alone(self, storage_folder):
        judged = judge(ContentFile(files.pdf()), "Bản ký.pdf")
        with uploads.written(judged) as file, transaction.atomic():
            row = file.keep(ACTOR)

        (path,) = stored_files(storage_folder)
        assert (path.read_bytes(), path.suffix, oct(path.stat().st_mode & 0o777)) == (files.pdf(), "", "0o600")
        assert (row.name, row.kind, row.size, len(row.sha256)) == ("Bản ký.pdf", "pdf", len(files.pdf()), 64)

    def test_what_fails_or_is_not_kept_leaves_no_file(self, storage_folder):
        judged = judge(ContentFile(files.pdf()), "a.pdf")
        with uploads.written(judged):
            pass
        with pytest.raises(IntegrityError), uploads.written(judged) as file, transaction.atomic():
            StoredFile.objects.create(pk=file.keep(ACTOR).pk, size=1)
        assert stored_files(storage_folder) == []
        assert not StoredFile.objects.exists()

    def test_the_sweep_removes_old_files_that_no_row_names_and_nothing_else(self, storage_folder, settings):
        settings.FILE_UPLOAD_TEMP_DIR = storage_folder / "incoming"
        with uploads.written(judge(ContentFile(files.pdf()), "a.pdf")) as file, transaction.atomic():
            file.keep(ACTOR)
        for name in ("uploads/ab/left", "incoming/half.upload", "jobs/2026/11/report.pdf"):
            path = storage_folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x")

        assert uploads.sweep() == 0
        assert uploads.sweep(localtime.now() + uploads.SWEPT_AFTER + timedelta(minutes=1)) == 2

        assert (storage_folder / file.path).is_file()
        assert (storage_folder / "jobs/2026/11/report.pdf").is_file()
        assert not (storage_folder / "uploads/ab/left").exists()
        assert list((storage_folder / "incoming").iterdir()) == []

    def test_a_row_about_a_file_is_never_changed(self):
        with uploads.written(judge(ContentFile(files.pdf()), "a.pdf")) as file, transaction.atomic():
            file.keep(ACTOR)
        with pytest.raises(IntegrityError, match="never changed"), connection.cursor() as cursor:
            cursor.execute("UPDATE core_storedfile SET name = 'b.pdf'")
