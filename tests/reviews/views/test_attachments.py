"""Files of a review on screen: sent on their own, refused with the reason, handed over safely, never without a trace."""

import json
from pathlib import Path
from typing import cast

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.localtime import today
from core.upload_handler import BoundedFileUploadHandler
from reviews.actions.attachments import attach_file
from reviews.models import Attachment, Review, ReviewRead
from tests.factories import files
from tests.factories import sheets as make
from tests.factories.organisation import login

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make.province()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


@pytest.fixture
def thuky(world) -> Client:
    return login(Client(), world.users["thuky"])


def page(review: Review) -> str:
    return f"/kiem-diem/{review.pk}/tep/"


def attach(world, review: Review, by: str, content: bytes = b"", name: str = "Bản ký.pdf") -> Attachment:
    file = files.sent(content or files.pdf(), name)
    return attach_file(review_id=review.pk, actor=world.actor(by), content=file, name=name)


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_file_is_sent_listed_and_handed_over_as_it_was(world, thuky):
    review = world.collective
    content = files.pdf(mark="tờ trình")

    sent = thuky.post(page(review), {"file": files.sent(content, "Tờ trình số 5.pdf"), "note": "Bản cuối"})

    assert sent.status_code == 302
    shown = thuky.get(page(review))
    assert "Tờ trình số 5.pdf" in shown.text
    assert "Bản cuối" in shown.text
    for address in (f"/kiem-diem/{review.pk}/sua/", f"/kiem-diem/{review.pk}/"):
        assert "Tờ trình số 5.pdf" in thuky.get(address).text
    attachment = Attachment.objects.get()
    answer = thuky.get(f"/kiem-diem/tep/{attachment.pk}/")
    assert body(answer) == content
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''T%E1%BB%9D")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_asking_about_a_file_is_no_read(world, thuky):
    attachment = attach(world, world.own("canbo"), "canbo")
    address = f"/kiem-diem/tep/{attachment.pk}/"

    head = thuky.head(address)
    assert (head.status_code, head["Content-Length"]) == (200, str(attachment.stored.size))
    body(head)
    assert not ReviewRead.objects.exists()
    assert thuky.get(address, HTTP_RANGE=f"bytes={attachment.stored.size}-").status_code == 416
    assert not ReviewRead.objects.exists()


def test_a_part_of_a_file_is_handed_over_and_all_its_parts_are_one_read(world, thuky):
    attachment = attach(world, world.own("canbo"), "canbo")
    address, whole = f"/kiem-diem/tep/{attachment.pk}/", files.pdf()

    parts = [thuky.get(address, HTTP_RANGE=f"bytes={span}") for span in ("0-9", "10-19", "20-", "-5")]

    assert [body(part) for part in parts] == [whole[:10], whole[10:20], whole[20:], whole[-5:]]
    assert {part.status_code for part in parts} == {206}
    assert parts[1]["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert parts[1]["Content-Length"] == "10"
    assert parts[1]["Content-Disposition"].startswith("attachment")
    assert "no-store" in parts[1]["Cache-Control"]
    assert ReviewRead.objects.count() == 1
    assert login(Client(), world.users["thuky_khac"]).get(address, HTTP_RANGE="bytes=0-9").status_code == 404
    tag = parts[0]["ETag"]
    assert len(body(thuky.get(address, HTTP_RANGE="bytes=0-9", HTTP_IF_RANGE=tag))) == 10
    assert body(thuky.get(address, HTTP_RANGE="bytes=0-9", HTTP_IF_RANGE='"another"')) == whole


def test_another_who_takes_a_file_of_a_personal_review_is_shown_to_the_person(world, thuky):
    attachment = attach(world, world.own("canbo"), "canbo")
    body(login(Client(), world.users["canbo"]).get(f"/kiem-diem/tep/{attachment.pk}/"))
    assert not ReviewRead.objects.exists()

    body(thuky.get(f"/kiem-diem/tep/{attachment.pk}/"))

    read = ReviewRead.objects.get()
    assert (read.part, read.reader_name) == (ReviewRead.Part.ATTACHMENT, "Vũ Thị Thảo")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "không có nội dung"),
        (b"MZ" + b"x" * 40, "không phải PDF"),
        (files.pdf(password="x"), "mật khẩu"),
        (files.office(parts={"word/x.xml": b"0" * 60_000_000}), "giải nén ra quá lớn"),
    ],
    ids=["empty", "program", "locked", "bomb"],
)
def test_a_refusal_stands_by_the_field_and_what_was_typed_stays(world, thuky, content, words):
    for headers in ({}, HTMX):
        sent = thuky.post(page(world.collective), {"file": files.sent(content, "a.pdf"), "note": "Ghi chú"}, **headers)
        assert sent.status_code == 422
        assert words in sent.text
        assert 'value="Ghi chú"' in sent.text
    assert not Attachment.objects.exists()


