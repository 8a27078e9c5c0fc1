"""The pages of printing: ask, watch, fetch; who finds what; wrong input; a fixed number of queries."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cadres.models import RoleGrant
from core import jobs
from core.models import Job, JobState
from reviews.models import Cycle, ReviewRead
from tests.factories import deep_reviews as letters
from tests.reviews.reports import written

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world():
    return written.province()


@pytest.fixture
def review(world):
    return written.collective(world)


def as_(client, world, username):
    client.force_login(world.users[username])
    return client


def ask_url(kind: str, **about: int) -> str:
    return reverse("reviews:request_report") + f"?kind={kind}&" + "&".join(f"{k}={v}" for k, v in about.items())


def asked(client, review, **fields) -> Job:
    response = client.post(ask_url("collective_review", review=review.pk), fields)
    assert response.status_code == 302, response.text
    return Job.objects.latest("pk")


def finished(job: Job) -> Job:
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error
    return job


def test_a_report_is_asked_for_watched_and_fetched_without_script(client, world, review):
    as_(client, world, "thuky")
    assert "In báo cáo" in client.get(ask_url("collective_review", review=review.pk)).text

    job = asked(client, review, serial="5", day="05/02/2027")
    page = reverse("reviews:report_run", args=[job.public_id])
    assert "Đang chờ" in client.get(page).text

    finished(job)
    done = client.get(page)
    assert "Xong" in done.text
    assert "every 2s" not in done.text
    assert job.sha256 or Job.objects.get(pk=job.pk).sha256 in done.text
    file = client.get(reverse("reviews:download_report", args=[job.public_id]))
    assert file.headers["Content-Type"] == "application/pdf"
    assert "attachment" in file.headers["Content-Disposition"]
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert "no-store" in file.headers["Cache-Control"]
    assert "Xem ở thẻ mới" in done.text
    shown = client.get(reverse("reviews:download_report", args=[job.public_id]), {"xem": "1"})
    assert shown.headers["Content-Disposition"].startswith("inline; filename")
    assert "no-store" in shown.headers["Cache-Control"]
    shown.close()


def test_only_a_pdf_is_shown_by_the_browser(client, world, review):
    as_(client, world, "thuky")
    job = asked(client, review)
    finished(job)
    Job.objects.filter(pk=job.pk).update(file_type="application/zip")

    assert "Xem ở thẻ mới" not in client.get(reverse("reviews:report_run", args=[job.public_id])).text
    file = client.get(reverse("reviews:download_report", args=[job.public_id]), {"xem": "1"})
    assert file.headers["Content-Disposition"].startswith("attachment")
    file.close()


def test_the_fragment_asks_on_while_the_run_is_open_and_says_how_far_it_is(client, world, review):
    as_(client, world, "thuky")
    job = asked(client, review)
    claimed = jobs._claim(job.pk)
    assert claimed is not None
    claimed.progress(2, 4, "Đã lập 1/2 bản")

    fragment = client.get(reverse("reviews:report_run_progress", args=[job.public_id]), headers=HTMX).text

    assert "Đang chạy 2/4" in fragment
    assert "Đã lập 1/2 bản" in fragment
    assert 'hx-trigger="every 2s"' in fragment
    assert "Huỷ" in fragment


def test_watching_progress_does_not_count_as_activity():
    from core.activity import counts_as_activity
    from reviews.views import reports as views

    assert not counts_as_activity(views.show_progress)
    assert counts_as_activity(views.show_run)


def test_a_failed_run_shows_its_reason_and_can_be_tried_again(client, world, review):
    letters.submitted(review)
    as_(client, world, "chuyenvien")
    job = asked(client, review)
    RoleGrant.objects.filter(user=world.users["chuyenvien"]).update(ended_on="2025-07-02")
    jobs.run(job.pk)
    page = reverse("reviews:report_run", args=[job.public_id])

    text = client.get(page).text
    assert "Không thành" in text
    assert "trong phạm vi của đồng chí" in text
    assert "Thử lại" in text

    RoleGrant.objects.filter(user=world.users["chuyenvien"]).update(ended_on=None)
    client.post(reverse("reviews:retry_report", args=[job.public_id]))
    assert finished(job)


def test_a_run_is_stopped_by_its_button(client, world, review):
    as_(client, world, "thuky")
    job = asked(client, review)

    response = client.post(reverse("reviews:cancel_report", args=[job.public_id]), follow=True)

    assert "Đã huỷ" in response.text
    assert Job.objects.get(pk=job.pk).state == JobState.CANCELLED


def test_refused_input_keeps_what_was_typed_and_says_what_to_do(client, world, review):
    as_(client, world, "thuky")

    response = client.post(ask_url("collective_review", review=review.pk), {"serial": "05/BC", "day": "31/02/2027"})

    assert response.status_code == 422
    assert "Số văn bản chỉ gồm chữ và số" in response.text
    assert 'value="05/BC"' in response.text
    assert 'value="31/02/2027"' in response.text
    assert not Job.objects.exists()


NONSENSE = (
    "",
    "?kind=payroll&review=1",
    "?kind=collective_review",
    "?kind=collective_review&review=abc",
    "?kind=collective_review&review=99999999999999999999999",
    "?kind=collective_review&review=9999999999999999999",
    "?kind=collective_review&review=-1",
    "?kind=collective_review&review=1%00",
    "?kind=collective_review&review=²",
    "?kind=suggestion_letter&deep_review=1",
)


def test_an_address_without_sense_gives_404(client, world):
    as_(client, world, "chuyenvien")

    for query in NONSENSE:
        assert client.get(reverse("reviews:request_report") + query).status_code == 404, query


READ_THE_DRAFT, SEE_ITS_ROW = (
    {"thuky", "bithu", "canbo", "thanhvien"},
    {"chuyenvien", "thuongtruc", "trunguong", "kiemtra"},
)
PRINT_THE_SUMMARY = {"chuyenvien", "thuongtruc", "trunguong", "kiemtra"}


def test_asking_is_for_who_may_read_a_sentence_for_who_may_only_see_and_404_for_the_rest(client, world, review):
    urls = {
        ask_url("collective_review", review=review.pk): (READ_THE_DRAFT, SEE_ITS_ROW),
        ask_url("cycle_summary", cycle=world.cycle.pk): (PRINT_THE_SUMMARY, None),
    }
    for who in world.users:
        as_(client, world, who)
        for url, (may, see) in urls.items():
            visible = Cycle.objects.visible_to(world.actor(who)).exists() if see is None else who in see
            expected = 200 if who in may else 422 if visible else 404
            assert client.get(url).status_code == expected, (who, url)
            if expected != 200:
                assert client.post(url).status_code == expected, (who, url)
    assert not Job.objects.exists()


def test_the_sentence_says_why_a_visible_review_cannot_be_printed_yet(client, world, review):
    answer = as_(client, world, "chuyenvien").get(ask_url("collective_review", review=review.pk))

    assert "Bản kiểm điểm đang được viết" in answer.text


def test_a_run_is_found_by_its_owner_alone(client, world, review):
    as_(client, world, "thuky")
    job = finished(asked(client, review))

    for who in set(world.users) - {"thuky"}:
        as_(client, world, who)
        for name in ("report_run", "report_run_progress", "download_report"):
            assert client.get(reverse(f"reviews:{name}", args=[job.public_id])).status_code == 404, (who, name)
        for name in ("cancel_report", "retry_report"):
            assert client.post(reverse(f"reviews:{name}", args=[job.public_id])).status_code == 404, (who, name)
        assert job.title not in client.get(reverse("reviews:reports")).text, who


def test_a_file_is_gone_for_a_person_whose_right_is_gone(client, world, review):
    letters.submitted(review)
    as_(client, world, "chuyenvien")
    job = finished(asked(client, review))
    RoleGrant.objects.filter(user=world.users["chuyenvien"]).update(ended_on="2025-07-02")

    assert client.get(reverse("reviews:download_report", args=[job.public_id])).status_code == 404


def test_an_unknown_run_and_a_lost_file_give_404(client, world, review, settings, tmp_path):
    as_(client, world, "thuky")
    job = finished(asked(client, review))
    settings.MEDIA_ROOT = tmp_path / "elsewhere"

    assert client.get(reverse("reviews:download_report", args=[job.public_id])).status_code == 404
    assert client.get(reverse("reviews:report_run", args=[uuid4()])).status_code == 404


def test_the_appendix_is_offered_to_those_alone_who_may_have_it(client, world):
    person = letters.submitted(written.individual(world))
    url = ask_url("individual_review", review=person.pk)

    offers = {
        who: "phụ lục tự đối chiếu" in as_(client, world, who).get(url).text for who in ("canbo", "thuky", "chuyenvien")
    }
    as_(client, world, "thuky").post(url, {"appendix": "on"})

    assert offers == {"canbo": True, "thuky": False, "chuyenvien": False}
    assert "appendix" not in Job.objects.latest("pk").params


def test_fetching_a_personal_review_is_shown_to_its_author(client, world):
    person = letters.submitted(written.individual(world))
    as_(client, world, "chuyenvien")
    client.post(ask_url("individual_review", review=person.pk))
    job = finished(Job.objects.latest("pk"))

    assert not ReviewRead.objects.exists()
    b"".join(client.get(reverse("reviews:download_report", args=[job.public_id])).streaming_content)
    assert ReviewRead.objects.filter(review=person, part=ReviewRead.Part.PRINT).count() == 1


def test_the_list_takes_the_same_number_of_queries_with_one_run_and_with_thirty(client, world, review):
    as_(client, world, "thuky")
    asked(client, review)
    url = reverse("reviews:reports")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    first = Job.objects.get()
    for _ in range(29):
        Job.objects.create(
            kind=first.kind, title=first.title, params=first.params, requested_by_id=first.requested_by_id, state="done"
        )
    with CaptureQueriesContext(connection) as many:
        assert "30" in client.get(url).text

    assert len(many) == len(few)
    assert len(few) <= 10


def test_nobody_gets_in_without_logging_in(client, world, review):
    for url in (reverse("reviews:reports"), ask_url("collective_review", review=review.pk)):
        assert client.get(url).status_code == 302
