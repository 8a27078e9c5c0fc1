"""What a row names and its list offers no more (a tenure re-dated, a unit moved) stays, whoever opens and saves the form."""

import re
from datetime import date, timedelta

import pytest
from django.db import transaction

from cadres.models import Tenure
from core.formats import day
from reviews.actions.answer_rows import add_limitation, values_of
from reviews.actions.answers import Edit, save_answers
from reviews.models import Explanation, Limitation, Remedy, Review
from reviews.models.options import SheetOptions
from reviews.rules.writing import token_of
from tests.factories import organisation
from tests.factories import sheets as make
from tests.reviews.views.test_sheet_form import fields_of, form_url
from units.models import Unit

pytestmark = pytest.mark.django_db
FORMER = "không còn trong danh sách"


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
def named(world, review) -> Remedy:
    """The remedy of a limitation; both name the deputy, the limitation the cell below too, and neither is offered any more."""
    card = add_limitation(review_id=review.pk, actor=world.actor("thuky"))
    remedy = card.remedies.get()
    deputy = world.people["canbo"].pk
    values = {"persons": frozenset([deputy]), "responsible_unit_id": world.cell.pk}
    edits = [
        Edit("limitation", str(card.pk), values, str(token_of(card.version, values_of("limitation", card)))),
        Edit("remedy", str(remedy.pk), {"owner_cadre_id": deputy}),
    ]
    assert save_answers(review_id=review.pk, actor=world.actor("thuky"), edits=edits).is_clean
    end_before_the_period(world)
    Unit.objects.filter(pk=world.cell.pk).update(parent=world.other_commune)
    return remedy


def end_before_the_period(world) -> None:
    Tenure.objects.filter(cadre=world.people["canbo"]).update(started_on=date(2000, 1, 1), ended_on=date(2000, 2, 1))


def persons_of(card: Limitation | Explanation) -> set[tuple[int, str]]:
    return set(card.persons.values_list("cadre_id", "share"))


def test_a_card_saved_as_it_is_shown_keeps_whom_it_names(thuky, world, review, named):
    page = thuky.get(form_url(review))
    before = Limitation.objects.get(), Remedy.objects.get()

    assert thuky.post(form_url(review), fields_of(page)).status_code == 302

    card, remedy = Limitation.objects.get(), Remedy.objects.get()
    assert (card.responsible_unit_id, remedy.owner_cadre_id) == (world.cell.pk, world.people["canbo"].pk)
    assert persons_of(card) == {(world.people["canbo"].pk, "")}
    assert [card.version, remedy.version] == [row.version for row in before]
    assert page.text.count(f"{world.people['canbo'].full_name} ({FORMER})") == 2
    assert f"{world.cell.name} ({FORMER})" in page.text


def test_others_are_named_beside_them_and_they_are_taken_out_by_hand(thuky, world, review, named):
    name, head, deputy = f"limitation-{named.limitation_id}-persons", world.people["bithu"].pk, world.people["canbo"].pk
    fields = fields_of(thuky.get(form_url(review)))

    assert thuky.post(form_url(review), fields | {name: ["", str(head), str(deputy)]}).status_code == 302
    assert persons_of(Limitation.objects.get()) == {(head, ""), (deputy, "")}

    fields = fields_of(thuky.get(form_url(review)))
    assert thuky.post(form_url(review), fields | {name: ["", str(head)]}).status_code == 302
    assert persons_of(Limitation.objects.get()) == {(head, "")}
    assert f'name="{name}" value="{deputy}"' not in thuky.get(form_url(review)).text


def test_another_row_does_not_take_them(thuky, world, review, named):
    other, deputy = add_limitation(review_id=review.pk, actor=world.actor("thuky")), world.people["canbo"]
    name = f"limitation-{other.pk}-persons"

    told = thuky.post(form_url(review), {"dang": "json", name: ["", str(deputy.pk)]})

    assert (told.status_code, told.json()["kept"]) == (422, [name])
    assert persons_of(other) == set()
    shown = re.search(rf'name="{name}" value="{deputy.pk}" checked> ([^<]*)', thuky.get(form_url(review)).text)
    assert shown
    assert deputy.full_name not in shown[1], "whoever writes a number learns no name by it"


def test_the_parts_in_a_suggested_topic_stay_too(thuky, world, review):
    topic = make.suggest(world, review).topics.get().pk
    deputy, head = world.people["canbo"], world.people["bithu"]
    parts = frozenset([f"{head.pk}:direct", f"{deputy.pk}:related"])
    save_answers(
        review_id=review.pk, actor=world.actor("thuky"), edits=[Edit("explanation", str(topic), {"shares": parts})]
    )
    end_before_the_period(world)
    name = f"explanation-{topic}-shares"
    page = thuky.get(form_url(review))
    lists = re.findall(rf'<span>([^<]*)</span><select[^>]*name="{name}">(.*?)</select>', page.text)
    chosen = {who: re.findall(r'value="([^"]*)" selected>([^<]*)', options) for who, options in lists}

    assert "chỉ giữ nguyên hoặc bỏ, không đổi" in page.text
    fields = fields_of(page) | {name: [value for options in chosen.values() for value, _ in options]}
    assert thuky.post(form_url(review), fields).status_code == 302

    assert chosen[f"{deputy.full_name} ({FORMER})"] == [(f"{deputy.pk}:related", "Trách nhiệm liên đới")]
    assert persons_of(Explanation.objects.get()) == {(head.pk, "direct"), (deputy.pk, "related")}


def test_who_held_one_post_in_turn_is_named_with_the_days(thuky, world, review):
    start = review.cycle.period_from
    head = Tenure.objects.get(cadre=world.people["bithu"], post__unit=review.unit)
    Tenure.objects.filter(pk=head.pk).update(ended_on=start + timedelta(days=40))
    organisation.hold(head.post, world.people["thanhvien"], since=start + timedelta(days=41))

    members = SheetOptions(review).members

    assert members[world.people["bithu"].pk].post_name == f"{head.post.name} đến ngày {day(start + timedelta(days=40))}"
    assert (
        members[world.people["thanhvien"].pk].post_name == f"{head.post.name} từ ngày {day(start + timedelta(days=41))}"
    )
    assert "ngày" not in members[world.people["canbo"].pk].post_name


def test_a_part_of_somebody_else_in_a_personal_review_is_kept_or_taken_out(client, world):
    own, mine = world.own("canbo"), world.people["canbo"].pk
    topic, canbo = make.suggest(world, own).topics.get().pk, organisation.login(client, world.users["canbo"])
    name, head = f"explanation-{topic}-shares", world.people["bithu"]
    save_answers(
        review_id=own.pk,
        actor=world.actor("canbo"),
        edits=[Edit("explanation", str(topic), {"shares": frozenset([f"{mine}:direct"])})],
    )
    explanation = Explanation.objects.get()
    explanation.persons.create(
        cadre=head, position="head", share="related"
    )  # written before forms of persons had parts
    page = canbo.get(form_url(own))

    assert "phần đã ghi cho người khác chỉ giữ nguyên hoặc bỏ" in page.text
    assert f"<span>{head.full_name} ({FORMER})</span>" in page.text
    both = fields_of(page) | {name: [f"{mine}:direct", f"{head.pk}:related"]}
    assert canbo.post(form_url(own), both).status_code == 302
    assert persons_of(explanation) == {(mine, "direct"), (head.pk, "related")}
    assert (
        canbo.post(form_url(own), fields_of(canbo.get(form_url(own))) | {name: [f"{mine}:direct"]}).status_code == 302
    )
    assert persons_of(explanation) == {(mine, "direct")}
