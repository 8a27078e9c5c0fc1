"""What cannot be read is kept as it was typed: shown again to whoever writes, no answer, never in anybody's way."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core.models import AuditEntry
from reviews.actions.answer_rows import add_limitation, values_of
from reviews.actions.row_removals import has_words
from reviews.actions.sheets import Incomplete, submit_review
from reviews.models import Answer, IndicatorNote, Limitation, Remedy, Review
from reviews.models.unread import Unread
from reviews.rules.writing import token_of
from tests.factories import organisation
from tests.factories import sheets as make
from tests.reviews.views.test_sheet_form import fields_of, form_url, text_name

pytestmark = pytest.mark.django_db
NO_DAY = "31/02/2027"
TOO_LONG = "Câu viết rất dài. " * 3000


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make.province()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


@pytest.fixture
def review(world) -> Review:
    return world.collective


@pytest.fixture
def thuky(client, world):
    return organisation.login(client, world.users["thuky"])


@pytest.fixture
def remedy(world, review) -> Remedy:
    return add_limitation(review_id=review.pk, actor=world.actor("thuky")).remedies.get()


@pytest.fixture
def due_on(remedy) -> str:
    return f"remedy-{remedy.pk}-due_on"


def autosave(client, review, **data):
    return client.post(form_url(review), {"dang": "json", **data})


def token(kind, row) -> str:
    return str(token_of(row.version, values_of(kind, row)))


class TestKeeping:
    def test_a_day_that_is_none_stands_in_its_control_after_a_reload_for_the_colleague_too(
        self, thuky, world, review, remedy, due_on
    ):
        name = due_on.replace("due_on", "action")
        told = autosave(thuky, review, **{due_on: NO_DAY, name: "Lập kế hoạch"})

        organisation.login(thuky, world.users["thuky2"])
        page = thuky.get(form_url(review))

        assert told.json()["kept"] == [due_on]
        assert "được giữ nguyên" in told.json()["refusals"][due_on]
        assert (fields_of(page)[due_on], fields_of(page)[name]) == ([NO_DAY], ["Lập kế hoạch"])
        assert f'id="{due_on}-loi"' in page.text
        remedy.refresh_from_db()
        assert (remedy.due_on, remedy.action) == (None, "Lập kế hoạch")

    def test_without_javascript_too(self, thuky, review, due_on):
        thuky.post(form_url(review), fields_of(thuky.get(form_url(review))) | {due_on: [NO_DAY]})

        assert fields_of(thuky.get(form_url(review)))[due_on] == [NO_DAY]

    def test_a_text_beyond_the_bounds_is_kept_beside_the_last_one_that_could_be_read(self, thuky, review):
        name = text_name(review)
        first = autosave(thuky, review, **{name: "Bản ngắn"}).json()["tokens"]
        row = name.removesuffix("-text")
        autosave(thuky, review, **{name: TOO_LONG, f"{row}-token": first[row]})

        assert fields_of(thuky.get(form_url(review)))[name] == [TOO_LONG]
        assert Answer.objects.get(round__review=review).text == "Bản ngắn"

    def test_what_can_be_read_takes_its_place(self, thuky, review, remedy, due_on):
        row = due_on.removesuffix("-due_on")
        seen = autosave(thuky, review, **{due_on: NO_DAY, f"{row}-token": token("remedy", remedy)}).json()["tokens"][
            row
        ]
        told = autosave(thuky, review, **{due_on: "28/02/2027", f"{row}-token": seen})

        remedy.refresh_from_db()
        assert (told.status_code, told.json()["kept"]) == (200, [])
        assert (str(remedy.due_on), remedy.unread) == ("2027-02-28", [])

    def test_emptying_the_control_leaves_nothing_behind(self, thuky, review, remedy, due_on):
        autosave(thuky, review, **{due_on: NO_DAY})
        fields = fields_of(thuky.get(form_url(review)))

        assert thuky.post(form_url(review), fields | {due_on: [""]}).status_code == 302

        remedy.refresh_from_db()
        assert (remedy.due_on, remedy.unread) == (None, [])

    def test_ticks_among_which_one_cannot_be_taken_are_kept(self, thuky, world, review):
        card = Limitation.objects.get(pk=add_limitation(review_id=review.pk, actor=world.actor("thuky")).pk)
        name, people = f"limitation-{card.pk}-persons", [str(world.people["canbo"].pk), "999999"]

        told = autosave(thuky, review, **{name: people, f"limitation-{card.pk}-fault": "Chậm giải ngân"})

        card.refresh_from_db()
        assert told.json()["kept"] == [name]
        assert card.fault == "Chậm giải ngân"
        assert people[0] in fields_of(thuky.get(form_url(review)))[name]

    def test_a_nul_and_choices_of_no_list_stay_unread_when_a_page_without_javascript_sends_them_back(
        self, thuky, review, remedy
    ):
        text, card = text_name(review), f"limitation-{remedy.limitation_id}"
        sent = {text: ["ab\0"], f"{card}-field_id": ["99999"], f"{card}-persons": ["", "888888"]}
        autosave(thuky, review, **sent)
        before = [Answer.objects.get().unread, Limitation.objects.get().unread]
        shown = fields_of(thuky.get(form_url(review)))

        again = thuky.post(form_url(review), shown)

        assert {name: shown[name] for name in sent} == sent | {text: ["ab\ufffd"]}
        assert {name: fields_of(again)[name] for name in sent} == {name: shown[name] for name in sent}
        assert "có ký tự không đọc được" in again.text
        assert again.status_code == 422
        answer, limitation = Answer.objects.get(), Limitation.objects.get()
        assert (answer.text, limitation.field_id) == ("", None)
        assert [answer.unread, limitation.unread] == before

    def test_what_no_control_can_hold_is_told_to_be_lost(self, thuky, review):
        told = autosave(thuky, review, **{text_name(review): "x" * 200_001}).json()

        assert told["kept"] == []
        assert "chưa lưu được" in told["refusals"][text_name(review)]
        assert not Answer.objects.exists()


class TestAChoiceOfAnotherList:
    def test_it_alone_is_refused_and_the_page_goes_on_saving(self, thuky, review):
        level = next(iter(make.SheetOptions(review).levels))
        name = text_name(review).replace("-text", "-choice")

        told = autosave(thuky, review, **{name: level, text_name(review): "Vẫn lưu", text_name(review, 1): "Cũng lưu"})

        assert "sentence" not in told.json()
        assert "không dùng cho mục này" in told.json()["refusals"][name]
        assert {a.text for a in Answer.objects.filter(round__review=review)} == {"Vẫn lưu", "Cũng lưu"}
        assert Answer.objects.get(text="Vẫn lưu").choice == ""


class TestTwoPeople:
    def test_a_day_that_was_not_seen_is_shown_beside_the_own_and_not_dropped(
        self, thuky, world, review, remedy, due_on
    ):
        seen = token("remedy", remedy)
        autosave(thuky, review, **{due_on: NO_DAY, f"remedy-{remedy.pk}-token": seen})

        organisation.login(thuky, world.users["thuky2"])
        told = autosave(thuky, review, **{due_on: "28/02/2027", f"remedy-{remedy.pk}-token": seen}).json()

        assert NO_DAY in told["clashes"][due_on].replace("<mark>", "").replace("</mark>", "")
        remedy.refresh_from_db()
        assert (remedy.due_on, remedy.unread) == (None, [["due_on", NO_DAY]])

    def test_what_the_other_wrote_is_not_overwritten_by_what_cannot_be_read(self, thuky, world, review, remedy, due_on):
        seen = token("remedy", remedy)
        autosave(thuky, review, **{due_on: "28/02/2027", f"remedy-{remedy.pk}-token": seen})

        told = autosave(thuky, review, **{due_on: NO_DAY, f"remedy-{remedy.pk}-token": seen}).json()

        assert (list(told["clashes"]), told["kept"]) == ([due_on], [])
        remedy.refresh_from_db()
        assert (str(remedy.due_on), remedy.unread) == ("2027-02-28", [])

    def test_both_texts_joined_are_kept_when_one_of_them_was_too_long(self, thuky, review):
        name = text_name(review)
        autosave(thuky, review, **{name: TOO_LONG})
        clash = autosave(thuky, review, **{name: "Của tôi"}).json()["clashes"][name]
        button = clash[clash.index(f"{name}:join:") :][: len(name) + 18]

        told = autosave(thuky, review, **{name: "Của tôi", "chon": button}).json()

        assert told["values"][name] == f"{TOO_LONG.strip()}\n\nCủa tôi"


class TestItIsNoAnswer:
    def test_it_bars_the_submission_with_a_link_and_is_not_read_or_printed(self, client, thuky, world, review):
        make.complete_review(review, world.actor("thuky"))
        review.refresh_from_db()
        remedy = Remedy.objects.get(limitation__round__review=review)
        edit = f"remedy-{remedy.pk}-due_on"
        autosave(thuky, review, **{edit: NO_DAY, f"remedy-{remedy.pk}-token": token("remedy", remedy)})

        with pytest.raises(Incomplete) as refusal:
            submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))

        assert [one.anchor for one in refusal.value.lacks] == [edit]
        assert NO_DAY in refusal.value.lacks[0].sentence
        organisation.login(client, world.users["canbo"])
        assert NO_DAY not in client.get(f"/kiem-diem/{review.pk}/").text

    def test_every_kind_of_row_names_its_control(self, world, review):
        make.suggest(world, review)
        make.complete_review(review, world.actor("thuky"))
        review.refresh_from_db()
        round_ = make.open_round(review)
        rows: list[Any] = [round_.answers.first(), round_.limitations.first(), round_.commitments.first()]
        for row in [*rows, round_.explanations.first()]:
            row.set_unread("text", Unread((f"{row._meta.model_name} {NO_DAY}",)))
            row.save()

        with pytest.raises(Incomplete) as refusal:
            submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))

        kinds = ["answer", "limitation", "explanation", "commitment"]
        assert [
            (one.anchor.split("-")[0], f"{kind} {NO_DAY}" in one.sentence)
            for one, kind in zip(refusal.value.lacks, kinds, strict=True)
        ] == [(kind, True) for kind in kinds]

    def test_a_card_with_such_words_is_not_taken_out_unasked(self, thuky, world, review, remedy, due_on):
        autosave(thuky, review, **{due_on: NO_DAY})

        assert has_words(Remedy.objects.get())

    def test_no_row_costs_a_query_more_for_it(self, thuky, world, review, remedy, due_on):
        def cost() -> int:
            with CaptureQueriesContext(connection) as queries:
                assert thuky.get(form_url(review)).status_code == 200
            return len(queries)

        thuky.get(form_url(review))
        before = cost()
        autosave(thuky, review, **{due_on: NO_DAY, text_name(review): TOO_LONG})

        assert cost() == before


class TestNotesOfTheCheck:
    def test_a_note_with_a_nul_stays_unread_when_it_is_sent_back_as_shown(self, thuky, review):
        url = f"/kiem-diem/{review.pk}/bieu-hien/"
        thuky.post(url, {"dang": "json", "seen": "0" * 135, "indicator-7": "2", "note-7": "ab\0"})
        note = IndicatorNote.objects.get()

        seen = str(token_of(note.version, {"text": note.unread_values["text"]}))
        told = thuky.post(url, {"dang": "json", "seen": "0" * 135, "note-7": "ab\ufffd", "note-7-token": seen}).json()

        note.refresh_from_db()
        assert (note.text, note.unread, told["kept"]) == ("", [["text", "ab\ufffd"]], ["note-7"])

    def test_a_note_too_long_is_kept_in_the_circle_and_named_nowhere_else(self, thuky, world, review):
        url, note = f"/kiem-diem/{review.pk}/bieu-hien/", "Lời khai riêng. " * 2000

        told = thuky.post(url, {"dang": "json", "seen": "0" * 135, "indicator-7": "2", "note-7": note}).json()

        assert (told["kept"], "dài quá" in told["refusals"]["note-7"]) == (["note-7"], True)
        page = thuky.get(url).text
        assert note.strip() in page
        assert "dài quá" in page
        stored = IndicatorNote.objects.get()
        assert (stored.text, stored.unread_values["text"].text) == ("", note.strip())
        assert "Lời khai riêng" not in str(list(AuditEntry.objects.values_list("data", flat=True)))
        assert "Lời khai riêng" not in thuky.get(form_url(review)).text

    def test_it_bars_the_submission_as_a_count(self, thuky, world, review):
        make.complete_review(review, world.actor("thuky"))
        review.refresh_from_db()
        url = f"/kiem-diem/{review.pk}/bieu-hien/"
        thuky.post(url, {"seen": "1" * 135, "indicator-7": "2", "note-7": "Lời khai riêng. " * 2000})

        with pytest.raises(Incomplete) as refusal:
            submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))

        assert [one.sentence for one in refusal.value.lacks] == [
            "Đối chiếu biểu hiện: 1 ghi chú chưa dùng được; hãy sửa lại."
        ]


def test_the_index_of_the_form_marks_the_section_as_wrong_until_it_can_be_read(thuky, review, due_on):
    def marks() -> set[str]:
        index = thuky.get(f"/kiem-diem/{review.pk}/muc-luc/").context["sheet"].sections
        return {view.number for view in index if view.mark.word == "có ô gõ chưa đúng"}

    autosave(thuky, review, **{due_on: NO_DAY})
    wrong, seen = marks(), f"{due_on.removesuffix('-due_on')}-token"
    autosave(thuky, review, **{due_on: "31/03/2027", seen: fields_of(thuky.get(form_url(review)))[seen]})

    assert (wrong, marks()) == ({"II"}, set())
