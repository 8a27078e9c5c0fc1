"""The facts of the meeting over HTTP."""

import re

import pytest
from django.db import transaction

from core import formats, localtime
from reviews.actions.sheets import submit_review
from reviews.models import Review
from reviews.models.unread import Unread
from tests.factories import organisation
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db
JSON = {"dang": "json"}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make.province()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


@pytest.fixture
def own(world) -> Review:
    return world.own("canbo")


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

    def test_its_page_says_to_whom_it_was_shown_and_stores_nothing_under_another_name(self, client, world):
        review = world.collective
        page = organisation.login(client, world.users["thuky"]).get(self.path(review))
        shown_to = re.findall(r'name="tai-khoan" value="([0-9]+)"', page.text)
        organisation.login(client, world.users["thuky2"])

        sent = self.sent(review, self.token(page), chair="Của Thảo") | {"tai-khoan": shown_to[0]}
        refused = client.post(self.path(review), sent)

        assert (shown_to, refused.status_code) == ([str(world.users["thuky"].pk)], 409)
        assert ("Của Thảo" in refused.text, make.open_round(review).chair) == (True, "")

    def test_what_could_not_be_sent_before_the_submission_is_looked_for_under_the_name_it_was_kept_by(
        self, client, world
    ):
        review = make.complete_review(world.collective, world.actor("thuky"))
        organisation.login(client, world.users["thuky"])
        kept_as = re.findall(r'data-autosave="([^"]+)"', client.get(self.path(review)).text)
        assert "data-left-behind" not in client.get(self.path(review)).text
        submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))

        page = client.get(self.path(review)).text

        assert [f"kiem-diem/{name}" for name in kept_as] == re.findall(r'data-left-behind="([^"]+)"', page)
        assert "js/left_behind" in page

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
