"""What a text said before it was changed is kept minute by minute, shown to those who read the draft, and put back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core import localtime
from core.errors import Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions.answer_rows import (
    add_commitment,
    add_limitation,
    find_rows,
    values_of,
)
from reviews.actions.answers import Edit, save_answers
from reviews.actions.indicators import NoteEdit, answer_indicators
from reviews.actions.open_sheets import OpenSheet
from reviews.actions.removed_rows import put_back
from reviews.actions.sheets import recall_review, submit_review
from reviews.actions.text_restoring import restore_text
from reviews.models import Commitment, Limitation, Remedy, Review, SavedText
from reviews.models.unread import Unread
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

    for where in ("sua/", ""):
        assert f'<a href="{address}">' in client.get(f"/kiem-diem/{world.collective.pk}/{where}").text
    assert "Hạn chế 1: khuyết điểm" in page.text
    assert "Trước khi sửa" in page.text
    (text,) = page.context["texts"]
    answer = client.post(f"{address}{text.saved.pk}/khoi-phuc/", {"token": text.saved.token})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert Limitation.objects.get(pk=card.pk).fault == "Giải ngân chậm."
    assert "Bản kiểm điểm đang ghi đúng nội dung này." in client.get(address).text


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

    assert "ban-da-luu" not in client.get(f"/kiem-diem/{own}/").text
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


def change(world, name, *, by: str = "thuky", **values) -> None:
    """Save fields of a row as a person does who sees what stands there."""
    review = Review.objects.with_subject().get(pk=world.collective.pk)
    row = find_rows(OpenSheet(review, make.open_round(review)), [name])[name]
    edit = Edit(name[0], name[1], values, str(token_of(row.version, values_of(name[0], row))))
    assert save_answers(review_id=review.pk, actor=world.actor(by), edits=[edit]).is_clean


def test_ticks_days_and_choices_are_kept_told_in_words_and_put_back(world, card, client):
    limitation, remedy = ("limitation", str(card.pk)), ("remedy", str(Remedy.objects.get(limitation=card).pk))
    both = frozenset(world.people[who].pk for who in ("bithu", "canbo"))
    change(world, limitation, persons=both)
    change(world, limitation, persons=frozenset([world.people["bithu"].pk]), by="bithu")
    change(world, remedy, due_on=date(2027, 3, 31))
    change(world, remedy, due_on=date(2027, 6, 30))
    address = f"/kiem-diem/{world.collective.pk}/ban-da-luu/"
    shown = organisation.login(client, world.users["thuky"]).get(address)

    assert [saved.field for saved in SavedText.objects.order_by("pk")] == ["persons", "due_on"]
    assert "hạn chế 1, biện pháp 1: thời hạn" in [one.place for one in shown.context["texts"]]
    assert "31/03/2027" in shown.text
    assert "Lê Văn Khải" in shown.text
    for one in shown.context["texts"]:
        assert client.post(f"{address}{one.saved.pk}/khoi-phuc/", {"token": one.saved.token}).status_code == 302
    assert {person.cadre_id for person in card.persons.all()} == both
    assert Remedy.objects.get(limitation=card).due_on == date(2027, 3, 31)


def test_what_was_typed_and_could_not_be_read_is_put_back_as_it_was_typed(world, card):
    remedy = Remedy.objects.get(limitation=card)
    name = ("remedy", str(remedy.pk))
    change(world, name, due_on=Unread(("cuối quý III",)))
    change(world, name, due_on=date(2027, 9, 30))
    saved = SavedText.objects.get()
    remedy.refresh_from_db()
    shown = str(token_of(remedy.version, values_of("remedy", remedy)))
    restore_text(review_id=world.collective.pk, saved_id=saved.pk, token=shown, actor=world.actor("thuky"))

    remedy.refresh_from_db()
    assert remedy.unread_values["due_on"].text == "cuối quý III"


class TestRemovedCards:
    def take_out(self, world, name) -> SavedText:
        make.take_out(world.collective, world.actor("thuky"), name)
        return SavedText.objects.filter(contents__isnull=False).latest("pk")

    def put_back(self, world, saved: SavedText, who: str = "bithu"):
        return put_back(review_id=world.collective.pk, saved_id=saved.pk, actor=world.actor(who))

    def told(self, card: Limitation):
        card = Limitation.objects.get(pk=card.pk)
        remedies = [values_of("remedy", remedy) for remedy in card.remedies.all()]
        return card.origin, card.order, values_of("limitation", card), remedies

    def test_a_limitation_comes_back_whole_under_its_own_number_and_once(self, world, card):
        make.fill_limitation(card, world.actor("thuky"))
        before, name = self.told(card), ("limitation", str(card.pk))
        saved = self.take_out(world, name)
        assert make.FAULT in saved.text
        assert not Limitation.objects.filter(pk=card.pk).exists()

        assert self.put_back(world, saved) == name
        assert self.told(card) == before
        with pytest.raises(Invalid, match="đã có lại"):
            self.put_back(world, saved)
        with pytest.raises(NotAllowed):
            self.put_back(world, saved, "thanhvien")

    def test_a_remedy_waits_for_its_card(self, world, card):
        make.fill_limitation(card, world.actor("thuky"))
        before = self.told(card)
        remedy = self.take_out(world, ("remedy", str(Remedy.objects.get(limitation=card).pk)))
        limitation = self.take_out(world, ("limitation", str(card.pk)))

        with pytest.raises(Invalid, match="khôi phục thẻ trước"):
            self.put_back(world, remedy)
        self.put_back(world, limitation)
        self.put_back(world, remedy)
        assert self.told(card) == before

    def test_what_was_taken_out_comes_back_in_a_later_round_too(self, world):
        review = make.complete_review(world.collective, world.actor("thuky"))
        gone = add_commitment(review_id=review.pk, actor=world.actor("thuky"))
        change(world, ("commitment", str(gone.pk)), text="Giúp ba hộ thoát nghèo.")
        saved = self.take_out(world, ("commitment", str(gone.pk)))
        review.refresh_from_db()
        review = submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))
        with pytest.raises(NotAllowed):
            self.put_back(world, saved)
        recall_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))

        self.put_back(world, saved)
        back = Commitment.objects.get(round=make.open_round(review), origin=gone.origin)
        assert back.text == "Giúp ba hộ thoát nghèo."

    def test_an_empty_card_leaves_nothing_behind(self, world):
        own, actor = world.own("canbo"), world.actor("canbo")
        empty = add_limitation(review_id=own.pk, actor=actor)

        make.take_out(own, actor, ("limitation", str(empty.pk)))

        assert not SavedText.objects.exists()
        assert not AuditEntry.objects.filter(target_type="reviews.limitation", target_id=empty.pk).exists()

    def test_the_form_offers_to_undo_at_once_with_and_without_a_script(self, world, card, client):
        make.fill_limitation(card, world.actor("thuky"))
        address = f"/kiem-diem/{world.collective.pk}/sua/"
        organisation.login(client, world.users["thuky"])
        asked = client.post(address, {"viec": f"bo:limitation-{card.pk}"}).context["removal"]
        gone = client.post(address, {"viec": f"bo-han:limitation-{card.pk}:{asked.seen}"})
        saved = SavedText.objects.get(contents__isnull=False)
        undo = f"khoi-phuc:-:{saved.pk}"
        assert f'value="{undo}"' in client.get(gone.url).text
        back = client.post(address, {"viec": undo})
        again = client.post(address, {"viec": f"bo-han:limitation-{card.pk}:{asked.seen}", "dang": "json"}).json()

        assert back.url == f"{address}#limitation-{card.pk}"
        assert f"khoi-phuc:-:{SavedText.objects.latest('pk').pk}" in again["undo"]
        listed = client.get(f"/kiem-diem/{world.collective.pk}/ban-da-luu/")
        assert "Hạn chế đã bỏ" in listed.text
        restored = client.post(f"/kiem-diem/{world.collective.pk}/ban-da-luu/{saved.pk}/khoi-phuc/")
        assert restored.status_code == 302
        assert Limitation.objects.filter(pk=card.pk).exists()
