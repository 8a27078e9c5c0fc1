"""The pages of posts, their holders, and of what moves units with their people."""

from datetime import date

import pytest
from django.urls import reverse

from cadres.models import CellMembership, Post, Tenure
from cadres.roles import Role
from cadres.rules import people as rules
from tests.factories.organisation import (
    acting,
    hold,
    login,
    make_account,
    make_cadre,
    make_post,
    make_tree,
    title,
)
from units.models import Unit

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


def test_posts_found_are_those_of_units_whose_people_may_be_read(tree):
    posts = [make_post(unit) for unit in (tree.province, tree.commune, tree.cell, tree.trap)]
    users = [make_account("", (role, unit)) for role in ROLES for unit in (tree.province, tree.commune, tree.trap)]

    for user in users:
        actor = acting(user)
        assert set(Post.objects.visible_to(actor)) == {p for p in posts if rules.may_read_people(actor, p.unit)}


@pytest.mark.parametrize("name", ["post_page", "correct_post", "end_post", "appoint"])
def test_foreign_post_is_not_there(client, tree, name):
    login(client, make_account("quantri", (Role.ADMIN, tree.commune)))

    assert client.get(reverse(f"cadres:{name}", args=[make_post(tree.trap).pk])).status_code == 404
    assert client.get(reverse(f"cadres:{name}", args=[make_post(tree.commune).pk])).status_code == 200


@pytest.mark.parametrize("name", ["unit_people", "create_post", "move_unit", "end_unit", "merge_unit", "unit_log"])
def test_foreign_unit_is_not_there(client, tree, name):
    login(client, make_account("quantri", (Role.ADMIN, tree.commune)))

    assert client.get(reverse(f"cadres:{name}", args=[tree.trap.pk])).status_code == 404
    assert client.get(reverse(f"cadres:{name}", args=[tree.commune.pk])).status_code == 200


def test_tenure_of_a_foreign_post_is_not_there(client, tree):
    tenure = hold(make_post(tree.trap), make_cadre(cell=tree.cell))
    login(client, make_account("quantri", (Role.ADMIN, tree.commune)))

    assert client.get(f"/chuc-vu/giu/{tenure.pk}/thoi/").status_code == 404
    assert client.get(f"/chuc-vu/giu/{'9' * 30}/thoi/").status_code == 404


def test_people_of_a_unit_below_are_not_for_the_secretary_above(client, tree):
    login(client, make_account("thuky", (Role.SECRETARY, tree.commune)))

    assert client.get(f"/don-vi/{tree.commune.pk}/can-bo/").status_code == 200
    assert client.get(f"/don-vi/{tree.cell.pk}/").status_code == 200
    assert client.get(f"/don-vi/{tree.cell.pk}/can-bo/").status_code == 404
    assert "can-bo/" not in client.get(f"/don-vi/{tree.cell.pk}/").text.split('class="tabs"')[1].split("</nav>")[0]


def test_post_is_created_filled_and_left(admin, tree):
    cadre = make_cadre("Lê Văn Đức", cell=tree.cell)
    user = make_account("duc.lv", (Role.HEAD, tree.commune), cadre=cadre)
    admin.post(f"/don-vi/{tree.commune.pk}/chuc-vu/", {"title_id": title().pk, "name": "Bí thư Đảng ủy"})
    post = Post.objects.get(unit=tree.commune)

    admin.post(f"/chuc-vu/{post.pk}/bo-nhiem/", {"version": 1, "cadre_id": cadre.pk, "on": "1/7/2025"})
    tenure = Tenure.objects.get(post=post)
    assert "Lê Văn Đức" in admin.get(f"/don-vi/{tree.commune.pk}/can-bo/").text
    second = admin.post(
        f"/chuc-vu/{post.pk}/bo-nhiem/", {"version": 2, "cadre_id": make_cadre(cell=tree.cell).pk, "on": "1/8/2025"}
    )
    assert "Đồng chí Lê Văn Đức giữ chức vụ này từ ngày 01/07/2025 đến nay." in second.text
    admin.post(f"/chuc-vu/giu/{tenure.pk}/thoi/", {"version": 2, "on": "1/9/2025", "ends_roles": "on"})

    tenure.refresh_from_db()
    assert tenure.ended_on == date(2025, 9, 1)
    assert user.grants.get().ended_on == date(2025, 9, 1)
    assert admin.post(f"/chuc-vu/{post.pk}/ket-thuc/", {"version": 3, "on": "1/10/2025"}).status_code == 302


def test_post_is_corrected(admin, tree):
    post = make_post(tree.commune)
    form = {"version": 1, "name": "Bí thư Đảng ủy xã", "order": "5", "managed_by_id": tree.commune.pk}

    assert admin.post(f"/chuc-vu/{post.pk}/sua/", form).status_code == 302

    post.refresh_from_db()
    assert (post.name, post.order, post.managed_by_id) == ("Bí thư Đảng ủy xã", 5, tree.commune.pk)


def test_units_are_moved_ended_and_merged_by_plain_forms(admin, tree):
    make_cadre(cell=tree.cell)

    moved = admin.post(
        f"/don-vi/{tree.cell.pk}/chuyen/", {"version": 1, "parent_id": tree.other_commune.pk, "on": "1/7/2025"}
    )
    merged = admin.post(
        f"/don-vi/{tree.cell.pk}/sap-nhap/", {"version": 2, "successor_id": tree.other_cell.pk, "on": "1/8/2025"}
    )
    ended = admin.post(f"/don-vi/{tree.trap.pk}/ket-thuc/", {"version": 1, "on": "1/8/2025"})

    assert (moved.status_code, merged.status_code, ended.status_code) == (302, 302, 302)
    assert Unit.objects.get(pk=tree.cell.pk).ended_on == date(2025, 7, 31)
    assert CellMembership.objects.get(ended_on=None).unit_id == tree.other_cell.pk
    assert Unit.objects.get(pk=tree.trap.pk).ended_on == date(2025, 8, 1)


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("chuyen", {"parent_id": "other"}),
        ("sap-nhap", {"successor_id": "other"}),
        ("ket-thuc", {}),
    ],
)
def test_administrator_of_the_unit_itself_is_told_that_its_superior_decides(client, tree, page, form):
    login(client, make_account("quantri", (Role.ADMIN, tree.commune)))
    chosen = {key: str(tree.cell.pk) for key in form}

    text = client.get(f"/don-vi/{tree.commune.pk}/{page}/").text
    response = client.post(f"/don-vi/{tree.commune.pk}/{page}/", {"version": 1, "on": "1/7/2025"} | chosen)

    assert "do quản trị của cấp trên đơn vị ấy thực hiện" in text
    assert response.status_code == 422
    assert Unit.objects.get(pk=tree.commune.pk).version == 1
