"""A review on screen, from the list to the submitted page."""

import pytest

from tests.factories import organisation, sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return sheets.province()


def test_every_page_of_a_collective_review_opens(client, world):
    organisation.login(client, world.users["thuky"])
    pk = world.collective.pk

    for path in ("", "sua/", "bieu-hien/", "hoi-nghi/", "vong/", "muc-luc/", "vong/1/"):
        assert client.get(f"/kiem-diem/{pk}/{path}").status_code == 200, path
    assert client.get("/kiem-diem/").status_code == 200


def test_a_complete_review_is_submitted_by_its_head(client, world):
    review = sheets.complete_review(world.collective, world.actor("thuky"))
    organisation.login(client, world.users["bithu"])

    response = client.post(f"/kiem-diem/{review.pk}/trinh/", {"version": review.version}, follow=True)

    assert response.status_code == 200, response.text[:3000]
    review.refresh_from_db()
    assert review.state == "submitted"
