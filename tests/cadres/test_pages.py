"""The pages of people: who finds whom, what a form answers, how many queries a page costs."""

from datetime import date

import pytest
from django.urls import reverse

from cadres.models import Cadre, CellMembership
from cadres.roles import Position, Role
from cadres.rules import people as rules
from cadres.scopes import homes_of_cadre
from tests.factories.organisation import (
    acting,
    hold,
    join_cell,
    login,
    make_account,
    make_cadre,
    make_post,
    make_tree,
)

pytestmark = pytest.mark.django_db

ROLES = list(Role)
JULY = date(2025, 7, 1)


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def admin(client, tree):
    login(client, make_account("quantri", (Role.ADMIN, tree.province)))
    return client


def test_people_found_are_those_that_the_rule_shows(tree):
    moved = make_cadre("Đỗ Dũng", cell=tree.other_cell)
    hold(make_post(tree.commune), moved, JULY, date(2025, 12, 31))
    transferred = make_cadre("Bùi Lan", cell=tree.cell)
    join_cell(transferred, tree.other_cell, JULY)
    everybody = [moved, transferred, make_cadre("Lê An", cell=tree.trap), make_cadre("Không Đơn Vị")]
    places = (tree.province, tree.commune, tree.other_cell, tree.trap)
    users = [make_account("", (role, unit)) for role in ROLES for unit in places]
    users += [make_account("an.le", cadre=everybody[2]), make_account("khong.vai")]

    for user in users:
        actor = acting(user)
        shown = {cadre for cadre in everybody if rules.may_view(actor, cadre, homes_of_cadre(cadre.pk))}
        assert set(Cadre.objects.visible_to(actor)) == shown


def test_inspection_reads_the_people_of_its_tree_and_front_reads_nobody(tree):
    cadre = make_cadre(cell=tree.cell)

    assert cadre in Cadre.objects.visible_to(acting(make_account("kiemtra", (Role.INSPECTION, tree.province))))
    assert not Cadre.objects.visible_to(acting(make_account("mattran", (Role.FRONT, tree.province))))


@pytest.mark.parametrize("name", ["cadre_page", "correct_cadre", "move_cell", "cadre_log"])
def test_foreign_person_is_not_there(client, tree, name):
    login(client, make_account("quantri", (Role.ADMIN, tree.commune)))

    assert client.get(reverse(f"cadres:{name}", args=[make_cadre(cell=tree.trap).pk])).status_code == 404
    assert client.get(reverse(f"cadres:{name}", args=[make_cadre(cell=tree.cell).pk])).status_code == 200


def test_list_stands_in_vietnamese_order_and_finds_without_accents(admin, tree):
    for name in ("Lê Văn Đức", "Trần Thị Dung", "Phạm Thị Ánh"):
        make_cadre(name, cell=tree.cell)

    text = admin.get("/can-bo/").text
    assert text.index("Phạm Thị Ánh") < text.index("Trần Thị Dung") < text.index("Lê Văn Đức")
    found = admin.get("/can-bo/?q=LE+VAN+DUC").text
    assert "Lê Văn Đức" in found
    assert "Trần Thị Dung" not in found


def test_list_filters_by_position_unit_and_state(admin, tree):
    head, gone = make_cadre("Lê Văn Đức", cell=tree.cell), make_cadre("Bùi Lan", cell=tree.cell, left_on=JULY)
    hold(make_post(tree.commune), head)
    make_cadre("Trần An", cell=tree.other_cell)

    def names(query):
        text = admin.get(f"/can-bo/?{query}").text
        return {name for name in ("Lê Văn Đức", "Bùi Lan", "Trần An") if name in text}

    assert names("position=head") == {"Lê Văn Đức"}
    assert names(f"under={tree.commune.pk}&state=all") == {"Lê Văn Đức", "Bùi Lan"}
    assert names("state=left") == {gone.full_name}
    assert names("q=%00&position=king&under=x") == {"Lê Văn Đức", "Trần An"}


PERSON = {
    "code": "AG-100",
    "full_name": "Nguyễn Thị Ánh Nguyệt",
    "born_on": "5/12/1980",
    "in_political_system": "on",
    "in_cell_since": "1/7/2025",
}


