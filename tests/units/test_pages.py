"""The pages of units: who finds which, what a form answers, how many queries a page costs."""

from datetime import date

import pytest
from django.urls import reverse

from cadres.roles import Position, Role
from tests.factories.organisation import (
    SYSTEM,
    acting,
    hold,
    kind,
    login,
    make_account,
    make_cadre,
    make_post,
    make_tree,
    make_unit,
)
from units import rules
from units.actions import rename_unit
from units.models import Unit, UnitSuccession

pytestmark = pytest.mark.django_db

ROLES = list(Role)


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def admin(client, tree):
    login(client, make_account("quantri", (Role.ADMIN, tree.province)))
    return client


def test_units_found_are_those_that_the_rule_shows(tree):
    member = make_cadre()
    hold(make_post(tree.trap, Position.MEMBER), member)
    people = [
        make_account("", (role, unit)) for role in ROLES for unit in (tree.province, tree.commune, tree.other_cell)
    ]
    people += [make_account("khong.vai"), make_account("uy.vien", cadre=member)]
    everything = list(Unit.objects.all())

    for user in people:
        actor = acting(user)
        found = set(Unit.objects.visible_to(actor))
        assert found == {unit for unit in everything if rules.may_view(actor, unit)}


def test_front_finds_no_unit_and_member_of_a_collective_finds_that_unit(tree):
    member = make_cadre()
    hold(make_post(tree.trap, Position.MEMBER), member)

    assert not Unit.objects.visible_to(acting(make_account("mattran", (Role.FRONT, tree.province))))
    assert list(Unit.objects.visible_to(acting(make_account("uy.vien", cadre=member)))) == [tree.trap]


@pytest.mark.parametrize("name", ["unit_page", "create_unit", "rename_unit", "correct_unit", "tree_at"])
def test_foreign_unit_is_not_there(client, tree, name):
    login(client, make_account("quantri", (Role.ADMIN, tree.commune)))

    for unit in (tree.province, tree.other_commune, tree.trap):
        assert client.get(reverse(f"units:{name}", args=[unit.pk])).status_code == 404
    assert client.get(reverse(f"units:{name}", args=[tree.cell.pk])).status_code == 200


@pytest.mark.parametrize("pk", ["0", "9" * 18, "9" * 40])
def test_number_that_no_unit_has_is_not_there(admin, pk):
    assert admin.get(f"/don-vi/{pk}/").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["q=a%00b", "q=" + "x" * 3000, "kind=abc", "kind=" + "9" * 40, "under=-1", "state=x", "trang=-7", "sap-xep=%00"],
)
def test_nonsense_in_the_filters_is_no_fault(admin, query):
    assert admin.get(f"/don-vi/?{query}").status_code == 200


def test_list_finds_without_accents_and_shows_ended_units_only_when_asked(admin, tree):
    Unit.objects.filter(pk=tree.other_cell.pk).update(ended_on=date(2025, 6, 30))

    assert "Chi bộ ấp Đông" in admin.get("/don-vi/?q=ap+dong").text
    assert "Chi bộ ấp Tây" not in admin.get("/don-vi/").text
    assert "Chi bộ ấp Tây" in admin.get("/don-vi/?state=ended").text
    assert "Đảng bộ xã Bình An" not in admin.get(f"/don-vi/?under={tree.commune.pk}").text


def test_tree_opens_level_by_level(admin, tree):
    assert "Đảng bộ tỉnh An Giang" in admin.get("/don-vi/cay/").text
    text = admin.get(f"/don-vi/cay/{tree.commune.pk}/").text
    assert "Chi bộ ấp Đông" in text
    assert "Chi bộ ấp Tây" not in text


