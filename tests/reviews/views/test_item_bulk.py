"""Many remediation items at once: all or none, a trace of each, each refused row with its sentence."""

import re
from datetime import date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from core import localtime
from core.models import AuditEntry
from reviews.models import Extension, Field, PlanDocument, ProgressReport, RemediationItem
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db
_PAGE = "/khac-phuc/sua-nhieu/"


@pytest.fixture(autouse=True)
def morning():
    with localtime.clock_at(datetime(2026, 12, 10, 9, tzinfo=localtime.HO_CHI_MINH)):
        yield


@pytest.fixture
def world():
    world = make.small_province()
    review = make.collective_review(world, world.commune)
    make.limitation(review, "Chậm", *({"action": f"Việc {n}", "due_on": date(2026, 12, 20)} for n in range(3)))
    make.accept(review, world.actor("thuongtruc"))
    return world


def as_(client, world, who):
    client.force_login(world.users[who])
    return client


def pairs(*items: RemediationItem) -> list[str]:
    return [f"{item.pk}:{item.version}" for item in items or RemediationItem.objects.order_by("pk")]


def extension(chosen: list[str], day: str = "15/01/2027", **other: str):
    return {"chon": chosen, "viec": "gia-han", "han_moi": day, "ly_do": "Chờ vốn", **other}


def traces() -> int:
    return AuditEntry.objects.filter(verb__in=("remediationitem.extend", "remediationitem.classify")).count()


def test_the_standing_committee_extends_all_of_them_at_once(client, world):
    answer = as_(client, world, "thuongtruc").post(_PAGE, extension(pairs()))

    assert answer.status_code == 302
    items = RemediationItem.objects.all()
    assert {(i.due_on, i.first_due_on, i.extensions) for i in items} == {(date(2027, 1, 15), date(2026, 12, 20), 1)}
    assert Extension.objects.filter(outcome="granted", old_due_on=date(2026, 12, 20)).count() == 3
    assert ProgressReport.objects.filter(step="extend").count() == 3
    assert traces() == 3


def test_a_second_click_changes_nothing_more(client, world):
    sent = extension(pairs())
    as_(client, world, "thuongtruc").post(_PAGE, sent)

    again = client.post(_PAGE, sent)

    assert again.status_code == 422
    assert "Đã có người thay đổi việc này" in again.text
    assert Extension.objects.count() == traces() == 3


def test_one_row_refused_refuses_all_and_says_which(client, world):
    one = RemediationItem.objects.order_by("pk")[0]
    RemediationItem.objects.filter(pk=one.pk).update(due_on=date(2027, 3, 1))

    answer = as_(client, world, "thuongtruc").post(_PAGE, extension(pairs()))

    assert answer.status_code == 422
    assert "Chưa sửa việc nào: 1 việc không sửa được" in answer.text
    assert "Hạn mới phải sau hạn đang có (01/03/2027)" in answer.text
    assert traces() == Extension.objects.count() == 0
    ticked = re.findall(r'value="(\d+):\d+" aria-label="[^"]*" checked', answer.text)
    assert str(one.pk) not in ticked
    assert len(ticked) == 2, "sent again, the others go through"


@pytest.mark.parametrize(
    ("who", "sent", "sentence"),
    [
        ("chuyenvien", {"viec": "gia-han", "han_moi": "15/01/2027", "ly_do": "x"}, "Chỉ thường trực"),
        ("canbo", {"viec": "giao-lai", "noi_moi": "Văn phòng", "ly_do": "x"}, "Chỉ thư ký, bí thư"),
        ("canbo", {"viec": "linh-vuc", "ly_do": "x"}, "đổi lĩnh vực"),
        ("thuongtruc", {"viec": "gia-han", "han_moi": "01/12/2026", "ly_do": "x"}, "Hạn mới đã qua"),
        ("thuongtruc", {"viec": "gia-han", "ly_do": "x"}, "Hãy ghi hạn mới"),
        ("thuongtruc", {"viec": "gia-han", "han_moi": "15/01/2027", "ly_do": " "}, "Lý do"),
        ("thuky", {"viec": "giao-lai", "ly_do": "x"}, "Hãy chọn người thực hiện"),
    ],
)
def test_what_may_not_be_done_gets_its_sentence_and_changes_nothing(client, world, who, sent, sentence):
    before = list(RemediationItem.objects.order_by("pk").values())

    answer = as_(client, world, who).post(_PAGE, {"chon": pairs(), **sent})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert list(RemediationItem.objects.order_by("pk").values()) == before