def test_person_is_entered_with_a_cell(admin, tree):
    response = admin.post("/can-bo/moi/", PERSON | {"cell_id": tree.cell.pk}, follow=True)

    assert "Đã thêm đồng chí Nguyễn Thị Ánh Nguyệt" in response.text
    assert CellMembership.objects.get(cadre__code="AG-100").started_on == JULY


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"full_name": ""}, "Hãy nhập nội dung cho ô “Họ và tên”."),
        ({"full_name": "a\0b"}, "ký tự không đọc được"),
        ({"code": "CB-CU"}, "đã dùng cho người khác"),
        ({"born_on": "30/02/1980"}, "Ngày ở ô “Ngày sinh” chưa đúng"),
        ({"cell_id": "9" * 40}, "không còn dùng được"),
        ({"cell_id": ""}, "Chi bộ sinh hoạt"),
        ({"in_cell_since": "1/1/2019"}, "thành lập ngày"),
        ({"left_on": "1/1/1970"}, "sớm hơn ngày sinh"),
    ],
)
def test_wrong_input_gets_a_sentence_and_enters_nobody(admin, tree, typed, sentence):
    make_cadre(code="CB-CU")
    form = PERSON | {"cell_id": tree.cell.pk, "workplace": "UBND xã"} | typed

    response = admin.post("/can-bo/moi/", form)

    assert response.status_code == 422
    assert sentence in response.text
    assert 'value="UBND xã"' in response.text
    assert Cadre.objects.filter(code="AG-100").count() == 0


def test_cell_of_another_subtree_cannot_be_chosen(client, tree):
    login(client, make_account("quantri", (Role.ADMIN, tree.commune)))

    response = client.post("/can-bo/moi/", PERSON | {"cell_id": tree.other_cell.pk})

    assert response.status_code == 422
    assert "Chi bộ ấp Tây" not in client.post("/can-bo/moi/", {"tim": "cell_id", "cell_id-tim": "tay"}).text


def test_search_for_a_cell_keeps_what_was_typed(admin, tree):
    response = admin.post("/can-bo/moi/", PERSON | {"tim": "cell_id", "cell_id-tim": "ap tay"})

    assert response.status_code == 200
    assert 'value="Nguyễn Thị Ánh Nguyệt"' in response.text
    assert "Chi bộ ấp Tây" in response.text
    assert "error-summary" not in response.text


def test_person_is_corrected_and_the_second_window_is_told(admin, tree):
    cadre = make_cadre("Trần Thị Hường", cell=tree.cell)
    cadre.refresh_from_db()
    form = {"version": cadre.version, "code": cadre.code, "full_name": "Trần Thị Hương"}

    assert admin.post(f"/can-bo/{cadre.pk}/sua/", form).status_code == 302
    second = admin.post(f"/can-bo/{cadre.pk}/sua/", form | {"full_name": "Tên khác"})

    assert (second.status_code, "Đã có người thay đổi" in second.text) == (422, True)
    assert Cadre.objects.get(pk=cadre.pk).full_name == "Trần Thị Hương"


def test_person_moves_to_another_cell(admin, tree):
    cadre = make_cadre(cell=tree.cell)
    cadre.refresh_from_db()
    form = {"version": cadre.version, "unit_id": tree.other_cell.pk, "on": "1/7/2025"}

    text = admin.post(f"/can-bo/{cadre.pk}/chuyen-sinh-hoat/", form, follow=True).text

    assert "01/01/2020 – 30/06/2025" in text
    assert "Chi bộ ấp Tây" in text


def test_staff_reads_people_and_is_barred_from_changing_them(client, tree):
    cadre = make_cadre(cell=tree.cell)
    cadre.refresh_from_db()
    login(client, make_account("chuyenvien", (Role.STAFF, tree.province)))

    assert "Sửa hồ sơ" not in client.get(f"/can-bo/{cadre.pk}/").text
    response = client.post(
        f"/can-bo/{cadre.pk}/sua/", {"version": cadre.version, "code": cadre.code, "full_name": "Tên khác"}
    )
    assert (response.status_code, rules.NOT_YOUR_PERSON in response.text) == (422, True)


def test_person_sees_the_own_page(client, tree):
    cadre = make_cadre("Lê Văn Đức", cell=tree.cell)
    login(client, make_account("duc.lv", cadre=cadre))

    assert client.get(f"/can-bo/{cadre.pk}/").status_code == 200
    assert "Lê Văn Đức" in client.get("/can-bo/").text


@pytest.mark.parametrize("page", ["/can-bo/", "/don-vi/{unit}/can-bo/", "/chuc-vu/{post}/", "/can-bo/{cadre}/"])
def test_page_costs_as_many_queries_for_thirty_as_for_one(client, tree, page, django_assert_max_num_queries):
    cadre, post = make_cadre("Lê An", cell=tree.commune), make_post(tree.commune, Position.MEMBER)
    hold(post, cadre)
    login(client, make_account("quantri", (Role.ADMIN, tree.province)))
    url = page.format(unit=tree.commune.pk, post=post.pk, cadre=cadre.pk)
    client.get(url)
    with django_assert_max_num_queries(14) as counted:
        client.get(url)
    for number in range(30):
        other = make_cadre(f"Nguyễn Văn {number:02}", cell=tree.commune)
        hold(post, other)
        hold(make_post(tree.commune, Position.MEMBER, f"Ủy viên {number}"), cadre)

    with django_assert_max_num_queries(len(counted)):
        client.get(url)
