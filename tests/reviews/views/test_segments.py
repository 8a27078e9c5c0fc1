"""Segments, places and the meeting over HTTP."""

import re

import pytest
from django.db import transaction

from core import formats, localtime
from reviews.actions.segments import send_segment
from reviews.models import Review, Segment
from reviews.models.unread import Unread
from tests.factories import organisation
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db
JSON = {"dang": "json"}
EVERYBODY = (
    "canbo", "thuky", "bithu", "thuky_khac", "bithu_khac", "thuky_bay", "thuky_chibo", "chuyenvien", "thuongtruc",
    "kiemtra", "mattran", "quantri", "nguoi_la",
)  # fmt: skip


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = make.province()
        make.complete_review(world.own("canbo"), world.actor("canbo"))
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


@pytest.fixture
def own(world) -> Review:
    return world.own("canbo")


@pytest.fixture
def former(world, own) -> Segment:
    return own.segments.get(unit=world.other_commune)


@pytest.fixture
def sent(world, former) -> Segment:
    return send_segment(segment_id=former.pk, version=former.version, actor=world.actor("canbo"))


def test_before_it_is_sent_the_unit_does_not_find_it(client, world, former):
    organisation.login(client, world.users["thuky_khac"])

    assert client.get(f"/kiem-diem/phan/{former.pk}/").status_code == 404


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_sent_segment_opens_to_its_unit_and_to_those_of_the_review(client, world, sent, who):
    organisation.login(client, world.users[who])
    # those above see the review's row but read its words once it is submitted
    expected = {"canbo", "thuky", "bithu", "thuky_chibo", "thuky_khac", "bithu_khac"}

    assert client.get(f"/kiem-diem/phan/{sent.pk}/").status_code == (200 if who in expected else 404)


def test_the_unit_reads_its_own_part_only(client, world, own, sent):
    organisation.login(client, world.users["thuky_khac"])
    other = own.segments.get(unit=world.commune)
    send_segment(segment_id=other.pk, version=other.version, actor=world.actor("canbo"))

    page = client.get(f"/kiem-diem/phan/{sent.pk}/")
    assert "Đã thực hiện đầy đủ" in page.text
    assert make.FAULT not in page.text
    assert client.get(f"/kiem-diem/phan/{other.pk}/").status_code == 404
    for path in ("", "sua/", "bieu-hien/", "noi-kiem-diem/", "hoi-nghi/", "vong/"):
        assert client.get(f"/kiem-diem/{own.pk}/{path}").status_code == 404, path


def test_it_is_confirmed_with_a_remark(client, world, sent):
    organisation.login(client, world.users["thuky_khac"])

    response = client.post(
        f"/kiem-diem/phan/{sent.pk}/xac-nhan/", {"version": sent.version, "remark": "Đúng với thực tế."}, follow=True
    )

    assert "Đơn vị đã xác nhận" in response.text
    assert "Đúng với thực tế." in response.text


def test_an_old_page_keeps_the_remark_on_screen(client, world, sent):
    organisation.login(client, world.users["thuky_khac"])

    response = client.post(f"/kiem-diem/phan/{sent.pk}/xac-nhan/", {"version": 1, "remark": "Nhận xét dài."})

    assert response.status_code == 422
    assert "Đã có người thay đổi" in response.text
    assert "Nhận xét dài." in response.text


def test_the_author_sends_it_from_the_page_of_places(client, world, own, former):
    organisation.login(client, world.users["canbo"])
    assert "Gửi đơn vị xác nhận" in client.get(f"/kiem-diem/{own.pk}/noi-kiem-diem/").text

    client.post(f"/kiem-diem/phan/{former.pk}/gui/", {"version": former.version})

    former.refresh_from_db()
    assert former.state == "sent"


def test_those_who_cannot_confirm_are_told_why(client, world, sent):
    organisation.login(client, world.users["canbo"])

    response = client.post(f"/kiem-diem/phan/{sent.pk}/xac-nhan/", {"version": sent.version})

    assert response.status_code == 422
    assert "không tự xác nhận" in response.text


