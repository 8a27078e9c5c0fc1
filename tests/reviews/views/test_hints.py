"""Hints in the form: below their fields, counted in the index, in the answer to autosave, and waved away for good."""

from typing import Any

import pytest
from django.db import transaction

from reviews.actions.answer_rows import add_limitation, values_of
from reviews.actions.answers import Edit, save_answers
from reviews.models import DismissedHint, Limitation, Review
from reviews.rules.writing import token_of
from tests.factories import organisation
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db

VAGUE = "Công tác lãnh đạo có lúc, có nơi còn chậm."


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make.province()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


@pytest.fixture
def card(world) -> Limitation:
    """A limitation that says nothing in particular."""
    card = add_limitation(review_id=world.collective.pk, actor=world.actor("thuky"))
    edit = Edit("limitation", str(card.pk), {"fault": VAGUE, "subjective_cause": "Chưa sâu sát."})
    save_answers(review_id=world.collective.pk, actor=world.actor("thuky"), edits=[edit])
    return card


def url(review: Review) -> str:
    return f"/kiem-diem/{review.pk}/sua/"


def open_form(client, world, who="thuky"):
    return organisation.login(client, world.users[who]).get(url(world.collective))


def test_a_hint_stands_below_its_field_with_the_question_it_asks_and_is_counted(client, world, card):
    page = open_form(client, world)

    assert f'id="limitation-{card.pk}-fault-nhac"' in page.text
    assert "lúc nào, ở đâu?" in page.text
    assert "Gợi ý viết rõ hơn: 2" in page.text


def test_hints_bar_nothing(world):
    writer = world.actor("thuky")
    make.fill_limitation(add_limitation(review_id=world.collective.pk, actor=writer), writer, VAGUE)

    review = make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu"))

    assert review.submitted_at is not None


def test_readers_see_no_hint(client, world, card):
    page = organisation.login(client, world.users["canbo"]).get(f"/kiem-diem/{world.collective.pk}/")

    assert VAGUE in page.text
    assert "Gợi ý viết rõ hơn" not in page.text


def test_autosave_tells_the_hints_of_what_was_sent_and_takes_back_what_no_longer_holds(client, world, card):
    organisation.login(client, world.users["thuky"])
    field = f"limitation-{card.pk}-fault"

    def save(text: str, token: str) -> dict[str, Any]:
        sent = {"dang": "json", f"limitation-{card.pk}-token": token, field: text}
        return client.post(url(world.collective), sent).json()

    card.refresh_from_db()
    told = save("Đôi lúc chưa chủ động.", str(token_of(card.version, values_of("limitation", card))))
    later = save("Chậm 3 dự án trên 7.", told["tokens"][f"limitation-{card.pk}"])

    assert "lúc nào, trong việc nào?" in told["hints"][field]
    assert later["hints"][field] == ""


def test_a_deadline_from_before_the_period_is_asked_about_while_writing(client, world, card):
    organisation.login(client, world.users["thuky"])
    field = f"remedy-{card.remedies.get().pk}-due_on"

    told = client.post(url(world.collective), {"dang": "json", field: "05/03/2019", "viec": ""}).json()

    assert "có gõ nhầm năm không?" in told["hints"][field]
    assert "có gõ nhầm năm không?" in client.get(url(world.collective)).text


def test_a_hint_waved_away_does_not_return_and_leaves_no_trace_of_a_person(client, world, card):
    before = organisation.login(client, world.users["thuky"]).get(url(world.collective))
    assert f'value="thoi-nhac:limitation-{card.pk}-fault.vague-co-luc-co-noi"' in before.text

    answer = client.post(url(world.collective), {"viec": f"thoi-nhac:limitation-{card.pk}-fault.vague-co-luc-co-noi"})

    assert answer.status_code == 302
    assert "có lúc, có nơi”" not in client.get(url(world.collective)).text
    row = DismissedHint.objects.get()
    assert {field.name for field in row._meta.concrete_fields} == {"id", "round", "field", "hint"}


def test_what_is_no_hint_cannot_be_waved_away(client, world, card):
    organisation.login(client, world.users["thuky"])

    answer = client.post(url(world.collective), {"viec": "thoi-nhac:limitation.x"})

    assert answer.status_code == 422
    assert not DismissedHint.objects.exists()


def test_a_text_repeated_from_another_limitation_of_the_form_is_pointed_out(client, world, card):
    for _ in range(2):
        make.fill_limitation(
            add_limitation(review_id=world.collective.pk, actor=world.actor("thuky")), world.actor("thuky")
        )

    page = open_form(client, world)

    assert "Gần như lặp lại nội dung của hạn chế 2" in page.text
    assert "Gần như lặp lại nội dung của hạn chế 3" in page.text
    assert "Gần như lặp lại nội dung của biện pháp ở hạn chế 2" in page.text


def test_a_remedy_is_compared_with_those_of_other_limitations_and_of_the_last_cycle_as_it_is_saved(client, world):
    writer, review = world.actor("thuky"), world.collective
    first, second = (add_limitation(review_id=review.pk, actor=writer) for _ in range(2))
    said = "Lập tổ thu hồi tạm ứng, làm việc với từng nhà thầu trong tháng."
    save_answers(
        review_id=review.pk, actor=writer, edits=[Edit("remedy", str(first.remedies.get().pk), {"action": said})]
    )
    organisation.login(client, world.users["thuky"])
    name = f"remedy-{second.remedies.get().pk}"

    sent = {"dang": "json", f"{name}-token": "", f"{name}-action": said.replace("tháng", "quý")}
    told = client.post(url(review), sent).json()

    assert "lặp lại nội dung của biện pháp ở hạn chế 1: điều gì" in told["hints"][f"{name}-action"]


def test_the_check_against_the_catalogue_gets_no_hint(client, world):
    page = organisation.login(client, world.users["thuky"]).get(f"/kiem-diem/{world.collective.pk}/bieu-hien/")

    assert 'class="hints"' not in page.text
