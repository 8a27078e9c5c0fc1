"""What a person declares about convictions is read in its circle only, and leaves no trace anywhere else."""

import json
import logging
import re

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core.models import AuditEntry
from reviews.actions.answers import Edit, save_answers
from reviews.actions.indicators import NoteEdit, answer_group, answer_indicators
from reviews.actions.sheets import submit_review
from reviews.models import IndicatorSheet, Limitation, Review, ReviewRead
from reviews.rules.indicators import IndicatorChange
from tests.factories import organisation
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db
NOTE = "Đôi lúc còn dao động trước khó khăn"
OTHERS_CIRCLE = {"canbo", "thuky", "thuky2", "bithu", "bithu2", "thuky_chibo"}
APPRAISERS = {"chuyenvien", "thuongtruc"}
EVERYBODY = (
    "thuky", "thuky2", "bithu", "bithu2", "canbo", "thanhvien", "thuky_chibo", "thuky_khac", "bithu_khac", "thuky_bay",
    "chuyenvien", "thuongtruc", "kiemtra", "mattran", "quantri", "nguoi_la",
)  # fmt: skip


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = make.province()
        own = world.own("canbo")
        make.complete_review(own, world.actor("canbo"))
        answer_indicators(
            review_id=own.pk,
            actor=world.actor("canbo"),
            changes=[IndicatorChange(0, 1, 3)],
            notes=[NoteEdit(0, NOTE)],
        )
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


@pytest.fixture
def own(world) -> Review:
    return world.own("canbo")


@pytest.fixture
def submitted(world, own) -> Review:
    return submit_review(review_id=own.pk, version=own.version, actor=world.actor("canbo"))


def pages_of(review: Review) -> tuple[str, ...]:
    return (f"/kiem-diem/{review.pk}/bieu-hien/", f"/kiem-diem/{review.pk}/vong/1/bieu-hien/")


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_draft_is_read_by_the_person_and_the_places_only(client, world, own, who):
    organisation.login(client, world.users[who])
    expected = 200 if who in OTHERS_CIRCLE else 404

    assert [client.get(path).status_code for path in pages_of(own)] == [expected] * 2


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_submitted_one_is_read_by_the_appraisers_too_and_by_nobody_else(client, world, submitted, who):
    organisation.login(client, world.users[who])
    expected = 200 if who in OTHERS_CIRCLE | APPRAISERS else 404

    assert [client.get(path).status_code for path in pages_of(submitted)] == [expected] * 2


@pytest.mark.parametrize("who", sorted(set(EVERYBODY) - {"canbo"}))
def test_nobody_writes_in_it_for_the_person(client, world, own, who):
    organisation.login(client, world.users[who])

    for data in ({"indicator-0": "1", "seen": "3"}, {"nhom": "1"}, {"note-0": "x"}, {"viec": "them-han-che"}):
        for kind in ("", "json"):
            assert client.post(pages_of(own)[0], data | {"dang": kind}).status_code == 404
    assert make.open_round(own).indicators.answers[0] == 3


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_other_page_shows_the_note(client, world, submitted, who):
    organisation.login(client, world.users[who])
    segment = submitted.segments.get(unit=world.other_commune)
    paths = [f"/kiem-diem/{submitted.pk}/{tail}" for tail in ("", "hoi-nghi/", "noi-kiem-diem/", "vong/", "vong/1/")]

    for path in [*paths, f"/kiem-diem/phan/{segment.pk}/", "/kiem-diem/?q=khai", "/kiem-diem/?q=dao+dong"]:
        assert NOTE not in client.get(path).text, path


def test_tabs_name_the_page_to_its_circle_only(client, world, submitted):
    for who in ("kiemtra", "chuyenvien"):
        organisation.login(client, world.users[who])
        page = client.get(f"/kiem-diem/{submitted.pk}/")
        assert ("Đối chiếu biểu hiện</a>" in page.text) == (who == "chuyenvien")


