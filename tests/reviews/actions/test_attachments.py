"""Files of a review: who attaches, who has them, what stays, what is refused, and that nothing is left behind."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from core import localtime
from core.errors import Invalid, NotAllowed
from core.models import AuditEntry, StoredFile
from reviews.actions.attachments import attach_file, withdraw_file
from reviews.actions.entries import begin_entry
from reviews.actions.sheets import recall_review, submit_review
from reviews.models import Attachment, Review, Round
from reviews.rules.attachments import may_download
from tests.factories import files
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db
SIGNED = Attachment.Kind.SIGNED_PAPER


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = make.province()
        make.complete_review(world.collective, world.actor("thuky"))
        make.complete_review(world.own("canbo"), world.actor("canbo"))
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


def attach(world, review: Review, by: str, content: bytes = b"", **more) -> Attachment:
    name = more.pop("name", "Biên bản.pdf")
    return attach_file(
        review_id=review.pk, actor=world.actor(by), content=ContentFile(content or files.pdf()), name=name, **more
    )


def begun(world) -> Review:
    """The deputy's review, which the secretary has begun to type in from paper."""
    own, today = world.own("canbo"), localtime.today()
    return begin_entry(
        review_id=own.pk, version=own.version, actor=world.actor("thuky"), because="Viết tay.", signed_on=today
    )


def on_disk(folder: Path) -> int:
    return sum(path.is_file() for path in (folder / "uploads").rglob("*"))


def submit(world, review: Review, by: str) -> None:
    submit_review(review_id=review.pk, version=review.version, actor=world.actor(by))


@pytest.mark.parametrize("who", ["thuky", "bithu"])
def test_writers_of_the_collective_attach_and_the_trail_tells_nothing_of_the_name(world, who):
    attachment = attach(world, world.collective, who, name="Giải trình riêng.pdf")

    assert (attachment.stored.name, attachment.stored.kind) == ("Giải trình riêng.pdf", "pdf")
    entry = AuditEntry.objects.get(verb="attachment.add")
    assert entry.data["sha256"] == attachment.stored.sha256
    assert "Giải trình" not in str(entry.data)


@pytest.mark.parametrize("who", ["canbo", "thuky_khac", "chuyenvien", "kiemtra", "quantri", "nguoi_la"])
def test_nobody_else_attaches_and_no_file_is_left(world, who, storage_folder):
    with pytest.raises(NotAllowed):
        attach(world, world.collective, who)
    assert (on_disk(storage_folder), StoredFile.objects.count()) == (0, 0)


def test_a_refused_file_leaves_nothing(world, storage_folder):
    with pytest.raises(Invalid):
        attach(world, world.collective, "thuky", b"MZ" + b"x" * 90)
    assert on_disk(storage_folder) == 0


def test_the_same_file_twice_is_one_and_comes_back_when_it_was_withdrawn(world, storage_folder):
    first = attach(world, world.collective, "thuky")
    again = attach(world, world.collective, "bithu", name="Tên khác.pdf")
    assert (again.pk, on_disk(storage_folder)) == (first.pk, 1)

    withdrawn = withdraw_file(attachment_id=first.pk, version=first.version, actor=world.actor("thuky"))
    assert withdrawn.withdrawn_by_name == "Vũ Thị Thảo"
    back = attach(world, world.collective, "thuky", note="Bản cuối")
    assert (back.pk, back.withdrawn_at, back.note, on_disk(storage_folder)) == (first.pk, None, "Bản cuối", 1)


def test_the_quota_counts_every_file_of_the_review(world, settings):
    settings.ATTACHMENTS_MOST_FILES = 1
    first = attach(world, world.collective, "thuky")
    withdraw_file(attachment_id=first.pk, version=first.version, actor=world.actor("thuky"))
    with pytest.raises(Invalid, match="đã có 1 tệp"):
        attach(world, world.collective, "thuky", files.pdf(pages=2))
    settings.ATTACHMENTS_MOST_FILES, settings.ATTACHMENTS_MOST_BYTES = 9, first.stored.size + 10
    with pytest.raises(Invalid, match="Tổng dung lượng"):
        attach(world, world.collective, "thuky", files.pdf(pages=2))


def test_what_was_submitted_stays_and_goes_along_into_the_next_round(world):
    kept, dropped = attach(world, world.collective, "thuky"), attach(world, world.collective, "thuky", files.image())
    withdraw_file(attachment_id=dropped.pk, version=1, actor=world.actor("thuky"))
    submit(world, world.collective, "bithu")

    with pytest.raises(NotAllowed, match="đã trình"):
        withdraw_file(attachment_id=kept.pk, version=1, actor=world.actor("thuky"))
    with pytest.raises(NotAllowed):
        attach(world, world.collective, "thuky", files.pdf(pages=3))
    recall_review(review_id=world.collective.pk, version=world.collective.version, actor=world.actor("bithu"))
    copy = Attachment.objects.get(round=make.open_round(world.collective))
    assert (copy.stored, copy.pk != kept.pk) == (kept.stored, True)
    withdraw_file(attachment_id=copy.pk, version=copy.version, actor=world.actor("thuky"))
    assert Attachment.objects.get(pk=kept.pk).withdrawn_at is None


def test_the_list_equals_the_rule_for_every_account_and_kind(world):
    own = begun(world)
    attach(world, own, "thuky", kind=SIGNED)
    attach(world, own, "thuky", files.image())
    gone = attach(world, own, "thuky", files.pdf(pages=4))
    withdraw_file(attachment_id=gone.pk, version=1, actor=world.actor("thuky"))
    attach(world, world.collective, "thuky", files.pdf(pages=2))
    attach(world, world.own("bithu"), "bithu", files.pdf(pages=3))
    for submitted in (False, True):
        if submitted:
            submit(world, world.own("canbo"), "thuky")
            submit(world, world.collective, "bithu")
        rows = list(Attachment.objects.select_related("round__review__unit"))
        for name in world.users:
            actor = world.actor(name)
            allowed = {row.pk for row in rows if may_download(actor, row)}
            assert set(Attachment.objects.visible_to(actor).values_list("pk", flat=True)) == allowed, name


def test_a_signed_paper_never_leaves_the_circle_of_the_indicators(world):
    own = begun(world)
    paper = attach(world, own, "thuky", kind=SIGNED)
    assert attach(world, own, "canbo").kind == SIGNED  # the same file sent as an enclosure stays a signed paper
    submit(world, world.own("canbo"), "thuky")

    def has(name: str) -> bool:
        return Attachment.objects.visible_to(world.actor(name)).filter(pk=paper.pk).exists()

    assert [
        name for name in ("canbo", "thuky", "bithu", "thuky_chibo", "chuyenvien", "thuongtruc") if not has(name)
    ] == []
    assert [
        name for name in ("kiemtra", "quantri", "mattran", "thanhvien", "thuky_khac", "nguoi_la") if has(name)
    ] == []


def test_a_paper_is_asked_only_of_what_is_typed_in(world):
    with pytest.raises(Invalid, match="chỉ đính kèm khi thư ký nhập thay"):
        attach(world, world.own("canbo"), "canbo", kind=SIGNED)
    assert Round.objects.get(review=world.own("canbo")).has_signed_paper