def test_unit_is_founded_by_a_plain_form(admin, tree):
    form = {"name": "Chi bộ Trường Tiểu học", "kind_id": kind("chi-bo").pk, "founded_on": "1/7/2025"}

    response = admin.post(f"/don-vi/{tree.commune.pk}/them/", form, follow=True)

    assert "Đã thêm Chi bộ Trường Tiểu học dưới Đảng bộ xã Tân Sơn" in response.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Hãy nhập nội dung cho ô “Tên đầy đủ”."),
        ({"name": "a\0b"}, "ký tự không đọc được"),
        ({"name": "x" * 251}, "dài quá"),
        ({"founded_on": "31/02/2025"}, "Ngày ở ô “Ngày thành lập” chưa đúng"),
        ({"founded_on": "01/01/2099"}, "chưa tới"),
        ({"kind_id": "9" * 40}, "không còn dùng được"),
        ({"name": "Chi bộ ấp Đông"}, "đã có đơn vị tên"),
    ],
)
def test_wrong_input_gets_a_sentence_and_nothing_typed_is_lost(admin, tree, typed, sentence):
    form = {"name": "Chi bộ mới", "kind_id": kind("chi-bo").pk, "founded_on": "1/7/2025", "place": "Tân Sơn A"} | typed

    response = admin.post(f"/don-vi/{tree.commune.pk}/them/", form)

    assert response.status_code == 422
    assert sentence in response.text
    assert 'value="Tân Sơn A"' in response.text
    assert Unit.objects.filter(parent=tree.commune).count() == 1


def test_secretary_who_sees_a_unit_is_barred_from_changing_it_with_the_reason(client, tree):
    login(client, make_account("thuky", (Role.SECRETARY, tree.commune)))
    url = f"/don-vi/{tree.commune.pk}/doi-ten/"

    page = client.get(url)
    response = client.post(url, {"version": 1, "name": "Tên khác", "on": "1/7/2025"})

    assert rules.NOT_YOURS in page.text
    assert (response.status_code, rules.NOT_YOURS in response.text) == (422, True)
    assert Unit.objects.get(pk=tree.commune.pk).name == "Đảng bộ xã Tân Sơn"


def test_second_window_learns_that_somebody_changed_the_unit(admin, tree):
    form = {"version": 1, "name": "Chi bộ khu phố 1", "on": "1/7/2025"}
    admin.post(f"/don-vi/{tree.cell.pk}/doi-ten/", form)

    response = admin.post(f"/don-vi/{tree.cell.pk}/doi-ten/", form | {"name": "Tên của người thứ hai"})

    assert response.status_code == 422
    assert "Đã có người thay đổi" in response.text
    assert "Tên của người thứ hai" in response.text


def test_correcting_shows_and_keeps_what_is_not_dated(admin, tree):
    form = {"version": 1, "kind_id": kind("chi-bo").pk, "place": "Ấp Đông", "symbol": "CBĐ"}

    admin.post(f"/don-vi/{tree.cell.pk}/sua/", form)

    unit = Unit.objects.get(pk=tree.cell.pk)
    assert (unit.place, unit.symbol, unit.version) == ("Ấp Đông", "CBĐ", 2)
    assert 'value="Ấp Đông"' in admin.get(f"/don-vi/{tree.cell.pk}/sua/").text


def test_unit_page_shows_the_past(admin, tree):
    rename_unit(unit_id=tree.cell.pk, version=1, actor=SYSTEM, name="Chi bộ khu phố 1", on=date(2025, 7, 1))
    UnitSuccession.objects.create(predecessor=tree.other_cell, successor=tree.cell, on=date(2025, 7, 1))

    text = admin.get(f"/don-vi/{tree.cell.pk}/").text

    assert "01/01/2020 – 30/06/2025" in text
    assert "Tiếp nhận từ" in text
    assert "Chi bộ ấp Tây" in text


@pytest.mark.parametrize("page", ["/don-vi/", "/don-vi/cay/{}/", "/don-vi/{}/"])
def test_page_costs_as_many_queries_for_thirty_units_as_for_one(
    client, tree, page, django_assert_max_num_queries, django_assert_num_queries
):
    login(client, make_account("quantri", (Role.ADMIN, tree.commune)))
    url = page.format(tree.commune.pk)
    client.get(url)
    with django_assert_max_num_queries(14) as counted:
        client.get(url)
    for number in range(30):
        make_unit(f"Chi bộ số {number}", tree.commune, kind_code="chi-bo")

    with django_assert_num_queries(len(counted)):
        assert "Chi bộ số 29" in client.get(url).text