def test_every_read_by_another_is_recorded_and_none_by_the_person(client, world, submitted):
    for who in ("canbo", "thuky", "chuyenvien", "chuyenvien"):
        organisation.login(client, world.users[who]).get(pages_of(submitted)[0])

    reads = ReviewRead.objects.filter(review=submitted, part=ReviewRead.Part.INDICATORS)
    assert sorted(reads.values_list("reader_name", flat=True)) == ["Ngô Minh Đức", "Ngô Minh Đức", "Vũ Thị Thảo"]


def test_reading_page_places_and_segment_is_recorded_too(client, world, submitted):
    organisation.login(client, world.users["thuky"]).get(f"/kiem-diem/{submitted.pk}/")
    segment = submitted.segments.get(unit=world.other_commune)
    organisation.login(client, world.users["thuky_khac"]).get(f"/kiem-diem/phan/{segment.pk}/")

    reads = ReviewRead.objects.filter(review=submitted).order_by("pk").values_list("reader_name", "part")
    assert list(reads) == [("Vũ Thị Thảo", "form"), ("Đỗ Thị Lành", "segment")]


def test_a_limitation_written_after_a_yes_is_an_empty_card_without_a_link(client, world, own):
    organisation.login(client, world.users["canbo"])

    response = client.post(pages_of(own)[0], {"viec": "them-han-che", "seen": "", "indicator-0": "3"})

    limitation = Limitation.objects.filter(round__review=own).latest("pk")
    assert response.url == f"/kiem-diem/{own.pk}/sua/#limitation-{limitation.pk}"
    texts = [getattr(limitation, f.name) for f in limitation._meta.fields if f.name != "updated_by_name"]
    assert not [value for value in texts if isinstance(value, str) and value]


def test_neither_the_trail_nor_the_card_tells_that_it_was_opened_beside_an_answer(client, world, own):
    organisation.login(client, world.users["canbo"])

    client.post(pages_of(own)[0], {"viec": "them-han-che", "seen": "", "indicator-0": "3"})

    card = Limitation.objects.filter(round__review=own).latest("pk")
    for row in (card, card.remedies.get()):
        assert (row.updated_at, row.updated_by_id, row.updated_by_name) == (card.round.opened_at, None, "")
        assert not AuditEntry.objects.filter(target_type=row._meta.label_lower, target_id=row.pk).exists()

    edit = Edit("limitation", str(card.pk), {"fault": "Chậm giải ngân."})
    save_answers(review_id=own.pk, actor=world.actor("canbo"), edits=[edit])
    assert AuditEntry.objects.filter(verb="limitation.write", target_id=card.pk).count() == 1


def test_traces_and_logs_hold_neither_item_nor_answer_nor_note(client, world, own, caplog):
    organisation.login(client, world.users["canbo"])
    with caplog.at_level(logging.DEBUG):
        client.post(
            pages_of(own)[0],
            {"dang": "json", "seen": "1" * 135, "indicator-77": "2", "note-77": NOTE, "viec": ""},
        )
        client.post(pages_of(own)[0], {"seen": "", "note-77": "a\0b"})

    facts = json.dumps(list(AuditEntry.objects.values("verb", "data")), cls=DjangoJSONEncoder, ensure_ascii=False)
    logged = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    for words in (NOTE, "indicator-77", "note-77"):
        assert words not in facts
        assert words not in logged


def test_the_label_of_the_catalogue_stands_on_both_pages(client, world, own, submitted):
    organisation.login(client, world.users["canbo"])
    label = world.cycle.catalogue.label

    assert label in client.get(pages_of(own)[0]).text
    other = world.own("thanhvien")
    organisation.login(client, world.users["thanhvien"])
    assert label in client.get(pages_of(other)[0]).text


def test_a_collectives_own_answers_are_read_by_its_members(client, world):
    review = world.collective
    answer_group(review_id=review.pk, actor=world.actor("thuky"), group_number=1)
    for who in EVERYBODY:
        expected = 200 if who in {"thuky", "thuky2", "bithu", "bithu2", "canbo", "thanhvien"} else 404
        assert organisation.login(client, world.users[who]).get(pages_of(review)[0]).status_code == expected, who


