"""The history of a draft suggestion: who changed what, before and after each proposal, word by word."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cadres.roles import Role
from reviews.actions import deep_reviews_drafting as drafting
from reviews.actions.deep_reviews import recall_deep_review, send_back_deep_review
from reviews.actions.deep_reviews_drafting import LetterText, TopicText
from reviews.models import DraftVersion
from reviews.reports import draft_history
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(shared_province):
    world = shared_province
    world.users["chuyenvien2"] = make.account("chuyenvien2", None, (Role.STAFF, world.province), name="Lý Thu Hà")
    return world


@pytest.fixture
def collective(world):
    return make.collective_review(world, world.commune)


def edit(world, row, title, *topics: TopicText, by="chuyenvien"):
    text = LetterText(title, "Qua theo dõi tình hình địa bàn.", tuple(row.grounds), row.grounds_text, row.due_on)
    known = {"deep_review_id": row.pk, "version": letters.fresh(row).version, "actor": world.actor(by)}
    drafting.edit_deep_review(text=text, topics=topics, **known)


def kept(row):
    return [TopicText(t.title, t.field_id, t.ground, t.clarify, t.pk) for t in letters.fresh(row).topics.all()]


def test_what_one_person_does_in_a_row_is_one_version_and_the_next_persons_another(world, collective):
    row = letters.drafted(world, [collective])
    assert [(v.number, v.changed_by_name) for v in DraftVersion.objects.all()] == [(1, "Ngô Minh Đức")]

    first, second = kept(row)
    edit(world, row, "Gợi ý kiểm điểm sâu năm 2026, bổ sung", first, by="chuyenvien2")

    newest, oldest = draft_history.collect(row)
    assert (newest.who, newest.when, oldest.is_first) == ("Lý Thu Hà", "trước lần trình đầu tiên", True)
    by_label = {text.label: text for text in newest.texts}
    assert set(by_label) == {"Trích yếu", "Nội dung 2 (lần trước)"}
    assert [piece.text for piece in by_label["Trích yếu"].after if piece.differs] == [" 2026, bổ sung"]
    assert second.title in by_label["Nội dung 2 (lần trước)"].old


def test_what_changes_after_it_was_handed_up_stands_apart_though_by_the_same_hand(world, collective):
    row = letters.proposed(world, [collective])
    send_back_deep_review(
        deep_review_id=row.pk, version=row.version, actor=world.actor("thuongtruc"), reason="Nêu rõ trách nhiệm"
    )
    person = make.individual_review(world, world.cadre("canbo"), world.commune)
    drafting.add_targets(
        deep_review_id=row.pk,
        version=letters.fresh(row).version,
        actor=world.actor("chuyenvien"),
        review_ids=[person.pk],
    )

    newest, _ = draft_history.collect(row)

    assert newest.when == "sau lần trình thứ 1"
    (targets,) = newest.texts
    assert (targets.label, [p.text.strip() for p in targets.after if p.differs]) == ("Nơi được gợi ý", ["Lê Văn Khải"])


def test_taking_it_back_changes_no_word_and_is_no_version(world, collective):
    row = letters.proposed(world, [collective])
    recall_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("chuyenvien"))

    assert DraftVersion.objects.count() == 1


def test_once_issued_the_database_keeps_it(world, collective):
    row = letters.issued(world, [collective])

    for change in (
        lambda: DraftVersion.objects.update(content=[]),
        lambda: DraftVersion.objects.all().delete(),
        lambda: DraftVersion.objects.create(deep_review=row, number=9, proposal=1, content=[]),
    ):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            change()


def test_its_committee_reads_it_and_nobody_who_received_the_letter(client, world, collective):
    row = letters.drafted(world, [collective])
    edit(world, row, "<script>alert(1)</script>", *kept(row), by="chuyenvien2")
    letters.sent(world, letters.fresh(row))
    address = reverse("reviews:draft_history", args=[row.pk])

    client.force_login(world.users["thuongtruc"])
    page = client.get(address).text
    assert "Lý Thu Hà" in page
    assert "&lt;script&gt;" in page
    for name in ("bithu", "thuky", "kiemtra"):
        client.force_login(world.users[name])
        assert client.get(address).status_code == 404, name