def test_a_place_writes_its_remark_and_the_person_reads_it(client, world, own):
    place = own.places.get(unit=world.commune)
    organisation.login(client, world.users["thuky"])
    client.post(f"/kiem-diem/{own.pk}/noi-kiem-diem/{place.pk}/nhan-xet/", {"version": 1, "remark": "Gương mẫu."})

    organisation.login(client, world.users["canbo"])
    page = client.get(f"/kiem-diem/{own.pk}/noi-kiem-diem/")
    assert "Gương mẫu." in page.text
    assert "Ghi nhận xét" not in page.text


def test_a_remark_goes_only_to_a_place_of_this_review(client, world, own):
    place = world.own("bithu_khac").places.first()
    organisation.login(client, world.users["thuky"])

    assert client.post(f"/kiem-diem/{own.pk}/noi-kiem-diem/{place.pk}/nhan-xet/", {"version": 1}).status_code == 404


class TestTheMeeting:
    def path(self, review) -> str:
        return f"/kiem-diem/{review.pk}/hoi-nghi/"

    def sent(self, review, token="", **facts) -> dict[str, str]:
        row = f"meeting-{make.open_round(review).pk}"
        return {f"{row}-{name}": value for name, value in facts.items()} | {f"{row}-token": token}

    def token(self, page) -> str:
        found = re.search(r'name="meeting-[0-9]+-token" value="([^"]*)"', page.text)
        assert found is not None
        return found[1]

    def test_it_is_typed_the_vietnamese_way_and_kept(self, client, world):
        review = world.collective
        organisation.login(client, world.users["thuky"])
        today = formats.day(localtime.today())

        sent = self.sent(review, held_on=today, held_at="Hội trường", present="8", total="9")
        assert client.post(self.path(review), sent).status_code == 302

        page = client.get(self.path(review))
        assert f'value="{today}"' in page.text
        assert (make.open_round(review).present, make.open_round(review).updated_by_name) == (8, "Vũ Thị Thảo")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("held_on", "32/01/2026"),
            ("held_on", "01/01/2100"),
            ("present", "-1"),
            ("present", "9" * 30),
            ("present", "10"),
            ("total", "mười"),
            ("chair", "x" * 201),
        ],
    )
    def test_what_cannot_be_gets_a_sentence_and_stays_with_everything_else(self, client, world, field, value):
        review = world.collective
        organisation.login(client, world.users["thuky"])

        told = client.post(self.path(review), self.sent(review, held_at="Hội trường lớn", total="9") | self.sent(
            review, **{field: value}
        ))  # fmt: skip
        again = client.get(self.path(review))

        assert told.status_code == 422
        for page in (told, again):
            assert "Hội trường lớn" in page.text
            assert f'value="{value}"' in page.text
            assert "được giữ nguyên ở đây" in page.text
        assert getattr(make.open_round(review), field) in (None, "", 9)

    def test_it_saves_by_itself_and_two_who_write_see_each_other(self, client, world):
        review = world.collective
        organisation.login(client, world.users["thuky"])
        seen = self.token(client.get(self.path(review)))
        first = client.post(self.path(review), self.sent(review, seen, conclusion="Của Thảo") | JSON)
        organisation.login(client, world.users["thuky2"])

        other = client.post(self.path(review), self.sent(review, seen, chair="Đ/c Hưởng") | JSON)
        clash = client.post(self.path(review), self.sent(review, seen, conclusion="Của Tiến") | JSON)

        name = f"meeting-{make.open_round(review).pk}-conclusion"
        assert (first.status_code, first.json()["at"][:10], other.status_code) == (200, "Đã lưu lúc", 200)
        assert list(clash.json()["clashes"]) == [name]
        assert (make.open_round(review).conclusion, make.open_round(review).chair) == ("Của Thảo", "Đ/c Hưởng")

    def test_numbers_that_two_people_changed_never_end_in_an_error(self, client, world):
        review = world.collective
        organisation.login(client, world.users["thuky"])
        client.post(self.path(review), self.sent(review, present="5", total="9"))
        seen = self.token(client.get(self.path(review)))
        client.post(self.path(review), self.sent(review, seen, present="5", total="6"))

        late = client.post(self.path(review), self.sent(review, seen, present="8", total="9"))

        assert late.status_code == 422
        assert "lớn hơn tổng số" in late.text
        assert (make.open_round(review).present, make.open_round(review).total) == (5, 6)

    def test_what_could_not_be_counts_once_another_field_is_mended(self, client, world):
        review = world.collective
        organisation.login(client, world.users["thuky"])
        client.post(self.path(review), self.sent(review, total="10"))
        client.post(self.path(review), self.sent(review, present="12") | JSON)
        seen = self.token(client.get(self.path(review)))

        told = client.post(self.path(review), self.sent(review, seen, total="15") | JSON).json()

        round_ = make.open_round(review)
        assert (round_.present, round_.total, round_.unread) == (12, 15, [])
        assert told["values"] == {f"meeting-{round_.pk}-present": "12"}
        assert told["tokens"][f"meeting-{round_.pk}"] == self.token(client.get(self.path(review)))

    def test_the_day_of_a_meeting_counts_once_it_has_come_and_what_still_cannot_be_waits_on(self, client, world):
        review, round_ = world.collective, make.open_round(world.collective)
        organisation.login(client, world.users["thuky"])
        round_.set_unread("held_on", Unread((formats.day(localtime.today()),)))
        round_.set_unread("present", Unread(("mười hai",)))
        round_.save()
        client.post(self.path(review), self.sent(review, total="10", chair="Đ/c Hưởng") | JSON)

        round_.refresh_from_db()
        assert (round_.held_on, round_.chair, round_.total) == (localtime.today(), "Đ/c Hưởng", 10)
        assert round_.unread == [["present", "mười hai"]]

    def test_words_that_could_not_be_read_bar_the_submission(self, client, world):
        review = make.complete_review(world.collective, world.actor("thuky"))
        organisation.login(client, world.users["bithu"])
        seen = self.token(client.get(self.path(review)))
        client.post(self.path(review), self.sent(review, seen, held_on="31/02/2026"))

        refused = client.post(f"/kiem-diem/{review.pk}/trinh/", {"version": review.version})

        assert refused.status_code == 422
        assert f'hoi-nghi/#meeting-{make.open_round(review).pk}-held_on">Hội nghị kiểm điểm: ô gõ “31/02/2026”' in (
            refused.text
        )

    def test_a_place_enters_it_for_a_person(self, client, world, own):
        organisation.login(client, world.users["thuky_chibo"])

        seen = self.token(client.get(self.path(own)))
        assert client.post(self.path(own), self.sent(own, seen, held_at="Nhà văn hóa ấp")).status_code == 302
        assert make.open_round(own).held_at == "Nhà văn hóa ấp"

    def test_a_place_writes_nothing_else_by_that_way(self, client, world, own):
        organisation.login(client, world.users["thuky_chibo"])
        section = own.template.sections.filter(kind="graded_text").earliest("order")

        client.post(self.path(own), {f"answer-{section.pk}-0-text": "Viết hộ"})

        assert not make.open_round(own).answers.filter(text="Viết hộ").exists()

    def test_who_only_reads_does_not_write(self, client, world):
        review = world.collective
        organisation.login(client, world.users["canbo"])

        assert client.get(self.path(review)).status_code == 200
        assert client.post(self.path(review), self.sent(review, held_at="x")).status_code == 404


def test_an_old_remark_is_shown_beside_the_new_and_the_next_press_counts(client, world, own):
    place = own.places.get(unit=world.commune)
    path = f"/kiem-diem/{own.pk}/noi-kiem-diem/{place.pk}/nhan-xet/"
    organisation.login(client, world.users["thuky"])
    client.post(path, {"version": 1, "remark": "Gương mẫu."})

    stale = client.post(path, {"version": 1, "remark": "Tận tụy."})
    version = re.search(r'name="version" value="([0-9]+)"', stale.text[stale.text.index(f"noi-{place.pk}") :])

    assert stale.status_code == 422
    assert version is not None
    assert "Gương mẫu.</p>" in stale.text
    client.post(path, {"version": version[1], "remark": "Gương mẫu, tận tụy."})
    place.refresh_from_db()
    assert place.remark == "Gương mẫu, tận tụy."
