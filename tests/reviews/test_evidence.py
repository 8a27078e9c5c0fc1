"""Files that go with reports on items: who sends, who has them, what is refused, and that nothing half goes up."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from core import localtime
from core.errors import Invalid, NotAllowed
from core.models import AuditEntry, StoredFile
from reviews.actions import hard_tasks, remediation
from reviews.models import EvidenceFile, HardTask, RemediationItem, ReviewRead
from reviews.rules.evidence import may_download
from tests.factories import files
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make.small_province()


@pytest.fixture
def item(world) -> RemediationItem:
    review = make.individual_review(world, world.cadre("canbo"), world.commune)
    make.limitation(review, "Ít đi cơ sở", {"action": "Đi cơ sở mỗi tuần", "owner_text": "Bản thân"})
    return make.accept(review, world.actor("thuongtruc")).items.get()


@pytest.fixture
def hard_item(world) -> RemediationItem:
    make.collective_review(world, world.commune)
    task = hard_tasks.register_hard_task(
        cycle_id=world.cycle.pk,
        unit_id=world.commune.pk,
        cadre_id=None,
        actor=world.actor("thuky"),
        text="Di dời toàn bộ tàu thuyền ra khỏi lòng hồ",
        measure="Không còn tàu nào",
        due_on=localtime.today() + timedelta(days=300),
    )
    return RemediationItem.objects.get(hard_task=task)


def paper(content: bytes = b"", name: str = "Biên bản nghiệm thu.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or files.pdf())


def report(world, item: RemediationItem, by: str, *sent: SimpleUploadedFile, **more) -> RemediationItem:
    item.refresh_from_db()
    return remediation.report_progress(
        item_id=item.pk, version=item.version, actor=world.actor(by), text="Đã làm xong đợt một.", files=sent, **more
    )


def fetched(client, file: EvidenceFile) -> int:
    """The status of a download; its file is read to the end."""
    answer = client.get(reverse("reviews:download_evidence", args=[file.pk]))
    if answer.status_code == 200:
        assert b"".join(answer.streaming_content)
    return answer.status_code


def on_disk() -> int:
    return sum(path.is_file() for path in (Path(settings.MEDIA_ROOT) / "uploads").rglob("*"))


def test_files_go_with_the_report_and_the_same_file_is_stored_once(world, item):
    before = on_disk()
    report(world, item, "canbo", paper(), paper(name="Chính tệp ấy.pdf"), paper(files.image(), "Ảnh hiện trường.png"))
    report(world, item, "canbo", paper(name="Gửi lại.pdf"))

    first, second = item.reports.order_by("pk")
    assert [file.stored.kind for file in first.evidence.all()] == ["pdf", "png"]
    assert second.evidence.get().stored in {file.stored for file in first.evidence.all()}
    assert (StoredFile.objects.count(), on_disk()) == (2, before + 2)
    assert AuditEntry.objects.filter(verb="evidencefile.add").count() == 3


def test_one_wrong_file_stops_the_whole_report_and_leaves_nothing_behind(world, item):
    before = on_disk()
    with pytest.raises(Invalid, match=r"Tệp “Minh chứng[.]exe”: Tệp này không phải PDF"):
        report(world, item, "canbo", paper(), paper(b"MZ\x90\0 not a paper", "Minh chứng.exe"))

    assert (item.reports.count(), StoredFile.objects.count(), on_disk()) == (0, 0, before)


def test_who_may_not_report_leaves_no_file_behind(world, item):
    before = on_disk()
    with pytest.raises(NotAllowed):
        report(world, item, "thanhvien", paper())

    assert (StoredFile.objects.count(), on_disk()) == (0, before)


def test_an_item_has_no_more_files_than_a_review(world, item, settings):
    settings.ATTACHMENTS_MOST_FILES = 1
    report(world, item, "canbo", paper())
    with pytest.raises(Invalid, match="nhiều nhất 1 tệp minh chứng"):
        report(world, item, "canbo", paper(files.image(), "Ảnh.png"))


def test_neither_evidence_nor_its_report_is_taken_away(world, item):
    report(world, item, "canbo", paper())
    for statement in ("DELETE FROM reviews_evidencefile", "UPDATE reviews_evidencefile SET report_id = report_id"):
        with pytest.raises(DatabaseError, match="stays as it was sent"), transaction.atomic():
            connection.cursor().execute(statement)


def test_the_done_report_takes_files_from_its_form_and_a_wrong_one_gets_its_sentence(client, world, item):
    client.force_login(world.users["canbo"])
    address = reverse("reviews:report_done", args=[item.pk])
    sent = {"version": item.version, "text": "Đã đi đủ 42 tuần."}

    refused = client.post(address, {**sent, "files": [paper(b"just words", "Ghi chú.txt")]})
    assert refused.status_code == 422
    assert "“Ghi chú.txt”: Tệp này không phải PDF" in refused.text
    assert "Đã đi đủ 42 tuần." in refused.text
    assert client.post(address, {**sent, "files": [paper()]}).status_code == 302

    file = EvidenceFile.objects.get()
    page = client.get(reverse("reviews:item_page", args=[item.pk])).text
    assert reverse("reviews:download_evidence", args=[file.pk]) in page
    assert "Biên bản nghiệm thu.pdf" in page


def test_evidence_is_for_those_who_see_the_item_and_reading_a_persons_is_told(client, world, item):
    report(world, item, "canbo", paper())
    file = EvidenceFile.objects.get()
    for who in world.users:
        client.force_login(world.users[who])
        sees_item = RemediationItem.objects.visible_to(world.actor(who)).filter(pk=item.pk).exists()
        assert fetched(client, file) == (200 if sees_item else 404), who
        assert bool(may_download(world.actor(who), file)) is sees_item, who
    assert ReviewRead.objects.filter(review=item.plan.review, reader_name=world.actor("thuongtruc").name).exists()


def test_the_front_has_what_was_marked_public_of_a_hard_task_and_nothing_else(client, world, hard_item):
    report(world, hard_item, "thuky", paper())
    report(world, hard_item, "thuky", paper(files.image(), "Ảnh lòng hồ.png"), is_public=True)
    inner, public = EvidenceFile.objects.order_by("pk")
    for who in ("mattran", "mattran_xa"):
        client.force_login(world.users[who])
        assert fetched(client, public) == 200
        assert fetched(client, inner) == 404
        page = client.get(reverse("reviews:hard_task_page", args=[HardTask.objects.get().pk])).text
        assert "Ảnh lòng hồ.png" in page
        assert "Biên bản nghiệm thu.pdf" not in page
    for who in world.users:
        actor = world.actor(who)
        seen = set(EvidenceFile.objects.visible_to(actor).values_list("pk", flat=True))
        assert seen == {file.pk for file in (inner, public) if may_download(actor, file)}, who