def test_of_several_files_each_is_judged_for_itself(world, thuky):
    chosen = [
        files.sent(files.pdf(), "Tờ trình.pdf"),
        files.sent(b"MZ" + b"x" * 40, "Phần mềm.exe"),
        files.sent(b"", "Trống.pdf"),
        files.sent(files.image(), "Ảnh.png"),
    ]

    sent = thuky.post(page(world.collective), {"file": chosen, "note": "Kèm theo"})

    assert sent.status_code == 422
    assert "Đã đính kèm 2 tệp." in sent.text
    assert "“Phần mềm.exe”: Tệp này không phải PDF" in sent.text
    assert "“Trống.pdf”: Tệp này không có nội dung" in sent.text
    kept = Attachment.objects.order_by("pk").values_list("stored__name", "note")
    assert list(kept) == [("Tờ trình.pdf", "Kèm theo"), ("Ảnh.png", "Kèm theo")]
    again = [files.sent(b"", "Trống.pdf"), files.sent(files.pdf(mark="2"), "Phụ lục.pdf")]
    fragment = thuky.post(page(world.collective), {"file": again}, **HTMX)
    assert fragment.status_code == 422
    assert "Phụ lục.pdf" in json.loads(fragment["HX-Trigger-After-Settle"])["announce"]["sentence"]


def test_more_files_at_once_than_are_read_are_refused_before_any_is(world, thuky, settings):
    most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
    chosen = [files.sent(files.pdf(mark=str(n)), f"{n}.pdf") for n in range(most + 1)]

    assert thuky.post(page(world.collective), {"file": chosen}).status_code == 400

    assert not Attachment.objects.exists()
    assert f"nhiều nhất {most} tệp" in thuky.get(page(world.collective)).text


def test_a_file_above_the_limit_is_refused(world, thuky, settings):
    settings.UPLOAD_MOST_BYTES = 1024
    sent = thuky.post(page(world.collective), {"file": files.sent(files.pdf() + b"\n" * 2000, "a.pdf")})
    assert (sent.status_code, "lớn hơn mức 1 KB" in sent.text) == (422, True)


def test_of_a_file_far_above_the_limit_no_more_is_written_than_may_be_taken(world, thuky, settings, tmp_path):
    settings.UPLOAD_MOST_BYTES, settings.FILE_UPLOAD_TEMP_DIR = 1024 * 1024, str(tmp_path)
    sent = thuky.post(page(world.collective), {"file": files.sent(b"%PDF-" + b"0" * 6_000_000, "a.pdf")})
    assert (sent.status_code, "nặng 5,7 MB" in sent.text) == (422, True)
    assert list(tmp_path.glob("*.upload*")) == []
    handler = BoundedFileUploadHandler()
    handler.new_file("file", "a.pdf", "application/pdf", 0)
    for start in range(0, 3_000_000, 65_536):
        handler.receive_data_chunk(b"0" * 65_536, start)
    file = cast(TemporaryUploadedFile, handler.file_complete(3_000_000))
    assert (file.size, Path(file.temporary_file_path()).stat().st_size) == (3_000_000, 1024 * 1024)
    file.close()


def test_sending_nothing_asks_for_a_file(world, thuky):
    sent = thuky.post(page(world.collective), {"note": ""})
    assert (sent.status_code, "Hãy chọn tệp" in sent.text) == (422, True)


def test_withdrawing_is_one_button_and_a_stale_page_is_told(world, thuky):
    attachment = attach(world, world.collective, "thuky")
    address = f"/kiem-diem/tep/{attachment.pk}/bo/"

    assert thuky.post(address, {"version": 9}).status_code == 422
    assert thuky.post(address, {"version": 1}).status_code == 302

    assert "Chưa có tệp nào đính kèm" in thuky.get(page(world.collective)).text


def test_the_list_costs_as_many_queries_with_thirty_files_as_with_one(world, thuky):
    attach(world, world.collective, "thuky")
    thuky.get(page(world.collective))

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            thuky.get(page(world.collective))
        return len(caught)

    few = queries()
    for number in range(30):
        attach(world, world.collective, "thuky", files.pdf(mark=f"số {number}"))
    assert queries() == few


def test_the_secretary_types_in_a_signed_paper_by_pages_alone(world, thuky):
    own = world.own("canbo")
    begin = f"/kiem-diem/{own.pk}/nhap-thay/"
    assert "Bắt đầu nhập thay" in thuky.get(begin).text
    facts = {"version": own.version, "because": "Viết tay.", "signed_on": f"{today():%d/%m/%Y}"}
    assert thuky.post(begin, facts).status_code == 422  # the promise is not ticked
    assert thuky.post(begin, facts | {"faithful": "on"}).status_code == 302

    assert "Nhập thay bản kiểm điểm cá nhân của đồng chí Lê Văn Khải" in thuky.get("/").text
    sent = thuky.post(page(own), {"file": files.sent(files.pdf()), "kind": "signed_paper"})

    assert sent.status_code == 302
    assert "có bản ký tay đính kèm" in thuky.get(f"/kiem-diem/{own.pk}/sua/").text
    canbo = login(Client(), world.users["canbo"])
    seen = canbo.get(f"/kiem-diem/{own.pk}/sua/").text
    assert "Vũ Thị Thảo" in seen
    assert "Nhận lại việc viết" in seen
    version = Review.objects.get(pk=own.pk).version
    assert canbo.post(f"/kiem-diem/{own.pk}/nhap-thay/thoi/", {"version": version}).status_code == 302
    assert thuky.get(f"/kiem-diem/{own.pk}/sua/").status_code == 404
    parts = set(ReviewRead.objects.visible_to(world.actor("canbo")).values_list("part", flat=True))
    assert ReviewRead.Part.ENTRY in parts