class TestThePage:
    """The table itself: written without JavaScript, cheap, and kind to wrong input."""

    @pytest.fixture
    def page(self, client, world):
        organisation.login(client, world.users["thanhvien"])
        return pages_of(world.own("thanhvien"))[0]

    def answers(self, world) -> list[int]:
        return IndicatorSheet.objects.get(round__review=world.own("thanhvien")).answers

    def seen(self, response) -> str:
        found = re.search(r'name="seen" value="([0-3]*)"', response.text)
        assert found is not None
        return found[1]

    def test_all_is_saved_by_one_post(self, client, world, page):
        data = {"seen": self.seen(client.get(page))} | {f"indicator-{p}": "1" for p in range(135)}

        assert client.post(page, data).status_code == 302
        assert self.answers(world) == [1] * 135

    def test_an_old_page_changes_only_what_was_changed_on_it(self, client, world, page):
        seen = self.seen(client.get(page))
        client.post(page, {"seen": seen, "indicator-5": "3"})

        response = client.post(page, {"seen": seen, "indicator-6": "1"})

        assert response.status_code == 302
        assert self.answers(world)[5:7] == [3, 1]

    def test_two_pages_answering_one_row_differently_are_told(self, client, world, page):
        seen = self.seen(client.get(page))
        client.post(page, {"seen": seen, "indicator-5": "3"})

        response = client.post(page, {"seen": seen, "indicator-5": "1"})

        assert response.status_code == 422
        assert 'href="#indicator-5"' in response.text
        assert self.answers(world)[5] == 3

    def test_a_yes_leads_to_the_note_that_it_needs(self, client, world, page):
        response = client.post(page, {"seen": self.seen(client.get(page)), "indicator-5": "3"})

        assert response.url == f"{page}#note-5"
        shown = client.get(page)
        assert 'id="note-5"' in shown.text
        assert "cần ghi rõ nội dung" in shown.text
        assert client.post(page, {"seen": self.seen(shown), "note-5": "Đang chấn chỉnh"}).url == page

    def test_a_group_button_answers_its_group(self, client, world, page):
        assert client.post(page, {"seen": "", "nhom": "1"}).url.endswith("#nhom-1")
        assert self.answers(world)[:6] == [1] * 5 + [0]

    @pytest.mark.parametrize(
        "data",
        [
            {"indicator-999": "1"},
            {"indicator-5": "9"},
            {"indicator-5": "²"},
            {"indicator-5": "\0"},
            {"indicator-99999": "1"},
            {"nhom": "0"},
            {"nhom": "9999"},
            {"nhom": "x"},
            {"seen": "xyz\0" * 100, "indicator-0": "1"},
            {"note-5": "a\0b"},
            {"note-5": "x" * 20_001},
            {"note-999": "x"},
            {"chon": "note-5:join:zz", "note-5": "x"},
        ],
    )
    @pytest.mark.parametrize("kind", ["", "json"])
    def test_nonsense_gives_a_sentence_not_an_error(self, client, page, data, kind):
        assert client.post(page, data | {"dang": kind}).status_code in (200, 302, 422)

    def test_a_note_beside_an_answer_taken_back_stays_in_sight_until_it_goes_and_that_is_said_before(
        self, client, world, page
    ):
        client.post(page, {"seen": "0" * 135, "indicator-5": "3", "note-5": "Đang chấn chỉnh"})
        client.post(page, {"seen": self.seen(client.get(page)), "indicator-5": "1"})

        shown = client.get(page).text
        form = client.get(page.replace("bieu-hien/", "sua/")).text

        assert "Đang chấn chỉnh</textarea>" in shown
        assert "ghi chú này sẽ bị xóa khi trình" in shown
        assert form.count("Khi trình, 1 ghi chú đứng cạnh câu trả lời không phải “có” sẽ bị xóa.") == 2
        assert "Đang chấn chỉnh" not in form

    def test_a_note_that_cannot_be_kept_stays_on_the_page(self, client, page):
        response = client.post(page, {"note-5": "Chữ trước\0chữ sau"})

        assert response.status_code == 422
        assert "Chữ trước" in response.text

    def test_135_rows_cost_at_most_twelve_queries(self, client, world, page):
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).text.count('role="radiogroup"') == 135

        assert len(queries) <= 12, [query["sql"][:100] for query in queries]
