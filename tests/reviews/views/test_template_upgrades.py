"""The page on which writers move their form to a newer version of its template."""

import pytest
from django.test import Client

from reviews.actions.template_upgrades import upgrade_template
from reviews.models import Answer, Review, TemplateSection
from tests.factories import organisation, sheets
from tests.factories.remembered import remembered
from tests.reviews.actions.test_template_upgrades import DROPPED, mended, published

pytestmark = pytest.mark.django_db


@remembered
def written() -> tuple[sheets.Province, Review]:
    world = sheets.province()
    return world, sheets.complete_review(world.collective, world.actor("thuky"))


@pytest.fixture
def world_and_review(db) -> tuple[sheets.Province, Review]:
    return written()


@pytest.fixture
def world(world_and_review) -> sheets.Province:
    return world_and_review[0]


@pytest.fixture
def review(world_and_review) -> Review:
    return world_and_review[1]


def browser(world, username: str) -> Client:
    return organisation.login(Client(), world.users[username])


def test_the_form_offers_it_only_once_there_is_a_newer_version(world, review):
    client, form = browser(world, "thuky"), f"/kiem-diem/{review.pk}/sua/"
    assert "Nâng mẫu" not in client.get(form).text
    assert "bản mẫu mới nhất" in client.get(f"/kiem-diem/{review.pk}/nang-mau/").text

    published(world, "01", mended)

    assert f"/kiem-diem/{review.pk}/nang-mau/" in client.get(form).text


def test_the_page_shows_what_changes_and_the_words_of_what_is_dropped(world, review):
    published(world, "01", mended)
    dropped = Answer.objects.get(round__review=review, section__key=DROPPED)

    text = browser(world, "thuky").get(f"/kiem-diem/{review.pk}/nang-mau/").text

    for said in (
        "Từ bản mẫu 1 lên bản mẫu 2",
        "Mục mới phải viết (1)",
        "Chuyển đổi số",
        "tên cũ “Việc chấp hành nguyên tắc",
        "Thứ tự các mục thay đổi",
        "Mục bị bỏ (1)",
        dropped.text,
        f'name="vao-{DROPPED}"',
    ):
        assert said in text, said


def test_it_is_done_by_the_button_and_leads_back_to_the_form(world, review):
    newer = published(world, "01", mended)
    client, address = browser(world, "thuky"), f"/kiem-diem/{review.pk}/nang-mau/"
    sent = {"version": review.version, "template": newer.pk, f"vao-{DROPPED}": "digital"}

    response = client.post(address, sent)

    assert (response.status_code, response.headers["Location"]) == (302, f"/kiem-diem/{review.pk}/sua/")
    page = client.get(f"/kiem-diem/{review.pk}/sua/").text
    assert "Đã nâng lên bản mẫu 2" in page
    assert "Chuyển đổi số" in page
    assert "của mẫu cũ]" in page
    assert "Nâng mẫu" in client.get(f"/kiem-diem/{review.pk}/lich-su/").text


@pytest.mark.parametrize(
    "changed",
    [{"version": 99}, {"template": 1}, {"template": "abc"}, {f"vao-{DROPPED}": "nowhere"}, {"version": ""}],
)
def test_what_is_refused_changes_nothing_and_says_why(world, review, changed):
    newer = published(world, "01", mended)
    sent = {"version": review.version, "template": newer.pk, f"vao-{DROPPED}": "digital"} | changed

    response = browser(world, "thuky").post(f"/kiem-diem/{review.pk}/nang-mau/", sent)

    assert response.status_code == 422
    assert "Chưa nâng được" in response.text
    assert Review.objects.get(pk=review.pk).template == review.template


def test_readers_do_not_find_the_page(world, review):
    published(world, "01", mended)

    for username in ("thanhvien", "chuyenvien", "quantri", "thuky_khac"):
        assert browser(world, username).get(f"/kiem-diem/{review.pk}/nang-mau/").status_code == 404, username


def test_a_page_left_open_on_the_old_version_saves_by_itself_as_before(world, review):
    name, newer = f"answer-{section_of(review, 'strengths-1').pk}-0", published(world, "01", mended)
    client = browser(world, "bithu")
    shown = client.get(f"/kiem-diem/{review.pk}/sua/").text
    token = shown.partition(f'name="{name}-token" value="')[2].partition('"')[0]
    into = {DROPPED: "digital"}
    upgrade_template(
        review_id=review.pk, version=review.version, template_id=newer.pk, actor=world.actor("thuky"), into=into
    )

    response = client.post(
        f"/kiem-diem/{review.pk}/sua/", {"dang": "json", f"{name}-token": token, f"{name}-text": "Gõ trên trang cũ."}
    )

    assert response.status_code == 200, response.text
    assert list(response.json()["tokens"]) == [name]
    assert Answer.objects.get(round__review=review, section__key="strengths-1").text == "Gõ trên trang cũ."


def section_of(review: Review, key: str) -> TemplateSection:
    return TemplateSection.objects.get(template=review.template, key=key)