def test_items_of_others_are_not_found_and_nothing_sent_is_not_nothing_done(client, world):
    foreign = as_(client, world, "thuky_gan_giong").post(_PAGE, extension(pairs(), viec="linh-vuc"))
    nothing = client.post(_PAGE, extension(["x", "1:", "9" * 30 + ":1"], viec="linh-vuc"))

    assert (foreign.status_code, nothing.status_code) == (422, 422)
    assert "Việc 1" not in foreign.text
    assert "Chưa chọn việc nào" in nothing.text
    assert traces() == 0


def test_a_member_of_the_one_unit_and_a_field_are_chosen_by_name(client, world):
    Field.objects.get_or_create(code="dat-dai", defaults={"name": "Đất đai"})
    field = Field.objects.get(code="dat-dai")
    person = world.cadre("canbo")
    as_(client, world, "thuky")

    client.post(_PAGE, {"chon": pairs(), "viec": "giao-lai", "nguoi_moi": person.pk, "ly_do": "Người cũ thôi chức"})
    client.post(_PAGE, {"chon": pairs(), "viec": "linh-vuc", "linh_vuc_moi": field.pk, "ly_do": "Phân lại"})

    assert set(RemediationItem.objects.values_list("owner_cadre", "field", "version")) == {(person.pk, field.pk, 3)}


def test_a_persons_plan_is_classified_by_its_writers_and_each_change_makes_the_plan_another(client, world):
    review = make.individual_review(world, world.cadre("canbo"), world.commune)
    make.limitation(review, "Riêng", {"action": "Việc riêng"})
    plan = make.accept(review, world.actor("thuongtruc"))
    sent = {"chon": pairs(plan.items.get()), "viec": "linh-vuc", "ly_do": "Phân lại"}

    of_the_place = as_(client, world, "thuky").post(_PAGE, sent)
    of_the_person = as_(client, world, "canbo").post(_PAGE, sent)

    assert (of_the_place.status_code, of_the_person.status_code) == (422, 302)
    before = plan.version
    plan.refresh_from_db()
    assert plan.version == before + 1


def test_choosing_keeps_the_filter_and_offers_all_of_it(client, world):
    as_(client, world, "thuongtruc")

    listed = client.get(f"{_PAGE}?don_vi=tan+son").text
    whole = client.get(f"{_PAGE}?don_vi=tan+son&tat_ca=on").text
    none = client.get(f"{_PAGE}?don_vi=yen+phu&tat_ca=on").text

    assert "Chọn cả 3 việc của bộ lọc" in listed
    assert 'name="don_vi" value="tan son"' in listed
    assert (whole.count('name="chon"'), none.count('name="chon"')) == (3, 0)


def test_thirty_items_cost_as_many_questions_as_three(
    client, world, django_assert_max_num_queries: DjangoAssertNumQueries
):
    as_(client, world, "thuongtruc")
    client.get(_PAGE)
    with django_assert_max_num_queries(30) as few:
        client.post(_PAGE, extension(pairs()))
    review = make.collective_review(world, world.other_commune)
    make.limitation(review, "Chậm", *({"action": f"Việc {n}", "due_on": date(2026, 12, 20)} for n in range(30)))
    make.accept(review, world.actor("thuongtruc"))

    with django_assert_max_num_queries(30) as many:
        client.post(_PAGE, extension(pairs(), "20/02/2027"))

    assert traces() == 3 + 33
    assert len(many) <= len(few)


def test_the_field_of_an_approved_plan_is_left_to_its_amendments(client, world):
    plan = RemediationItem.objects.all()[0].plan
    PlanDocument.objects.create(
        plan=plan,
        sequence=0,
        issuer=world.commune,
        number="12-KH/ĐU",
        issued_on=date(2026, 12, 9),
        signer_post="Bí thư",
        signer_name="Trần Văn Bình",
        rows=[],
        approved_by_name="Trần Văn Bình",
    )

    answer = as_(client, world, "thuky").post(_PAGE, {"chon": pairs(), "viec": "linh-vuc", "ly_do": "Phân lại"})

    assert answer.status_code == 422
    assert "lĩnh vực chỉ đổi bằng văn bản điều chỉnh" in answer.text
    assert traces() == 0
