"""What a text said before it was changed is kept minute by minute, shown to those who read the draft, and put back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core import localtime
from core.errors import Invalid, NotAllowed, StaleObject
from reviews.actions.answer_rows import add_limitation, values_of
from reviews.actions.answers import Edit, save_answers
from reviews.actions.indicators import NoteEdit, answer_indicators
from reviews.actions.text_restoring import restore_text
from reviews.models import Limitation, SavedText
from reviews.rules.indicators import IndicatorChange
from reviews.rules.writing import token_of
from tests.factories import organisation
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db

NINE = localtime.now().replace(hour=2, minute=0, second=0, microsecond=0)


@pytest.fixture
def world():
    return make.province()


@pytest.fixture
def card(world):
    return add_limitation(review_id=world.collective.pk, actor=world.actor("thuky"))


def token(card: Limitation) -> str:
    card = Limitation.objects.get(pk=card.pk)
    return str(token_of(card.version, values_of("limitation", card)))


def write(world, card, fault: str, *, by: str = "thuky", after: int = 0) -> None:
    """Save one text so many seconds after nine o'clock."""
    with localtime.clock_at(NINE + timedelta(seconds=after)):
        edit = Edit("limitation", str(card.pk), {"fault": fault}, token(card))
        assert save_answers(review_id=world.collective.pk, actor=world.actor(by), edits=[edit]).is_clean


def kept() -> list[tuple[str, str]]:
    return list(SavedText.objects.order_by("pk").values_list("text", "replaced_by_name"))


def test_a_text_that_is_changed_is_kept_with_who_wrote_it_and_who_changed_it(world, card):
    write(world, card, "Giải ngân chậm.")
    assert kept() == []

    write(world, card, "Giải ngân vốn đầu tư công chậm.", by="bithu", after=5)

    saved = SavedText.objects.get()
    assert (saved.text, saved.written_by_name, saved.replaced_by_name) == (
        "Giải ngân chậm.",
        "Vũ Thị Thảo",
        "Trần Đình Hưởng",
    )


def test_of_one_field_a_version_a_minute_is_kept_while_somebody_types_on(world, card):
    for second in range(0, 121, 20):
        write(world, card, f"Câu viết tới giây {second}.", after=second)

    assert [text for text, _ in kept()] == ["Câu viết tới giây 0.", "Câu viết tới giây 60."]


def test_within_the_minute_too_what_somebody_else_replaces_is_kept(world, card):
    write(world, card, "Giải ngân chậm.")
    write(world, card, "Giải ngân chậm ở ba dự án.", after=5)
    write(world, card, "Giải ngân chậm ở bốn dự án.", by="bithu", after=10)
    write(world, card, "Giải ngân chậm ở bốn dự án lớn.", by="bithu", after=15)

    assert [text for text, _ in kept()] == ["Giải ngân chậm.", "Giải ngân chậm ở ba dự án."]


def test_within_the_minute_too_what_is_mostly_wiped_out_is_kept(world, card):
    write(world, card, "Giải ngân")
    write(world, card, "Giải ngân vốn đầu tư công chậm ở ba dự án.", after=5)
    write(world, card, "", after=10)

    assert [text for text, _ in kept()] == ["Giải ngân", "Giải ngân vốn đầu tư công chậm ở ba dự án."]


def test_saving_the_same_again_keeps_nothing(world, card):
    write(world, card, "Giải ngân chậm.")
    write(world, card, "Giải ngân chậm. ", after=90)

    assert kept() == []


def test_what_was_kept_is_never_changed(world, card):
    write(world, card, "Một.")
    write(world, card, "Hai.", after=90)

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        SavedText.objects.update(text="Khác.")


def test_answers_to_manifestations_and_their_notes_are_never_kept(world):
    own, actor = world.own("canbo"), world.actor("canbo")
    for note in ("Ghi chú một.", "Ghi chú hai."):
        change = IndicatorChange(0, seen=1 if note.endswith("một.") else 3, value=3)
        answer_indicators(review_id=own.pk, actor=actor, changes=[change], notes=[NoteEdit(0, note)])

    assert kept() == []


def test_an_earlier_text_is_put_back_as_a_new_save_and_the_one_that_goes_is_kept(world, card):
    write(world, card, "Lời đầu.")
    write(world, card, "Lời sau.", after=90)
    saved = SavedText.objects.get()

    with localtime.clock_at(NINE + timedelta(seconds=95)):
        restore_text(review_id=world.collective.pk, saved_id=saved.pk, token=token(card), actor=world.actor("bithu"))

    assert Limitation.objects.get(pk=card.pk).fault == "Lời đầu."
    assert [text for text, _ in kept()] == ["Lời đầu.", "Lời sau."]


def test_putting_back_never_overwrites_what_the_page_did_not_show(world, card):
    write(world, card, "Lời đầu.")
    write(world, card, "Lời sau.", after=90)
    saved, shown = SavedText.objects.get(), token(card)
    write(world, card, "Lời của người khác.", by="bithu", after=100)

    about = {"review_id": world.collective.pk, "saved_id": saved.pk, "token": shown}
    with pytest.raises(StaleObject):
        restore_text(actor=world.actor("thuky"), **about)
    with pytest.raises(NotAllowed):
        restore_text(actor=world.actor("thanhvien"), **about)
    assert Limitation.objects.get(pk=card.pk).fault == "Lời của người khác."


def test_a_text_of_another_review_or_of_a_card_that_is_gone_is_not_put_back(world, card):
    write(world, card, "Lời đầu.")
    write(world, card, "Lời sau.", after=90)
    saved, shown = SavedText.objects.get(), token(card)

    with pytest.raises(Invalid, match="Không còn bản đã lưu"):
        restore_text(review_id=world.own("canbo").pk, saved_id=saved.pk, token=shown, actor=world.actor("canbo"))
    make.take_out(world.collective, world.actor("thuky"), ("limitation", str(card.pk)))
    with pytest.raises(Invalid, match="đã bỏ khỏi bản"):
        restore_text(review_id=world.collective.pk, saved_id=saved.pk, token=shown, actor=world.actor("thuky"))


def test_the_page_shows_the_words_before_and_after_and_puts_them_back(world, card, client):
    write(world, card, "Giải ngân chậm.")
    write(world, card, "Giải ngân rất chậm.", after=90)
    address = f"/kiem-diem/{world.collective.pk}/ban-da-luu/"
    organisation.login(client, world.users["thuky"])

    page = client.get(address)

    assert "Hạn chế 1: khuyết điểm" in page.text
    assert "Trước khi sửa" in page.text
    (text,) = page.context["texts"]
    answer = client.post(f"{address}{text.saved.pk}/khoi-phuc/", {"token": text.saved.token})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert Limitation.objects.get(pk=card.pk).fault == "Giải ngân chậm."
    assert "Bản kiểm điểm đang ghi đúng lời này." in client.get(address).text


def test_those_above_and_other_reviews_find_nothing(world, card, client):
    write(world, card, "Giải ngân chậm.")
    write(world, card, "Giải ngân rất chậm.", after=90)
    saved = SavedText.objects.get()

    organisation.login(client, world.users["chuyenvien"])
    assert client.get(f"/kiem-diem/{world.collective.pk}/ban-da-luu/").status_code == 404
    organisation.login(client, world.users["canbo"])
    own = world.own("canbo").pk
    assert "Giải ngân" not in client.get(f"/kiem-diem/{own}/ban-da-luu/").text
    assert client.post(f"/kiem-diem/{own}/ban-da-luu/{saved.pk}/khoi-phuc/", {"token": "1.x"}).status_code == 404


def test_what_a_person_thought_better_of_is_not_shown_to_those_who_read_the_draft(world, client):
    own = world.own("canbo").pk
    organisation.login(client, world.users["thuky"])

    assert client.get(f"/kiem-diem/{own}/").status_code == 200
    assert client.get(f"/kiem-diem/{own}/ban-da-luu/").status_code == 404


def test_the_page_costs_as_many_queries_with_thirty_texts_as_with_one(world, card, client):
    organisation.login(client, world.users["thuky"])
    client.get(f"/kiem-diem/{world.collective.pk}/ban-da-luu/")
    counts = []
    for first, last in ((0, 2), (2, 31)):
        for number in range(first, last):
            write(world, card, f"Lời thứ {number}.", after=90 * number)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/kiem-diem/{world.collective.pk}/ban-da-luu/")
        counts.append(len(asked))

    assert SavedText.objects.count() == 30
    assert counts[0] == counts[1]
